"""What a mailbox gives: where mail was seen, its bytes, and what it keeps back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a message was seen; for folders on disk the epoch is "0" and the uid a path or an mbox offset."""

    mailbox: str
    folder: str
    uidvalidity: str
    uid: str


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """What a folder says of itself when it is opened (RFC 3501 section 6.3.1), before anything in it is listed.

    `uidvalidity` is the epoch of its uids; None where the server tells none, so that no uid means anything after
    this connection. `uidnext` and `messages` are None where they are not told: then nothing can be concluded.
    """

    uidvalidity: str | None
    uidnext: int | None = None
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds at one moment: its status and the uids in it, oldest first."""

    status: FolderStatus
    uids: tuple[str, ...]

    @property
    def uidvalidity(self) -> str:
        """The epoch under which sightings are kept; "" for a folder whose uids do not last."""
        return self.status.uidvalidity or ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The last complete listing of a folder: all that it named had landed, or is known not to come.

    Where the folder had another epoch before, `since` is when that was seen last: what was sighted in this one earlier
    may be other mails.
    """

    status: FolderStatus
    at: datetime  # aware
    since: datetime | None = None  # aware


@dataclass(frozen=True, slots=True)
class Head:
    """The header block of a mail as the mailbox gives it, its size in bytes, and when it came (aware)."""

    uid: str
    header: bytes
    size: int
    received: datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the mailbox gave it: bytes untouched; received is aware (INTERNALDATE, or a file's time).

    `stated` is the size in bytes that the mailbox tells, None where it tells none because it cannot be wrong (a
    file). A mail larger than what was asked for comes without its bytes. `answers` counts the equal answers behind
    bytes that do not have the stated size.
    """

    uid: str
    raw: bytes
    received: datetime
    stated: int | None = None
    answers: int = 1

    @property
    def whole(self) -> bool:
        """Tell whether the bytes are as many as was stated."""
        return self.stated is None or self.stated == len(self.raw)


class Withheld(StrEnum):
    """Why a mail that a mailbox lists has not landed."""

    ABSENT = "absent"  # listed, and nothing or nothing usable is given
    SHORT = "short"  # its bytes are not as many as stated
    OVERSIZE = "oversize"  # larger than the limit: it stays on the server


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A mail that is listed and has not landed; `size` is what the mailbox states, in bytes.

    `answers` counts equal short answers so far. `gone` says that it is not listed any more.
    """

    sighting: Sighting
    why: Withheld
    size: int | None
    answers: int
    first_at: datetime
    last_at: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Aftermath:
    r"""What is done with a mail on the server once it is stored; by default nothing.

    `seen` sets \Seen, `keyword` a keyword, `move_to` moves it into a folder.
    """

    seen: bool = False
    keyword: str | None = None
    move_to: str | None = None

    def __bool__(self) -> bool:
        """Tell whether there is anything to do."""
        return self.seen or self.keyword is not None or self.move_to is not None


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of mails that were to be marked or moved, by uid: proven by asking the server again, or not.

    `refused` are the server's words, or None.
    """

    proven: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    refused: str | None = None
