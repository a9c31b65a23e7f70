"""`list`, `show`, `text`: what editors look at."""

import click

from intake.cli.app import App
from intake.cli.language import command, option
from intake.locale import N_
from intake.model import SubmissionRow
from intake.render import contract, lists
from intake.render.safe import show
from intake.render.submission import submission_page
from intake.store import SubmissionQuery
from intake.workflow import NEEDS_ACTION, Status

AS_JSON = option("--json", "form", flag_value="json", help=N_("Write JSON, one line a record."))
AS_CSV = option("--csv", "form", flag_value="csv", help=N_("Write CSV for a spreadsheet."))
LIMIT = option("--limit", type=click.IntRange(min=1), metavar="N", help=N_("At most N."))


@command("list", help=N_("List the submissions that wait for an editor, oldest first."))
@option(
    "--status", "statuses", multiple=True, metavar="STATUS", type=click.Choice([status.value for status in Status]),
    help=N_("Only these; may be repeated."),
)  # fmt: skip
@option("--all", "everything", is_flag=True, help=N_("Every status, the archived ones too."))
@LIMIT
@AS_JSON
@AS_CSV
@click.pass_obj
def list_command(
    app: App, /, *, statuses: tuple[str, ...], everything: bool, limit: int | None, form: str | None
) -> None:
    """List submissions."""
    query = _query(statuses, limit, everything=everything)
    with app.open_store() as store:
        rows = store.submissions(query)
        total = store.total(query) if len(rows) == limit else len(rows)
    if form == "json":
        app.put_lines(contract.line(contract.submission_json(row, app.zone)) for row in rows)
    elif form == "csv":
        app.put_sheet(lists.submission_sheet(rows, app.view))
    else:
        _put_list(app, rows, total)


def _query(statuses: tuple[str, ...], limit: int | None, *, everything: bool) -> SubmissionQuery:
    if everything:
        return SubmissionQuery(statuses=tuple(map(Status, statuses)) or None, archived=None, limit=limit)
    return SubmissionQuery(statuses=tuple(map(Status, statuses)) or NEEDS_ACTION, limit=limit)


def _put_list(app: App, rows: list[SubmissionRow], total: int) -> None:
    if rows or not app.terminal:
        app.put_grid(lists.submissions(rows, app.view, ages=app.terminal, total=total))
    else:
        app.put(app.say(N_("Nothing waits for an editor. `intake list --all` shows everything.")))


@command("show", help=N_("Show submission NUMBER: the record, what is doubtful in it, where it came from."))
@click.argument("number", metavar="NUMBER")
@AS_JSON
@click.pass_obj
def show_command(app: App, /, *, number: str, form: str | None) -> None:
    """Show a submission."""
    with app.open_store() as store:
        submission = store.submission(number)
        message = store.message(submission.message_id)
    if form == "json":
        app.put_lines([contract.line(contract.submission_page_json(submission, app.zone))])
    else:
        app.put_page(submission_page(submission, message, app.view))


@command("text", help=N_("Print the whole text of submission NUMBER."))
@click.argument("number", metavar="NUMBER")
@click.pass_obj
def text_command(app: App, /, *, number: str) -> None:
    """Print a text."""
    with app.open_store() as store:
        text = store.submission(number).text
    app.put(show(text, lines=True), page=True)
