"""One client's conversation: what it has been told, and the steps an answer is made of."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from intake.demo.letterbox import Delivered, Folder, Letterbox, Mutation
from intake.demo.wire import Command, chosen


class HangUp(Exception):
    """The server is to close the connection without another word."""


class Reset(HangUp):
    """The server is to tear the connection down (TCP RST)."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Say this, and bring the client's next line."""

    prompt: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for the client's next line; a change in the letterbox or the end of the time brings None."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Stall:
    """Say nothing more and hear nothing, then hang up."""

    seconds: float | None = None


Line = bytes | tuple[bytes, ...]  # in pieces where joining them would copy a large mail
Step = Line | Ask | Wait | Stall
Answer = Generator[Step, bytes | None, None]


@dataclass(frozen=True)
class View:
    """A folder's mails as one client knows them: its sequence numbers count places in here."""

    mails: tuple[Delivered, ...] = ()
    uidvalidity: int = 0

    @cached_property
    def uids(self) -> tuple[int, ...]:
        """The uids, oldest first."""
        return tuple(mail.uid for mail in self.mails)

    @cached_property
    def places(self) -> dict[int, int]:
        """Each uid's sequence number."""
        return {uid: place for place, uid in enumerate(self.uids, 1)}

    def now(self, folder: Folder) -> tuple[Delivered, ...]:
        """Give the mails that are still there, as they are now."""
        if folder.mails is self.mails:
            return self.mails
        return tuple(mail for mail in folder.mails if mail.uid in self.places)


@dataclass(slots=True)
class Session:
    """One client's connection."""

    box: Letterbox
    user: bytes | None = None
    introduced: bool = False
    name: str = ""  # of the folder, empty while none is open
    folder: Folder = field(default_factory=Folder)
    read_only: bool = True
    view: View = field(default_factory=View)
    hidden: frozenset[int] = frozenset()  # uids in the folder that this client is not told of
    bodies: int = 0
    doomed: bool = False
    over: bool = False

    def fires(self, switch: str, key: object = None) -> bool:
        """Tell whether a fault happens now, and write it into the wire log if so."""
        if not self.box.faults.fires(switch, key):
            return False
        self.note(switch, key)
        return True

    def pick(self, sequence: bytes, numbers: Sequence[int]) -> tuple[int, ...] | None:
        """Pick the numbers of a sequence set, as this server understands sets."""
        strict = self.box.faults.descending_bad
        found = chosen(sequence, numbers, strict=strict)
        if strict and found is None:
            self.note("descending_bad", sequence.decode("ascii", "replace"))
        return found

    def note(self, switch: str, detail: object = None) -> None:
        """Write into the wire log that a fault happens."""
        self.box.wire.append(f"F: {switch}{'' if detail is None else f' {detail}'}".encode())

    def changed(
        self, command: Command, uids: tuple[int, ...] = (), change: bytes = b"", *, done: bool = True
    ) -> None:
        """Remember that the client changed something, or asked to."""
        raws = {mail.uid: mail.raw for mail in self.view.mails if mail.uid in set(uids)}
        digests = tuple(sha256(raws[uid]).hexdigest() for uid in uids)
        epoch = self.view.uidvalidity
        self.box.mutations.append(Mutation(command.name, self.name, epoch, uids, change, done, digests))


Reply = Callable[[Session, Command], Answer]


def tagged(command: Command, text: bytes) -> bytes:
    """Write the line that ends an answer."""
    return command.tag + b" " + text + b"\r\n"


def flag_list(flags: frozenset[bytes]) -> bytes:
    """Write flags in parentheses."""
    return b"(" + b" ".join(sorted(flags)) + b")"


def arrivals(session: Session) -> Iterator[bytes]:
    """Tell of new mail, which any answer may (RFC 3501 section 7.3.1)."""
    yield from _of_the_same_epoch(session)
    yield from _arrived(session, _told(session))


def news(session: Session) -> Iterator[bytes]:
    """Tell of all that changed; not every answer may, for sequence numbers move (RFC 3501 section 7.4.1)."""
    yield from _of_the_same_epoch(session)
    mails = _told(session)
    yield from _arrived(session, mails)
    view, flags = session.view, {mail.uid: mail.flags for mail in mails}
    for place in range(len(view.mails), 0, -1):  # from the last: the places before it stay what they are
        if view.uids[place - 1] not in flags:
            yield b"* %d EXPUNGE\r\n" % place
    session.view = View(mails, view.uidvalidity)
    left = (mail for mail in view.mails if mail.uid in flags)
    for place, mail in enumerate(left, 1):
        if mail.flags != flags[mail.uid]:
            yield b"* %d FETCH (FLAGS %b)\r\n" % (place, flag_list(flags[mail.uid]))


def _of_the_same_epoch(session: Session) -> Iterator[bytes]:
    """Say good-bye where the folder was numbered anew: no mail may be taken for one of another epoch."""
    if session.name and session.folder.uidvalidity != session.view.uidvalidity:
        yield b"* BYE Folder was numbered anew\r\n"
        raise HangUp


def _told(session: Session) -> tuple[Delivered, ...]:
    """Give the mails of the folder that the client may know of; under a lag, only those it knows."""
    if session.box.faults.fetch_lag:
        return session.view.now(session.folder)
    mails, hidden = session.folder.mails, session.hidden
    return tuple(mail for mail in mails if mail.uid not in hidden) if hidden else mails


def _arrived(session: Session, mails: tuple[Delivered, ...]) -> Iterator[bytes]:
    view = session.view
    if mails is view.mails:
        return
    new = tuple(mail for mail in mails if mail.uid not in view.places)
    if new:
        known = view.mails + new
        session.view = View(mails if known == mails else known, view.uidvalidity)
        yield b"* %d EXISTS\r\n" % len(known)
