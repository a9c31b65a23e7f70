"""What a mailbox gives: where mail was seen, and its bytes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a message was seen; for folders on disk the epoch is "0" and the uid a path or an mbox offset."""

    mailbox: str
    folder: str
    uidvalidity: str
    uid: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds at one moment: its epoch and the uids in it, oldest first."""

    uidvalidity: str
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the mailbox gave it: bytes untouched; received is aware (INTERNALDATE, or a file's time)."""

    uid: str
    raw: bytes
    received: datetime
