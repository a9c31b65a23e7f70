"""What editors do with a submission, and what its status becomes; the rules themselves are `intake.workflow`'s."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row

from intake.errors import ActionRefused
from intake.locale import N_
from intake.model import PROGRAM, Change, Decision, Rules, Verdict
from intake.store.log import (
    REREAD,
    Line,
    Moment,
    enter,
    head_of,
    heads,
    meanwhile,
    number_of,
    refused,
    rows,
)
from intake.store.queries import locate
from intake.store.standing import original_of
from intake.store.tables import submission
from intake.workflow import Action, Entry, Status, Step, after, demand, in_force, reviewers, taken_back

#: What a decision changes beside the status, and an undo changes back.
_TAKEN_BACK: Final = ("duplicate_of", "until")


def decide(
    connection: Connection,
    reference: str,
    verdict: Verdict,
    base: tuple[Rules, Status | None],
    moment: Moment,
) -> Decision:
    """Take an action, based on the newsroom's rules and the status the editor saw (None: whatever it is)."""
    rules, seen = base
    demand(verdict.action, reason=verdict.reason, of=verdict.of, until=verdict.until, redo=verdict.redo)
    by_hand(verdict.who)
    head = locate(connection, heads(), reference)
    if seen is not None and seen != head.status:
        raise meanwhile(connection, head, moment)
    try:
        line = _line(connection, head, verdict, rules)
    except ActionRefused as refusal:
        raise refused(connection, head, refusal, moment) from refusal
    return enter(connection, head, line, moment, _columns(connection, line.changes))


def assign(
    connection: Connection, reference: str, who: str, assignee: str | None, moment: Moment
) -> Decision:
    """Give a submission to somebody, or to nobody."""
    by_hand(who)
    head = locate(connection, heads().with_for_update(), reference)
    line = Line(who, Entry.ASSIGN, changes={"assignee": Change(head.assignee, assignee)})
    return enter(connection, head, line, moment, {"assignee": assignee})


def add_note(connection: Connection, reference: str, who: str, text: str, moment: Moment) -> Decision:
    """Write a remark into the log."""
    by_hand(who)
    head = locate(connection, heads().with_for_update(), reference)
    return enter(connection, head, Line(who, Entry.NOTE, note=text), moment)


def resurface(connection: Connection, today: date, moment: Moment) -> int:
    """Put back on the list what was held until a day before today; give how many."""
    due = connection.execute(
        heads()
        .where(submission.c.status == Status.HELD, submission.c.until < today)
        .order_by(submission.c.id)
        .with_for_update()
    ).all()
    for head in due:
        program_decides(connection, head, Line(PROGRAM, Action.RESURFACE), moment)
    return len(due)


def program_decides(connection: Connection, head: Row[Any], line: Line, moment: Moment) -> Decision:
    """Write a decision of the program, whose target the table gives; the row names what else it changes."""
    action = Action(line.action)
    changes = {**_links(connection, head, Verdict(action, PROGRAM)), **line.changes}
    whole = Line(PROGRAM, action, after(Status(head.status), action), line.reason, changes=changes)
    return enter(connection, head, whole, moment, _columns(connection, changes))


def decide_again(connection: Connection, submission_id: int, action: Action, moment: Moment) -> Status:
    """Write a decision of the program that a new reading brings about; give the status it leads to."""
    head = head_of(connection, submission_id)
    return program_decides(connection, head, Line(PROGRAM, action, reason=REREAD), moment).status_to


def by_hand(who: str) -> None:
    """Refuse a name that is nobody's, or the program's own."""
    if not who.strip() or who == PROGRAM:
        raise ActionRefused(
            N_("nobody to act — “{who}” — no editor is called so — say who you are with --as NAME"), who=who
        )


def _line(connection: Connection, head: Row[Any], verdict: Verdict, rules: Rules) -> Line:
    if verdict.action is Action.UNDO:
        return _undoing(connection, head, verdict)
    target = after(Status(head.status), verdict.action, rules.reviews)
    changes = _links(connection, head, verdict) | _separated(connection, head, verdict, rules)
    return Line(verdict.who, verdict.action, target, verdict.reason, verdict.note, changes)


