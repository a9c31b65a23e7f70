"""`problems`: the mails that were not read, or not wholly; to be looked at, tried again, and taken elsewhere."""

from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.language import Command, Group, option
from intake.cli.originals import written
from intake.cli.parameters import AS_CSV, AS_JSON, exclusive, one_of
from intake.cli.polling import progress_of
from intake.cli.signals import stoppable
from intake.cli.verdict import judged
from intake.errors import Exit, NoSuchRecord
from intake.locale import N_
from intake.model import ProblemRow
from intake.read import ReadingRun, retry
from intake.render import contract
from intake.render.mail import mail_page
from intake.render.problems import problem_sheet, problems
from intake.render.remarks import remark
from intake.render.safe import show
from intake.sandbox import sandbox_of
from intake.store import Store

_NUMBER = click.IntRange(min=1, max=2**63 - 1)
_NUMBERS = click.argument("numbers", metavar="[MAIL]...", nargs=-1, type=_NUMBER)
NONE = N_("No mail has a problem.")
_UNNAMED = N_("Name mails, or give --all.")
_ALL = option("--all", "everything", is_flag=True, help=N_("All that there are."))


@click.group("problems", cls=Group, help=N_("Look at mails that were not read, or not wholly."))
def problems_command() -> None:
    """Group the commands about problems."""


@problems_command.command("list", cls=Command, help=N_("List mails that were not read, the oldest first."))
@AS_JSON
@AS_CSV
@click.pass_obj
def problems_list(app: App, /, *, as_json: bool, as_csv: bool) -> None:
    """List problems."""
    exclusive(app, {"--json": as_json, "--csv": as_csv})
    with app.open_store() as store:
        rows = store.problem_rows()
    if as_json:
        app.put_lines(contract.line(contract.problem_json(row, app.zone)) for row in rows)
    elif as_csv:
        app.put_sheet(problem_sheet(rows, app.view))
    elif not rows and app.terminal:
        app.put(app.say(NONE))
    else:
        app.put_grid(problems(rows, app.view))


@problems_command.command(
    "show", cls=Command, help=N_("Show why mail MAIL was not read, and when it is tried again.")
)
@click.argument("number", metavar="MAIL", type=_NUMBER)
@AS_JSON
@click.pass_obj
def problems_show(app: App, /, *, number: int, as_json: bool) -> None:
    """Show a problem and its mail."""
    with app.open_store() as store:
        (row,) = _chosen(store, (number,), everything=False)
        message = judged(app, store.message(number))
    if as_json:
        app.put_lines([contract.line(contract.problem_json(row, app.zone))])
    else:
        app.put_page(mail_page(message, app.view))


@problems_command.command(
    "retry", cls=Command, help=N_("Try to read mails MAIL... again now, due or not; say what came of it.")
)
@_NUMBERS
@_ALL
@click.pass_obj
def problems_retry(app: App, /, *, numbers: tuple[int, ...], everything: bool) -> int:
    """Read mails with problems again."""
    one_of(app, {"MAIL": numbers, "--all": everything}, _UNNAMED)
    with app.open_store() as store:
        ids = [row.mail.id for row in _chosen(store, numbers, everything=everything)]
        if not ids:
            app.put(app.say(NONE))
            return Exit.DONE
        with (
            sandbox_of(app.config) as sandbox,
            stoppable() as stopping,
            progress_of(app.say(N_("reading"))) as progress,
        ):
            for done, (message_id, came) in enumerate(retry(store, ids, sandbox, stopping.halt), start=1):
                progress(done, len(ids))
                app.put(_said(app, store, message_id, came))
    return Exit.DONE if stopping.exit_code is None else stopping.exit_code


@problems_command.command(
    "export", cls=Command, help=N_("Write mails MAIL... as .eml files, as received, for you alone to read.")
)
@_NUMBERS
@_ALL
@option("--to", "folder", type=click.Path(path_type=Path), metavar="DIR",
        help=N_("Write into this folder, not a new one."))  # fmt: skip
@click.pass_obj
def problems_export(app: App, /, *, numbers: tuple[int, ...], everything: bool, folder: Path | None) -> None:
    """Write the mails behind problems and print where they are."""
    one_of(app, {"MAIL": numbers, "--all": everything}, _UNNAMED)
    with app.open_store() as store:
        chosen = _chosen(store, numbers, everything=everything)
        for path in written(((f"mail-{row.mail.id}.eml", store.raw(row.mail.id)) for row in chosen), folder):
            app.put(show(str(path)))


def _chosen(store: Store, numbers: tuple[int, ...], *, everything: bool) -> list[ProblemRow]:
    """Give the problems that are asked for; one that is none is refused before anything is done."""
    rows = {row.mail.id: row for row in store.problem_rows()}
    for number in numbers:
        if number not in rows:
            raise NoSuchRecord(
                N_(
                    "no such problem — mail {number} — it was read, or is not stored — see `intake problems list`"
                ),
                number=number,
            )
    return list(rows.values()) if everything else [rows[number] for number in dict.fromkeys(numbers)]


def _said(app: App, store: Store, message_id: int, came: ReadingRun) -> str:
    problem = store.message(message_id).problem
    if problem is None:
        said = N_("mail {id}: read, new submissions {count}")
        return app.say(said).format(id=message_id, count=came.submissions)
    return app.say(N_("mail {id}: {why}")).format(id=message_id, why=remark(problem.code, app.view))
