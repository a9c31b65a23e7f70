"""What a loop-back server holds, what it is told to do wrong, and what it remembers of its clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail of a folder; received is aware."""

    uid: int
    raw: bytes
    received: datetime


@dataclass(slots=True)
class Folder:
    """A folder that may grow while it is served; uids count from 1 and are never reused."""

    mails: tuple[Delivered, ...] = ()
    uidvalidity: int = 1_316_352_875

    @property
    def uids(self) -> tuple[int, ...]:
        """The uids, oldest first."""
        return tuple(mail.uid for mail in self.mails)

    @property
    def uidnext(self) -> int:
        """The uid that the next mail gets."""
        return max(self.uids, default=0) + 1

    def deliver(self, raw: bytes, received: datetime | None = None) -> int:
        """Add a mail, received now unless said otherwise, and tell its uid."""
        mail = Delivered(self.uidnext, raw, received or datetime.now(UTC))
        self.mails = (*self.mails, mail)  # one assignment: the serving thread sees the old tuple or the new
        return mail.uid


@dataclass(slots=True)
class Faults:
    """What goes wrong, by uid or by count; a fault with a count is over when it is used up."""

    greeting: bytes = b""  # said instead of the greeting, and hung up
    capabilities: bytes = b""  # said instead of QQ's
    unsafe: bool = False  # EXAMINE is refused until the client has sent ID, as 163.com does
    no: dict[str, bytes] = field(default_factory=dict)  # command → the text of a NO
    silent: set[str] = field(default_factory=set)  # commands never answered
    hang_up: set[str] = field(default_factory=set)  # commands after which the line is dead
    hang_up_after: int | None = None  # bodies
    missing: set[int] = field(default_factory=set)  # listed, but not given
    changing: set[int] = field(default_factory=set)  # another body at each answer
    short: dict[int, int] = field(default_factory=dict)  # uid → answers that lose their second half
    garbled: dict[int, int] = field(default_factory=dict)  # uid → answers no client can parse
    anonymous: dict[int, int] = field(default_factory=dict)  # uid → bodies that come without it
    sizes: dict[int, int] = field(default_factory=dict)  # uid → the RFC822.SIZE told
    dates: dict[int, bytes] = field(default_factory=dict)  # uid → INTERNALDATE as written
    names: dict[str, bytes] = field(default_factory=dict)  # folder → its name as LIST writes it


@dataclass(slots=True)
class Letterbox:
    """An account: its folders, its login, its faults, and the log of what clients said and asked to change."""

    folders: dict[str, Folder]
    user: str
    password: str
    faults: Faults
    wire: list[bytes] = field(default_factory=list)
    mutations: list[bytes] = field(default_factory=list)


def filled(folders: Mapping[str, Sequence[bytes]]) -> dict[str, Folder]:
    """Deliver mails into new folders, in order."""
    made: dict[str, Folder] = {}
    for name, mails in folders.items():
        made[name] = Folder()
        for raw in mails:
            made[name].deliver(raw)
    return made
