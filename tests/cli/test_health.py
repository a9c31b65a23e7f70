import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from intake.demo.server import Server, serving

Intake = Callable[..., Result]
SECRET = {"INTAKE_PASSWORD": "abcdefghijklmnop"}


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


def test_all_is_well(intake: Intake, home: Path, server: Server, url: str) -> None:
    (home / "mails").mkdir()
    file = configured(home, imap(server) + '[mailbox.old]\nkind = "folder"\npath = "mails"\n')
    done = intake("--config", file, "--store", url, "doctor", "--json", env=SECRET)
    assert checks(done) == [
        ("configuration", "ok"),
        ("lexicon", "ok"),
        ("secret", "ok"),
        ("login", "ok"),
        ("folders", "ok"),
        ("login", "ok"),
        ("folders", "ok"),
        ("store", "ok"),
    ]
    assert done.exit_code == 0
    assert server.mutations == []


def test_the_lines_say_it_in_words(intake: Intake, home: Path, server: Server, url: str) -> None:
    file = configured(home, imap(server))
    done = intake("--config", file, "--store", url, "--lang", "zh_CN", "doctor", env=SECRET)
    assert "正常: 登录 box — editor@example.cn @ 127.0.0.1" in done.stdout
    assert "正常: 文件夹 box INBOX — 共 1 封来信" in done.stdout
    assert "正常: 数据库" in done.stdout


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
        "--config", file, "--store", "sqlite:///x.db", "doctor", "--json", env={"INTAKE_PASSWORD": code}
    )
    assert done.exit_code == 2
    assert (failed, "broken") in checks(done)
    assert checks(done)[-1] == ("store", "warning")
    assert "zzzz" not in done.stdout


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
