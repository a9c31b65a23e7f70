import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.demo.server import Server, serving
from intake.errors import MailboxUnavailable, SandboxUnavailable
from intake.mailboxes.folder import FolderMailbox
from intake.sandbox import NETWORK, Sandbox
from intake.store import open_store

Intake = Callable[..., Result]
SECRET = {"INTAKE_PASSWORD_BOX": "abcdefghijklmnop"}
STORE = '[store]\nurl = "sqlite:///intake.db"\n'


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": (b"Subject: a\r\n\r\nb",)}) as running:
        yield running


def configured(home: Path, text: str) -> Path:
    file = home / "intake.toml"
    file.write_text(text)
    return file


def imap(server: Server) -> str:
    return f'[mailbox.box]\nhost = "{server.host}"\nport = {server.port}\nuser = "editor@example.cn"\ntls = false\n'


def checks(done: Result) -> list[tuple[str, str]]:
    return [(check["topic"], check["state"]) for check in map(json.loads, done.stdout.splitlines())]


def test_all_is_well(intake: Intake, home: Path, server: Server) -> None:
    (home / "mails").mkdir()
    file = configured(home, STORE + imap(server) + '[mailbox.old]\nkind = "folder"\npath = "mails"\n')
    intake("--config", file, "poll", env=SECRET)
    done = intake("--config", file, "doctor", "--json", env=SECRET)
    assert checks(done) == [
        ("configuration", "ok"),
        ("lexicon", "ok"),
        ("converter", "ok"),
        ("secret", "ok"),
        ("login", "ok"),
        ("folders", "ok"),
        ("login", "ok"),
        ("folders", "ok"),
        ("store", "ok"),
        ("poll", "ok"),
        ("poll", "ok"),
    ]
    assert done.exit_code == 0
    assert server.mutations == []


def test_the_lines_say_it_in_words(intake: Intake, home: Path, server: Server, url: str) -> None:
    file = configured(home, imap(server))
    done = intake("--config", file, "--store", url, "--lang", "zh_CN", "doctor", env=SECRET)
    assert "正常：登录 box——editor@example.cn @ 127.0.0.1" in done.stdout
    assert "正常：文件夹 box INBOX——共 1 封来信" in done.stdout
    assert "正常：数据库" in done.stdout


def test_a_store_that_is_not_there_yet_is_a_warning_and_is_not_made(intake: Intake, home: Path) -> None:
    (home / "mails").mkdir()
    file = configured(
        home, '[mailbox.old]\nkind = "folder"\npath = "mails"\n[store]\nurl = "sqlite:///new.db"\n'
    )
    done = intake("--config", file, "doctor", "--json")
    assert (done.exit_code, checks(done)[-1]) == (1, ("store", "warning"))
    assert not (home / "new.db").exists()


def test_no_mailbox_is_a_warning(intake: Intake, url: str) -> None:
    done = intake("--store", url, "doctor", "--json")
    assert (done.exit_code, checks(done)[0]) == (1, ("configuration", "warning"))


def test_a_broken_configuration_is_broken(intake: Intake, home: Path) -> None:
    done = intake("--config", configured(home, "x = 1\n"), "doctor", "--json")
    assert (done.exit_code, checks(done)) == (2, [("configuration", "broken")])


@pytest.mark.parametrize(
    ("code", "failed"),
    [("", "secret"), ("zzzz", "login")],
)
def test_a_mailbox_that_lets_nobody_in_is_broken_and_the_rest_is_looked_at(
    intake: Intake, home: Path, server: Server, code: str, failed: str
) -> None:
    file = configured(home, imap(server))
    done = intake(
        "--config", file, "--store", "sqlite:///x.db", "doctor", "--json", env={"INTAKE_PASSWORD_BOX": code}
    )
    assert done.exit_code == 2
    assert (failed, "broken") in checks(done)
    assert checks(done)[-1] == ("store", "warning")
    assert "zzzz" not in done.stdout


def test_a_token_that_cannot_be_had_is_a_broken_code(intake: Intake, home: Path, server: Server) -> None:
    file = configured(home, imap(server) + 'token_command = ["false"]\n')
    done = intake("--config", file, "--store", "sqlite:///x.db", "doctor", "--json")
    assert done.exit_code == 2
    assert ("secret", "broken") in checks(done)
    assert server.wire == []


def test_a_roster_is_looked_at_where_there_is_one(intake: Intake, home: Path, url: str) -> None:
    (home / "roster.csv").write_text("单位,职务,姓名\n定军山镇,党委书记,李长河\n", encoding="utf-8")
    there = intake(
        "--config", configured(home, 'roster = "roster.csv"\n'), "--store", url, "doctor", "--json"
    )
    assert checks(there)[2] == ("roster", "ok")
    missing = intake(
        "--config", configured(home, 'roster = "none.csv"\n'), "--store", url, "doctor", "--json"
    )
    assert checks(missing)[2] == ("roster", "warning")


