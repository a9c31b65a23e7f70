"""`assign`, `note`, `log`: who has a submission, what was remarked on it, and all that was done with it."""

import re
from typing import Final

import click

from intake.cli.acting import AS, editor, reasons
from intake.cli.app import App
from intake.cli.language import command, option
from intake.cli.parameters import AS_JSON, exclusive
from intake.errors import Exit, IntakeError, Items, NotPermitted
from intake.locale import N_
from intake.render import contract
from intake.render.decisions import decided, log_lines
from intake.render.page import Part
from intake.render.safe import one_line
from intake.store import Store

_NUMBER: Final = re.compile(r"(\d{4}-)?\d+")  # of a submission: the name behind the numbers was forgotten


@command("assign", help=N_("Give submissions NUMBER... to the editor NAME, or with --nobody to nobody."))
@click.argument("words", metavar="NUMBER... [NAME]", nargs=-1, required=True)
@option("--nobody", is_flag=True, help=N_("Take them from whoever has them."))
@AS
@click.pass_obj
def assign_command(app: App, /, *, words: tuple[str, ...], nobody: bool, name: str | None) -> int:
    """Assign submissions; one that is refused stops no other."""
    if not nobody and len(words) == 1:
        raise click.UsageError(app.say(N_("Name the editor behind the numbers, or add --nobody.")))
    exclusive(app, {"NAME": nobody and not _NUMBER.fullmatch(words[-1]), "--nobody": nobody})
    numbers, assignee = (words, None) if nobody else (words[:-1], words[-1].strip())
    if assignee is not None and (not assignee or _NUMBER.fullmatch(assignee)):
        raise click.UsageError(app.say(N_("Name the editor behind the numbers, or add --nobody.")))
    who = editor(app, name)
    listed = app.config.editors
    if assignee is not None and listed and assignee not in listed:
        raise NotPermitted(
            N_("no editor — {who} — the configuration lists {names} — give it to one of them"),
            who=assignee,
            names=Items(listed),
        )
    with app.open_store() as store:
        return max(_assign(app, store, number, (who, assignee)) for number in numbers)


def _assign(app: App, store: Store, number: str, names: tuple[str, str | None]) -> int:
    who, assignee = names
    try:
        decision = store.assign(number, who, assignee)
    except IntakeError as error:
        return app.complain(error)
    given_to = one_line(assignee) if assignee else app.say(N_("nobody"))
    app.put(f"{decision.number}  → {given_to}")
    return Exit.DONE


@command("note", help=N_("Write the remark TEXT into the log of submission NUMBER."))
@click.argument("number", metavar="NUMBER")
@click.argument("words", metavar="TEXT", nargs=-1, required=True)
@AS
@click.pass_obj
def note_command(app: App, /, *, number: str, words: tuple[str, ...], name: str | None) -> None:
    """Write a remark."""
    remark = " ".join(words).strip()
    if not remark:
        raise click.UsageError(app.say(N_("The remark is empty.")))
    who = editor(app, name)
    with app.open_store() as store:
        decision = store.add_note(number, who, remark)
    app.put(decided(decision, app.view))


@command("log", help=N_("Show all that was done with submission NUMBER: when, who, what, why."))
@click.argument("number", metavar="NUMBER")
@AS_JSON
@click.pass_obj
def log_command(app: App, /, *, number: str, as_json: bool) -> None:
    """Show a log."""
    with app.open_store() as store:
        submission, decisions = store.submission(number), store.log(number)
    if as_json:
        app.put_lines(contract.line(contract.decision_json(each, app.zone)) for each in decisions)
    elif decisions or not app.terminal:
        heading = f"{submission.row.number}  {one_line(submission.row.title)}"
        app.put_page((Part(heading, tuple(log_lines(decisions, app.view, reasons(app)))),))
    else:
        app.put(app.say(N_("Nobody has done anything with it yet.")))
