"""What a poll did and what stands in the store, as log, metrics and scripts are told it: counts, no mail's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.workflow import Status


@dataclass(frozen=True, slots=True)
class MailboxReport:
    """What one pass over one mailbox did.

    `seen` are the mails listed, `new` those stored, `again` new sightings of known ones, `waiting` those left for the
    next run. `pending` were asked for and not given; `oversized` and `mismatched` are counted in the pass that meets
    them first; `epochs` are folders that the server numbered anew; `failures` are said in English.
    """

    mailbox: str
    exit_code: int = 0
    seen: int = 0
    new: int = 0
    again: int = 0
    waiting: int = 0
    pending: int = 0
    oversized: int = 0
    mismatched: int = 0
    epochs: tuple[str, ...] = ()
    failures: tuple[str, ...] = ()
    seconds: float | None = None  # None where nobody measured


@dataclass(frozen=True, slots=True)
class PollReport:
    """What a poll of several mailboxes did; `unread` are the mails that landed and were left to be read."""

    mailboxes: tuple[MailboxReport, ...] = ()
    exit_code: int = 0
    dry_run: bool = False
    read: int = 0
    submissions: int = 0
    problems: int = 0
    unread: int = 0
    resurfaced: int = 0
    seconds: float = 0.0

    @property
    def remarkable(self) -> bool:
        """Tell whether the operator must know of it though nothing failed; a new epoch is told as it is met."""
        return self.problems > 0 or any(box.oversized or box.mismatched for box in self.mailboxes)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What stands in the store: submissions by status without the archived, problems by code, `size` in bytes.

    `oldest` is when the oldest submission that waits for an editor arrived, `successes` when each mailbox was last
    polled well (None: never), `exit_codes` how its last poll ended; `pending` are the mails that it lists and did not
    give whole, `oversize` those that are too large to fetch.
    """

    statuses: Mapping[Status, int]
    oldest: datetime | None
    problems: Mapping[str, int]
    mails: int
    unread: int
    size: int
    successes: Mapping[str, datetime | None] = field(default_factory=dict)
    exit_codes: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, int] = field(default_factory=dict)
    oversize: Mapping[str, int] = field(default_factory=dict)
