"""Mail on an IMAP server, read without leaving a trace: EXAMINE, UID SEARCH ALL, BODY.PEEK[] (RFC 3501)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeVar

from imapclient import IMAPClient, imap_utf7

from intake.config import ImapConfig, Secret
from intake.mailboxes import failures, idling, settling
from intake.mailboxes.answers import BODY, HEAD, SIZE, Answer, answer_of, complete, misfiled, status_of
from intake.mailboxes.connection import Connection, tolerating
from intake.mailboxes.moments import sensible
from intake.mailboxes.planning import LARGEST, batches, blocks, chunks, numbers, wanted
from intake.model import Aftermath, Fetched, FolderStatus, Head, Listing, Settled

Told = TypeVar("Told")
_UNOPENABLE = {b"\\noselect", b"\\nonexistent"}


class ImapMailbox:
    """A mailbox on an IMAP server; its `with` block is one connection and one login."""

    def __init__(
        self,
        config: ImapConfig,
        secret: Secret | None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Remember where to go; `clock` dates a mail whose server does not."""
        self._config = config
        self._connection = Connection(config, secret or Secret(""))
        self._clock = clock
        self._spellings: dict[str, bytes] = {}  # folder → its name as the server writes it
        self._statuses: dict[str, FolderStatus] = {}  # as last asked for
        self._open: str | None = None
        self._fresh = False  # nothing was asked since

    @property
    def name(self) -> str:
        """The mailbox's name in the configuration."""
        return self._config.name

    def __enter__(self) -> Self:
        """Connect, log in and introduce ourselves."""
        self._open = None
        self._connection.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log out; a server that is gone already is no error."""
        self._connection.close()

    def folders(self) -> tuple[str, ...]:
        """LIST the folders and name those to poll."""
        listed = self._talk(lambda client: client.list_folders())
        spellings = {_decoded(name): name for name in map(_spelling, listed) if name}
        self._spellings.update(spellings)
        return wanted(self._config.folders, tuple(spellings))

    def status(self, folder: str) -> FolderStatus:
        """EXAMINE the folder."""
        self._statuses[folder] = self._examine(folder)
        self._fresh = True
        return self._statuses[folder]

    def listing(self, folder: str) -> Listing:
        """List every uid in the folder, which is opened again unless that was the last thing asked.

        QQ refreshes what it tells of a folder at EXAMINE only.
        """
        status = self._statuses[folder] if self._open == folder and self._fresh else self.status(folder)
        uids = self._talk(lambda client: client.search("ALL"))
        return Listing(status, tuple(str(uid) for uid in sorted(set(uids))))

    def heads(self, folder: str, uids: Sequence[str]) -> Iterator[Head]:
        """Yield header blocks; one whose size, arrival or place is not told is not yielded.

        Places are asked first: a block filed under another mail's uid would have that one taken for stored.
        """
        for block in blocks(numbers(uids)):
            told = self._ask(folder, block, SIZE)
            answers = self._ask(folder, block, HEAD)
            if not complete(block, answers, told):
                continue  # their bodies have to tell
            for uid, answer in sorted(answers.items()):
                arrived = sensible(answer.received, self._clock())
                known = uid in block and uid in told and not misfiled(uid, answer, told)
                if known and answer.size is not None and arrived is not None and answer.header:
                    yield Head(str(uid), answer.header, answer.size, arrived)

    def fetch(self, folder: str, uids: Sequence[str], largest: int = LARGEST) -> Iterator[Fetched]:
        """Yield the mails in batches, newest first; sizes are asked first, so that no answer floods the memory."""
        for chunk in chunks(numbers(uids)):
            told = self._ask(folder, chunk, SIZE)
            if self._open != folder:
                return  # numbered anew since it was listed: these uids mean other mails now, or none
            sizes = {uid: answer.size for uid, answer in told.items() if answer.size is not None}
            small = tuple(uid for uid in chunk if sizes.get(uid, 0) <= largest)
            for batch in batches(small, sizes):
                yield from self._bodies(folder, batch, told)
            for uid in set(chunk) - set(small):
                yield Fetched(str(uid), b"", self._arrival(told[uid]), sizes[uid])

    def settle(self, folder: str, uids: Sequence[str], wish: Aftermath) -> Settled:
        """SELECT the folder and mark or move the mails: see `intake.mailboxes.settling`.

        In a folder numbered anew since it was listed these uids mean other mails, which may not be stored at all.
        """
        target = None if wish.move_to is None else self._spelled(wish.move_to)
        listed, now = self._statuses.get(folder), status_of(self._enter(folder, readonly=False))
        if now.uidvalidity is None or listed is None or listed.uidvalidity != now.uidvalidity:
            return Settled()
        return self._talk(lambda client: settling.settle(client, numbers(uids), wish, target))

    def wait(self, folder: str, seconds: float) -> bool | None:
        """IDLE (RFC 2177) until the server says something; None where it does not know how."""
        if not self._talk(lambda client: client.has_capability("IDLE")):
            return None
        before, now = self._statuses.get(folder), status_of(self._enter(folder))
        if before is not None and before != now:
            return True
        return self._talk(lambda client: idling.idle(client, seconds))

    def cut(self) -> None:
        """Shut the socket: whatever waits for an answer reads the end of the stream."""
        self._connection.cut()

    def _bodies(self, folder: str, batch: Sequence[int], told: Mapping[int, Answer]) -> Iterator[Fetched]:
        answers = self._ask(folder, batch, BODY)
        if not complete(batch, answers, told):
            answers = {}  # each is asked for alone
        for uid in batch:
            answer = answers.get(uid)
            if answer is not None and misfiled(uid, answer, told):
                answer = None
            if answer is not None and answer.whole:
                yield self._fetched(uid, answer)
            else:
                yield from self._again(folder, uid, answer)

    def _again(self, folder: str, uid: int, first: Answer | None) -> Iterator[Fetched]:
        """Ask for one mail alone, until an answer is whole or two have bytes: those are compared, and the last given."""
        heard = [first] if first is not None and first.raw else []
        for _ in range(2):
            answer = self._alone(folder, uid)
            heard += [answer] if answer is not None else []
            if len(heard) > 1 or (heard and heard[-1].whole):
                break
        if heard:
            last = heard[-1]
            yield self._fetched(uid, last, answers=sum(other.raw == last.raw for other in heard))

    def _alone(self, folder: str, uid: int) -> Answer | None:
        """Ask for one mail, and for its place first: others may have been expunged since it was told."""
        told = self._ask(folder, (uid,), SIZE)
        answer = self._ask(folder, (uid,), BODY).get(uid)
        if answer is None or not answer.raw or misfiled(uid, answer, told):
            return None
        return answer

    def _fetched(self, uid: int, answer: Answer, answers: int = 1) -> Fetched:
        return Fetched(str(uid), answer.raw, self._arrival(answer), answer.size or 0, answers)

    def _arrival(self, answer: Answer) -> datetime:
        now = self._clock()
        return sensible(answer.received, now) or now

    def _ask(self, folder: str, uids: Sequence[int], items: Sequence[str]) -> Mapping[int, Answer]:
        """FETCH explicit ascending uids; an answer that is refused or unreadable is as good as none."""
        if not self._entered(folder):
            return {}
        return self._talk(lambda client: _fetched(client, uids, items))

    def _entered(self, folder: str) -> bool:
        """Open the folder unless it is; a folder numbered anew since it was listed has none of these mails."""
        if self._open == folder:
            return True
        status = self._examine(folder)
        if self._statuses.setdefault(folder, status).uidvalidity != status.uidvalidity:
            self._open = None
        return self._open == folder

    def _examine(self, folder: str) -> FolderStatus:
        told = self._enter(folder)
        self._open = folder
        return status_of(told)

    def _enter(self, folder: str, *, readonly: bool = True) -> Mapping[bytes, object]:
        """EXAMINE or SELECT a folder."""
        self._open = None
        spelling = self._spelled(folder)
        with self._connection.translating(
            lambda error: failures.of_folder(error, self._config, folder)
        ) as client:
            told: Mapping[bytes, object] = client.select_folder(spelling, readonly=readonly)
        return told

    def _spelled(self, folder: str) -> bytes:
        """Write a folder's name as the server does, or as RFC 3501 section 5.1.3 has it."""
        return self._spellings.get(folder) or bytes(imap_utf7.encode(folder))

    def _talk(self, command: Callable[[IMAPClient], Told]) -> Told:
        """Send one command of a conversation."""
        self._fresh = False
        with self._connection.translating(lambda error: failures.of_talking(error, self._config)) as client:
            return command(client)


def _fetched(client: IMAPClient, uids: Sequence[int], items: Sequence[str]) -> Mapping[int, Answer]:
    found: Mapping[int, Mapping[bytes, object]] = {}
    with tolerating():
        found = client.fetch(uids, items)
    return {uid: answer_of(values) for uid, values in found.items()}


def _spelling(listed: tuple[Sequence[bytes] | None, object, object]) -> bytes:
    """Give the name in a line of LIST as the server writes it; empty for a folder that holds folders only."""
    flags, _, name = listed
    if name is None or _UNOPENABLE & {flag.lower() for flag in flags or ()}:
        return b""
    return name if isinstance(name, bytes) else str(name).encode()  # imapclient takes digits for a number


def _decoded(spelling: bytes) -> str:
    """Read one folder name; what is not modified UTF-7 is shown as it is written."""
    with suppress(UnicodeError):
        if spelling.isascii():
            return str(imap_utf7.decode(spelling))
    return failures.readable(spelling)
