import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from health_check import TOKEN, HealthCheck

from intake.cli import log, observing
from intake.cli.app import App
from intake.errors import CannotWrite, MailboxUnavailable
from intake.model import MailboxReport, PollReport
from intake.passes import Outcome
from intake.poll import Landing
from intake.read import ReadingRun
from intake.store import Store

Intake = Callable[..., Result]
MAIL = b"From: a@qq.example\r\nSubject: a\r\n\r\nb\r\n"


@pytest.fixture
def config(home: Path, service: HealthCheck) -> Path:
    """Configure a mailbox of one mail, a log of everything, metrics, and a health check."""
    (home / "mails").mkdir()
    (home / "mails" / "1.eml").write_bytes(MAIL)
    (home / "metrics").mkdir()
    file = home / "intake.toml"
    file.write_text(
        '[store]\nurl = "sqlite:///intake.db"\n[log]\nfile = "intake.log"\nlevel = "debug"\n'
        '[metrics]\nfile = "metrics/intake.prom"\n[ping]\n'
        f'url = "{service.url}"\n[mailbox.old]\nkind = "folder"\npath = "mails"\n'
    )
    return file


def signals(service: HealthCheck) -> list[tuple[str, str]]:
    """Give what the health check was told: the signal and the body."""
    return [(path.removeprefix(f"/{TOKEN}"), body) for _, path, body in service.told]


def metrics(config: Path) -> dict[str, float]:
    text = (config.parent / "metrics" / "intake.prom").read_text("utf-8")
    return {name: float(value) for name, value in re.findall(r"^([^#\s]+) (\S+)$", text, re.MULTILINE)}


def events(config: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (config.parent / "intake.log").read_text("utf-8").splitlines()]


def test_a_poll_that_goes_well_is_told_to_all(intake: Intake, config: Path, service: HealthCheck) -> None:
    assert intake("--config", config, "poll").exit_code == 0
    found = metrics(config)
    assert found["intake_poll_exit_code"] == 0
    assert found['intake_mailbox_new_mails{mailbox="old"}'] == 1
    assert found["intake_mails"] == 1
    assert found['intake_mailbox_last_success_timestamp_seconds{mailbox="old"}'] > 0
    assert signals(service) == [("/start", ""), ("", "")]
    assert [(line["event"], line["level"]) for line in events(config)] == [
        ("poll_begun", "debug"),
        ("mailbox_polled", "info"),
        ("poll_ended", "info"),
    ]
    assert len({line["run"] for line in events(config)}) == 1


def test_the_metrics_are_everybodys_to_read_and_nothing_is_left_beside_them(
    intake: Intake, config: Path
) -> None:
    intake("--config", config, "poll")
    intake("--config", config, "poll")
    (file,) = (config.parent / "metrics").iterdir()
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_poll_that_fails_is_told_with_its_exit_code(
    intake: Intake, config: Path, service: HealthCheck
) -> None:
    intake("--config", config, "poll")
    config.write_text(config.read_text() + '[mailbox.gone]\nkind = "folder"\npath = "none"\n')
    done = intake("--config", config, "poll")
    assert done.exit_code > 0
    found = metrics(config)
    assert found["intake_poll_exit_code"] == done.exit_code
    assert found['intake_mailbox_exit_code{mailbox="old"}'] == 0
    assert found['intake_mailbox_exit_code{mailbox="gone"}'] == done.exit_code
    assert found['intake_mailbox_last_success_timestamp_seconds{mailbox="gone"}'] == 0
    assert signals(service)[2:] == [("/start", ""), ("/fail", f"exit code {done.exit_code}")]
    told = [line for line in events(config) if line["level"] == "warning"]
    assert [(line["event"], line.get("mailbox")) for line in told] == [
        ("mailbox_polled", "gone"),
        ("poll_ended", None),
    ]
    assert told[0]["failures"][0] in done.stderr


def test_a_store_that_cannot_be_opened_is_told_without_its_numbers(
    intake: Intake, config: Path, service: HealthCheck
) -> None:
    (config.parent / "intake.db").write_bytes(b"no database" * 1000)
    done = intake("--config", config, "poll")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)
    assert metrics(config)["intake_poll_exit_code"] == 78
    assert "intake_mails" not in metrics(config)
    assert signals(service) == [("/start", ""), ("/fail", "exit code 78")]
    failed = events(config)[1]
    assert (failed["event"], failed["level"], failed["exit_code"]) == ("poll_failed", "error", 78)
    assert "not a database of intake" in failed["why"]


