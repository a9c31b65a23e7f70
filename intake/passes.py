"""One pass over every mailbox: the lock, landing, reading, and the rows that tell of it."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from intake.config import Config, ImapConfig, MailboxConfig
from intake.errors import CannotWrite, Exit, IntakeError, Overlap, StoreBusy
from intake.halt import Halt
from intake.locale import N_
from intake.mailboxes import open_mailbox
from intake.model import Aftermath, Listed
from intake.poll import Landing, Progress, Terms, Visit, visit
from intake.poll.backoff import admitted, note
from intake.read import ReadingRun, read_landed
from intake.sandbox import sandbox_of
from intake.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Orders:
    """What is asked of one pass; `insist` tries a login that was put off."""

    limit: int | None = None
    dry_run: bool = False
    insist: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a pass is made: the environment, and how to show progress under a label and to tell of a failure."""

    environ: Mapping[str, str]
    progress: Callable[[str], AbstractContextManager[Progress]]
    tell: Callable[[IntakeError], object]


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass: over what, how, for whom, and until when."""

    store: Store
    config: Config
    desk: Desk
    orders: Orders = Orders()
    halt: Halt = field(default_factory=Halt)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pass over several mailboxes did; a dry run reads nothing. `resurfaced` were held until yesterday."""

    landings: tuple[Landing, ...]
    reading: ReadingRun | None
    resurfaced: int = 0

    @property
    def worst(self) -> int:
        """Give the exit code: the worst of all failures."""
        return max(map(worst_of, self.landings), default=Exit.DONE)


def worst_of(landing: Landing) -> int:
    """Give the exit code of one mailbox."""
    return max((failure.exit_code for failure in landing.failures), default=Exit.DONE)


def run(one: Pass) -> Outcome:
    """Land every mailbox, then read what landed, until the time is over.

    Landing is for one process at a time: raises Overlap where another is at it. Any number may read.
    """
    if one.orders.dry_run:
        return Outcome(land_all(one), None)
    resurfaced = one.store.resurface(datetime.now(ZoneInfo(one.config.timezone)).date())
    with one.store.landing_lock() as held:
        if not held:
            raise Overlap(
                N_(
                    "another poll is at work — {store} — it fetches and reads what there is — nothing is to be done"
                ),
                store=one.store.address,
            )
        landings = land_all(one)
    return Outcome(landings, _read_after(one, landings), resurfaced)


def _read_after(one: Pass, landings: tuple[Landing, ...]) -> ReadingRun:
    """Read what landed; a store that failed while mail landed, and was told of, is not told of again."""
    try:
        return read_waiting(one)
    except (CannotWrite, StoreBusy):
        if not any(map(_store_failed, landings)):
            raise
        return ReadingRun()


def land_all(one: Pass) -> tuple[Landing, ...]:
    """Land every mailbox; one that fails does not stop the others, and one that hangs does not take their time."""
    landings: list[Landing] = []
    boxes = one.config.mailboxes
    for place, box in enumerate(boxes):
        if one.halt.now or (landings and _store_failed(landings[-1])):
            break
        landings.append(_land(replace(one, halt=one.halt.share(len(boxes) - place)), box))
    return tuple(landings)


def _store_failed(landing: Landing) -> bool:
    """Tell whether the store is what failed: the other mailboxes have the same."""
    return any(isinstance(failure, CannotWrite | StoreBusy) for failure in landing.failures)


def _land(one: Pass, box: MailboxConfig) -> Landing:
    """Land one mailbox; its failure is told, counted, and kept from the others."""
    if one.orders.dry_run:
        return _told(one, _landed(one, box, {}))
    run, listings = one.store.begin_run(box.name), one.store.listings(box.name)
    landing = _told(one, _landed(one, box, listings))
    try:
        one.store.end_run(
            run,
            seen=landing.seen,
            stored=landing.new,
            exit_code=worst_of(landing),
            listings={**listings, **landing.listings},
        )
    except (CannotWrite, StoreBusy) as failure:  # its row stays open, as if it had been killed
        return landing if _store_failed(landing) else _told(one, replace(landing, failures=(failure,)))
    return landing


def _landed(one: Pass, box: MailboxConfig, listings: Mapping[str, Listed]) -> Landing:
    try:
        secret = admitted(one.store, box, one.desk.environ, insist=one.orders.insist)
        with one.desk.progress(box.name) as progress:
            mailbox = open_mailbox(_in_time(box, one.halt), secret)
            landing = visit(Visit(one.store, mailbox, _terms(one, box), progress, listings))
    except IntakeError as failure:
        return Landing(box.name, failures=(failure,))
    except Exception as bug:  # it must not cost the other mailboxes
        log.exception("landing %s failed", box.name)
        return Landing(box.name, failures=(_our_bug(box.name, bug),))
    return landing if one.orders.dry_run or secret is None else note(one.store, box, secret, landing)


def _our_bug(mailbox: str, bug: Exception) -> IntakeError:
    return IntakeError(
        N_("mailbox not polled — {mailbox} — {kind}: {why} — this is a mistake in intake: please report it"),
        mailbox=mailbox,
        kind=type(bug).__name__,
        why=str(bug)[:200],
    )


def _in_time(box: MailboxConfig, halt: Halt) -> MailboxConfig:
    """Wait for no connection longer than the pass lasts."""
    if not isinstance(box, ImapConfig):
        return box
    return replace(box, connect_timeout=min(box.connect_timeout, max(1.0, halt.remaining)))


def _terms(one: Pass, box: MailboxConfig) -> Terms:
    return Terms(
        zone=ZoneInfo(one.config.timezone),
        since=box.since,
        limit=one.orders.limit,
        dry_run=one.orders.dry_run,
        halt=one.halt,
        largest=one.config.limits.mail,
        floor=one.config.disk_floor,
        aftermath=box.aftermath if isinstance(box, ImapConfig) else Aftermath(),
    )


def _told(one: Pass, landing: Landing) -> Landing:
    """Tell what the operator has to know of one mailbox."""
    news = [_numbered_anew(landing, folder) for folder in landing.anew]
    for error in (*news, *landing.warnings, *landing.failures):
        one.desk.tell(error)
    return landing


def _numbered_anew(landing: Landing, folder: str) -> IntakeError:
    return IntakeError(
        N_(
            "folder numbered anew — {folder} of {mailbox} — its UIDVALIDITY changed — nothing is lost and nothing comes "
            "twice; it happens when IMAP is switched on again or the authorisation code is renewed"
        ),
        folder=folder,
        mailbox=landing.mailbox,
    )


def read_waiting(one: Pass) -> ReadingRun:
    """Read what landed until the time is over."""
    with sandbox_of(one.config) as sandbox, one.desk.progress(N_("reading")) as progress:
        return read_landed(one.store, sandbox, one.halt, progress)
