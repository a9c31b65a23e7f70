"""What config/ offers for cron, systemd, Prometheus and logrotate is right where it is used."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest
from click.testing import Result
from live import missing

from intake.model import Backlog, MailboxReport, PollReport
from intake.render.metrics import exposition

Intake = Callable[..., Result]
UNITS = ("intake.service", "intake.timer", "intake-watch.service")
RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))  # crontab(5)


def sample(name: str) -> str:
    return (resources.files("intake") / "defaults" / name).read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(sample(name))
    return parser


def cron_lines(name: str) -> list[str]:
    """Give the entries of a crontab, and those that its comments offer."""
    lines = (line.removeprefix("#").strip() for line in sample(name).splitlines())
    return [line for line in lines if re.match(r"[\d*]\S* [\d*]", line)]


def mistake(entry: str) -> str:
    """Tell what crontab(5) would not have in an entry of a login; "" where it is right."""
    *times, command = entry.split(maxsplit=5) if len(entry.split()) > 5 else ["", ""]
    if len(times) != 5:
        return "not five fields and a command"
    for text, (low, high) in zip(times, RANGES, strict=True):
        if not all(fits(part, low, high) for part in text.split(",")):
            return f"no time: {text}"
    if "%" in command.replace("\\%", ""):
        return "a bare % ends the command"
    program = shlex.split(command)[0]
    return "" if program.startswith(("/", "$HOME/")) else f"cron has no PATH: {program}"


def fits(part: str, low: int, high: int) -> bool:
    match = re.fullmatch(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
    if match is None or match[3] == "0":
        return False
    first, last = int(match[1] or low), int(match[2] or match[1] or high)
    return low <= first <= last <= high and (match[3] is None or match[1] is None or match[2] is not None)


@pytest.mark.parametrize("name", ["crontab", "logrotate"])
def test_an_entry_for_cron_is_one(name: str) -> None:
    (entry,) = cron_lines(name)
    assert mistake(entry) == ""


@pytest.mark.parametrize(
    "entry",
    [
        "*/5 * * * *",
        "*/5 * * * intake poll",
        "*/0 * * * * /bin/intake",
        "60 * * * * /bin/intake",
        "5-1 * * * * /bin/intake",
        "5/2 * * * * /bin/intake",
        "0 24 * * * /bin/intake",
        "0 0 0 * * /bin/intake",
        "0 0 1 13 * /bin/intake",
        "* * * * 8 /bin/intake",
        "* * * * x /bin/intake",
        "* * * * * intake poll",
        "* * * * * /bin/intake --since +%F",
    ],
)
def test_what_cron_would_not_run_is_found(entry: str) -> None:
    assert mistake(entry) != ""


def test_a_crontab_has_entries_comments_and_variables_only() -> None:
    rest = [line for line in sample("crontab").splitlines() if line and not line.startswith("#")]
    assert rest == cron_lines("crontab")


@pytest.mark.parametrize(
    "command",
    [
        cron_lines("crontab")[0].split(maxsplit=5)[5],
        unit("intake.service")["Service"]["ExecStart"],
        unit("intake-watch.service")["Service"]["ExecStart"],
    ],
)
def test_the_command_is_one_of_ours(intake: Intake, command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program.endswith("/bin/intake")
    assert intake(*arguments, "--help").exit_code == 0


def test_the_timer_starts_the_service() -> None:
    assert unit("intake.timer")["Timer"]["OnCalendar"] == "*:0/5"
    assert unit("intake.service")["Service"]["Type"] == "oneshot"
    assert unit("intake-watch.service")["Unit"]["Conflicts"] == "intake.timer"


def test_both_services_are_confined_alike() -> None:
    oneshot, staying = (dict(unit(name)["Service"]) for name in ("intake.service", "intake-watch.service"))
    own = {
        "type",
        "execstart",
        "successexitstatus",
        "timeoutstartsec",
        "restart",
        "restartsec",
        "restartpreventexitstatus",
    }
    assert {key: value for key, value in oneshot.items() if key not in own} == {
        key: value for key, value in staying.items() if key not in own
    }


def verified(folder: Path, name: str, text: str) -> subprocess.CompletedProcess[str]:
    """Let systemd read a unit of a login whose program is installed."""
    program = folder / ".local" / "bin" / "intake"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    units = folder / "units"
    units.mkdir(exist_ok=True)
    for other in UNITS:
        (units / other).write_text(sample(other))
    (units / name).write_text(text)
    analyze = shutil.which("systemd-analyze") or missing("no systemd-analyze: apt-get install systemd")
    return subprocess.run(
        [analyze, "verify", "--user", "--man=no", str(units / name)],
        env={**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_a_unit_without_a_word(tmp_path: Path, name: str) -> None:
    done = verified(tmp_path, name, sample(name))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("Type=oneshot", "Tipe=oneshot"), ("Type=oneshot", "Type=twoshot"), ("bin/intake", "bin/outtake")],
)
def test_systemd_finds_a_mistake_in_a_unit(tmp_path: Path, right: str, wrong: str) -> None:
    text = sample("intake.service")
    assert right in text
    assert verified(tmp_path, "intake.service", text.replace(right, wrong)).stderr != ""


NOW = datetime(2026, 11, 25, tzinfo=UTC)
EVERYTHING = exposition(
    PollReport((MailboxReport("qq", seconds=1.0),)),
    Backlog({}, NOW, {"corrupted": 1}, 1, 1, 1, {"qq": NOW}, {"qq": 0}),
    now=NOW,
    alarm_after=10800,
)


def test_the_rules_ask_for_metrics_that_there_are() -> None:
    asked = set(re.findall(r"\bintake_\w+", sample("alerts.yml")))
    assert asked
    assert asked <= set(re.findall(r"^# TYPE (\w+)", EVERYTHING, re.MULTILINE))


RULES = """
rule_files: [alerts.yml]
evaluation_interval: 5m
tests:
  - interval: 5m
    input_series:
      - {series: 'intake_mailbox_last_success_timestamp_seconds{mailbox="qq", instance="a"}', values: '0x60'}
      - {series: 'intake_mailbox_last_success_timestamp_seconds{mailbox="163", instance="a"}', values: '0+300x60'}
      - {series: 'intake_poll_alarm_after_seconds{instance="a"}', values: '10800x60'}
      - {series: 'intake_poll_exit_code{instance="a"}', values: '0x60'}
    alert_rule_test:
      - {eval_time: 3h, alertname: IntakeStale}
      - eval_time: 3h10m
        alertname: IntakeStale
        exp_alerts:
          - exp_labels: {severity: critical, mailbox: qq, instance: a}
            exp_annotations:
              summary: "Mailbox qq was last polled well 3h 10m 0s ago"
              description: "No mail comes in. Look at cron or the timer, then run `intake doctor`."
      - {eval_time: 4h, alertname: IntakeAbsent}
      - {eval_time: 4h, alertname: IntakeFailing}
  - interval: 5m
    input_series:
      - {series: 'intake_poll_exit_code{instance="a"}', values: '75x60'}
    alert_rule_test:
      - {eval_time: 50m, alertname: IntakeFailing}
      - eval_time: 2h
        alertname: IntakeFailing
        exp_alerts:
          - exp_labels: {severity: warning, instance: a}
            exp_annotations:
              summary: "Polls end with exit code 75"
              description: "75 is a server that cannot be reached, 77 a code that is refused; `intake poll` says why."
      - eval_time: 4h
        alertname: IntakeAbsent
        exp_alerts:
          - exp_labels: {severity: critical}
            exp_annotations:
              summary: "No poll has written metrics, or its database cannot be opened"
              description: "Run `intake doctor`."
"""


def test_prometheus_raises_the_alarms_when_it_should_and_not_before(tmp_path: Path) -> None:
    promtool = shutil.which("promtool") or missing("no promtool: apt-get install prometheus")
    (tmp_path / "alerts.yml").write_text(sample("alerts.yml"))
    (tmp_path / "tests.yml").write_text(RULES)
    done = subprocess.run(
        [promtool, "test", "rules", "tests.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