@pytest.mark.parametrize(
    "ending",
    [
        (CannotWrite("full"), 73),
        (OSError(28, "No space left on device"), 73),
        (KeyboardInterrupt(), 130),
        (SystemExit(143), 143),
        (ZeroDivisionError("bug"), 70),
    ],
)
def test_whatever_ends_a_poll_is_told(
    intake: Intake,
    config: Path,
    service: HealthCheck,
    monkeypatch: pytest.MonkeyPatch,
    ending: tuple[BaseException, int],
) -> None:
    error, code = ending

    def fall(*_: object) -> None:
        raise error

    monkeypatch.setattr(Store, "unread", fall)
    assert intake("--config", config, "poll").exit_code == code
    assert signals(service)[-1] == ("/fail", f"exit code {code}")
    assert metrics(config)["intake_poll_exit_code"] == code
    assert metrics(config)["intake_unread_mails"] == 1


def test_a_dry_run_is_told_to_nobody(intake: Intake, config: Path, service: HealthCheck) -> None:
    assert intake("--config", config, "poll", "--dry-run").exit_code == 0
    assert signals(service) == []
    assert list((config.parent / "metrics").iterdir()) == []
    assert not (config.parent / "intake.log").exists()


def test_a_poll_of_one_mailbox_keeps_the_others_last_success(intake: Intake, config: Path) -> None:
    (config.parent / "more").mkdir()
    config.write_text(config.read_text() + '[mailbox.more]\nkind = "folder"\npath = "more"\n')
    intake("--config", config, "poll")
    intake("--config", config, "poll", "--mailbox", "more")
    found = metrics(config)
    assert found['intake_mailbox_last_success_timestamp_seconds{mailbox="old"}'] > 0
    assert 'intake_mailbox_seen_mails{mailbox="old"}' not in found


@pytest.mark.parametrize("place", ["none/intake.prom", "intake.toml/intake.prom", "metrics"])
def test_metrics_that_cannot_be_written_are_a_warning_and_the_poll_goes_well(
    intake: Intake, config: Path, place: str
) -> None:
    config.write_text(config.read_text().replace("metrics/intake.prom", place))
    done = intake("--config", config, "poll")
    assert (done.exit_code, done.stderr) == (0, "")
    (warned,) = [line for line in events(config) if line["level"] == "warning"]
    assert (warned["event"], warned["file"]) == ("metrics_failed", str(config.parent / place))
    assert list(config.parent.rglob("*.part")) == []


def test_what_the_operator_must_know_has_lines_of_its_own(config: Path) -> None:
    app = App({"HOME": str(config.parent)}, config)
    log.start(app)
    box = MailboxReport("qq", epochs=("INBOX\n", "Junk"), oversized=2, mismatched=1)
    with observing.observed(app, app.config) as poll_seen:
        poll_seen.report = PollReport((box,))
    warned = [line for line in events(config) if line["level"] == "warning"]
    assert [(line["event"], line.get("folder", line.get("count"))) for line in warned] == [
        ("epoch_changed", "INBOX\n"),
        ("epoch_changed", "Junk"),
        ("mails_oversized", 2),
        ("sizes_mismatched", 1),
        ("metrics_incomplete", None),
    ]


def test_a_report_adds_up_what_landed_and_what_was_read() -> None:
    failure = MailboxUnavailable("gone — {host}", host="h")
    landings = (Landing("a", seen=5, new=2, again=1, waiting=2), Landing("b", failures=(failure,)))
    report = observing.report_of(Outcome(landings, ReadingRun(2, 1, 3, 4), 1))
    assert (report.exit_code, report.read, report.problems, report.submissions) == (75, 2, 1, 3)
    assert (report.unread, report.resurfaced, report.dry_run, report.remarkable) == (4, 1, False, True)
    first, second = report.mailboxes
    assert (first.seen, first.new, first.again, first.waiting, first.exit_code) == (5, 2, 1, 2, 0)
    assert (second.exit_code, second.failures) == (75, ("gone — h",))
    assert observing.report_of(Outcome((), None)).dry_run
