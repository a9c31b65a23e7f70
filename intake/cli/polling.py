"""`poll`: every mailbox lands, then what landed is read; one line says what came of it."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory

import click

from intake import passes
from intake.cli.app import App
from intake.cli.language import command, option
from intake.cli.observing import observed, report_of
from intake.cli.signals import stoppable
from intake.config import Config, MailboxConfig
from intake.errors import ConfigError, IntakeError, LoginDeferred, NoSuchRecord, Overlap
from intake.locale import N_
from intake.model import PollReport
from intake.passes import Desk, Orders, Outcome, Pass
from intake.poll import Progress
from intake.render import contract
from intake.store import Store, open_store


@command(
    "poll",
    help=N_("Fetch new mail from every mailbox and read it, once; for cron. Nothing changes on the server."),
)
@option("--mailbox", "name", metavar="NAME", help=N_("Only this mailbox."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be fetched."))
@option(
    "--limit", type=click.IntRange(min=1), metavar="N", help=N_("At most N mails of a folder, the newest.")
)
@option("--now", "insist", is_flag=True, help=N_("Try a login that was refused before, once."))
@option("--quiet", is_flag=True, help=N_("Say nothing unless something happened that you must know."))
@option("--json", "as_json", is_flag=True, help=N_("Write the summary as one line of JSON."))
@click.pass_obj
def poll_command(
    app: App, /, *, name: str | None, quiet: bool, as_json: bool, **orders: bool | int | None
) -> int:
    """Poll the mailboxes; one that fails does not stop the others, and the worst exit code is given."""
    config = replace(app.config, mailboxes=chosen(app, app.config, name))
    asked = Orders(**orders)  # type: ignore[arg-type]  # named and typed by the options above
    with stoppable(config.budget) as stopping:
        try:
            with observed(app, app.config, dry_run=asked.dry_run) as seen, filled_store(app, asked) as store:
                outcome = passes.run(Pass(store, config, desk_of(app), asked, stopping.halt))
                seen.report = report_of(outcome)
        except Overlap as other:
            return other.exit_code if quiet else app.complain(other)
    put_summary(app, outcome, seen.report, quiet=quiet, as_json=as_json)
    return outcome.worst if stopping.exit_code is None else stopping.exit_code


def put_summary(app: App, outcome: Outcome, report: PollReport, *, quiet: bool, as_json: bool) -> None:
    """Say what a poll did, in words or as one line of JSON; if `quiet`, only what the operator must know."""
    if quiet and not report.remarkable:
        return
    if as_json:
        app.put_lines([contract.poll_line(report)])
    else:
        app.put(summary(app, outcome))


@contextmanager
def filled_store(app: App, orders: Orders = Orders()) -> Iterator[Store]:  # noqa: B008  # frozen
    """Open the store; a dry run that finds none compares with an empty one that is thrown away."""
    with ExitStack() as stack:
        try:
            store = app.open_store(create=not orders.dry_run)
        except NoSuchRecord:
            folder = stack.enter_context(TemporaryDirectory(prefix="intake-"))
            store = open_store(f"sqlite:///{folder}/empty.db", app.zone)
        yield stack.enter_context(store)


def desk_of(app: App) -> Desk:
    """Tell failures on stderr, and show progress on a terminal; what was told before is not told again."""

    def tell(error: IntakeError) -> None:
        if not isinstance(error, LoginDeferred):
            app.complain(error)

    return Desk(app.environ, lambda label: progress_of(app.say(label)), tell)


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
    return said + "".join(_extras(app, outcome, waiting + outcome.reading.waiting))


def _extras(app: App, outcome: Outcome, waiting: int) -> Iterator[str]:
    """Say what happens rarely, each only where it happened."""
    oversize = sum(landing.oversize for landing in outcome.landings)
    settled = sum(landing.settled for landing in outcome.landings)
    mismatched = sum(landing.mismatched for landing in outcome.landings)
    for template, count in (
        (N_("; back on the list: {count}"), outcome.resurfaced),
        (N_("; too large, left in the mailbox: {count}"), oversize),
        (N_("; not of the announced size: {count}"), mismatched),
        (N_("; marked in the mailbox: {count}"), settled),
        (N_("; left for the next run: {count}"), waiting),
    ):
        if count:
            yield app.say(template).format(count=count)


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
