"""`poll`: every mailbox lands, then what landed is read; one line says what came of it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from tempfile import TemporaryDirectory

import click

from intake import poll
from intake.cli.app import App
from intake.cli.language import command, option
from intake.config import Config, ImapConfig, MailboxConfig, load_lexicon, secret_of
from intake.errors import ConfigError, Exit, MailboxRefused, MailboxUnavailable, NoSuchRecord
from intake.locale import N_
from intake.mailboxes import open_mailbox
from intake.poll import Landing, Terms
from intake.read import ReadingRun, read_landed
from intake.store import Store, open_store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a poll of several mailboxes did; a dry run reads nothing. `resurfaced` were held until yesterday."""

    landings: tuple[Landing, ...]
    reading: ReadingRun | None
    resurfaced: int = 0

    @property
    def worst(self) -> int:
        """Give the exit code: the worst of all failures."""
        failures = (failure for landing in self.landings for failure in landing.failures)
        return max((failure.exit_code for failure in failures), default=Exit.DONE)


@command(
    "poll",
    help=N_("Fetch new mail from every mailbox and read it, once; for cron. Nothing changes on the server."),
)
@option("--mailbox", "name", metavar="NAME", help=N_("Only this mailbox."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be fetched."))
@option(
    "--limit", type=click.IntRange(min=1), metavar="N", help=N_("At most N mails of a folder, the newest.")
)
@option("--quiet", is_flag=True, help=N_("Say nothing unless something fails."))
@click.pass_obj
def poll_command(app: App, /, *, name: str | None, dry_run: bool, limit: int | None, quiet: bool) -> int:
    """Poll the mailboxes; one that fails does not stop the others, and the worst exit code is given."""
    config = app.config
    boxes = chosen(app, config, name)
    with filled_store(app, dry_run=dry_run) as store:
        outcome = poll_all(app, store, replace(config, mailboxes=boxes), limit=limit, dry_run=dry_run)
    if not quiet:
        app.put(summary(app, outcome))
    return outcome.worst


@contextmanager
def filled_store(app: App, *, dry_run: bool) -> Iterator[Store]:
    """Open the store; a dry run that finds none compares with an empty one that is thrown away."""
    with ExitStack() as stack:
        try:
            store = app.open_store(create=not dry_run)
        except NoSuchRecord:
            folder = stack.enter_context(TemporaryDirectory(prefix="intake-"))
            store = open_store(f"sqlite:///{folder}/empty.db", app.zone)
        yield stack.enter_context(store)


def poll_all(
    app: App, store: Store, config: Config, *, limit: int | None = None, dry_run: bool = False
) -> Outcome:
    """Land every mailbox, then read what landed until the run's time is over."""
    deadline = time.monotonic() + config.budget
    resurfaced = 0 if dry_run else store.resurface(datetime.now(app.zone).date())
    landings = tuple(
        land(app, store, box, Terms(app.zone, box.since, limit, dry_run, deadline))
        for box in config.mailboxes
    )
    reading = None if dry_run else read_waiting(app, store, config, deadline)
    return Outcome(landings, reading, resurfaced)


def chosen(app: App, config: Config, name: str | None) -> tuple[MailboxConfig, ...]:
    """Choose the mailboxes to poll: all, or the one of that name."""
    if not config.mailboxes:
        raise ConfigError(
            N_(
                "no mailbox to poll — {path} — it has no [mailbox.NAME] table — run `intake init`, or add one"
            ),
            path=config.source or "",
        )
    chosen = tuple(box for box in config.mailboxes if name in (None, box.name))
    if not chosen:
        names = app.listed(box.name for box in config.mailboxes)
        raise click.BadParameter(
            app.say(N_("no mailbox {name}; there are: {names}")).format(name=name, names=names),
            param_hint="--mailbox",
        )
    return chosen


def land(app: App, store: Store, box: MailboxConfig, terms: Terms) -> Landing:
    """Land one mailbox; its failure is said, counted, and kept from the others."""
    run = None if terms.dry_run else store.begin_run(box.name)
    try:
        secret = secret_of(box, app.environ) if isinstance(box, ImapConfig) else None
        with open_mailbox(box, secret) as mailbox, progress_of(box.name) as progress:
            landing = poll.land(store, mailbox, terms, progress)
    except (MailboxRefused, MailboxUnavailable, ConfigError) as failure:
        landing = Landing(box.name, failures=(failure,))
    worst = max((app.complain(failure) for failure in landing.failures), default=Exit.DONE)
    if run is not None:
        store.end_run(run, seen=landing.seen, stored=landing.new, exit_code=worst)
    return landing


def read_waiting(app: App, store: Store, config: Config, deadline: float) -> ReadingRun:
    """Read what landed until `deadline`, a time of time.monotonic."""
    lexicon = load_lexicon(config.lexicon)
    with progress_of(app.say(N_("reading"))) as progress:
        return read_landed(store, lexicon, config.limits, deadline, progress)


def summary(app: App, outcome: Outcome) -> str:
    """Say in one line what a poll did."""
    seen = sum(landing.seen for landing in outcome.landings)
    waiting = sum(landing.waiting for landing in outcome.landings)
    if outcome.reading is None:
        return app.say(N_("dry run: seen {seen}, would fetch {waiting}")).format(seen=seen, waiting=waiting)
    said = app.say(
        N_("seen {seen}, new {new}, read {read}, submissions {submissions}, problems {problems}")
    ).format(
        seen=seen,
        new=sum(landing.new for landing in outcome.landings),
        read=outcome.reading.read,
        submissions=outcome.reading.submissions,
        problems=outcome.reading.problems,
    )
    waiting += outcome.reading.waiting
    more = app.say(N_("; left for the next run: {waiting}")).format(waiting=waiting) if waiting else ""
    held = (
        app.say(N_("; back on the list: {count}")).format(count=outcome.resurfaced)
        if outcome.resurfaced
        else ""
    )
    return said + held + more


def watched() -> bool:
    """Tell whether somebody looks at stderr."""
    return sys.stderr.isatty()


@contextmanager
def progress_of(label: str) -> Iterator[Progress]:
    """Show how far long work is, on a terminal only; the line is wiped when the work is done."""
    if not watched():
        yield lambda _done, _total: None
        return

    def show(done: int, total: int) -> None:
        click.echo(f"\r\x1b[K{label} {done}/{total}", err=True, nl=False)

    try:
        yield show
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)
