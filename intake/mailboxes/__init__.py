"""Sources of mail: what a poll may ask of any of them, and which kinds there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Protocol, Self

from intake.config import FolderConfig, ImapConfig, MailboxConfig, Secret
from intake.mailboxes.folder import FolderMailbox
from intake.mailboxes.imap import ImapMailbox
from intake.mailboxes.planning import LARGEST
from intake.model import Aftermath, Fetched, FolderStatus, Head, Listing, Settled

__all__ = ["KINDS", "Mailbox", "open_mailbox"]


class Mailbox(Protocol):
    """A source of mail, open while its `with` block lasts; nothing in it changes it but `settle`.

    Every method raises MailboxUnavailable (try again later) or MailboxRefused (a human has to act). After
    MailboxUnavailable the connection is gone; after a refused folder the others may still be asked.
    """

    @property
    def name(self) -> str:
        """The mailbox's name in the configuration."""
        ...

    def __enter__(self) -> Self:
        """Connect and log in, where there is something to connect to."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say good-bye; never raises."""
        ...

    def folders(self) -> tuple[str, ...]:
        """Name the folders to poll, looked up now."""
        ...

    def status(self, folder: str) -> FolderStatus:
        """Open a folder and tell what it says of itself, without listing what is in it."""
        ...

    def listing(self, folder: str) -> Listing:
        """Tell a folder's status and the uids in it now, oldest first."""
        ...

    def heads(self, folder: str, uids: Sequence[str]) -> Iterator[Head]:
        """Yield the header blocks of mails, newest batch first; a uid that is not given is not yielded."""
        ...

    def fetch(self, folder: str, uids: Sequence[str], largest: int = LARGEST) -> Iterator[Fetched]:
        """Yield the mails as they come, newest batch first; a uid that is not given is not yielded.

        A mail of more than `largest` bytes is yielded without its bytes. One whose size is not as stated was asked
        for twice.
        """
        ...

    def settle(self, folder: str, uids: Sequence[str], wish: Aftermath) -> Settled:
        """Mark or move mails that are stored, and ask again whether that was done; the one thing that changes them."""
        ...

    def wait(self, folder: str, seconds: float) -> bool | None:
        """Wait until the mailbox tells of a change in a folder; False after `seconds`, None where it never tells."""
        ...

    def cut(self) -> None:
        """End a conversation at once, from another thread or a signal handler: what waits for an answer fails."""
        ...


KINDS: Mapping[type, Callable[[Any, Secret | None], Mailbox]] = {
    ImapConfig: ImapMailbox,
    FolderConfig: FolderMailbox,
}


def open_mailbox(config: MailboxConfig, secret: Secret | None = None) -> Mailbox:
    """Make the mailbox a configuration describes; its `with` block connects. Folders need no secret."""
    return KINDS[type(config)](config, secret)
