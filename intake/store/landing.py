"""Landing: bytes and their sighting in one transaction, the only commit point of a poll."""

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from intake.errors import NoSuchRecord
from intake.locale import N_
from intake.model import Sighting
from intake.store.engine import insert
from intake.store.tables import message, raw, sighting

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


def parcel(raw_bytes: bytes, received: datetime, *, archived: bool) -> Parcel:
    """Hash and pack a mail."""
    return Parcel(
        identity=identity(raw_bytes),
        sha256=hashlib.sha256(raw_bytes).hexdigest(),
        size=len(raw_bytes),
        packed=_packed(raw_bytes),
        received=received,
        archived=archived,
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
        )
        .on_conflict_do_nothing(index_elements=[message.c.identity])
        .returning(message.c.id)
    )
    new = message_id is not None
    if new:
        connection.execute(raw.insert().values(message_id=message_id, content=mail.packed))
    else:
        message_id = connection.scalar(select(message.c.id).where(message.c.identity == mail.identity))
    connection.execute(
        insert(connection, sighting)
        .values(
            mailbox=seen.mailbox,
            folder=seen.folder,
            uidvalidity=seen.uidvalidity,
            uid=seen.uid,
            message_id=message_id,
            seen_at=now,
        )
        .on_conflict_do_nothing()
    )
    return Landed(int(message_id), new)


def sighted(connection: Connection, mailbox: str, folder: str, uidvalidity: str) -> frozenset[str]:
    """Give the uids of a folder's epoch that have landed."""
    return frozenset(
        connection.scalars(
            select(sighting.c.uid).where(
                sighting.c.mailbox == mailbox,
                sighting.c.folder == folder,
                sighting.c.uidvalidity == uidvalidity,
            )
        )
    )


def unread(connection: Connection) -> list[int]:
    """List the messages with neither reading nor problem, the oldest arrival first, so that numbers follow it."""
    query = select(message.c.id).where(message.c.unread.is_(True)).order_by(message.c.received, message.c.id)
    return list(connection.scalars(query))


def raw_of(connection: Connection, message_id: int) -> bytes:
    """Give a mail's bytes exactly as received."""
    packed = connection.scalar(select(raw.c.content).where(raw.c.message_id == message_id))
    if packed is None:
        raise no_message(message_id)
    return zlib.decompress(packed)


def no_message(message_id: int) -> NoSuchRecord:
    """Say that there is no such mail."""
    return NoSuchRecord(
        N_("no such mail — {number} — the store does not hold it — see `intake mail list`"), number=message_id
    )
