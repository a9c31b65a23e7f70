"""How a poll is seen from outside: ping, log and metrics are told that it begins and how it ended.

None of them can fail a poll or change its exit code.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from intake.cli.app import App
from intake.cli.failure import code_of
from intake.cli.files import put_whole
from intake.cli.log import note
from intake.cli.ping import ping
from intake.config import Config
from intake.errors import IntakeError, Overlap
from intake.model import Backlog, MailboxReport, PollReport
from intake.passes import Outcome, worst_of
from intake.poll import Landing
from intake.read import ReadingRun
from intake.render.metrics import exposition

EVERYBODY = (
    0o644  # the exporter runs as a user of its own, and reads whatever is called *.prom, whenever it likes
)


@dataclass(slots=True)
class Observation:
    """What is known of a poll so far."""

    report: PollReport = field(default_factory=PollReport)


@contextmanager
def observed(app: App, config: Config, *, dry_run: bool = False) -> Iterator[Observation]:
    """Tell of a poll whatever happens in the block, which sets the report of the observation; of a dry run, nothing.

    Afterwards the report knows its exit code and how long the poll took.
    """
    observation = Observation()
    if dry_run:
        yield observation
        return
    begun = time.monotonic()
    note(logging.DEBUG, "poll_begun", mailboxes=[box.name for box in config.mailboxes])
    _ping(config, "/start")
    try:
        yield observation
    except Overlap:  # the other poll tells of itself
        note(logging.DEBUG, "poll_overlaps")
        raise
    except BaseException as error:
        observation.report = replace(observation.report, exit_code=code_of(error))
        _fell(error)
        _tell(app, config, observation, begun)
        raise
    _tell(app, config, observation, begun)


def report_of(outcome: Outcome) -> PollReport:
    """Report what landed and what was read; a dry run reads nothing."""
    done = outcome.reading or ReadingRun()
    boxes = tuple(_box(landing) for landing in outcome.landings)
    return PollReport(
        mailboxes=boxes,
        exit_code=outcome.worst,
        dry_run=outcome.reading is None,
        read=done.read,
        submissions=done.submissions,
        problems=done.problems,
        unread=done.waiting,
        resurfaced=outcome.resurfaced,
    )


def _box(landing: Landing) -> MailboxReport:
    return MailboxReport(
        mailbox=landing.mailbox,
        exit_code=worst_of(landing),
        seen=landing.seen,
        new=landing.new,
        again=landing.again,
        waiting=landing.waiting,
        pending=landing.absent,
        oversized=landing.oversize,
        mismatched=landing.mismatched,
        epochs=landing.anew,
        failures=tuple(str(failure) for failure in landing.failures),
    )


def _tell(app: App, config: Config, observation: Observation, begun: float) -> None:
    report = replace(observation.report, seconds=round(time.monotonic() - begun, 3))
    observation.report = report
    for box in report.mailboxes:
        _log_box(box)
    level = logging.WARNING if report.exit_code else logging.INFO
    note(level, "poll_ended", **{key: value for key, value in asdict(report).items() if key != "mailboxes"})
    if config.monitoring.metrics_file is not None:
        _write_metrics(app, config, config.monitoring.metrics_file, report)
    if report.exit_code:
        _ping(config, "/fail", f"exit code {int(report.exit_code)}")
    else:
        _ping(config)


def _ping(config: Config, signal: str = "", body: str = "") -> None:
    if config.monitoring.ping_url is not None:
        ping(config.monitoring.ping_url, signal, body)


def _log_box(box: MailboxReport) -> None:
    """Log what a mailbox gave, and apart from it what an operator must know."""
    told = {key: value for key, value in asdict(box).items() if value is not None}
    note(logging.WARNING if box.exit_code else logging.INFO, "mailbox_polled", **told)
    for folder in box.epochs:
        note(logging.WARNING, "epoch_changed", mailbox=box.mailbox, folder=folder)
    for event, count in (("mails_oversized", box.oversized), ("sizes_mismatched", box.mismatched)):
        if count:
            note(logging.WARNING, event, mailbox=box.mailbox, count=count)


def _fell(error: BaseException) -> None:
    """Log why a poll fell; a bug's traceback is kept where the program ends."""
    why = str(error) if isinstance(error, IntakeError) else type(error).__name__
    note(logging.ERROR, "poll_failed", exit_code=int(code_of(error)), why=why)


def _write_metrics(app: App, config: Config, file: Path, report: PollReport) -> None:
    now, alarm_after = datetime.now(UTC), config.monitoring.alarm_after
    text = exposition(report, _backlog(app, config), now=now, alarm_after=alarm_after)
    try:
        put_whole(file, text.encode(), EVERYBODY)
    except OSError as error:
        note(logging.WARNING, "metrics_failed", file=str(file), why=error.strerror or str(error))


def _backlog(app: App, config: Config) -> Backlog | None:
    """Ask the store, by a connection of our own: the poll may have failed in the middle of anything."""
    try:
        with app.open_store() as store:
            return store.backlog(box.name for box in config.mailboxes)
    except IntakeError as error:
        note(logging.WARNING, "metrics_incomplete", why=str(error))
        return None
