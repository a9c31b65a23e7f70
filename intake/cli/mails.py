"""`mail list`, `mail show`, `export`: the mails behind the submissions."""

import sys
from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.language import Command, Group, command, option
from intake.cli.parameters import AS_CSV, AS_JSON, LIMIT, exclusive, one_of
from intake.cli.verdict import judged
from intake.locale import N_
from intake.render import contract, lists
from intake.render.mail import mail_page


@click.group("mail", cls=Group, help=N_("Look at the mails behind the submissions."))
def mail_command() -> None:
    """Group the commands about mails."""


@mail_command.command(
    "list",
    cls=Command,
    help=N_("List all mails, the last one first: contributions, notices, replies, problems."),
)
@LIMIT
@AS_JSON
@AS_CSV
@click.pass_obj
def mail_list(app: App, /, *, limit: int | None, as_json: bool, as_csv: bool) -> None:
    """List mails."""
    exclusive(app, {"--json": as_json, "--csv": as_csv})
    counted = app.terminal and not (as_json or as_csv)  # nobody else is told
    with app.open_store() as store:
        rows = store.messages(limit)
        total = store.total_messages() if counted and len(rows) == limit else None
    if as_json:
        app.put_lines(contract.line(contract.message_json(row, app.zone)) for row in rows)
    elif as_csv:
        app.put_sheet(lists.mail_sheet(rows, app.view))
    else:
        app.put_grid(lists.mails(rows, app.view, ages=app.terminal, total=total))


@mail_command.command(
    "show", cls=Command, help=N_("Show mail NUMBER: sender, attachments and what became of them.")
)
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1, max=2**63 - 1))
@option("--raw", is_flag=True, help=N_("Write the mail as it was received, byte for byte."))
@AS_JSON
@click.pass_obj
def mail_show(app: App, /, *, number: int, raw: bool, as_json: bool) -> None:
    """Show a mail."""
    exclusive(app, {"--raw": raw, "--json": as_json})
    if raw:
        _write_raw(app, number)
        return
    with app.open_store() as store:
        message = judged(app, store.message(number))
    if as_json:
        app.put_lines([contract.stored_line(message, app.zone)])
    else:
        app.put_page(mail_page(message, app.view))


def _write_raw(app: App, number: int) -> None:
    if app.watched:  # a stranger's bytes could rewrite the screen
        raise click.UsageError(app.say(N_("--raw does not write to a terminal: redirect it into a file.")))
    with app.open_store() as store:
        sys.stdout.buffer.write(store.raw(number))


@command(
    "export",
    help=N_(
        "Write everything that is stored, one line a mail, in the order of arrival; or what was corrected."
    ),
)
@option("--json", "as_json", is_flag=True, help=N_("Write JSON, one line a mail."))
@option(
    "--corrections",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Write the documents that editors corrected, and what should be read in them, into DIR."),
)
@click.pass_obj
def export_command(app: App, /, *, as_json: bool, folder: Path | None) -> None:
    """Write everything, or the corrections."""
    asked = {"--json": as_json, "--corrections": folder}
    one_of(app, asked, N_("Say what to write: --json, or --corrections DIR."))
    if folder is not None:
        from intake.cli.corrections import put_corrections  # noqa: PLC0415  # the readers: a list of mails needs none

        put_corrections(app, folder)
        return
    with app.open_store() as store:
        app.put_lines(
            contract.stored_line(judged(app, message), app.zone) for message in store.all_messages()
        )
