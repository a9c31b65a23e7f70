"""Mail on disk as a mailbox: the epoch is always "0", and nothing is ever changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from intake.config import FolderConfig, Secret
from intake.errors import MailboxRefused
from intake.locale import N_
from intake.mailboxes.disk import Places, header_block, sources
from intake.mailboxes.planning import LARGEST, MAILS
from intake.model import Aftermath, Fetched, FolderStatus, Head, Listing, Settled

_STATUS = FolderStatus("0")


class FolderMailbox:
    """A folder of .eml files, a Maildir, an mbox file or a folder of them: what it is, is looked up at each poll."""

    def __init__(self, config: FolderConfig, _secret: Secret | None = None) -> None:
        """Remember where to look; there is nothing to log in to."""
        self._config = config

    @property
    def name(self) -> str:
        """The mailbox's name in the configuration."""
        return self._config.name

    def __enter__(self) -> Self:
        """Look whether it is there."""
        self._sources()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    def folders(self) -> tuple[str, ...]:
        """Name the folders found."""
        return tuple(self._sources())

    def status(self, folder: str) -> FolderStatus:
        """Give the one epoch there is; what is in a folder is known only by looking."""
        self._places(folder)
        return _STATUS

    def listing(self, folder: str) -> Listing:
        """Tell the mails of a folder, in the order of their paths, delivery times or offsets."""
        return Listing(_STATUS, tuple(self._places(folder)))

    def heads(self, folder: str, uids: Sequence[str]) -> Iterator[Head]:
        """Yield what stands in front of the first blank line of each mail."""
        for mail in self.fetch(folder, uids):
            yield Head(mail.uid, header_block(mail.raw), len(mail.raw), mail.received)

    def fetch(self, folder: str, uids: Sequence[str], largest: int = LARGEST) -> Iterator[Fetched]:
        """Yield the mails in batches, newest first; a file gone meanwhile is not yielded."""
        places, asked = self._places(folder), set(uids)
        found = [uid for uid in places if uid in asked]
        for end in range(len(found), 0, -MAILS):
            for uid in found[max(0, end - MAILS) : end]:
                now, size = datetime.now(UTC), places[uid].size()
                if size is not None and size > largest:
                    yield Fetched(uid, b"", now, size)
                    continue
                mail = places[uid].read(now)
                if mail is not None:
                    yield Fetched(uid, *mail)

    def settle(self, folder: str, uids: Sequence[str], wish: Aftermath) -> Settled:  # noqa: ARG002  # the protocol's
        """Change nothing: mail on disk belongs to whoever put it there."""
        return Settled()

    def wait(self, folder: str, seconds: float) -> bool | None:  # noqa: ARG002  # the protocol's
        """Tell that a disk never tells."""
        return None

    def cut(self) -> None:
        """Do nothing: a disk is not waited for."""

    def _sources(self) -> Mapping[str, Callable[[], Places]]:
        with self._explaining(self._config.path.name):
            return sources(self._config.path)

    def _places(self, folder: str) -> Places:
        with self._explaining(folder):
            look = self._sources().get(folder)
            if look is None:
                raise FileNotFoundError(2, "No such folder")
            return look()

    @contextmanager
    def _explaining(self, folder: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise MailboxRefused(
                N_(
                    "folder not opened — {folder} of {mailbox} — {path}: {why} — check the path and its permissions"
                ),
                folder=folder,
                mailbox=self._config.name,
                path=self._config.path,
                why=error.strerror or str(error),
            ) from error
