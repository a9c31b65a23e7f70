"""Waiting for one server to tell of new mail (IDLE, RFC 2177), on a connection of its own."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from threading import Thread
from typing import Final

from intake.errors import IntakeError, MailboxUnavailable
from intake.halt import Halt, Latch
from intake.mailboxes import Mailbox
from intake.model import FolderStatus
from intake.poll import Landing

log = logging.getLogger(__name__)

SILENT: Final = 2  # passes in a row that found mail nobody told of: this server never tells
GRACE: Final = (
    5.0  # seconds: a thread that looks up a name, or waits for a password_command, cannot be cut off
)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds: from a lost connection to the next, doubled each time up to `longest`; and how long one IDLE lasts.

    Servers may hang up on a client that idles for 30 minutes (RFC 2177). A connection that lasted as long as the
    longest pause is followed by the first one again: each is a login.
    """

    first: float = 5.0
    longest: float = 15 * 60.0
    patience: float = 25 * 60.0

    def after(self, pause: float | None, lasted: float) -> float:
        """Give the pause after a connection that lasted so long, and that followed on a pause; None: on none."""
        if pause is None or lasted >= self.longest:
            return self.first
        return min(2 * pause, self.longest)


PAUSES: Final = Pauses()


class Listener:
    """A thread that sets `told` when the server of a mailbox tells of new mail in a folder.

    That is the INBOX, or else the first folder that is polled. It begins after the first pass that went well, so that
    a refused login is not tried here once more. It gives up where the server knows no IDLE, does not let it in, or
    turns out to be silent: passes at the interval find the mail all the same.
    """

    def __init__(
        self,
        open_mailbox: Callable[[], Mailbox],
        told: Latch,
        pauses: Pauses = PAUSES,
        chance: Random | None = None,
    ) -> None:
        """Get ready to open a mailbox, anew for each connection."""
        self._open = open_mailbox
        self._told = told
        self._pauses = pauses
        self._chance = chance or Random()  # noqa: S311  # of pauses
        self._halt = Halt()
        self._thread: Thread | None = None
        self._folder = ""
        self._passed: FolderStatus | None = None  # the folder as the last complete pass found it
        self._idles = False  # what comes now is told
        self._attentive = False  # and so was all that came since the last pass
        self._heard = False  # something since then
        self._untold = 0  # passes in a row

    @property
    def alive(self) -> bool:
        """Tell whether it listens, or is about to."""
        return self._thread is not None and self._thread.is_alive()

    def cut(self) -> None:
        """Ask for the end, from a signal handler, too: what waits for the server is cut off."""
        self._halt.ask()

    def end(self) -> None:
        """Ask for the end, and wait for it."""
        self.cut()
        if self._thread is not None:
            self._thread.join(GRACE)

    def heed(self, landing: Landing) -> None:
        """Learn what a pass found: mail that was not told of, time and again, means that this server never tells."""
        if self._thread is None:
            self._begin(landing)
            return
        if self._folder in landing.listings:
            self._passed = landing.listings[self._folder].status
        if self._heard:
            self._untold = 0
        elif self._attentive and self._folder in landing.gained:
            self._untold += 1
        self._heard, self._attentive = False, self._idles and not landing.waiting
        if self._untold >= SILENT and not self._halt.asked:
            log.info("%s tells of no new mail: waiting for the interval", landing.mailbox)
            self._halt.ask()

    def _begin(self, landing: Landing) -> None:
        if landing.failures or not landing.listings or self._halt.asked:
            return
        inbox = (folder for folder in landing.listings if folder.upper() == "INBOX")
        self._folder = next(inbox, next(iter(landing.listings)))
        self._passed = landing.listings[self._folder].status
        self._thread = Thread(target=self._listen, name=f"listen-{landing.mailbox}", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        try:
            self._keep_listening()
        except IntakeError as failure:  # refused, or no code
            log.warning("not listening: %s", failure)
        except Exception:
            log.exception("listening failed")  # a bug of ours: passes go on without it

    def _keep_listening(self) -> None:
        pause = None
        while not self._halt.now:
            began = time.monotonic()
            try:
                self._hear(self._open())
            except MailboxUnavailable as failure:
                pause = self._pauses.after(pause, time.monotonic() - began)
                if not self._halt.wait(pause * self._chance.uniform(0.5, 1.0)):
                    log.info("listening again: %s", failure)

    def _hear(self, mailbox: Mailbox) -> None:
        """Wait on one connection until the end is asked for; what came since the last pass is told at once."""
        try:
            with self._halt.cutting(mailbox.cut), mailbox:
                known, now = self._passed, mailbox.status(self._folder)
                self._idles = True
                change: bool | None = True
                while not self._halt.now:
                    if change and not _unchanged(known, now):
                        self._tell()
                    change = mailbox.wait(self._folder, self._pauses.patience)
                    if change is None:
                        log.info("%s knows no IDLE: waiting for the interval", mailbox.name)
                        self._halt.ask()
                    elif change:
                        known, now = now, mailbox.status(self._folder)
        finally:
            self._idles = self._attentive = False

    def _tell(self) -> None:
        self._heard = True
        self._told.set()


def _unchanged(known: FolderStatus | None, now: FolderStatus) -> bool:
    """Tell whether no mail can have come: a change may be one of flags only, and each pass is a login."""
    told = None not in (now.uidvalidity, now.uidnext, now.messages)
    return told and known == now
