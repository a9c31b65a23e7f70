import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.config import load_lexicon
from intake.halt import Halt
from intake.model import Failure, Limits, Sighting
from intake.read import read_landed
from intake.reading import read as genuine
from intake.sandbox import Sandbox
from intake.store import open_store

Intake = Callable[..., Result]
MAIL = """From: office@example.cn\r
Subject: {place}\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
在{place}会议上的发言
临渚区{place}镇党委书记 顾远舟
同志们：
一、把网格缩小
一是划小单元，{place}每个网格三十户，由楼栋里的党员担任网格长，今年办结八百件。
谢谢大家！
"""


@pytest.fixture
def run(intake: Intake, home: Path, sandbox: Sandbox) -> Intake:
    """The program on two mails that were read, with word lists of its own."""
    url = f"sqlite:///{home}/reread.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        for serial, place in enumerate(("望潮", "芦湾"), start=1):
            raw = MAIL.format(place=place).encode()
            store.land(Sighting("a", "INBOX", "1", str(serial)), raw, datetime(2026, 11, serial, tzinfo=UTC))
        read_landed(store, sandbox, Halt(), lambda _done, _total: None)
    (home / "words").mkdir()
    (home / "own.toml").write_text(f'lexicon = "words"\n[store]\nurl = "{url}"\n')
    return lambda *arguments, **extra: intake("--config", home / "own.toml", *arguments, **extra)


def test_what_is_read_the_same_again_stays(run: Intake) -> None:
    before = run("export", "--json").stdout
    done = run("reread", "--all")
    assert done.stdout == "mails read again 2: unchanged 2, changed 0, new 0, superseded 0, problems 0\n"
    assert run("reread", "--outdated").stdout.startswith("mails read again 0:")
    assert run("export", "--json").stdout == before


def test_new_word_lists_are_told_by_what_they_change(run: Intake, home: Path) -> None:
    run("edit", 2, "--title", "我的标题", "--as", "编")
    (home / "words" / "posts.toml").write_text('heads = ["县长"]\n', encoding="utf-8")
    done = run("reread", "--outdated")
    assert done.stdout.splitlines() == [
        "2026-0001  changed: Title, Speaker, Unit, Post, Region",
        "2026-0002  stays as the editors left it; read otherwise now: Speaker, Unit, Post, Region",
        "mails read again 2: unchanged 0, changed 2, new 0, superseded 0, problems 0",
    ]
    assert run("reread", "--outdated").stdout.startswith("mails read again 0:")
    assert json.loads(run("show", 2, "--json").stdout)["record"]["title"]["main"] == "我的标题"


def test_a_new_reason_makes_no_reading_outdated(run: Intake, home: Path) -> None:
    (home / "words" / "reasons.toml").write_text('[late]\nzh = "太晚"\nen = "late"\n', encoding="utf-8")
    assert run("reread", "--outdated").stdout.startswith("mails read again 0:")
    assert run("reject", 1, "--reason", "late", "--as", "编").exit_code == 0
    assert "太晚" in run("--lang", "zh_CN", "log", 1).stdout


def test_a_mail_that_its_readers_fail_on_keeps_its_reading(
    run: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sandbox, "read", lambda *_given: Failure("crashed", "ZeroDivisionError: a bug"))
    before = run("export", "--json").stdout
    done = run("reread", 1)
    assert done.stdout.splitlines() == [
        "mail 1 was not read: crashed; what was understood of it before stays",
        "mails read again 0: unchanged 0, changed 0, new 0, superseded 0, problems 1",
    ]
    assert run("export", "--json").stdout == before


def test_a_number_that_is_not_there_stops_no_other(run: Intake) -> None:
    done = run("reread", 99, 1)
    assert done.exit_code == 66
    assert done.stdout.startswith("mails read again 1:")


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["--all", "--outdated"]])
def test_what_to_read_must_be_clear(run: Intake, arguments: list[str]) -> None:
    assert run("reread", *arguments).exit_code == 2


def test_speeches_that_appear_or_vanish_are_told(run: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    one = genuine(MAIL.format(place="望潮").encode(), load_lexicon(None), Limits())
    (speech,) = one.contributions
    another = replace(
        speech, source="2", text="另一篇" * 40, fingerprint="e" * 64, record=None, heading="另一篇"
    )
    monkeypatch.setattr(Sandbox, "read", lambda *_given: replace(one, contributions=(speech, another)))
    assert run("reread", 1).stdout.splitlines()[0] == "2026-0003  new"
    monkeypatch.setattr(Sandbox, "read", lambda *_given: one)
    assert (
        run("reread", 1).stdout.splitlines()[0] == "2026-0003  superseded: the new reading does not have it"
    )
    monkeypatch.setattr(
        Sandbox, "read", lambda *_given: replace(one, contributions=(replace(speech, text="短"),))
    )
    assert run("reread", 1).stdout.splitlines()[0] == "2026-0001  changed: Text"


def test_a_mail_that_cannot_be_taken_apart_any_more_keeps_its_reading(run: Intake, home: Path) -> None:
    with (home / "own.toml").open("a") as file:
        file.write("[limits]\nlines = 2\n")
    assert run("reread", 1).stdout.startswith("mail 1 was not read: mail_lines")
