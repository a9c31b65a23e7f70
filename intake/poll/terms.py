"""How far one pass over a mailbox goes, and what it did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from intake.errors import IntakeError, MailboxRefused
from intake.halt import Halt
from intake.mailboxes import Mailbox
from intake.model import Aftermath, Limits, Listed
from intake.store import Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How far one pass goes.

    Mail older than `since` (in `zone`) lands archived; `limit` is how many mails of a folder are fetched, the newest.
    Sizes are bytes: a mail larger than `largest` stays where it is, and nothing is fetched while less than `floor` is
    free. `pause` is how many seconds a lost connection is given before it is made again.
    """

    zone: ZoneInfo
    since: date | None = None
    limit: int | None = None
    dry_run: bool = False
    halt: Halt = field(default_factory=Halt)
    largest: int = Limits().mail
    floor: int = 0
    pause: float = 2.0
    aftermath: Aftermath = Aftermath()


@dataclass(frozen=True, slots=True)
class Visit:
    """One pass over one mailbox: from where to where, how far, and what was listed completely before, by folder.

    `progress` hears (mails done, mails to do) of a folder.
    """

    store: Store
    mailbox: Mailbox
    terms: Terms
    progress: Progress = lambda _done, _total: None
    listings: Mapping[str, Listed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Landing:
    """What one pass over one mailbox did.

    `seen` are the mails listed, `new` those stored, `again` new sightings of messages already stored, `waiting`
    those still to come (time, limit, or the server did not give them). `absent` are those of them that were asked
    for in vain, `oversize` those that stay on the server from now on; `mismatched` are stored ones whose size never
    was the one stated, `settled` those marked or moved. `anew` are folders that were numbered anew, `gained` those
    with new mails. `failures` end in an exit code, `warnings` do not. `listings` are what was listed completely, by
    folder. `entered` says that the mailbox let us in, whatever became of its folders.
    """

    mailbox: str
    seen: int = 0
    new: int = 0
    again: int = 0
    waiting: int = 0
    absent: int = 0
    oversize: int = 0
    mismatched: int = 0
    settled: int = 0
    anew: tuple[str, ...] = ()
    gained: tuple[str, ...] = field(default=(), compare=False)  # no count: only which
    failures: tuple[IntakeError, ...] = ()
    warnings: tuple[IntakeError, ...] = ()
    listings: Mapping[str, Listed] = field(default_factory=dict)
    entered: bool = field(default=False, compare=False)

    @property
    def cut_short(self) -> bool:
        """Tell whether something failed that no other folder can go on without: the connection, or the store."""
        return any(not isinstance(failure, MailboxRefused) for failure in self.failures)

    def plus(self, other: "Landing") -> "Landing":
        """Add what another folder of the same mailbox gave."""
        sums = {
            entry.name: getattr(self, entry.name) + getattr(other, entry.name)
            for entry in fields(Landing)
            if entry.name not in {"mailbox", "listings", "entered"}
        }
        return Landing(self.mailbox, **sums, listings={**self.listings, **other.listings})

    def after(self, earlier: "Landing | None") -> "Landing":
        """Add what landed before the same folder was begun again; the later listing counts."""
        if earlier is None:
            return self
        done = ("new", "again", "oversize", "mismatched", "settled", "gained")
        return replace(self, **{name: getattr(self, name) + getattr(earlier, name) for name in done})


@dataclass(slots=True)
class Tally:
    """What one pass over one folder has done so far: a Landing in the making."""

    folder: str
    began: datetime | None = None  # when it was listed, by the store's clock
    seen: int = 0
    missing: int = 0
    new: int = 0
    again: int = 0
    absent: int = 0
    oversize: int = 0
    mismatched: int = 0
    settled: int = 0
    anew: bool = False
    listed: Listed | None = None
    warnings: list[IntakeError] = field(default_factory=list)

    def landing(self, mailbox: str, *failures: IntakeError) -> Landing:
        """Give what was done."""
        return Landing(
            mailbox,
            seen=self.seen,
            new=self.new,
            again=self.again,
            waiting=self.missing - self.new - self.again - self.oversize,
            absent=self.absent,
            oversize=self.oversize,
            mismatched=self.mismatched,
            settled=self.settled,
            anew=(self.folder,) if self.anew else (),
            gained=(self.folder,) if self.new else (),
            failures=failures,
            warnings=tuple(self.warnings),
            listings={} if self.listed is None else {self.folder: self.listed},
        )
