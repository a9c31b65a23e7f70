"""The log of a submission: a row for whatever was done, each write guarded by the status it was based on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, select, update

from intake.errors import ActionRefused, Word
from intake.locale import N_
from intake.model import PROGRAM, Change, Decision, Number
from intake.store.queries import locate
from intake.store.tables import decision, submission
from intake.workflow import ACTIONS, STATUS_LABELS, Action, Entry, Status, label_of

#: The reason of what the program does because a mail was read again.
REREAD: Final = "reread"

#: Actions after which a submission is the editors'.
_BY_HAND: Final = tuple(action for action in Action if ACTIONS[action].by_hand)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is done, and the zone in which times are told."""

    now: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Line:
    """What is to stand in the log; without a target the status stays."""

    who: str
    action: Action | Entry
    target: Status | None = None
    reason: str | None = None
    note: str | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    undoes: int | None = None


def heads() -> Select[Any]:
    """Select what an action has to know of submissions."""
    return select(
        submission.c.id,
        submission.c.year,
        submission.c.serial,
        submission.c.status,
        submission.c.duplicate_of,
        submission.c.until,
        submission.c.assignee,
    )


def head_of(connection: Connection, submission_id: int) -> Row[Any]:
    """Give the row of `heads` of a submission as it is now."""
    return connection.execute(heads().where(submission.c.id == submission_id)).one()


def number_of(head: Row[Any]) -> Number:
    """Give the number of a row of `heads`."""
    return Number(head.year, head.serial)


def enter(
    connection: Connection,
    head: Row[Any],
    line: Line,
    moment: Moment,
    columns: Mapping[str, object] | None = None,
) -> Decision:
    """Write a row of the log, the status and other columns; ActionRefused where the status is not `head`'s any more."""
    target = line.target or Status(head.status)
    written = connection.execute(
        update(submission)
        .where(submission.c.id == head.id, submission.c.status == head.status)
        .values(status=target, **(columns or {}))
    )
    if written.rowcount != 1:
        raise meanwhile(connection, head, moment)
    row = connection.execute(
        decision.insert()
        .values(
            submission_id=head.id,
            at=moment.now,
            who=line.who,
            action=line.action,
            status_from=head.status,
            status_to=target,
            reason=line.reason,
            note=line.note,
            changes=dict(line.changes),
            undoes=line.undoes,
        )
        .returning(decision)
    ).one()
    return _decision(row, number_of(head))


def log(connection: Connection, reference: str) -> list[Decision]:
    """Give everything that was done with a submission, oldest first."""
    head = locate(connection, heads(), reference)
    return [_decision(row, number_of(head)) for row in rows(connection, head.id)]


def rows(connection: Connection, submission_id: int) -> list[Row[Any]]:
    """Give the rows of a submission's log, oldest first."""
    statement = select(decision).where(decision.c.submission_id == submission_id).order_by(decision.c.id)
    return list(connection.execute(statement))


def latest(connection: Connection, submission_id: int) -> Row[Any] | None:
    """Give the row of the log that set the status."""
    return connection.execute(
        select(decision)
        .where(decision.c.submission_id == submission_id, decision.c.action.in_(list(Action)))
        .order_by(decision.c.id.desc())
        .limit(1)
    ).one_or_none()


def decided(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Tell which submissions are the editors': somebody took an action, or an edit of theirs stands."""
    if not ids:
        return set()
    acted = select(decision.c.submission_id).where(
        decision.c.submission_id.in_(ids), decision.c.who != PROGRAM, decision.c.action.in_(_BY_HAND)
    )
    edited = select(submission.c.id).where(submission.c.id.in_(ids), submission.c.edited.is_(True))
    return {*connection.scalars(acted), *connection.scalars(edited)}


def meanwhile(connection: Connection, head: Row[Any], moment: Moment) -> ActionRefused:
    """Say who was faster."""
    status = connection.scalar(select(submission.c.status).where(submission.c.id == head.id))
    values: dict[str, object] = {
        "number": number_of(head),
        "status": Word(STATUS_LABELS[Status(str(status))]),
    }
    last = latest(connection, head.id)
    if last is None:
        return ActionRefused(
            N_("changed meanwhile — {number} — it is {status} now — look at it again"), **values
        )
    return ActionRefused(
        N_("decided meanwhile — {number} — {who} at {at}: {action}; it is {status} now — look at it again"),
        **values,
        **_told(last, moment),
    )


def refused(connection: Connection, head: Row[Any], refusal: ActionRefused, moment: Moment) -> ActionRefused:
    """Say which submission an action was refused for, and who brought it where it stands."""
    last = latest(connection, head.id)
    if last is None:
        return ActionRefused(N_("{number}: {why}"), number=number_of(head), why=refusal)
    return ActionRefused(
        N_("{number}: {why} ({who} at {at}: {action})"),
        number=number_of(head),
        why=refusal,
        **_told(last, moment),
    )


def _told(last: Row[Any], moment: Moment) -> dict[str, object]:
    return {
        "who": last.who,
        "at": f"{last.at.astimezone(moment.zone):%Y-%m-%d %H:%M}",
        "action": Word(label_of(_deed(last.action))),
    }


def _decision(row: Row[Any], number: Number) -> Decision:
    return Decision(
        id=row.id,
        number=number,
        at=row.at,
        who=row.who,
        action=_deed(row.action),
        status_from=Status(row.status_from),
        status_to=Status(row.status_to),
        reason=row.reason,
        note=row.note,
        changes=row.changes,
        undoes=row.undoes,
    )


def _deed(slug: str) -> Action | Entry:
    return Action(slug) if slug in set(Action) else Entry(slug)
