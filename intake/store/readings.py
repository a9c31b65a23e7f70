"""Keeping what was understood of a mail: reading, attachments and numbered submissions in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, delete, select, update

from intake.model import Attachment, Contribution, Failure, Number, Reading, SpeechRecord
from intake.store import problems
from intake.store.engine import insert
from intake.store.landing import no_message
from intake.store.log import Moment
from intake.store.overlay import summary
from intake.store.relations import settle
from intake.store.tables import attachment, content, counter, message, reading, submission


@dataclass(frozen=True, slots=True)
class Arrival:
    """What submissions take over from their mail."""

    message_id: int
    received: datetime
    archived: bool


def keep(connection: Connection, message_id: int, understood: Reading, moment: Moment) -> tuple[Number, ...]:
    """Store a message's first reading and number its submissions; give the numbers it has if it was read before."""
    arrival = locked(connection, message_id)
    if is_read(connection, message_id):
        return numbers_of(connection, message_id)
    put_reading(connection, message_id, understood, moment.now)
    return add_submissions(connection, arrival, understood, understood.contributions, moment)


def is_read(connection: Connection, message_id: int) -> bool:
    """Tell whether a message has a reading."""
    known = select(reading.c.version).where(reading.c.message_id == message_id)
    return connection.scalar(known) is not None


def put_reading(connection: Connection, message_id: int, understood: Reading, now: datetime) -> None:
    """Store what was understood of a message as a whole, in place of an earlier reading or problem."""
    for table in (reading, attachment):
        connection.execute(delete(table).where(table.c.message_id == message_id))
    problems.settle(connection, message_id, understood, now)
    _insert_reading(connection, message_id, understood, now)
    if rows := list(_attachment_rows(message_id, understood.attachments)):
        connection.execute(attachment.insert(), rows)
    connection.execute(update(message).where(message.c.id == message_id).values(unread=False))


def fail(connection: Connection, message_id: int, why: Failure, version: str, now: datetime) -> None:
    """Record that a message could not be read, once more; what was understood of it before stays."""
    locked(connection, message_id)
    problems.record(connection, message_id, why, version, now)
    connection.execute(update(message).where(message.c.id == message_id).values(unread=False))


def locked(connection: Connection, message_id: int) -> Arrival:
    """Hold a message against other readers (PostgreSQL; on SQLite the transaction holds everything)."""
    row = connection.execute(
        select(message.c.received, message.c.archived).where(message.c.id == message_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise no_message(message_id)
    return Arrival(message_id, row.received, row.archived)


def numbers_of(connection: Connection, message_id: int) -> tuple[Number, ...]:
    """Give the numbers of a message's submissions in order."""
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
            sender=comparable(understood.from_address),
            message_id_header=understood.message_id,
            date=understood.date.isoformat() if understood.date else None,
            read_at=now,
            traits=understood.traits,
            warnings=understood.warnings,
            links=understood.links,
            text=understood.text,
            authentication=understood.authentication,
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


def add_submissions(
    connection: Connection,
    arrival: Arrival,
    understood: Reading,
    contributions: Sequence[Contribution],
    moment: Moment,
) -> tuple[Number, ...]:
    """Give contributions of a reading a number each, store them, and relate each to what is there."""
    if not contributions:
        return ()
    year = arrival.received.astimezone(moment.zone).year
    # the counter's row stays locked, so that of two mails with one text the second sees the first
    numbers = next_numbers(connection, year, len(contributions))
    for number, contribution in zip(numbers, contributions, strict=True):
        columns = {
            "source": contribution.source,
            "ordinal": contribution.ordinal,
            "status": contribution.status,
            **columns_of(contribution, understood),
        }
        submission_id = insert_submission(connection, arrival, number, columns)
        row = {"submission_id": submission_id, **texts_of(contribution)}
        connection.execute(content.insert().values(row))
        settle(connection, submission_id, moment)
    return numbers


def insert_submission(
    connection: Connection, arrival: Arrival, number: Number, columns: Mapping[str, object]
) -> int:
    """Store the short half of a submission; give its id."""
    whole = {
        "year": number.year,
        "serial": number.serial,
        "message_id": arrival.message_id,
        "archived": arrival.archived,
        "arrived": arrival.received,
        **columns,
    }
    return int(connection.scalar(submission.insert().values(whole).returning(submission.c.id)))


def next_numbers(connection: Connection, year: int, wanted: int) -> tuple[Number, ...]:
    """Draw numbers without a gap: the counter's row is locked until they are committed."""
    last = connection.scalar(
        insert(connection, counter)
        .values(year=year, last=wanted)
        .on_conflict_do_update(index_elements=[counter.c.year], set_={"last": counter.c.last + wanted})
        .returning(counter.c.last)
    )
    return tuple(Number(year, serial) for serial in range(int(last) - wanted + 1, int(last) + 1))


def texts_of(contribution: Contribution) -> dict[str, Any]:
    """Give the long half of a contribution, by column."""
    return {
        "record": contribution.record,
        "text": contribution.text,
        "disclosures": contribution.disclosures or None,
    }


def columns_of(contribution: Contribution, understood: Reading) -> dict[str, Any]:
    """Give what a list shows and what likeness compares of a contribution, by column."""
    leaves = {leaf.path: leaf for _, _, leaf in _positioned(understood.attachments, count(), None)}
    leaf = leaves.get(contribution.source)
    shown = summary(contribution.record or SpeechRecord())
    return shown | {
        "title": shown["title"] or contribution.heading,
        "engine": contribution.engine,
        "format": leaf.type if leaf else "body",
        "fingerprint": contribution.fingerprint,
        "warnings": contribution.warnings,
        "sender": comparable(understood.from_address),
        "file": leaf.sha256 if leaf and leaf.size else "",  # every empty file has the same digest
        "correction": contribution.correction,
    }


def comparable(address: str) -> str:
    """Give a sender's address in the form in which addresses are compared."""
    return address.strip().lower()
