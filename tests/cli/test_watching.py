"""`watch` as an operator runs it: what it says, what it survives, and how it ends."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from watching import until

from intake.demo.server import Server, serving
from intake.store import open_store

Intake = Callable[..., Result]
CODE = {"INTAKE_PASSWORD": "abcdefghijklmnop"}
MAIL = b"Subject: a\r\n\r\nb\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": (MAIL,)}) as running:
        yield running


def written(home: Path, port: int, more: str = "") -> Path:
    file = home / "intake.toml"
    file.write_text(
        f'{more}[store]\nurl = "sqlite:///{home}/intake.db"\n[mailbox.box]\nhost = "127.0.0.1"\n'
        f'user = "editor@example.cn"\ntls = false\nport = {port}\n'
    )
    return file


@pytest.fixture
def config(home: Path, server: Server) -> Path:
    return written(home, server.port)


def watch(intake: Intake, config: Path, passes: int = 2, env: Mapping[str, str] = CODE) -> Result:
    return intake("--config", config, "watch", "--interval", "0", "--passes", passes, env=env)


def test_a_pass_that_found_something_is_told_and_one_that_did_not_is_not(
    intake: Intake, config: Path, server: Server
) -> None:
    done = watch(intake, config)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "seen 1, new 1, read 1, submissions 1, problems 0\n"
    assert server.mutations == []


def test_on_a_terminal_it_says_that_it_is_at_work(
    intake: Intake, config: Path, screen: Mapping[str, str]
) -> None:
    first, *_ = watch(intake, config, env={**CODE, **screen}).stdout.splitlines()
    assert first == "watching box, every 0 s and when a server tells of mail — Ctrl-C ends it"


def test_a_pass_that_fails_is_told_and_the_next_one_comes(intake: Intake, home: Path) -> None:
    done = watch(intake, written(home, 1), passes=3)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.count("connection refused — 127.0.0.1:1 — ") == 3


def test_a_refused_login_is_tried_and_told_once(intake: Intake, config: Path, server: Server) -> None:
    done = watch(intake, config, passes=5, env={"INTAKE_PASSWORD": "wrong"})
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)
    assert sum(b" LOGIN " in line for line in server.wire) == 1


def test_another_poll_at_work_is_no_word_worth(intake: Intake, home: Path, config: Path) -> None:
    with (
        open_store(f"sqlite:///{home}/intake.db", ZoneInfo("Asia/Shanghai")) as store,
        store.landing_lock() as held,
    ):
        assert held
        done = watch(intake, config)
    assert (done.exit_code, done.output) == (0, "")


def test_a_lexicon_that_cannot_be_read_ends_it(intake: Intake, home: Path, server: Server) -> None:
    done = watch(intake, written(home, server.port, 'lexicon = "none"\n'))
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)


def test_a_database_of_another_version_ends_it(intake: Intake, home: Path, config: Path) -> None:
    watch(intake, config)
    with closing(sqlite3.connect(home / "intake.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    done = watch(intake, config)
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)


def test_only_the_mailbox_that_was_asked_for_is_watched(intake: Intake, config: Path, server: Server) -> None:
    config.write_text(
        config.read_text() + '[mailbox.gone]\nhost = "127.0.0.1"\nuser = "u"\nport = 1\ntls = false\n'
    )
    codes = {"INTAKE_PASSWORD_BOX": CODE["INTAKE_PASSWORD"], "INTAKE_PASSWORD_GONE": "any"}
    words = ("watch", "--mailbox", "box", "--interval", "0", "--passes", "1")
    done = intake("--config", config, *words, env=codes)
    assert (done.exit_code, done.stderr) == (0, "")
    assert len(server.wire) > 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("idling", [True, False])
def test_a_signal_ends_it_without_a_word(
    config: Path, server: Server, number: signal.Signals, code: int, *, idling: bool
) -> None:
    if not idling:
        server.faults.capabilities = b"IMAP4rev1"
    with subprocess.Popen(
        [sys.executable, "-X", "dev", "-W", "error", "-m", "intake", "--config", str(config), "watch"],
        cwd=config.parent,
        env={**os.environ, **CODE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"seen 1, new 1")
        if idling:
            until(lambda: any(line.startswith(b"S: + idling") for line in tuple(server.wire)))
        process.send_signal(number)
        assert process.communicate() == (b"", b"")
    assert process.returncode == code


def test_new_mail_that_is_told_of_is_on_the_list_before_the_interval_is_over(
    intake: Intake, config: Path, server: Server
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "intake", "--config", str(config), "watch", "--interval", "3600"],
        cwd=config.parent,
        env={**os.environ, **CODE},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        until(lambda: any(line.startswith(b"S: + idling") for line in tuple(server.wire)))
        server.folders["INBOX"].deliver(MAIL.replace(b"b", b"c"))
        assert process.stdout.readline().startswith(b"seen 2, new 1")
        process.terminate()
    listed = intake("--config", config, "list", "--json").stdout.splitlines()
    assert [json.loads(line)["number"][-4:] for line in listed] == ["0001", "0002"]
