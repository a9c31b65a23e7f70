import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.model import (
    Contribution,
    Evidence,
    MailKind,
    Reading,
    Sighting,
    Speaker,
    SpeechRecord,
    Title,
)
from intake.store import open_store
from intake.workflow import Status

Intake = Callable[..., Result]
TEXT = (
    "在大会上的发言\n定军山镇党委书记 李长河\n11月18日（星期日），一是抓学习。三是抓“落实。请打13800006412。"
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store with one speech in which a few things are wrong."""
    evidence = {name: Evidence(0.95, "test") for name in ("title.main", "speaker", "unit", "post")}
    record = SpeechRecord(
        title=Title(main="在大会上的发言"),
        speakers=(Speaker("李长河", "定军山镇", "党委书记"),),
        unit="定军山镇",
        post="党委书记",
        evidence=evidence,
    )
    url = f"sqlite:///{tmp_path}/intake.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        landed = store.land(Sighting("qq", "INBOX", "1", "1"), b"x", datetime(2026, 11, 20, tzinfo=UTC))
        made = Contribution("body", 0, Status.PENDING, record, "发言", TEXT, "text", "f" * 64)
        store.keep(
            landed.message_id,
            Reading(
                "1", "投稿", "甲", "a@b.example", None, None, MailKind.SUBMISSION, "", contributions=(made,)
            ),
        )
    return url


def configured(folder: Path, url: str, more: str) -> Path:
    path = folder / "intake.toml"
    path.write_text(f'{more}\n[store]\nurl = "{url}"\n', encoding="utf-8")
    return path


def test_all_findings_are_told_with_their_place_and_nothing_is_changed(intake: Intake, url: str) -> None:
    done = intake("--store", url, "check", 1)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "2026-0001  在大会上的发言",
        "a number is missing in front of this one: 期日），一是抓学习。〖三是〗抓“落实。请打138 [二是]",
        "a quotation mark or bracket has no partner: ，一是抓学习。三是抓〖“〗落实。请打13800",
        "the day is another day of the week: 〖11月18日（星期日〗），一是抓学习。三是 [2026-11-18 星期三]",
        "the number of a mobile telephone: 。三是抓“落实。请打〖13800006412〗。",
    ]
    assert intake("--store", url, "log", 1, "--json").stdout == ""


def test_findings_are_slugs_with_spans_in_json(intake: Intake, url: str) -> None:
    (line,) = intake("--store", url, "check", 1, "--json").stdout.splitlines()
    found = json.loads(line)
    assert found["number"] == "2026-0001"
    assert [one["slug"] for one in found["findings"]] == [
        "number_missing",
        "unpaired",
        "weekday_differs",
        "mobile_number",
    ]
    for one in found["findings"]:
        assert TEXT[slice(*one["spans"][0])] == one["quote"]
    whole = json.loads(intake("--store", url, "show", 1, "--json").stdout)
    assert whole["findings"] == found["findings"]


def test_show_and_accept_tell_of_them_and_accept_all_the_same(
    intake: Intake, url: str, screen: Mapping[str, str]
) -> None:
    shown = intake("--store", url, "--lang", "zh_CN", "show", 1, env=screen).stdout
    assert "刊前核对\n" in shown
    assert "日期与星期不符：〖11月18日（星期日〗" in shown
    accepted = intake("--store", url, "--lang", "zh_CN", "accept", 1, "--as", "甲").stdout
    assert accepted == "2026-0001  待初审 → 已签发  甲\n刊前核对：4 处待核对——`intake check 2026-0001`\n"


def test_one_number_that_there_is_not_stops_no_other(intake: Intake, url: str) -> None:
    done = intake("--store", url, "check", 9, 1)
    assert done.exit_code == 66
    assert done.stdout.startswith("2026-0001  ")


def test_what_a_filter_finds_is_checked(intake: Intake, url: str) -> None:
    by_number = intake("--store", url, "check", 1, "--json").stdout
    assert intake("--store", url, "check", "--where", "unit=定军山", "--json").stdout == by_number
    nothing = intake("--store", url, "check", "--where", "status=accepted")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert intake("--store", url, "check").exit_code == 2
    assert intake("--store", url, "check", 1, "--where", "unit=定军山").exit_code == 2


def test_a_roster_limits_and_own_words_are_the_configurations(intake: Intake, url: str, home: Path) -> None:
    (home / "roster.csv").write_text("单位,职务,姓名\n勉县定军山镇,党委书记,李长和\n", encoding="gbk")
    (home / "own").mkdir()
    (home / "own" / "words.toml").write_text('[forbidden]\n"大会" = "会议"\n', encoding="utf-8")
    config = configured(
        home, url, 'roster = "roster.csv"\nlexicon = "own"\n[checks]\ntitle_most = 3\nparts = ["closing"]'
    )
    findings = json.loads(intake("--config", config, "check", 1, "--json").stdout)["findings"]
    told = {one["slug"]: (one["quote"], one["advice"]) for one in findings}
    assert told["roster_name"] == ("党委书记 李长河", "李长和")
    assert told["title_long"] == ("7", "3")
    assert told["word_forbidden"] == ("大会", "会议")
    assert "missing_closing" in told


@pytest.mark.parametrize("what", ["roster", "lexicon"])
def test_what_cannot_be_read_stops_the_check_and_nothing_else(
    intake: Intake, url: str, home: Path, what: str
) -> None:
    config = configured(home, url, f'{what} = "none"')
    checked = intake("--config", config, "check", 1)
    assert (checked.exit_code, checked.stdout) == (78, "")
    assert f"{what} not readable — " in checked.stderr
    accepted = intake("--config", config, "accept", 1, "--as", "甲")
    assert accepted.exit_code == 0
    assert "4 to look at" in accepted.stdout
    assert f"{what} not readable — " in accepted.stderr


def test_the_clean_letters_of_the_demo_and_the_page_of_a_link_raise_no_alarm(intake: Intake) -> None:
    intake("demo")
    known = {
        2: {"half_width"},  # typed on a machine without Word
        11: {"phone_number"},  # a notice
        19: {"missing_title"},
    }
    config = "intake-demo/intake.toml"
    numbers = [
        int(json.loads(line)["number"].partition("-")[2])
        for line in intake("--config", config, "list", "--all", "--json").stdout.splitlines()
    ]
    lines = intake("--config", config, "check", *numbers, "--json").stdout.splitlines()
    told = {
        number: {one["slug"] for one in json.loads(line)["findings"]}
        for number, line in zip(numbers, lines, strict=True)
    }
    assert {number: slugs for number, slugs in told.items() if slugs} == known
