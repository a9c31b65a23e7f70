import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from rich.cells import cell_len

from intake.cli.app import App
from intake.store import open_store

Intake = Callable[..., Result]


def test_the_list_shows_what_waits_for_an_editor(intake: Intake, url: str) -> None:
    done = intake("--store", url, "list")
    heading, first, second = done.stdout.splitlines()
    assert heading.split("\t")[:3] == ["No.", "Status", "Title"]
    assert first.split("\t") == [
        "2026-0001",
        "pending",
        "狠抓“4111”示范创建 争当高质量发展尖兵",
        "张振海",
        "汉台区汉中路街道",
        "2026-11-21 12:00",
        "",
    ]
    assert second.split("\t")[:3] == ["2026-0002", "needs material", "材料链接"]
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_row_of_the_table_is_equally_wide(
    intake: Intake, url: str, screen: Mapping[str, str], language: str
) -> None:
    lines = intake("--store", url, "--lang", language, "list", env=screen).stdout.splitlines()
    assert {cell_len(line) for line in lines[:4]} == {80}
    assert ("待初审" in lines[2]) == (language == "zh_CN")


@pytest.mark.parametrize("command", [["list"], ["mail", "list"]])
def test_csv_on_a_terminal_or_in_gbk_has_no_mark(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(App, "watched", True)
    assert intake("--store", url, *command, "--csv").stdout.startswith('"')
    monkeypatch.setattr(App, "watched", False)
    monkeypatch.setattr(App, "encoding", "gbk")
    assert intake("--store", url, *command, "--csv").stdout.startswith('"')


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--limit", "1"], "submissions: 1 of 2"),
        (["list", "--limit", "2"], "submissions: 2 —"),
        (["list", "--all", "--limit", "1"], "submissions: 1 of 2"),
        (["list", "--status", "pending", "--limit", "1"], "submissions: 1 —"),
        (["mail", "list", "--limit", "2"], "mails: 2 of 3"),
        (["mail", "list", "--limit", "3"], "mails: 3\n"),
    ],
)
def test_a_limit_does_not_hide_how_many_there_are(
    intake: Intake, url: str, screen: Mapping[str, str], words: list[str], said: str
) -> None:
    assert said in intake("--store", url, *words, env=screen).stdout


def test_json_has_english_slugs_in_every_language(intake: Intake, url: str) -> None:
    lines = intake("--store", url, "--lang", "zh_CN", "list", "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert [(row["number"], row["status"]) for row in rows] == [
        ("2026-0001", "pending"),
        ("2026-0002", "needs_material"),
    ]


def test_csv_can_be_read_by_a_spreadsheet(intake: Intake, url: str) -> None:
    text = intake("--store", url, "list", "--csv").stdout
    assert text.startswith("\ufeff")  # Excel takes UTF-8 for GBK without
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [(row["number"], row["speaker"]) for row in rows] == [("2026-0001", "张振海"), ("2026-0002", "")]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--status", "needs_material"], ["2026-0002"]),
        (["--status", "pending", "--status", "needs_material"], ["2026-0001", "2026-0002"]),
        (["--status", "rejected"], []),
        (["--all"], ["2026-0001", "2026-0002"]),
        (["--all", "--status", "pending"], ["2026-0001"]),
        (["--limit", "1"], ["2026-0001"]),
    ],
)
def test_the_list_can_be_narrowed(intake: Intake, url: str, options: list[str], numbers: list[str]) -> None:
    lines = intake("--store", url, "list", "--json", *options).stdout.splitlines()
    assert [json.loads(line)["number"] for line in lines] == numbers


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--sort", "number-"], [2, 1]),
        (["--sort", "confidence"], [2, 1]),
        (["--sort", "confidence-"], [1, 2]),
        (["--after", "1"], [2]),
        (["--after", "2"], []),
        (["--sort", "title", "--limit", "1"], [2]),
        (["--kind", "submission"], [1, 2]),
        (["--kind", "not_speech"], []),
        (["--sender", "HZL@"], [1, 2]),
        (["--unit", "汉中路"], [1]),
        (["--archived"], []),
    ],
)
def test_the_list_can_be_filtered_sorted_and_paged(
    intake: Intake, url: str, options: list[str], numbers: list[int]
) -> None:
    lines = intake("--store", url, "list", "--json", *options).stdout.splitlines()
    assert [json.loads(line)["number"] for line in lines] == [f"2026-{number:04d}" for number in numbers]


def test_a_terminal_is_told_of_the_next_page_and_counts(
    intake: Intake, url: str, screen: Mapping[str, str]
) -> None:
    done = intake("--store", url, "--lang", "zh_CN", "list", "--limit", "1", env=screen)
    assert done.stdout.splitlines()[3:] == [
        "下一页：同一命令加 --after 2026-0001",
        "共 2 篇，列出前 1 篇；查看：intake show 稿号",
        "待初审 1  待补件 1",
    ]
    assert (
        "下一页" not in intake("--store", url, "--lang", "zh_CN", "list", "--limit", "2", env=screen).stdout
    )


