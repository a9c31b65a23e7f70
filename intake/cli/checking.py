"""`check`: what somebody should look at before print; it advises, and stops nothing."""

from typing import Any

import click

from intake.cli.app import App
from intake.cli.filters import UNNAMED, WHERE, chosen, query_of
from intake.cli.language import command
from intake.cli.parameters import AS_JSON, one_of
from intake.cli.standard import Checks, checks_of
from intake.errors import Exit, IntakeError
from intake.locale import N_
from intake.render import contract
from intake.render.checks import finding_lines
from intake.render.page import Line, Part
from intake.render.safe import one_line
from intake.store import Store
from intake.workflow import Status


@command("check", help=N_("Tell what to look at in submissions NUMBER... before print; nothing is changed."))
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
@WHERE
@AS_JSON
@click.pass_obj
def check_command(
    app: App, /, *, numbers: tuple[str, ...], where: tuple[tuple[str, Any], ...], as_json: bool
) -> int:
    """Check submissions; one that there is not does not stop the others."""
    one_of(app, {"NUMBER": numbers, "--where": where}, UNNAMED)
    checks = checks_of(app, strict=True)
    with app.open_store() as store:
        if where:
            numbers = tuple(map(str, store.matching(query_of(app, chosen(app, where), tuple(Status)))))
        return max((_one(app, store, number, checks, as_json=as_json) for number in numbers), default=0)


def _one(app: App, store: Store, number: str, checks: Checks, *, as_json: bool) -> int:
    try:
        submission = store.submission(number)
    except IntakeError as error:
        return app.complain(error)
    found = checks(submission)
    if as_json:
        app.put_lines([contract.line(contract.findings_json(submission.row.number, found))])
        return Exit.DONE
    heading = f"{submission.row.number}  {one_line(submission.row.title)}"
    nothing = Line("", app.say(N_("nothing to look at")), tone="quiet")
    app.put_page((Part(heading, tuple(finding_lines(found, submission.text, app.view)) or (nothing,)),))
    return Exit.DONE