def test_a_lexicon_that_is_not_there_is_broken(intake: Intake, home: Path, url: str) -> None:
    done = intake("--config", configured(home, 'lexicon = "none"\n'), "--store", url, "doctor", "--json")
    assert (done.exit_code, checks(done)[1]) == (2, ("lexicon", "broken"))


def test_a_file_that_is_no_database_is_broken(intake: Intake, home: Path) -> None:
    (home / "x.db").write_bytes(os.urandom(8192))
    done = intake("--store", "sqlite:///x.db", "doctor", "--json")
    assert (done.exit_code, checks(done)[-1]) == (2, ("store", "broken"))


def test_a_damaged_database_is_broken(intake: Intake, home: Path, url: str) -> None:
    file = home / "intake.db"
    for companion in home.glob("intake.db-*"):
        companion.unlink()
    content = bytearray(file.read_bytes())
    content[8 * 4096 : 12 * 4096] = b"\xa5" * (4 * 4096)
    file.write_bytes(content)
    done = intake("--store", url, "doctor", "--json")
    assert (done.exit_code, checks(done)[-1]) == (2, ("store", "broken"))


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://me:hu:sh@127.0.0.1:1/x", "postgresql+psycopg://127.0.0.1:1/x?user=me&password=sh"],
)
@pytest.mark.parametrize("command", ["doctor", "list"])
def test_a_password_in_a_url_is_not_shown(intake: Intake, url: str, command: str) -> None:
    done = intake("--store", url, command)
    assert done.exit_code in (2, 75)
    assert "***" in done.output
    assert "sh@" not in done.output
    assert "=sh" not in done.output


def said(done: Result, topic: str) -> list[tuple[str, str, str]]:
    found = [check for check in map(json.loads, done.stdout.splitlines()) if check["topic"] == topic]
    return [(check["subject"], check["state"], check["detail"]) for check in found]


def test_a_folder_that_is_refused_ends_nothing_and_those_that_are_there_are_named(
    intake: Intake, home: Path
) -> None:
    with serving({"INBOX": (), "其他文件夹/来稿": (b"a",)}) as server:
        file = configured(home, STORE + imap(server) + 'folders = ["Sent", "INBOX", "其他文件夹/*"]\n')
        done = intake("--config", file, "doctor", "--json", env=SECRET)
    refused, inbox, below, there = said(done, "folders")
    assert done.exit_code == 2
    assert refused[:2] == ("box Sent", "broken")
    assert inbox == ("box INBOX", "ok", "mails: 0")
    assert below == ("box 其他文件夹/来稿", "ok", "mails: 1")
    assert there == ("box", "ok", "there are: INBOX, 其他文件夹/来稿")


def test_a_mailbox_of_which_no_folder_is_polled_is_a_warning(
    intake: Intake, home: Path, server: Server
) -> None:
    file = configured(home, STORE + imap(server) + 'folders = ["Archive/*"]\n')
    done = intake("--config", file, "doctor", "--json", env=SECRET)
    assert said(done, "folders") == [("box", "warning", "there are: INBOX")]


def test_a_connection_that_is_cut_at_a_folder_is_broken_once(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_: object, folder: str) -> None:
        raise MailboxUnavailable("cut at {folder}", folder=folder)

    monkeypatch.setattr(FolderMailbox, "listing", cut)
    (home / "mails").mkdir()
    file = configured(home, STORE + '[mailbox.old]\nkind = "folder"\npath = "mails"\n')
    done = intake("--config", file, "doctor", "--json")
    assert [check[:2] for check in said(done, "folders")] == [("old", "broken")]


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("free", [2 * 2**30 - 1, 2 * 2**30])
@pytest.mark.parametrize("store", ["intake.db", "new/new.db"])
def test_a_disk_that_is_nearly_full_is_a_warning(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch, store: str, free: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    done = intake("--store", f"sqlite:///{home}/{store}", "doctor", "--json")
    warned = [(str(home), "warning", "only 2.0 GB free — make room before mail cannot be stored")]
    assert said(done, "disk") == (warned if free < 2**31 else [])


def test_mails_that_could_not_be_read_are_a_warning_that_says_where_to_see_them(
    intake: Intake, url: str
) -> None:
    done = intake("--store", url, "doctor", "--json")
    assert said(done, "problems") == [
        ("", "warning", "mails that were not read, or not wholly: 1 — see `intake problems list`")
    ]


def polled(home: Path, *runs: tuple[timedelta, int | None]) -> Path:
    """Configure a mailbox that was polled so long ago with that exit code, the last run last."""
    (home / "mails").mkdir()
    url = f"sqlite:///{home}/intake.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        ids = [store.begin_run("old") for _ in runs]
    with sqlite3.connect(home / "intake.db") as connection:
        for run_id, (ago, exit_code) in zip(ids, runs, strict=True):
            when = f"{datetime.now(UTC) - ago:%Y-%m-%d %H:%M:%S.%f}"
            ended = None if exit_code is None else when
            connection.execute(
                "UPDATE run SET started = ?, ended = ?, exit_code = ? WHERE id = ?",
                (when, ended, exit_code, run_id),
            )
    connection.close()
    return configured(home, f'[store]\nurl = "{url}"\n[mailbox.old]\nkind = "folder"\npath = "mails"\n')


MINUTE, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=2), timedelta(days=2)


