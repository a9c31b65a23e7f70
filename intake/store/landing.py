"""Landing: bytes and their sighting in one transaction, the only commit point of a poll."""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, case, delete, null, or_, select

from intake.errors import NoSuchRecord
from intake.locale import N_
from intake.model import Sighting
from intake.store.engine import insert
from intake.store.tables import message, outstanding, raw, sighting

_BLANK_LINE: Final = re.compile(rb"\r\n\r\n|\n\n|\r\r")
_STEP: Final = 2**20
_LETTER: Final = 2**16  # bytes of a mail that is words rather than attachments


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a mail is kept, and whether it was not known before."""

    message_id: int
    new: bool


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail made ready for its transaction: hashed and packed before the database is locked."""

    identity: str
    sha256: str
    size: int
    packed: bytes
    received: datetime
    archived: bool
    head: str | None
    mismatch: bool


def identity(raw_bytes: bytes) -> str:
    """Give the SHA-256 (hex) of a mail with every line end — CRLF, LF or CR — as CRLF.

    An archive and a server give the same mail with different line ends.
    """
    digest = hashlib.sha256()
    start = 0
    while start < len(raw_bytes):
        end = start + _STEP
        if raw_bytes[end - 1 : end + 1] == b"\r\n":  # one line end is not cut in two
            end += 1
        step = raw_bytes[start:end].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(step.replace(b"\n", b"\r\n"))
        start = end
    return digest.hexdigest()


def head(header: bytes) -> str | None:
    """Give the SHA-256 (hex) of a header block with CRLF line ends and without the blank line; None if it is empty."""
    block = header.rstrip(b"\r\n")
    return identity(block) if block else None


def parcel(raw_bytes: bytes, received: datetime, *, archived: bool, mismatch: bool) -> Parcel:
    """Hash and pack a mail."""
    end = _BLANK_LINE.search(raw_bytes)
    return Parcel(
        identity=identity(raw_bytes),
        sha256=hashlib.sha256(raw_bytes).hexdigest(),
        size=len(raw_bytes),
        packed=_packed(raw_bytes),
        received=received,
        archived=archived,
        head=head(raw_bytes[: end.start()] if end else raw_bytes),
        mismatch=mismatch,
    )


def _packed(raw_bytes: bytes) -> bytes:
    """Pack with zlib: base64 has no repeats to look for, and Huffman codes alone are as small, in a quarter of the time."""
    strategy = zlib.Z_DEFAULT_STRATEGY if len(raw_bytes) <= _LETTER else zlib.Z_HUFFMAN_ONLY
    packer = zlib.compressobj(strategy=strategy)
    return packer.compress(raw_bytes) + packer.flush()


def land(connection: Connection, seen: Sighting, mail: Parcel, now: datetime) -> Landed:
    """Store a mail and where it was seen; all of it may be there already."""
    message_id = connection.scalar(
        insert(connection, message)
        .values(
            identity=mail.identity,
            sha256=mail.sha256,
            size=mail.size,
            received=mail.received,
            archived=mail.archived,
            unread=True,
            head=mail.head,
            mismatch=mail.mismatch,
        )
        .on_conflict_do_nothing(index_elements=[message.c.identity])
        .returning(message.c.id)
    )
    new = message_id is not None
    if new:
        connection.execute(raw.insert().values(message_id=message_id, content=mail.packed))
    else:
        message_id = connection.scalar(select(message.c.id).where(message.c.identity == mail.identity))
    sight(connection, [(seen, int(message_id))], now, now if seen.uidvalidity else None)
    return Landed(int(message_id), new)


def sight(
    connection: Connection,
    seen: Sequence[tuple[Sighting, int]],
    now: datetime,
    since: datetime | None = None,
) -> None:
    """Keep where messages were seen; what was outstanding there is so no longer.

    A uid of an epoch that came back after another may mean another mail now: the last sighting counts. One that
    means the same mail is dated anew where it was not seen after `since`.
    """
    for place, message_id in seen:
        other = sighting.c.message_id != message_id
        connection.execute(
            insert(connection, sighting)
            .values(**columns_of(place), message_id=message_id, seen_at=now)
            .on_conflict_do_update(
                index_elements=list(sighting.primary_key),
                set_={
                    "message_id": message_id,
                    "seen_at": now,
                    "settled": case((other, null()), else_=sighting.c.settled),
                },
                where=other if since is None else or_(other, sighting.c.seen_at <= since),
            )
        )
        connection.execute(delete(outstanding).where(*at(outstanding, place)))


def at(table: Table, place: Sighting) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions that name a place in a table keyed by it."""
    return tuple(table.c[name] == value for name, value in columns_of(place).items())


def columns_of(place: Sighting) -> dict[str, str]:
    """Give a place by the columns that key a table of places."""
    return {
        "mailbox": place.mailbox,
        "folder": place.folder,
        "uidvalidity": place.uidvalidity,
        "uid": place.uid,
    }


def sighted(
    connection: Connection, mailbox: str, folder: str, uidvalidity: str, after: datetime | None
) -> frozenset[str]:
    """Give the uids of a folder's epoch that have landed, or that were seen again after a moment."""
    statement = select(sighting.c.uid).where(
        sighting.c.mailbox == mailbox, sighting.c.folder == folder, sighting.c.uidvalidity == uidvalidity
    )
    if after is not None:
        statement = statement.where(sighting.c.seen_at > after)
    return frozenset(connection.scalars(statement))


def unread(connection: Connection) -> list[int]:
    """List the messages with neither reading nor problem, the oldest arrival first, so that numbers follow it."""
    query = select(message.c.id).where(message.c.unread.is_(True)).order_by(message.c.received, message.c.id)
    return list(connection.scalars(query))


def raw_of(connection: Connection, message_id: int) -> bytes:
    """Give a mail's bytes exactly as received.

    They are unpacked into a buffer of their size: one that grows would be held twice at its end.
    """
    row = connection.execute(
        select(raw.c.content, message.c.size)
        .join(message, message.c.id == raw.c.message_id)
        .where(raw.c.message_id == message_id)
    ).one_or_none()
    if row is None:
        raise no_message(message_id)
    return zlib.decompress(row.content, bufsize=max(1, row.size))


def no_message(message_id: int) -> NoSuchRecord:
    """Say that there is no such mail."""
    return NoSuchRecord(
        N_("no such mail — {number} — the store does not hold it — see `intake mail list`"), number=message_id
    )
