"""Marking and moving mails that are stored: never an EXPUNGE, and nothing is believed before it was asked again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from imaplib import IMAP4

from imapclient import IMAPClient

from intake.mailboxes.failures import said
from intake.mailboxes.planning import blocks
from intake.model import Aftermath, Settled

_SEEN = b"\\Seen"
_NO_MOVE = "the server knows no MOVE"  # what stands in its place, COPY and EXPUNGE, may lose a mail


def settle(client: IMAPClient, uids: Sequence[int], wish: Aftermath, target: bytes | None) -> Settled:
    """Mark the mails of the selected folder, then move them into `target`; give what the server shows afterwards.

    QQ and NetEase answer OK to a keyword and do not keep it. A command that is refused ends the attempt.
    """
    work = _Work(client)
    proven: list[int] = []
    for batch in blocks(uids):
        done = set(batch)
        if marks := _marks(wish):
            work.try_to(partial(client.add_flags, batch, marks, silent=True))
            done &= work.having(batch, marks)
        if target is not None and not work.refused:
            work.move(batch, target)
            done &= work.gone(batch)
        proven += sorted(done)
        if work.refused:
            break
    unproven = () if work.refused else tuple(uid for uid in uids if uid not in set(proven))
    return Settled(tuple(map(str, proven)), tuple(map(str, unproven)), work.refused or None)


def _marks(wish: Aftermath) -> tuple[bytes, ...]:
    keyword = () if wish.keyword is None else (wish.keyword.encode("ascii"),)
    return ((_SEEN,) if wish.seen else ()) + keyword


@dataclass(slots=True)
class _Work:
    """Commands that change something; `refused` is what the server said to the first it would not do."""

    client: IMAPClient
    refused: str = field(default="")

    def try_to(self, change: Callable[[], object]) -> None:
        try:
            change()
        except IMAP4.abort:
            raise
        except IMAP4.error as error:
            self.refused = said(error)

    def move(self, batch: Sequence[int], target: bytes) -> None:
        if not self.client.has_capability("MOVE"):
            self.refused = _NO_MOVE
        else:
            self.try_to(partial(self.client.move, batch, target))

    def having(self, batch: Sequence[int], marks: Sequence[bytes]) -> set[int]:
        """Ask for the flags again; keywords are told in any case of letters (RFC 3501 section 2.3.2)."""
        told = self.client.get_flags(batch)
        wanted = {mark.lower() for mark in marks}
        return {uid for uid in batch if wanted <= {flag.lower() for flag in told.get(uid, ())}}

    def gone(self, batch: Sequence[int]) -> set[int]:
        """Ask which of the mails are still in the folder."""
        return set(batch) - set(self.client.search(["UID", ",".join(map(str, batch))]))