def _undoing(connection: Connection, head: Row[Any], verdict: Verdict) -> Line:
    """Lead back to where the latest decision that stands came from, or where the latest undo did."""
    if head.status == Status.PUBLISHED:
        raise ActionRefused(
            N_("not undone — it is published — what readers have seen is corrected in a new edition")
        )
    log = {row.id: row for row in rows(connection, head.id)}
    undone = log[_undone(_steps(log.values()), redo=verdict.redo).id]
    back = {
        name: Change(change.new, change.old) for name, change in undone.changes.items() if name in _TAKEN_BACK
    }
    return Line(
        verdict.who, Action.UNDO, Status(undone.status_from), verdict.reason, verdict.note, back, undone.id
    )


def _undone(log: Sequence[Step], *, redo: bool) -> Step:
    """Choose the row to take back: to undo an undo, which would decide again, has to be asked for."""
    if redo:
        if (undo := taken_back(log)) is not None:
            return undo
        raise ActionRefused(
            N_("nothing to put back — the latest decision stands — `intake undo` takes it back")
        )
    if standing := in_force(log):
        return standing[-1]
    if log:
        raise ActionRefused(
            N_(
                "nothing to undo — every decision is taken back already — `intake undo --redo` puts back the last one"
            )
        )
    raise ActionRefused(N_("nothing to undo — nobody has decided yet"))


def _steps(log: Iterable[Row[Any]]) -> list[Step]:
    """Leave out of a log what changes no status."""
    return [Step(row.id, row.who, Action(row.action), row.undoes) for row in log if row.action in set(Action)]


def _links(connection: Connection, head: Row[Any], verdict: Verdict) -> dict[str, Change]:
    """Tell how an action changes what a submission repeats and how long it is held: any other action ends both."""
    old = {"duplicate_of": _number_of(connection, head.duplicate_of), "until": _day(head.until)}
    new = {"duplicate_of": _elder(connection, head, verdict.of), "until": _day(verdict.until)}
    return {name: Change(old[name], new[name]) for name in _TAKEN_BACK if old[name] != new[name]}


def _elder(connection: Connection, head: Row[Any], of: str | None) -> str | None:
    """Give the number of the submission that a duplicate repeats: the original where that one is a copy itself."""
    if of is None:
        return None
    number = _number_of(connection, original_of(connection, locate(connection, heads(), of).id))
    if number == str(number_of(head)):
        raise ActionRefused(
            N_("no duplicate — {of} — it is the same or repeats this one — give --of another number"), of=of
        )
    return number


def _columns(connection: Connection, changes: Mapping[str, Change]) -> dict[str, object]:
    """Turn what the log writes for people into the columns it stands for."""
    columns: dict[str, object] = {}
    if "until" in changes:
        until = changes["until"].new
        columns["until"] = date.fromisoformat(until) if until else None
    if "duplicate_of" in changes:
        number = changes["duplicate_of"].new
        columns["duplicate_of"] = locate(connection, heads(), number).id if number else None
    return columns


def _number_of(connection: Connection, submission_id: int | None) -> str | None:
    if submission_id is None:
        return None
    return str(number_of(head_of(connection, submission_id)))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _separated(connection: Connection, head: Row[Any], verdict: Verdict, rules: Rules) -> dict[str, Change]:
    """Note, or refuse, that one person takes two of the reviews."""
    if verdict.action is not Action.ACCEPT or rules.separation == "off":
        return {}
    earlier = reviewers(_steps(rows(connection, head.id)))
    if verdict.who not in earlier:
        return {}
    if rules.separation == "warn":
        return {"separation": Change(list(earlier), verdict.who)}
    raise ActionRefused(
        N_("not allowed — {who} took an earlier review of it — somebody else has to take this one"),
        who=verdict.who,
    )
