import errno
import json
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.config import load_lexicon
from intake.halt import Halt
from intake.model import Limits, Sighting
from intake.read import read_landed
from intake.sandbox import Sandbox
from intake.store import open_store

Intake = Callable[..., Result]
SPEECH = (
    "在全市基层治理推进会上的发言\n临渚区望潮街道党工委书记 顾远舟\n同志们：\n一、把网格缩小\n一是划小单元。\n谢谢大家！\n"
    * 3
)


def stored(url: str, *files: tuple[str, bytes]) -> None:
    """Store and read a mail with these attachments."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "office@example.cn"
    message["Subject"] = "投稿"
    message.set_content("发言稿见附件，请查收。" + ("" if files else SPEECH))
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        store.land(
            Sighting("a", "INBOX", "1", str(len(files))),
            message.as_bytes(),
            datetime(2026, 11, 20, tzinfo=UTC),
        )
        with Sandbox(load_lexicon(None), Limits(), 1) as sandbox:
            read_landed(store, sandbox, Halt(), lambda _done, _total: None)


@pytest.fixture
def empty(home: Path) -> str:
    return f"sqlite:///{home}/open.db"


def zipped(folder: Path, **files: str) -> bytes:
    with ZipFile(folder / "a.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.txt", content)
    return (folder / "a.zip").read_bytes()


def test_the_file_of_a_submission_is_written_for_its_reader_alone(
    intake: Intake, empty: str, home: Path
) -> None:
    content = SPEECH.encode("gb18030")
    stored(empty, ("../发言.txt", content), ("照片.jpg", b"\xff\xd8\xff\xe0"))
    done = intake("--store", empty, "open", 1, "--to", home / "out")
    assert (done.stdout, done.stderr, done.exit_code) == (f"{home}/out/发言.txt\n", "", 0)
    (file,) = (home / "out").iterdir()
    assert file.read_bytes() == content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_second_time_overwrites_nothing(intake: Intake, empty: str, home: Path) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()))
    for name in ("发言.txt", "发言-2.txt"):
        assert intake("--store", empty, "open", 1, "--to", home / "out").stdout == f"{home}/out/{name}\n"


def test_without_a_folder_a_fresh_one_is_made(intake: Intake, empty: str) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()))
    first, second = (Path(intake("--store", empty, "open", 1).stdout.strip()) for _ in range(2))
    assert first.parent != second.parent
    assert first.read_bytes() == second.read_bytes() == SPEECH.encode()
    for file in (first, second):
        file.unlink()
        file.parent.rmdir()


def test_a_member_of_an_archive_is_cut_out_of_it(intake: Intake, empty: str, home: Path) -> None:
    stored(empty, ("材料.zip", zipped(home, 甲=SPEECH, 乙=SPEECH.replace("顾远舟", "程立"))))
    for number, name in ((1, "甲"), (2, "乙")):
        assert (
            intake("--store", empty, "open", number, "--to", home / "out").stdout
            == f"{home}/out/{name}.txt\n"
        )
    everything = intake("--store", empty, "open", 1, "--all", "--to", home / "all").stdout
    assert everything.splitlines() == [f"{home}/all/甲.txt", f"{home}/all/乙.txt"]


def test_what_could_run_something_is_written_only_on_demand(intake: Intake, empty: str, home: Path) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()), ("发言.docx.exe", b"MZ\x90"))
    done = intake("--store", empty, "open", 1, "--all", "--to", home / "out")
    assert (done.exit_code, done.stdout) == (65, f"{home}/out/发言.txt\n")
    assert done.stderr.startswith("intake: not written: 发言.docx.exe — ")
    done = intake("--store", empty, "open", 1, "--all", "--to", home / "out", "--unsafe")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2)


def test_a_speech_in_the_mail_itself_gives_the_mail(intake: Intake, empty: str, home: Path) -> None:
    stored(empty)
    assert intake("--store", empty, "open", 1, "--to", home / "out").stdout == f"{home}/out/2026-0001.eml\n"
    assert b"Subject: " in (home / "out" / "2026-0001.eml").read_bytes()


def test_a_folder_that_cannot_be_written_is_one_line_and_73(intake: Intake, empty: str, home: Path) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()))
    (home / "file").write_text("")
    done = intake("--store", empty, "open", 1, "--to", home / "file" / "out")
    assert (done.exit_code, done.stderr.count("\n")) == (73, 1)


def test_a_disk_that_is_full_is_one_line_and_73(
    intake: Intake, empty: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()))

    real = os.open

    def full(path: Path, flags: int, mode: int = 0o777) -> int:
        if home not in Path(path).parents:  # a worker needs /dev/null
            return real(path, flags, mode)
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("intake.cli.originals.os.open", full)
    done = intake("--store", empty, "open", 1, "--to", home / "out")
    assert done.exit_code == 73
    assert done.stderr.startswith(f"intake: cannot write — {home}/out/发言.txt — No space left on device — ")


def test_nothing_is_written_where_all_is_dangerous(intake: Intake, empty: str, home: Path) -> None:
    stored(empty, ("发言.html", f"<p>{SPEECH}</p>".encode()))
    done = intake("--store", empty, "open", 1, "--to", home / "out")
    assert (done.exit_code, done.stdout) == (65, "")
    assert not (home / "out").exists()


def test_what_cannot_be_cut_out_any_more_is_one_line_and_66(intake: Intake, url: str) -> None:
    done = intake("--store", url, "open", 1)  # its mail is not the one that the reading speaks of
    assert (done.exit_code, done.stderr.count("\n")) == (66, 1)


def test_what_cannot_be_cut_out_stops_no_other_file(intake: Intake, empty: str, home: Path) -> None:
    files = ("发言.txt", SPEECH.encode()), ("附表.txt", b"1"), ("程序.exe", b"MZ\x90"), ("说明.txt", b"2")
    stored(empty, *files)
    with closing(sqlite3.connect(home / "open.db")) as link, link:
        link.execute("UPDATE attachment SET path = '9' WHERE name = '附表.txt'")
    done = intake("--store", empty, "open", 1, "--all", "--to", home / "out")
    assert done.stdout.splitlines() == [f"{home}/out/发言.txt", f"{home}/out/说明.txt"]
    assert [line.split(" — ")[0] for line in done.stderr.splitlines()] == [
        "intake: not written: 程序.exe",
        "intake: no such file",
    ]
    assert done.exit_code == 66


def test_show_says_how_the_text_was_obtained(intake: Intake, empty: str) -> None:
    stored(empty, ("发言.txt", SPEECH.encode()))
    assert "发言.txt  txt  " in intake("--store", empty, "show", 1).stdout
    assert json.loads(intake("--store", empty, "show", 1, "--json").stdout)["look_alikes"] == []
