"""Waiting for one server to tell of new mail (IDLE, RFC 2177), on a connection of its own."""

import logging
from collections.abc import Callable
from random import Random
from threading import Event, Thread

from intake.errors import IntakeError, MailboxUnavailable
from intake.halt import Halt
from intake.mailboxes import Mailbox
from intake.poll import Landing

log = logging.getLogger(__name__)

PATIENCE = 25 * 60.0  # seconds: servers may hang up on a client that idles for 30 minutes (RFC 2177)
FIRST, LONGEST = 5.0, 15 * 60.0  # seconds before a lost connection is made again: doubled each time
SILENT = 2  # passes in a row that found mail nobody told of: this server never tells


class Listener:
    """A thread that sets `told` when the server of a mailbox tells of a change in a folder.

    It gives up where the server knows no IDLE, does not let it in, or turns out to be silent: passes at the interval
    find the mail all the same.
    """

    def __init__(
        self, open_mailbox: Callable[[], Mailbox], folder: str, told: Event, chance: Random | None = None
    ) -> None:
        """Get ready to open a mailbox, anew for each connection."""
        self._open = open_mailbox
        self._folder = folder
        self._told = told
        self._chance = chance or Random()  # noqa: S311  # of pauses
        self._halt = Halt()
        self._heard = False  # since the last pass
        self._unheard = 0
        self._thread = Thread(target=self._listen, name=f"listen-{folder}", daemon=True)

    @property
    def alive(self) -> bool:
        """Tell whether it still listens."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def end(self) -> None:
        """Cut off what waits, and wait for the thread."""
        self._halt.ask()
        self._thread.join()

    def heed(self, landing: Landing) -> None:
        """Learn what a pass found: mail that was not told of, time and again, means that this server never tells."""
        if self._heard:
            self._unheard = 0
        elif landing.new and not landing.waiting:
            self._unheard += 1
        self._heard = False
        if self._unheard >= SILENT and not self._halt.asked:
            log.info("%s tells of no new mail: waiting for the interval", landing.mailbox)
            self._halt.ask()

    def _listen(self) -> None:
        pause = FIRST
        while not self._halt.now:
            try:
                if not self._hear(self._open()):
                    return
                pause = FIRST
            except MailboxUnavailable as failure:
                log.info("listening again in %.0f s: %s", pause, failure)
                self._halt.wait(pause * self._chance.uniform(0.5, 1.0))
                pause = min(2 * pause, LONGEST)
            except IntakeError as failure:  # refused, or no code: the passes tell of it
                log.info("not listening: %s", failure)
                return

    def _hear(self, mailbox: Mailbox) -> bool:
        """Wait on one connection until its patience is over; False where this server never tells."""
        with self._halt.cutting(mailbox.cut), mailbox:
            mailbox.status(self._folder)
            while not self._halt.now:
                change = mailbox.wait(self._folder, PATIENCE)
                if change is None:
                    return False
                if change:
                    mailbox.status(self._folder)
                    self._heard = True
                    self._told.set()
        return True
