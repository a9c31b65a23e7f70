"""What editors decide: one command for every action that is taken by hand, made from the table of `intake.workflow`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import click

from intake.cli.acting import AS, checked_reason, editor
from intake.cli.app import App
from intake.cli.filters import UNNAMED, WHERE, chosen, query_of
from intake.cli.language import Command, command, option
from intake.cli.parameters import DAY, one_of
from intake.cli.standard import Checks, checks_of
from intake.errors import Exit, IntakeError
from intake.locale import N_
from intake.model import Decision, SubmissionRow, Verdict
from intake.render import contract, lists
from intake.render.checks import open_line
from intake.render.decisions import decided
from intake.store import Store
from intake.workflow import ACTIONS, Action, Conduct, sources

YES = option("--yes", is_flag=True, help=N_("Do not ask before several submissions."))
AS_JSON = option("--json", "as_json", is_flag=True, help=N_("Write JSON, one line a decision."))


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: an action, the numbers and filters it is for, and whether to ask first."""

    action: Action
    numbers: tuple[str, ...]
    where: tuple[tuple[str, Any], ...]
    yes: bool
    as_json: bool
    checks: Checks | None = None  # of what is accepted


def command_of(action: Action) -> Command:
    """Make the command of an action; the options it has are those its entry in ACTIONS asks for."""
    conduct = ACTIONS[action]

    @click.pass_obj
    def decide(app: App, /, **given: Any) -> int:  # noqa: ANN401  # the options of the table
        return _decide(app, action, given)

    decide.__doc__ = f"Take the action {action}."
    wrapped: Callable[..., object] = decide
    numbers = click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
    for decorate in reversed((numbers, *_asked(conduct), WHERE, YES, AS, AS_JSON)):
        wrapped = decorate(wrapped)
    return command(action.value, help=conduct.help)(wrapped)


def _asked(conduct: Conduct) -> Iterator[Callable[[Any], Any]]:
    """Give the options that an action asks for."""
    yield option("--reason", metavar="CODE", help=N_("Why: a code of the lexicon's reasons."))
    yield option("--note", metavar="TEXT", help=N_("A remark for the log."))
    if conduct.elder:
        yield option(
            "--of", "of", metavar="NUMBER", required=True, help=N_("The submission that it repeats.")
        )
    if conduct.redo:
        yield option("--redo", is_flag=True, help=N_("Put back in force what was taken back last."))
    if conduct.until:
        yield option("--until", type=DAY, metavar="DATE", help=N_("The last day to hold it."))


def _decide(app: App, action: Action, given: dict[str, Any]) -> int:
    """Decide; a submission that is refused stops no other, and the worst exit code is given."""
    order = Order(action, given["numbers"], given["where"], yes=given["yes"], as_json=given["as_json"])
    one_of(app, {"NUMBER": order.numbers, "--where": order.where}, UNNAMED)
    until = _day(given.get("until"))
    if until is not None and until < datetime.now(app.zone).date():
        raise click.BadParameter(app.say(N_("{day} is over.")).format(day=until), param_hint="--until")
    reason = given["reason"]
    checked_reason(app, reason, required=ACTIONS[action].reason)
    verdict = Verdict(
        action,
        editor(app, given["name"]),
        reason,
        given["note"],
        of=given.get("of"),
        until=until,
        redo=given.get("redo", False),
    )
    if action is Action.ACCEPT and not order.as_json:
        order = replace(order, checks=checks_of(app))
    with app.open_store() as store:
        rows, worst = _chosen(app, store, order)
        if not _sure(app, rows, order):
            app.put(app.say(N_("Nothing was changed.")))
            return Exit.DONE
        return max((worst, *(_one(app, store, row, verdict, order) for row in rows)))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _chosen(app: App, store: Store, order: Order) -> tuple[list[SubmissionRow], int]:
    """Look up what is meant, each once; a number that there is not is said and does not stop the others."""
    if order.where:
        rows = store.submissions(query_of(app, chosen(app, order.where), sources(order.action)))
        if not rows:
            app.warn(app.say(N_("no submission is like that; nothing was changed")))
        return rows, Exit.DONE
    found: dict[str, SubmissionRow] = {}
    worst: int = Exit.DONE
    for number in order.numbers:
        try:
            row = store.submission(number).row
        except IntakeError as error:
            worst = max(worst, app.complain(error))
        else:
            found[str(row.number)] = row
    return list(found.values()), worst


def _sure(app: App, rows: Sequence[SubmissionRow], order: Order) -> bool:
    """Show what is meant and ask, where it is more than one, or where no way leads back."""
    final = order.action is Action.PUBLISH and app.interactive
    if order.yes or not rows or (len(rows) == 1 and not final):
        return True
    if not app.interactive:
        raise click.UsageError(
            app.say(N_("{count} submissions are meant: add --yes where nobody can be asked.")).format(
                count=len(rows)
            )
        )
    app.put_grid(lists.submissions(rows, app.view, ages=app.terminal))
    one, several = N_("{action}: {number}?"), N_("{action}: these {count} submissions?")
    question = app.say(several if len(rows) > 1 else one)
    action = app.say(ACTIONS[order.action].label)
    asked = question.format(action=action, count=len(rows), number=rows[0].number)
    return click.confirm(
        asked, prompt_suffix=" "
    )  # a question ends with its mark: no colon, and none of English


def _one(app: App, store: Store, row: SubmissionRow, verdict: Verdict, order: Order) -> int:
    """Decide on one submission, on the status that was just looked at."""
    try:
        decision = store.decide(str(row.number), verdict, app.config.rules, seen=row.status)
        undone = store.log(str(row.number)) if decision.undoes is not None else ()
    except IntakeError as error:
        return app.complain(error)
    _tell(app, decision, undone, as_json=order.as_json)
    if order.checks is not None and (said := _to_look_at(app, store, decision, order.checks)):
        app.put(said)
    return Exit.DONE


def _to_look_at(app: App, store: Store, decision: Decision, checks: Checks) -> str:
    """Say how much there is to look at before print in what was accepted."""
    return open_line(checks(store.submission(str(decision.number))), decision.number, app.view)


def _tell(app: App, decision: Decision, log: Sequence[Decision], *, as_json: bool) -> None:
    if as_json:
        app.put_lines([contract.line(contract.decision_json(decision, app.zone))])
    else:
        app.put(decided(decision, app.view, log))
    if "separation" in decision.changes:
        said = N_("{number}: {who} took an earlier review of it, too")
        app.warn(app.say(said).format(number=decision.number, who=decision.who))
