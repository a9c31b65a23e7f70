"""Mails: their list, and each with all that is known of it, put together for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, func, select

from intake.model import (
    Attachment,
    MailKind,
    MessageRow,
    Outcome,
    Problem,
    Reading,
    Sighting,
    StoredMessage,
    StoredSubmission,
)
from intake.store.landing import no_message
from intake.store.queries import stored_submission, whole
from intake.store.tables import attachment, message, problem, reading, sighting, submission

_HEADING: Final = ("subject", "from_name", "from_address")  # a problem has them where there is no reading


def newest(connection: Connection, limit: int | None) -> list[MessageRow]:
    """List mails, the last landed first."""
    statement = message_lines().order_by(message.c.id.desc()).limit(limit)
    return [message_row(row) for row in connection.execute(statement)]


def total(connection: Connection) -> int:
    """Count the mails."""
    return int(connection.scalar(select(func.count()).select_from(message)) or 0)


def one(connection: Connection, message_id: int) -> StoredMessage:
    """Give a mail by its id."""
    found = _assembled(connection, message.c.id == message_id, limit=1)
    if not found:
        raise no_message(message_id)
    return found[0]


def page(connection: Connection, after: int, limit: int) -> list[StoredMessage]:
    """Give the next mails in the order they landed."""
    return _assembled(connection, message.c.id > after, limit=limit)


def _assembled(connection: Connection, chosen: ColumnElement[bool], limit: int) -> list[StoredMessage]:
    lines = connection.execute(message_lines().where(chosen).order_by(message.c.id).limit(limit)).all()
    rows = [message_row(row) for row in lines]
    ids = [row.id for row in rows]
    sightings = _by_message(_of(connection, sighting, ids))
    readings = _by_message(_of(connection, reading, ids))
    attachments = _by_message(_of(connection, attachment, ids))
    problems = _by_message(_of(connection, problem, ids))
    submissions = _submissions(connection, ids)
    return [
        StoredMessage(
            row=row,
            sightings=tuple(Sighting(s.mailbox, s.folder, s.uidvalidity, s.uid) for s in sightings[row.id]),
            reading=next((_reading(found, attachments[row.id]) for found in readings[row.id]), None),
            submissions=tuple(submissions[row.id]),
            problem=next(map(problem_of, problems[row.id]), None),
            mismatch=line.mismatch,
        )
        for row, line in zip(rows, lines, strict=True)
    ]


def _of(connection: Connection, table: Table, ids: Sequence[int]) -> Sequence[Row[Any]]:
    statement = select(table).where(table.c.message_id.in_(ids)).order_by(*table.primary_key)
    return connection.execute(statement).all()


def _by_message(rows: Iterable[Row[Any]]) -> defaultdict[int, list[Row[Any]]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.message_id].append(row)
    return grouped


def _submissions(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[StoredSubmission]]:
    grouped = defaultdict(list)
    statement = whole().where(submission.c.message_id.in_(ids))
    for row in connection.execute(statement.order_by(submission.c.year, submission.c.serial)):
        grouped[row.message_id].append(stored_submission(row))
    return grouped


def _reading(row: Row[Any], leaves: Sequence[Row[Any]]) -> Reading:
    """Make a reading again; its contributions live on as submissions."""
    return Reading(
        version=row.version,
        subject=row.subject,
        from_name=row.from_name,
        from_address=row.from_address,
        message_id=row.message_id_header,
        date=datetime.fromisoformat(row.date) if row.date is not None else None,
        kind=MailKind(row.kind),
        text=row.text,
        traits=row.traits,
        attachments=_tree(leaves),
        links=row.links,
        warnings=row.warnings,
        authentication=row.authentication,
    )


def _tree(leaves: Sequence[Row[Any]]) -> tuple[Attachment, ...]:
    """Hang members under their archive: a member stands after it, so the last leaf is whole first."""
    members: defaultdict[int | None, list[Attachment]] = defaultdict(list)
    for leaf in reversed(leaves):
        members[leaf.parent].append(
            Attachment(
                path=leaf.path,
                name=leaf.name,
                size=leaf.size,
                sha256=leaf.sha256,
                type=leaf.type,
                outcome=Outcome(leaf.outcome),
                detail=leaf.detail,
                warnings=leaf.warnings,
                members=tuple(reversed(members[leaf.position])),
            )
        )
    return tuple(reversed(members[None]))


def message_lines() -> Select[Any]:
    """Select the lines of the mail list."""
    number = select(func.count()).where(submission.c.message_id == message.c.id).scalar_subquery()
    return (
        select(
            message.c.id,
            message.c.received,
            message.c.sha256,
            message.c.size,
            message.c.archived,
            message.c.mismatch,
            reading.c.kind,
            *(func.coalesce(reading.c[name], problem.c[name]).label(name) for name in _HEADING),
            number.label("submissions"),
            problem.c.code.label("problem"),
        )
        .outerjoin(reading, reading.c.message_id == message.c.id)
        .outerjoin(problem, problem.c.message_id == message.c.id)
    )


def message_row(row: Row[Any]) -> MessageRow:
    """Make a line of a row that `message_lines` selects."""
    return MessageRow(
        id=row.id,
        received=row.received,
        sha256=row.sha256,
        size=row.size,
        archived=row.archived,
        kind=MailKind(row.kind) if row.kind is not None else None,
        subject=row.subject or "",
        from_name=row.from_name or "",
        from_address=row.from_address or "",
        submissions=row.submissions,
        problem=row.problem,
    )


def problem_of(row: Row[Any]) -> Problem:
    """Make a problem of its row."""
    return Problem(
        row.message_id,
        row.code,
        row.detail,
        row.attempts,
        row.first_at,
        row.last_at,
        row.version,
        row.next_at,
    )
