import csv
import io
import json
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.model import Sighting
from intake.store import open_store

Intake = Callable[..., Result]
GOOD = b"From: a@example.cn\r\nSubject: x\r\n\r\nhello\r\n"


@pytest.fixture
def troubled(home: Path) -> str:
    """Make a store with a mail that can be read now and one that cannot."""
    url = f"sqlite:///{home}/troubled.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        for serial, (raw, code) in enumerate(((GOOD, "timeout"), (b"\n" * 2_000_010, "mail_lines")), start=1):
            received = datetime(2026, 11, serial, tzinfo=UTC)
            landed = store.land(Sighting("qq", "INBOX", "1", str(serial)), raw, received)
            store.fail(landed.message_id, code, "why \x1b[2J", "1")
    return url


def test_the_list_says_why_how_often_and_when_next(intake: Intake, troubled: str) -> None:
    said = intake("--store", troubled, "--lang", "zh_CN", "problems", "list").stdout
    _, first, second = said.splitlines()
    assert first.split("\t")[0] == "1"
    assert first.split("\t")[2:4] == ["解析超时", "1"]
    assert second.split("\t")[4] == "待人工处理"


def test_the_list_as_json_and_csv(intake: Intake, troubled: str) -> None:
    lines = intake("--store", troubled, "problems", "list", "--json").stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [(one["id"], one["code"], one["attempts"], one["next"] is None) for one in found] == [
        (1, "timeout", 1, False),
        (2, "mail_lines", 1, True),
    ]
    said = intake("--store", troubled, "problems", "list", "--csv").stdout
    assert [row["code"] for row in csv.DictReader(io.StringIO(said.lstrip("\ufeff")))] == [
        "timeout",
        "mail_lines",
    ]


def test_one_problem_is_shown_with_its_mail(intake: Intake, troubled: str) -> None:
    said = intake("--store", troubled, "problems", "show", 1).stdout
    assert r"Problem: reading it took too long [why \u{1B}[2J]" in said
    assert "Attempts: 1, first" in said
    assert json.loads(intake("--store", troubled, "problems", "show", 2, "--json").stdout)["id"] == 2


def test_a_retry_reads_what_can_be_read_and_says_what_cannot(intake: Intake, troubled: str) -> None:
    done = intake("--store", troubled, "problems", "retry", "--all")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "mail 1: read, new submissions 1",
        "mail 2: the mail has too many lines",
    ]
    (left,) = intake("--store", troubled, "problems", "list", "--json").stdout.splitlines()
    assert json.loads(left)["id"] == 2
    assert "2026-0001" in intake("--store", troubled, "list").stdout


def test_the_mails_are_written_as_received_for_their_reader_alone(
    intake: Intake, troubled: str, home: Path
) -> None:
    done = intake("--store", troubled, "problems", "export", 1, 1, "--to", home / "out")
    (path,) = map(Path, done.stdout.splitlines())
    assert path == home / "out" / "mail-1.eml"
    assert path.read_bytes() == GOOD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("command", ["show", "retry", "export"])
def test_a_mail_without_a_problem_is_refused(intake: Intake, troubled: str, command: str) -> None:
    done = intake("--store", troubled, "problems", command, 99)
    assert done.exit_code == 66
    assert "intake problems list" in done.stderr


@pytest.mark.parametrize("command", ["retry", "export"])
@pytest.mark.parametrize("arguments", [[], ["1", "--all"]])
def test_what_is_meant_must_be_clear(
    intake: Intake, troubled: str, command: str, arguments: list[str]
) -> None:
    assert intake("--store", troubled, "problems", command, *arguments).exit_code == 2


def test_what_cannot_be_read_is_still_named_by_its_header(intake: Intake, home: Path) -> None:
    raw = "From: 河口镇 <hk@example.cn>\r\nSubject: 发言\r\n".encode() + b"\r\n" * 2_000_010
    (home / "mail.eml").write_bytes(raw)
    url = f"sqlite:///{home}/named.db"
    assert intake("--store", url, "import", home / "mail.eml").exit_code == 0
    (_, row) = intake("--store", url, "problems", "list").stdout.splitlines()
    assert row.split("\t")[5:7] == ["发言", "河口镇"]
    assert (
        json.loads(intake("--store", url, "mail", "list", "--json").stdout)["from_address"] == "hk@example.cn"
    )
    assert "Subject: 发言\n" in intake("--store", url, "problems", "show", 1).stdout


@pytest.mark.parametrize("words", ["problems list", "problems retry --all"])
def test_where_no_mail_has_a_problem_that_is_said(
    intake: Intake, home: Path, screen: Mapping[str, str], words: str
) -> None:
    url = f"sqlite:///{home}/empty.db"
    open_store(url, ZoneInfo("Asia/Shanghai")).close()
    done = intake("--store", url, "--lang", "zh_CN", *words.split(), env=screen)
    assert (done.stdout, done.exit_code) == ("没有出问题的来信。\n", 0)
