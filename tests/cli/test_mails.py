import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.cli.app import App
from intake.model import Authentication, Contribution, Sighting
from intake.store import open_store
from intake.workflow import Status

Intake = Callable[..., Result]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_the_mail_list_has_the_last_one_first(intake: Intake, url: str) -> None:
    _, *rows = intake("--store", url, "mail", "list").stdout.splitlines()
    assert [row.split("\t")[0] for row in rows] == ["3", "2", "1"]
    assert rows[0].split("\t")[2] == "problem"
    assert rows[2].split("\t")[2:5] == ["submission", r"投稿\u{202E}", "汉中路街道办"]


def test_the_mail_list_as_json_and_csv(intake: Intake, url: str) -> None:
    lines = intake("--store", url, "mail", "list", "--json", "--limit", "2").stdout.splitlines()
    assert [json.loads(line)["problem"] for line in lines] == ["corrupted", None]
    rows = list(
        csv.DictReader(io.StringIO(intake("--store", url, "mail", "list", "--csv").stdout.lstrip("\ufeff")))
    )
    assert [row["kind"] for row in rows] == ["", "submission", "submission"]


def test_a_mail_shows_its_attachments_and_submissions(intake: Intake, url: str) -> None:
    said = intake("--store", url, "--lang", "zh_CN", "mail", "show", "1").stdout
    assert "来信 1  来稿" in said
    assert "2  发言.docx  docx  4 B [已读取]" in said
    assert "2026-0001：狠抓“4111”示范创建 争当高质量发展尖兵 [待初审]" in said


def test_a_mail_in_json_is_the_line_of_the_export(intake: Intake, url: str) -> None:
    shown = intake("--store", url, "mail", "show", "2", "--json").stdout
    assert shown == intake("--store", url, "export", "--json").stdout.splitlines(keepends=True)[1]


def test_a_mail_can_be_had_as_it_was_received(intake: Intake, url: str) -> None:
    assert intake("--store", url, "mail", "show", "1", "--raw").stdout_bytes == b"raw \xff 1\r\n"


def test_raw_bytes_do_not_go_to_a_terminal(intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(App, "watched", True)
    done = intake("--store", url, "mail", "show", "1", "--raw")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "redirect it into a file" in done.stderr


def test_an_unknown_mail_is_66(intake: Intake, url: str) -> None:
    done = intake("--store", url, "mail", "show", "9")
    assert (done.exit_code, done.stderr.count("\n")) == (66, 1)


def test_the_export_has_a_line_for_every_mail_in_the_order_they_landed(intake: Intake, url: str) -> None:
    lines = [json.loads(line) for line in intake("--store", url, "export", "--json").stdout.splitlines()]
    assert [line["kind"] for line in lines] == ["submission", "submission", None]
    assert lines[0]["submissions"][0]["record"]["unit"] == "汉台区汉中路街道"
    assert lines[2]["warnings"] == ["corrupted"]


def test_an_export_without_its_format_is_a_mistake(intake: Intake, url: str) -> None:
    assert intake("--store", url, "export").exit_code == 2


def test_a_screen_without_utf8_gets_json_in_ascii(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "encoding", "ascii")
    line = intake("--store", url, "export", "--json").stdout.splitlines()[0]
    assert line.isascii()
    assert json.loads(line)["from_name"] == "汉中路街道办"


def test_a_mail_whose_size_never_was_the_one_stated_says_so_wherever_it_is_shown(
    intake: Intake, url: str
) -> None:
    with open_store(url, SHANGHAI) as store:
        read = store.message(1).reading
        assert read is not None
        first, second = (
            store.land(
                Sighting("qq", "INBOX", "1", number),
                number.encode(),
                datetime(2026, 11, 24, tzinfo=UTC),
                mismatch=True,
            ).message_id
            for number in ("7", "8")
        )
        proposed = Contribution("body", 0, Status.PENDING, None, "稿", "", "text", "")
        store.keep(first, replace(read, warnings=("malformed",), contributions=(proposed,)))
        store.fail(second, "corrupted", "no header")
    lines = [json.loads(line) for line in intake("--store", url, "export", "--json").stdout.splitlines()]
    assert [line["warnings"] for line in lines[3:]] == [
        ["malformed", "size_mismatch"],
        ["corrupted", "size_mismatch"],
    ]
    assert json.loads(intake("--store", url, "mail", "show", "4", "--json").stdout) == lines[3]
    said = "邮箱给出的字节数与其声明的不符"
    (submission,) = lines[3]["submissions"]
    for page in (("mail", "show", "4"), ("mail", "show", "5"), ("show", submission["number"])):
        assert said in intake("--store", url, "--lang", "zh_CN", *page).stdout
    assert said not in intake("--store", url, "--lang", "zh_CN", "mail", "show", "1").stdout
    listed = intake("--store", url, "list", "--json").stdout.splitlines()
    assert json.loads(listed[-1])["mail_warnings"] == ["malformed", "size_mismatch"]


def test_only_the_server_that_the_operator_trusts_is_heard_about_a_sender(
    intake: Intake, url: str, tmp_path: Path
) -> None:
    config = tmp_path / "intake.toml"
    told = (
        Authentication("evil.example", ("spf_pass",)),
        Authentication("mx.qq.com", ("spf_none", "dmarc_fail")),
    )
    with open_store(url, SHANGHAI) as store:
        read = store.message(1).reading
        assert read is not None
        assert read.authentication == ()
        store.reread(1, replace(read, authentication=told))

    def said(*command: object, box: str = '[mailbox.qq]\nprovider = "qq"\nuser = "e@qq.com"') -> str:
        config.write_text(f'[store]\nurl = "{url}"\n{box}\n', "utf-8")
        return intake("--config", config, "--lang", "zh_CN", *command).stdout

    line = "发件核验：SPF 发件方未设置、DMARC 未通过\n"
    assert line in said("mail", "show", "1")
    assert line in said("show", "1")
    assert json.loads(said("show", "1", "--json"))["authentication"] == ["spf_none", "dmarc_fail"]
    assert [json.loads(each)["authentication"] for each in said("export", "--json").splitlines()] == [
        ["spf_none", "dmarc_fail"], [], [],
    ]  # fmt: skip
    for box in (
        "",
        '[mailbox.other]\nprovider = "qq"\nuser = "e@qq.com"',
        '[mailbox.qq]\nkind = "folder"\npath = "x"',
    ):
        assert "发件核验" not in said("mail", "show", "1", box=box)
    disk = '[mailbox.qq]\nkind = "folder"\npath = "x"\nauthserv_id = "MX.qq.com"'
    assert line in said("mail", "show", "1", box=disk)
