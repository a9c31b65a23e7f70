"""One client's conversation: what it has been told, and the steps an answer is made of."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from intake.demo.letterbox import Delivered, Folder, Letterbox, Mutation
from intake.demo.wire import Command


class HangUp(Exception):
    """The server is to close the connection without another word."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Say this, and bring the client's next line."""

    prompt: bytes


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait for the client's next line, or for a change in the letterbox, which brings None."""


Line = bytes | tuple[bytes, ...]  # in pieces where joining them would copy a large mail
Answer = Generator[Line | Ask | Wait, bytes | None, None]


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
    bodies: int = 0
    over: bool = False

    def changed(
        self, command: Command, uids: tuple[int, ...] = (), change: bytes = b"", *, done: bool = True
    ) -> None:
        """Remember that the client changed something, or asked to."""
        epoch = self.view.uidvalidity
        self.box.mutations.append(Mutation(command.name, self.name, epoch, uids, change, done))


Reply = Callable[[Session, Command], Answer]


def tagged(command: Command, text: bytes) -> bytes:
    """Write the line that ends an answer."""
    return command.tag + b" " + text + b"\r\n"


def flag_list(flags: frozenset[bytes]) -> bytes:
    """Write flags in parentheses."""
    return b"(" + b" ".join(sorted(flags)) + b")"


def arrivals(session: Session) -> Iterator[bytes]:
    """Tell of new mail, which any answer may (RFC 3501 section 7.3.1)."""
    yield from _arrived(session, session.folder.mails)


def news(session: Session) -> Iterator[bytes]:
    """Tell of all that changed; not every answer may, for sequence numbers move (RFC 3501 section 7.4.1)."""
    mails = session.folder.mails
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


def _arrived(session: Session, mails: tuple[Delivered, ...]) -> Iterator[bytes]:
    view = session.view
    if mails is view.mails:
        return
    new = tuple(mail for mail in mails if mail.uid not in view.places)
    if new:
        known = view.mails + new
        session.view = View(mails if known == mails else known, view.uidvalidity)
        yield b"* %d EXISTS\r\n" % len(known)
