import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from live import missing

from intake.model import Backlog, MailboxReport, PollReport
from intake.render.metrics import exposition
from intake.workflow import Status

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
REPORT = PollReport(
    mailboxes=(
        MailboxReport("qq", seen=30, new=4, again=1, epochs=("INBOX", "Junk"), seconds=1.5),
        MailboxReport("163", exit_code=75),
    ),
    exit_code=75,
    read=4,
    submissions=3,
    problems=1,
    seconds=2.25,
)
BACKLOG = Backlog(
    statuses={Status.PENDING: 7, Status.RETURNED: 0},
    oldest=NOW - timedelta(hours=2),
    problems={"corrupted": 2},
    mails=40,
    unread=5,
    size=4096,
    successes={"qq": NOW, "163": None},
    exit_codes={"qq": 0, "163": 75},
    pending={"qq": 3, "163": 0},
    oversize={"qq": 1, "163": 0},
)

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)")


def parsed(text: str) -> dict[tuple[str, str], float]:
    """Read the text format strictly: HELP, TYPE and then the samples of one family, each sample once."""
    assert text.endswith("\n")
    samples: dict[tuple[str, str], float] = {}
    family, families = "", set()
    for line in text.removesuffix("\n").split("\n"):
        if match := re.fullmatch(rf"# HELP ({NAME}) [ -~]+", line):
            family = match[1]
            assert family not in families
            families.add(family)
        elif line.startswith("#"):
            assert line == f"# TYPE {family} gauge"
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample is not None, line
            assert sample[1] == family
            key = (sample[1], sample[2] or "")
            assert key not in samples
            samples[key] = float(sample[3])
    return samples


def written(report: PollReport = REPORT, backlog: Backlog | None = BACKLOG) -> str:
    return exposition(report, backlog, now=NOW, alarm_after=10800)


@pytest.mark.parametrize(
    ("name", "labels", "value"),
    [
        ("intake_poll_end_timestamp_seconds", "", NOW.timestamp()),
        ("intake_poll_exit_code", "", 75),
        ("intake_poll_duration_seconds", "", 2.25),
        ("intake_poll_alarm_after_seconds", "", 10800),
        ("intake_poll_read_mails", "", 4),
        ("intake_poll_met_problems", "", 1),
        ("intake_mailbox_seen_mails", 'mailbox="qq"', 30),
        ("intake_mailbox_again_mails", 'mailbox="qq"', 1),
        ("intake_mailbox_epoch_changes", 'mailbox="qq"', 2),
        ("intake_mailbox_duration_seconds", 'mailbox="qq"', 1.5),
        ("intake_mailbox_last_success_timestamp_seconds", 'mailbox="qq"', NOW.timestamp()),
        ("intake_mailbox_last_success_timestamp_seconds", 'mailbox="163"', 0),
        ("intake_mailbox_exit_code", 'mailbox="163"', 75),
        ("intake_pending_mails", 'mailbox="qq"', 3),
        ("intake_oversize_mails", 'mailbox="163"', 0),
        ("intake_submissions", 'status="pending"', 7),
        ("intake_oldest_pending_seconds", "", 7200),
        ("intake_problems", 'code="corrupted"', 2),
        ("intake_mails", "", 40),
        ("intake_unread_mails", "", 5),
        ("intake_database_bytes", "", 4096),
    ],
)
def test_a_poll_and_the_store_are_gauges(name: str, labels: str, value: float) -> None:
    assert parsed(written())[(name, labels)] == value


def test_what_nobody_measured_has_no_sample() -> None:
    assert ("intake_mailbox_duration_seconds", 'mailbox="163"') not in parsed(written())


def test_without_a_store_the_poll_is_told_and_nothing_is_made_up() -> None:
    samples = parsed(written(PollReport(exit_code=73), None))
    assert samples[("intake_poll_exit_code", "")] == 73
    assert {name for name, _ in samples if not name.startswith("intake_poll_")} == {"intake_build_info"}


def test_where_nothing_waits_nothing_is_old() -> None:
    empty = Backlog({}, None, {}, 0, 0, 0)
    assert parsed(written(REPORT, empty))[("intake_oldest_pending_seconds", "")] == 0


@given(st.dictionaries(st.text(), st.integers(0, 9), max_size=3))
def test_whatever_a_label_holds_a_reader_gets_back(codes: dict[str, int]) -> None:
    samples = parsed(written(REPORT, Backlog({}, None, codes, 0, 0, 0)))
    found = {
        labels[len('code="') : -1]: value for (name, labels), value in samples.items() if "code=" in labels
    }
    unescape = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
    assert {
        re.sub(r"\\.", lambda pair: unescape[pair[0]], code): value for code, value in found.items()
    } == codes


def test_prometheus_accepts_it() -> None:
    promtool = shutil.which("promtool") or missing("no promtool: apt-get install prometheus")
    done = subprocess.run(
        [promtool, "check", "metrics"], input=written(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
