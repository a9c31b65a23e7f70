"""`list`, `show`, `text`: what editors look at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import click

from intake.cli.acting import AS, editor, reasons
from intake.cli.app import App
from intake.cli.filters import Order, filtered, query_of, widened
from intake.cli.language import command, option
from intake.cli.parameters import AS_CSV, AS_JSON, LIMIT, exclusive
from intake.cli.standard import checks_of
from intake.cli.verdict import judged
from intake.errors import NoSuchRecord
from intake.locale import N_
from intake.model import StoredSubmission, SubmissionRow
from intake.render import contract, lists
from intake.render.around import Around
from intake.render.evidence import evidence_page
from intake.render.lists import NO_TALLY, Tally
from intake.render.safe import one_line, show
from intake.render.submission import submission_page
from intake.store import SubmissionQuery


class Columns(click.ParamType[tuple[str, ...]]):
    """Names of the list's columns with commas between."""

    name = "columns"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Check every name."""
        names = tuple(name.strip() for name in str(value).split(","))
        if not set(names) <= set(lists.COLUMNS):
            say = ctx.obj.say if ctx else str
            self.fail(say(N_("must be of: {keys}")).format(keys=",".join(lists.COLUMNS)), param, ctx)
        return names


@command("list", help=N_("List the submissions that wait for an editor, oldest first."))
@filtered
@option("--mine", is_flag=True, help=N_("Given to you."))
@option("--all", "everything", is_flag=True, help=N_("Every status, the archived ones too."))
@option("--archived", is_flag=True, help=N_("Only the archived ones, in every status."))
@option(
    "--sort",
    type=Order(),
    default="arrived",
    metavar="KEY[-]",
    help=N_("Sort by arrived (if not given), number, title …; with - behind it from the end."),
)
@option("--columns", type=Columns(), metavar="A,B,…", help=N_("Show these columns."))
@LIMIT
@option("--after", metavar="NUMBER", help=N_("Go on behind this one, on the next page."))
@AS
@AS_JSON
@AS_CSV
@click.pass_obj
def list_command(app: App, /, **given: Any) -> None:  # noqa: ANN401  # the filters are a table
    """List submissions."""
    exclusive(app, {"--json": given["as_json"], "--csv": given["as_csv"]})
    exclusive(app, {"--mine": given["mine"], "--assignee": given["assignee"]})
    exclusive(app, {"--all": given["everything"], "--archived": given["archived"]})
    query = _query(app, given)
    counted = app.terminal and not (given["as_json"] or given["as_csv"])  # nobody else is told
    with app.open_store() as store:
        if given["after"]:
            query = replace(query, after=store.submission(given["after"]).row.number)
        rows = store.submissions(query)
        tally = Tally(store.counts(), store.total(query)) if counted else NO_TALLY
    page = Page(
        rows[: given["limit"]],
        tally,
        given["columns"] or lists.USUAL,
        more=len(rows) > (given["limit"] or len(rows)),
    )
    if given["as_json"]:
        app.put_lines(contract.line(contract.submission_json(row, app.zone)) for row in page.rows)
    elif given["as_csv"]:
        app.put_sheet(lists.submission_sheet(page.rows, app.view))
    else:
        _put_list(app, page)


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, what there is besides, the columns to show, and whether more rows follow."""

    rows: list[SubmissionRow]
    tally: Tally
    columns: tuple[str, ...]
    more: bool


def _query(app: App, given: Mapping[str, Any]) -> SubmissionQuery:
    """Ask for one row more than a page holds: whether another page follows."""
    mine = {"assignee": editor(app, given["name"])} if given["mine"] else {}
    query = query_of(app, {**given, **mine})
    sort, descending = given["sort"]
    limit = given["limit"] + 1 if given["limit"] else None
    query = replace(query, sort=sort, descending=descending, limit=limit)
    return widened(query, everything=given["everything"], archived=given["archived"])


def _put_list(app: App, page: Page) -> None:
    if page.rows or not app.terminal:
        grid = lists.submissions(
            page.rows, app.view, ages=app.terminal, columns=page.columns, tally=page.tally
        )
        app.put_grid(replace(grid, below=(*_next(app, page), *grid.below)))
    else:
        app.put(app.say(N_("Nothing waits for an editor. `intake list --all` shows everything.")))


def _next(app: App, page: Page) -> tuple[str, ...]:
    """Say how to see the next page."""
    if not page.more:
        return ()
    return (app.say(N_("next page: the same with --after {number}")).format(number=page.rows[-1].number),)


@command("show", help=N_("Show submission NUMBER: the record, what is doubtful in it, where it came from."))
@click.argument("number", metavar="NUMBER")
@option("--evidence", is_flag=True, help=N_("Show what each field rests on, and mark it in the text."))
@AS_JSON
@click.pass_obj
def show_command(app: App, /, *, number: str, evidence: bool, as_json: bool) -> None:
    """Show a submission."""
    exclusive(app, {"--evidence": evidence, "--json": as_json})
    with app.open_store() as store:
        submission = store.submission(number)
        if evidence:
            _put_evidence(app, submission)
            return
        around = Around(
            message=judged(app, store.message(submission.message_id)),
            sender=store.sender(number),
            look_alikes=tuple(store.look_alikes(number)),
            log=tuple(store.log(number)),
        )
    around = replace(around, findings=checks_of(app)(submission))
    if as_json:
        app.put_lines([contract.line(contract.submission_page_json(submission, around, app.zone))])
    else:
        known = reasons(app) if around.log else {}
        app.put_page(submission_page(submission, replace(around, reasons=known), app.view))


def _put_evidence(app: App, submission: StoredSubmission) -> None:
    row = submission.row
    if submission.record is None:
        raise NoSuchRecord(
            N_("no evidence — {number} — no speech was recognised in it — see `intake text {number}`"),
            number=row.number,
        )
    heading = f"{row.number}  {one_line(row.title)}"
    app.put_page(evidence_page(heading, submission.record, submission.text, app.view))


@command("text", help=N_("Print the whole text of submission NUMBER."))
@click.argument("number", metavar="NUMBER")
@click.pass_obj
def text_command(app: App, /, *, number: str) -> None:
    """Print a text."""
    with app.open_store() as store:
        text = store.submission(number).text
    app.put(show(text, lines=True), page=True)
