"""Mail on an IMAP server, read without leaving a trace: EXAMINE, UID SEARCH ALL, BODY.PEEK[] (RFC 3501)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from imapclient import imap_utf7

from intake.config import ImapConfig, Secret
from intake.mailboxes import failures
from intake.mailboxes.connection import Connection, tolerating
from intake.mailboxes.moments import sensible
from intake.mailboxes.planning import batches, chunks, numbers, wanted
from intake.model import Fetched, Listing

_UNOPENABLE = {b"\\noselect", b"\\nonexistent"}
_ITEMS = ("UID", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]")


@dataclass(frozen=True, slots=True)
class _Answer:
    """One mail's line of a FETCH; None for what it did not tell."""

    place: object  # the sequence number
    size: int | None
    raw: bytes
    received: datetime | None

    @property
    def whole(self) -> bool:
        return bool(self.raw) and len(self.raw) == self.size


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
        self._epochs: dict[str, str] = {}  # folder → uidvalidity as listed
        self._open: str | None = None

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
        with self._connection.translating(lambda error: failures.of_talking(error, self._config)) as client:
            listed = client.list_folders()
        spellings = {_decoded(name): name for name in map(_spelling, listed) if name}
        self._spellings.update(spellings)
        return wanted(self._config.folders, tuple(spellings))

    def listing(self, folder: str) -> Listing:
        """EXAMINE the folder and list every uid in it."""
        self._epochs[folder] = self._examine(folder)
        with self._connection.translating(lambda error: failures.of_talking(error, self._config)) as client:
            uids = client.search("ALL")
        return Listing(self._epochs[folder], tuple(str(uid) for uid in sorted(set(uids))))

    def fetch(self, folder: str, uids: Sequence[str]) -> Iterator[Fetched]:
        """Yield the mails in batches, newest first; sizes are asked first, so that no answer floods the memory."""
        for chunk in chunks(numbers(uids)):
            told = self._ask(folder, chunk, ("UID", "RFC822.SIZE"))
            if self._open != folder:
                return  # numbered anew since it was listed: these uids mean other mails now, or none
            sizes = {uid: answer.size for uid, answer in told.items() if answer.size is not None}
            for batch in batches(chunk, sizes):
                yield from self._bodies(folder, batch, told)

    def _bodies(self, folder: str, batch: Sequence[int], told: Mapping[int, _Answer]) -> Iterator[Fetched]:
        answers = self._ask(folder, batch, _ITEMS)
        for uid in batch:
            answer = answers.get(uid)
            # an answer without its UID is filed by imapclient under its sequence number: its place gives it away
            if answer is None or not answer.whole or (uid in told and told[uid].place != answer.place):
                answer = self._again(folder, uid, answer)
            if answer is not None:
                now = self._clock()
                yield Fetched(str(uid), answer.raw, sensible(answer.received, now) or now)

    def _again(self, folder: str, uid: int, first: _Answer | None) -> _Answer | None:
        """Ask for one mail alone; a size that is told wrong is believed when two answers agree to the byte."""
        last = first
        for _ in range(2):
            answer = self._ask(folder, (uid,), _ITEMS).get(uid)
            if answer is None or not answer.raw:
                return None
            if answer.whole or (last is not None and answer.raw == last.raw):
                return answer
            last = answer
        return None

    def _ask(self, folder: str, uids: Sequence[int], items: Sequence[str]) -> Mapping[int, _Answer]:
        """FETCH explicit ascending uids; an answer that is refused or unreadable is as good as none."""
        if not self._entered(folder):
            return {}
        found: Mapping[int, Mapping[bytes, object]] = {}
        with (
            self._connection.translating(lambda error: failures.of_talking(error, self._config)) as client,
            tolerating(),
        ):
            found = client.fetch(uids, items)
        return {uid: _answer(values) for uid, values in found.items()}

    def _entered(self, folder: str) -> bool:
        """Open the folder unless it is; a folder numbered anew since it was listed has none of these mails."""
        if self._open == folder:
            return True
        epoch = self._examine(folder)
        if self._epochs.setdefault(folder, epoch) != epoch:
            self._open = None
        return self._open == folder

    def _examine(self, folder: str) -> str:
        self._open = None
        spelling = self._spellings.get(folder) or imap_utf7.encode(folder)
        with self._connection.translating(
            lambda error: failures.of_folder(error, self._config, folder)
        ) as client:
            told = client.select_folder(spelling, readonly=True)
        self._open = folder
        return str(told.get(b"UIDVALIDITY", 0))  # some servers tell none


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


def _answer(values: Mapping[bytes, object]) -> _Answer:
    """Keep of a FETCH what has the type it should have: NIL and garbage are not told."""
    size, raw, moment = (values.get(name) for name in (b"RFC822.SIZE", b"BODY[]", b"INTERNALDATE"))
    return _Answer(
        place=values.get(b"SEQ"),
        size=size if isinstance(size, int) else None,
        raw=raw if isinstance(raw, bytes) else b"",
        received=moment if isinstance(moment, datetime) else None,
    )
