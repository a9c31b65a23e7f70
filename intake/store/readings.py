"""Keeping what was understood of a mail: reading, attachments and numbered submissions in one transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, select, update

from intake.model import Attachment, Contribution, Number, Reading, SpeechRecord
from intake.store.engine import insert
from intake.store.landing import no_message
from intake.store.tables import attachment, content, counter, message, problem, reading, submission

#: The fields a submission is recognised by; the least sure of them says how sure the whole is.
_CORE: Final = ("title.main", "speaker", "unit", "post")


@dataclass(frozen=True, slots=True)
class _Arrival:
    message_id: int
    received: datetime
    archived: bool


def keep(
    connection: Connection, message_id: int, understood: Reading, zone: ZoneInfo, now: datetime
) -> tuple[Number, ...]:
    """Store a message's first reading and number its submissions; give the numbers it has if it was read before."""
    arrival = _locked(connection, message_id)
    known = connection.scalar(select(reading.c.version).where(reading.c.message_id == message_id))
    if known is not None:
        return _numbers(connection, message_id)
    _insert_reading(connection, message_id, understood, now)
    if rows := list(_attachment_rows(message_id, understood.attachments)):
        connection.execute(attachment.insert(), rows)
    connection.execute(delete(problem).where(problem.c.message_id == message_id))
    connection.execute(update(message).where(message.c.id == message_id).values(unread=False))
    return _insert_submissions(connection, arrival, understood, zone)


def fail(connection: Connection, message_id: int, code: str, detail: str, now: datetime) -> None:
    """Record that a message could not be read, once more."""
    _locked(connection, message_id)
    row = {"code": code, "detail": detail, "last_at": now}
    connection.execute(
        insert(connection, problem)
        .values(message_id=message_id, attempts=1, first_at=now, **row)
        .on_conflict_do_update(
            index_elements=[problem.c.message_id], set_={"attempts": problem.c.attempts + 1, **row}
        )
    )
    connection.execute(update(message).where(message.c.id == message_id).values(unread=False))


def _locked(connection: Connection, message_id: int) -> _Arrival:
    """Hold a message against other readers (PostgreSQL; on SQLite the transaction holds everything)."""
    row = connection.execute(
        select(message.c.received, message.c.archived).where(message.c.id == message_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise no_message(message_id)
    return _Arrival(message_id, row.received, row.archived)


def _numbers(connection: Connection, message_id: int) -> tuple[Number, ...]:
    rows = connection.execute(
        select(submission.c.year, submission.c.serial)
        .where(submission.c.message_id == message_id)
        .order_by(submission.c.year, submission.c.serial)
    )
    return tuple(Number(row.year, row.serial) for row in rows)


def _insert_reading(connection: Connection, message_id: int, understood: Reading, now: datetime) -> None:
    connection.execute(
        reading.insert().values(
            message_id=message_id,
            version=understood.version,
            kind=understood.kind,
            subject=understood.subject,
            from_name=understood.from_name,
            from_address=understood.from_address,
            message_id_header=understood.message_id,
            date=understood.date.isoformat() if understood.date else None,
            read_at=now,
            traits=understood.traits,
            warnings=understood.warnings,
            links=understood.links,
            text=understood.text,
        )
    )


def _attachment_rows(message_id: int, leaves: Iterable[Attachment]) -> Iterator[dict[str, Any]]:
    for position, parent, leaf in _positioned(leaves, count(), None):
        yield {
            "message_id": message_id,
            "position": position,
            "parent": parent,
            "path": leaf.path,
            "name": leaf.name,
            "size": leaf.size,
            "sha256": leaf.sha256,
            "type": leaf.type,
            "outcome": leaf.outcome,
            "detail": leaf.detail,
            "warnings": leaf.warnings,
        }


def _positioned(
    leaves: Iterable[Attachment], positions: Iterator[int], parent: int | None
) -> Iterator[tuple[int, int | None, Attachment]]:
    for leaf in leaves:
        position = next(positions)
        yield position, parent, leaf
        yield from _positioned(leaf.members, positions, position)


def _insert_submissions(
    connection: Connection, arrival: _Arrival, understood: Reading, zone: ZoneInfo
) -> tuple[Number, ...]:
    if not understood.contributions:
        return ()
    types = {leaf.path: leaf.type for _, _, leaf in _positioned(understood.attachments, count(), None)}
    year = arrival.received.astimezone(zone).year
    numbers = _next_numbers(connection, year, len(understood.contributions))
    for number, contribution in zip(numbers, understood.contributions, strict=True):
        row = _submission_row(contribution, types.get(contribution.source, "body"))
        submission_id = connection.scalar(
            submission.insert()
            .values(
                year=number.year,
                serial=number.serial,
                message_id=arrival.message_id,
                archived=arrival.archived,
                arrived=arrival.received,
                **row,
            )
            .returning(submission.c.id)
        )
        connection.execute(
            content.insert().values(
                submission_id=submission_id, record=contribution.record, text=contribution.text
            )
        )
    return numbers


def _next_numbers(connection: Connection, year: int, wanted: int) -> tuple[Number, ...]:
    """Draw numbers without a gap: the counter's row is locked until they are committed."""
    last = connection.scalar(
        insert(connection, counter)
        .values(year=year, last=wanted)
        .on_conflict_do_update(index_elements=[counter.c.year], set_={"last": counter.c.last + wanted})
        .returning(counter.c.last)
    )
    return tuple(Number(year, serial) for serial in range(int(last) - wanted + 1, int(last) + 1))


def _submission_row(contribution: Contribution, format_: str) -> dict[str, Any]:
    record = contribution.record or SpeechRecord()
    return {
        "source": contribution.source,
        "ordinal": contribution.ordinal,
        "status": contribution.status,
        "title": record.title.main or contribution.heading,
        "speaker": "、".join(speaker.name for speaker in record.speakers) or None,
        "unit": record.unit,
        "post": record.post,
        "engine": contribution.engine,
        "format": format_,
        "fingerprint": contribution.fingerprint,
        "confidence": _confidence(record),
        "warnings": contribution.warnings,
    }


def _confidence(record: SpeechRecord) -> float:
    return min(record.evidence[field].confidence if field in record.evidence else 0.0 for field in _CORE)
