"""Metrics in Prometheus's text format 0.0.4: gauges all, since each poll is a process of its own and counts from 0.

Names carry a base unit where they have one. A value that is not known has no line: a rule sees `absent()`, never a 0
that was made up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake import __version__
from intake.model import Backlog, MailboxReport, PollReport

_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})

#: What a mailbox reports of its last poll: metric, attribute of the report, help.
_OF_A_MAILBOX = (
    ("seen_mails", "seen", "Mails listed by the last poll."),
    ("new_mails", "new", "Mails stored by the last poll."),
    ("again_mails", "again", "Mails met again under another number by the last poll."),
    ("waiting_mails", "waiting", "Mails left for the next poll."),
    ("pending_mails", "pending", "Mails asked for that the server did not give whole."),
    ("oversized_mails", "oversized", "Mails met by the last poll that are too large to fetch."),
    ("mismatched_mails", "mismatched", "Mails stored by the last poll whose size is not the announced one."),
    ("duration_seconds", "seconds", "Time that the last poll took."),
)

_OF_A_POLL = (
    ("read_mails", "read", "Mails read after the last poll."),
    ("made_submissions", "submissions", "Submissions made by the last poll."),
    ("met_problems", "problems", "Mails of the last poll that could not be read."),
)

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Metric:
    """One gauge: its samples by label."""

    name: str
    about: str
    samples: tuple[tuple[Labels, float], ...]


def exposition(report: PollReport, backlog: Backlog | None, *, now: datetime, alarm_after: float) -> str:
    """Write a file for the textfile collector: the poll that ends now, and the store unless it cannot be opened."""
    metrics = [
        Metric("intake_build_info", "The version of the program.", (({"version": __version__}, 1),)),
        *_poll(report, now, alarm_after),
        *_mailboxes(report.mailboxes),
        *(() if backlog is None else _store(backlog, now)),
    ]
    return "".join(line for metric in metrics if metric.samples for line in _lines(metric))


def _poll(report: PollReport, now: datetime, alarm_after: float) -> Iterator[Metric]:
    yield _one("intake_poll_end_timestamp_seconds", "When the last poll ended.", now.timestamp())
    yield _one("intake_poll_exit_code", "Exit code of the last poll; 0 is good.", report.exit_code)
    yield _one(
        "intake_poll_duration_seconds", "Time that the last poll took, reading included.", report.seconds
    )
    yield _one("intake_poll_alarm_after_seconds", "Time without a success that is too long.", alarm_after)
    for name, attribute, about in _OF_A_POLL:
        yield _one(f"intake_poll_{name}", about, getattr(report, attribute))


def _mailboxes(boxes: Iterable[MailboxReport]) -> Iterator[Metric]:
    polled = tuple(boxes)
    for name, attribute, about in _OF_A_MAILBOX:
        values = {box.mailbox: getattr(box, attribute) for box in polled}
        known = {mailbox: value for mailbox, value in values.items() if value is not None}
        yield _by("mailbox", f"intake_mailbox_{name}", about, known)
    epochs = {box.mailbox: len(box.epochs) for box in polled}
    yield _by("mailbox", "intake_mailbox_epoch_changes", "Folders that the server numbered anew.", epochs)


def _store(backlog: Backlog, now: datetime) -> Iterator[Metric]:
    # 0, or a mailbox that never went well would trip no rule
    successes = {mailbox: when.timestamp() if when else 0 for mailbox, when in backlog.successes.items()}
    yield _by(
        "mailbox",
        "intake_mailbox_last_success_timestamp_seconds",
        "When the last poll that went well ended; 0 is never.",
        successes,
    )
    yield _by(
        "mailbox", "intake_mailbox_exit_code", "Exit code of the last poll; 0 is good.", backlog.exit_codes
    )
    yield _by(
        "mailbox",
        "intake_pending_mails",
        "Mails listed that the server did not give whole yet.",
        backlog.pending,
    )
    yield _by(
        "mailbox",
        "intake_oversize_mails",
        "Mails that are too large to fetch and stay on the server.",
        backlog.oversize,
    )
    yield _by(
        "status",
        "intake_submissions",
        "Submissions by status, without the archived.",
        {status.value: number for status, number in backlog.statuses.items()},
    )
    waited = 0.0 if backlog.oldest is None else (now - backlog.oldest).total_seconds()
    yield _one(
        "intake_oldest_pending_seconds", "Age of the oldest submission that waits for an editor.", waited
    )
    yield _by("code", "intake_problems", "Mails that could not be read, by reason.", backlog.problems)
    yield _one("intake_mails", "Mails in the store.", backlog.mails)
    yield _one("intake_unread_mails", "Mails that landed and are not read yet.", backlog.unread)
    yield _one("intake_database_bytes", "Size of the database.", backlog.size)


def _one(name: str, about: str, value: float) -> Metric:
    return Metric(name, about, (({}, value),))


def _by(label: str, name: str, about: str, values: Mapping[str, float]) -> Metric:
    return Metric(name, about, tuple(({label: key}, value) for key, value in values.items()))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.about}\n"
    yield f"# TYPE {metric.name} gauge\n"
    for labels, value in metric.samples:
        written = ",".join(f'{label}="{text.translate(_ESCAPES)}"' for label, text in labels.items())
        yield f"{metric.name}{{{written}}} {value}\n" if written else f"{metric.name} {value}\n"
