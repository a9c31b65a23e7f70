"""Mailbox → store: one pass that lands bytes and parses nothing.

What is new is the set difference between the mailbox's listing and the sightings of its epoch: a high-water mark
would lose mail that appears late or out of order, and QQ rebuilds its UIDs when the service is re-opened.
Each message is committed on its own with its sighting, so a run may die anywhere and the next one goes on.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from intake.errors import IntakeError, MailboxRefused, MailboxUnavailable
from intake.mailboxes import Mailbox
from intake.model import Fetched, Sighting
from intake.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How far one pass goes: older mail than `since` (in `zone`) lands archived; `deadline` is of time.monotonic."""

    zone: ZoneInfo
    since: date | None = None
    limit: int | None = None
    dry_run: bool = False
    deadline: float = float("inf")


@dataclass(frozen=True, slots=True)
class Landing:
    """What one pass over one mailbox did.

    `seen` are the mails listed, `new` those stored, `again` new sightings of messages already stored, `waiting`
    those still to come (time, limit, or the server did not give them), `failures` the folders that could not be
    polled.
    """

    mailbox: str
    seen: int = 0
    new: int = 0
    again: int = 0
    waiting: int = 0
    failures: tuple[IntakeError, ...] = ()

    def plus(self, other: "Landing") -> "Landing":
        """Add what another folder of the same mailbox gave."""
        return Landing(
            self.mailbox,
            self.seen + other.seen,
            self.new + other.new,
            self.again + other.again,
            self.waiting + other.waiting,
            self.failures + other.failures,
        )


def land(store: Store, mailbox: Mailbox, terms: Terms, progress: Progress) -> Landing:
    """Store what a mailbox holds and the store has not seen; progress hears (mails done, mails to do) of a folder.

    A folder that is refused is reported and the others go on; when the mailbox itself is gone the pass ends there.
    What had landed stays, and is counted.
    """
    total = Landing(mailbox.name)
    for folder in mailbox.folders():
        landing = _land_folder(store, mailbox, folder, terms, progress)
        total = total.plus(landing)
        if any(isinstance(failure, MailboxUnavailable) for failure in landing.failures):
            break
    return total


def _land_folder(store: Store, mailbox: Mailbox, folder: str, terms: Terms, progress: Progress) -> Landing:
    try:
        listing = mailbox.listing(folder)
    except (MailboxRefused, MailboxUnavailable) as failure:
        return Landing(mailbox.name, failures=(failure,))
    known = store.sighted(mailbox.name, folder, listing.uidvalidity)
    missing = [uid for uid in listing.uids if uid not in known]
    seen = len(listing.uids)
    if terms.dry_run:
        return Landing(mailbox.name, seen=seen, waiting=len(missing))
    wanted = missing if terms.limit is None else missing[max(0, len(missing) - terms.limit) :]
    new = again = 0
    failures: tuple[IntakeError, ...] = ()
    try:
        for mail in _in_time(mailbox, folder, wanted, terms.deadline):
            sighting = Sighting(mailbox.name, folder, listing.uidvalidity, mail.uid)
            landed = store.land(sighting, mail.raw, mail.received, archived=_too_old(mail, terms))
            new += landed.new
            again += not landed.new
            progress(new + again, len(wanted))
    except (MailboxRefused, MailboxUnavailable) as failure:
        failures = (failure,)
    waiting = len(missing) - new - again
    return Landing(mailbox.name, seen=seen, new=new, again=again, waiting=waiting, failures=failures)


def _in_time(mailbox: Mailbox, folder: str, uids: Sequence[str], deadline: float) -> Iterator[Fetched]:
    """Fetch until the time of this run is over; the rest is the next run's."""
    if not uids:
        return
    for mail in mailbox.fetch(folder, uids):
        yield mail
        if time.monotonic() > deadline:
            return


def _too_old(mail: Fetched, terms: Terms) -> bool:
    return terms.since is not None and mail.received.astimezone(terms.zone).date() < terms.since
