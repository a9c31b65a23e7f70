"""What a loop-back server holds, and what it remembers of its clients; safe to change from any thread."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from threading import RLock

from intake.demo.faults import Faults

_SYSTEM_FLAGS = {
    flag.lower(): flag for flag in (b"\\Answered", b"\\Flagged", b"\\Deleted", b"\\Draft", b"\\Seen")
}
SEEN, DELETED = b"\\Seen", b"\\Deleted"


@dataclass(frozen=True, slots=True)
class Delivered:
    """One mail of a folder; received is aware."""

    uid: int
    raw: bytes
    received: datetime
    flags: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Mutation:
    """What a client changed, or asked to change: by which command, where, which mails, what, and whether it was done."""

    command: str
    folder: str = ""
    uidvalidity: int = 0
    uids: tuple[int, ...] = ()
    change: bytes = b""
    done: bool = True
    sha256: tuple[str, ...] = field(default=(), compare=False)  # of the mails, which may be elsewhere by now


@dataclass(slots=True)
class Bell:
    """The lock of a whole letterbox; whoever listens is told of every change."""

    lock: RLock = field(default_factory=RLock)
    listeners: set[Callable[[], object]] = field(default_factory=set)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Change something alone, then ring."""
        with self.lock:
            yield
            listeners = tuple(self.listeners)
        for listener in listeners:
            listener()

    @contextmanager
    def heard(self, listener: Callable[[], object]) -> Iterator[None]:
        """Listen until the block ends."""
        with self.lock:
            self.listeners.add(listener)
        try:
            yield
        finally:
            with self.lock:
                self.listeners.discard(listener)


@dataclass(slots=True)
class Folder:
    """A folder that may change while it is served; uids count from 1 and are never reused within an epoch."""

    mails: tuple[
        Delivered, ...
    ] = ()  # assigned, never altered: whoever reads sees the old ones or the new ones
    uidvalidity: int = 1_316_352_875
    uidnext: int = 1
    bell: Bell = field(default_factory=Bell, repr=False, compare=False)
    openings: int = 0  # how often it was opened
    listed: dict[int, int] = field(default_factory=dict)  # uid → openings when a SEARCH first named it

    @property
    def uids(self) -> tuple[int, ...]:
        """The uids, oldest first."""
        return tuple(mail.uid for mail in self.mails)

    def deliver(
        self, raw: bytes, received: datetime | None = None, flags: Collection[bytes] = frozenset()
    ) -> int:
        """Add a mail, received now unless said otherwise, and tell its uid."""
        with self.bell.changing():
            mail = Delivered(self.uidnext, raw, received or datetime.now(UTC), frozenset(flags))
            self.uidnext += 1
            self.mails = (*self.mails, mail)
        return mail.uid

    def remove(self, uids: Collection[int]) -> tuple[Delivered, ...]:
        """Take mails away for good, and give them."""
        with self.bell.changing():
            gone = tuple(mail for mail in self.mails if mail.uid in uids)
            self.mails = tuple(mail for mail in self.mails if mail.uid not in uids)
        return gone

    def mark(self, uids: Collection[int], change: Callable[[frozenset[bytes]], frozenset[bytes]]) -> None:
        """Change the flags of mails."""
        with self.bell.changing():
            self.mails = tuple(
                replace(mail, flags=change(mail.flags)) if mail.uid in uids else mail for mail in self.mails
            )

    def renumber(self, seed: int | None = None) -> None:
        """Begin a new epoch: uids dense from 1, in another order if a seed is given."""
        with self.bell.changing():
            mails = list(self.mails)
            if seed is not None:
                Random(seed).shuffle(mails)  # noqa: S311  # reproducible is what it has to be
            self.mails = tuple(replace(mail, uid=uid) for uid, mail in enumerate(mails, 1))
            self.uidvalidity += 1
            self.uidnext = len(mails) + 1
            self.listed.clear()


@dataclass(slots=True)
class Letterbox:
    """An account: its folders, its login, its faults, and the log of what clients said and asked to change."""

    folders: dict[str, Folder]
    user: str
    password: str
    faults: Faults
    bell: Bell = field(default_factory=Bell)
    token: str = ""  # of XOAUTH2; without one there is no such login
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    logins: list[datetime] = field(default_factory=list)
    openings: int = 0  # SELECTs and EXAMINEs so far
    wire: list[bytes] = field(default_factory=list)
    mutations: list[Mutation] = field(default_factory=list)

    def create(self, name: str) -> Folder:
        """Make a folder, or give the one there is."""
        with self.bell.changing():
            return self.folders.setdefault(name, Folder(bell=self.bell))

    def copy(self, source: str, uids: Collection[int], target: str) -> tuple[int, ...]:
        """Put copies into another folder, and tell their uids there."""
        with self.bell.changing():
            mails = [mail for mail in self.folders[source].mails if mail.uid in uids]
            return tuple(self.folders[target].deliver(mail.raw, mail.received, mail.flags) for mail in mails)

    def move(self, source: str, uids: Collection[int], target: str) -> tuple[int, ...]:
        """Put mails into another folder, and tell their uids there."""
        with self.bell.changing():
            copies = self.copy(source, uids, target)
            self.folders[source].remove(uids)
        return copies


def filled(folders: Mapping[str, Sequence[bytes]], bell: Bell) -> dict[str, Folder]:
    """Deliver mails into new folders, in order."""
    made: dict[str, Folder] = {}
    for name, mails in folders.items():
        made[name] = Folder(bell=bell)
        for raw in mails:
            made[name].deliver(raw)
    return made


def canonical(flag: bytes) -> bytes:
    """Write a flag as everybody does: the system's are the same in every case (RFC 3501 section 2.3.2)."""
    return _SYSTEM_FLAGS.get(flag.lower(), flag)
