"""What config/ offers for cron and systemd names commands that there are."""

import configparser
import re
import shlex
from collections.abc import Callable
from importlib import resources

import pytest
from click.testing import Result

Intake = Callable[..., Result]


def sample(name: str) -> str:
    return (resources.files("intake") / "defaults" / name).read_text(encoding="utf-8")


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(sample(name))
    return parser


def cron_command() -> str:
    (line,) = (line for line in sample("crontab").splitlines() if line and not line.startswith("#"))
    match = re.fullmatch(r"(?:[\d*/,-]+ ){5}(.+)", line)
    assert match is not None
    return match[1]


@pytest.mark.parametrize("line", [cron_command(), unit("intake.service")["Service"]["ExecStart"]])
def test_the_command_is_one_of_ours(intake: Intake, line: str) -> None:
    program, *arguments = shlex.split(line)
    assert program.endswith("/bin/intake")
    assert intake(*arguments, "--help").exit_code == 0


def test_the_timer_starts_the_service() -> None:
    assert unit("intake.timer")["Timer"]["OnCalendar"] == "*:0/5"
    assert unit("intake.service")["Service"]["Type"] == "oneshot"