@pytest.mark.parametrize(
    ("alarm_after", "ago", "state"),
    [
        (None, timedelta(hours=2, minutes=59), "ok"),
        (None, timedelta(hours=3, minutes=1), "warning"),
        (None, timedelta(hours=71), "warning"),
        (None, timedelta(hours=73), "broken"),
        (600, timedelta(minutes=9), "ok"),
        (600, timedelta(minutes=11), "warning"),
        (600, timedelta(hours=23), "warning"),  # never broken before a day is over
        (600, timedelta(hours=25), "broken"),
        (86400, timedelta(hours=23), "ok"),
    ],
)
def test_the_absence_of_success_is_an_alarm_after_the_configured_time(
    intake: Intake, home: Path, alarm_after: int | None, ago: timedelta, state: str
) -> None:
    file = polled(home, (ago, 0))
    if alarm_after is not None:
        file.write_text(f"[poll]\nalarm_after = {alarm_after}\n{file.read_text()}")
    done = intake("--config", file, "doctor", "--json")
    assert said(done, "poll")[0][:2] == ("old", state)
    assert done.exit_code == {"ok": 0, "warning": 1, "broken": 2}[state]


@pytest.mark.parametrize(
    ("runs", "warned"),
    [
        ([], ["never polled — run"]),
        ([(MINUTE, 0)], []),
        ([(HOURS, 0), (MINUTE, None)], []),
        ([(HOURS, 0), (MINUTE, 75)], ["failed at"]),
        ([(MINUTE, 77)], ["failed at"]),
        ([(HOURS, None)], ["begun at"]),
        ([(DAYS, 0)], ["last success at"]),
        ([(DAYS, 0), (MINUTE, 77)], ["last success at", "failed at"]),
    ],
)
def test_polls_that_fail_or_stay_away_are_warnings(
    intake: Intake, home: Path, runs: list[tuple[timedelta, int | None]], warned: list[str]
) -> None:
    done = intake("--config", polled(home, *runs), "doctor", "--json")
    found = [detail for _, state, detail in said(done, "poll") if state == "warning"]
    assert len(found) == len(warned)
    assert all(detail.startswith(start) for detail, start in zip(found, warned, strict=True))
    assert done.exit_code == bool(warned)


def test_every_layer_that_the_sandbox_lacks_is_told_with_what_that_leaves_open(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sandbox, "layers", lambda _self: (NETWORK,))
    done = intake("--store", "sqlite:///x.db", "doctor", "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(check["subject"], check["state"]) for check in told if check["topic"] == "sandbox"] == [
        ("files", "warning"),
        ("processes", "warning"),
        ("calls", "warning"),
    ]


@pytest.mark.parametrize(
    ("value", "state", "start"),
    [
        ("off", "ok", "switched off"),
        ("auto", "ok", ""),
        ("/nowhere/soffice", "warning", "no such program"),
        (
            "true",
            "warning",
            "no such program",
        ),  # a path like any other: it starts from the configuration's folder
    ],
)
def test_who_converts_what_no_reader_reads_is_told(
    intake: Intake, home: Path, value: str, state: str, start: str
) -> None:
    done = intake(
        "--config", configured(home, STORE + f'[read]\nconverter = "{value}"\n'), "doctor", "--json"
    )
    ((_, found, detail),) = said(done, "converter")
    assert (found, detail[: len(start)]) == (state, start)


def test_a_program_that_cannot_be_shut_in_is_not_used(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.cli.sandbox_checks.is_confined", lambda: False)
    file = configured(home, STORE + '[read]\nconverter = "/bin/true"\n')
    ((_, found, detail),) = said(intake("--config", file, "doctor", "--json"), "converter")
    assert found == "warning"
    assert detail.startswith("not used")


def test_a_sandbox_that_does_not_start_is_broken(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Sandbox) -> tuple[str, ...]:
        raise SandboxUnavailable("no memory")

    monkeypatch.setattr(Sandbox, "layers", fail)
    done = intake("--store", "sqlite:///x.db", "doctor", "--json")
    assert ("sandbox", "broken") in checks(done)
    assert done.exit_code == 2