def test_columns_can_be_chosen(intake: Intake, url: str) -> None:
    done = intake(
        "--store", url, "list", "--columns", "number,kind,post,from,format,confidence,warnings,until,age"
    )
    heading, first, second = done.stdout.splitlines()
    assert heading == "No.\tKind\tPost\tFrom\tType\tConfidence\tWarnings\tHeld until\tReceived"
    assert first.startswith("2026-0001\tsubmission\t党工委书记\t汉中路街道办\tdocx\t0.95\t\t\t")
    assert second.split("\t")[6] == "there is no text in it"


@pytest.mark.parametrize("option", [["--columns", "number,colour"], ["--sort", "colour"], ["--below", "2"]])
def test_an_option_that_makes_no_sense_is_wrong_usage(intake: Intake, url: str, option: list[str]) -> None:
    done = intake("--store", url, "list", *option)
    assert done.exit_code == 2
    assert "must be" in done.stderr or "range" in done.stderr


def test_an_empty_list_says_so_on_a_terminal(intake: Intake, home: Path, screen: Mapping[str, str]) -> None:
    open_store(f"sqlite:///{home}/new.db", ZoneInfo("Asia/Shanghai")).close()
    done = intake("--store", "sqlite:///new.db", "--lang", "zh_CN", "list", env=screen)
    assert done.stdout == "没有待处理的稿件。查看全部：intake list --all\n"


@pytest.mark.parametrize(
    "words",
    ["list", "show 1", "text 1", "mail list", "mail show 1", "mail show 1 --raw", "export --json", "migrate"],
)
def test_only_a_poll_makes_a_database(intake: Intake, home: Path, words: str) -> None:
    done = intake("--store", "sqlite:///mistyped/new.db", *words.split())
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (66, "", 1)
    assert done.stderr.startswith(f"intake: no database — {home}/mistyped/new.db — ")
    assert "intake poll" in done.stderr
    assert not (home / "mistyped").exists()


@pytest.mark.parametrize("number", ["2026-0001", "1"])
def test_show_gives_the_record_and_where_it_came_from(intake: Intake, url: str, number: str) -> None:
    done = intake("--store", url, "--lang", "zh_CN", "show", number)
    for said in (
        "2026-0001  待初审",
        "标题：狠抓“4111”示范创建 争当高质量发展尖兵",
        "发言人：张振海",
        "单位：汉台区汉中路街道",
        "职务：党工委书记",
        "日期：11-18（原文未写年份）",
        "来源：发言.docx\n",
        r"主题：投稿\u{202E}",
    ):
        assert said in done.stdout


def test_show_wraps_on_a_terminal(intake: Intake, url: str, screen: Mapping[str, str]) -> None:
    lines = intake("--store", url, "show", "1", env=screen).stdout.splitlines()
    assert max(cell_len(line) for line in lines) <= 80


def test_show_in_json_is_one_line(intake: Intake, url: str) -> None:
    (line,) = intake("--store", url, "show", "1", "--json").stdout.splitlines()
    page = json.loads(line)
    assert page["record"]["title"]["main"] == "狠抓“4111”示范创建 争当高质量发展尖兵"
    assert page["text"] == "第一行\n\x1b[2J第二行"


def test_text_gives_all_of_it_and_nothing_that_moves_the_cursor(intake: Intake, url: str) -> None:
    assert intake("--store", url, "text", "1").stdout == "第一行\n\\u{1B}[2J第二行\n"


@pytest.mark.parametrize("command", ["show", "text"])
@pytest.mark.parametrize("number", ["99", "2025-0001", "abc", "\x1b[2J"])
def test_an_unknown_number_is_one_line_and_66(intake: Intake, url: str, command: str, number: str) -> None:
    done = intake("--store", url, command, number)
    assert done.exit_code == 66
    assert done.stdout == ""
    assert done.stderr.startswith("intake: no such submission — ")
    assert done.stderr.count("\n") == 1
    assert done.stderr[:-1].isprintable()


def test_evidence_is_shown_with_the_text(intake: Intake, url: str, screen: Mapping[str, str]) -> None:
    shown = intake("--store", url, "show", 1, "--evidence").stdout
    assert "Speaker: 张振海 [0.95 recognised, rule test, stated]\n" in shown
    assert shown.endswith("Text\n第一行\n\\u{1B}[2J第二行\n")
    drawn = intake("--store", url, "--lang", "zh_CN", "show", 1, "--evidence", env=screen).stdout
    assert "[0.95 已识别、规则 test、原文写明]" in drawn


def test_what_is_no_speech_has_no_evidence(intake: Intake, url: str) -> None:
    refused = intake("--store", url, "show", 2, "--evidence")
    assert refused.exit_code == 66
    assert "no evidence — 2026-0002 — " in refused.stderr
    assert intake("--store", url, "show", 1, "--evidence", "--json").exit_code == 2
