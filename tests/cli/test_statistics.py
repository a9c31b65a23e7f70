import json
from collections.abc import Callable, Mapping

from click.testing import Result
from rich.cells import cell_len

Intake = Callable[..., Result]


def test_counts_are_four_lists(intake: Intake, url: str) -> None:
    lists = intake("--store", url, "stats").stdout.split("\n\n")
    assert [one.split("\t")[0] for one in lists] == ["Status", "Month", "Unit", "Sender"]
    assert lists[0].splitlines()[1:] == ["pending\t1\t0\t0", "needs material\t1\t0\t0"]
    assert lists[2].splitlines()[1:] == ["(not known)\t1\t0\t0", "汉台区汉中路街道\t1\t0\t0"]


def test_a_screen_shows_the_most_and_how_many_more(
    intake: Intake, url: str, screen: Mapping[str, str]
) -> None:
    shown = intake("--store", url, "--lang", "zh_CN", "stats", "--limit", 1, env=screen).stdout
    assert "另有 1 项：--limit N\n" in shown
    assert {cell_len(line) for line in shown.splitlines() if line.startswith("─")} == {80}


def test_counts_are_json_and_csv(intake: Intake, url: str) -> None:
    lines = [json.loads(line) for line in intake("--store", url, "stats", "--json").stdout.splitlines()]
    assert lines[0] == {"by": "status", "key": "pending", "submissions": 1, "accepted": 0, "refused": 0}
    assert {line["by"] for line in lines} == {"status", "month", "unit", "sender"}
    sheet = intake("--store", url, "stats", "--csv").stdout.splitlines()
    assert sheet[0] == '\ufeff"by","key","submissions","accepted","refused"'
    assert len(sheet) == 1 + len(lines)
    assert intake("--store", url, "stats", "--csv", "--json").exit_code == 2


def test_a_time_without_mail_is_said_on_a_screen(intake: Intake, url: str, screen: Mapping[str, str]) -> None:
    done = intake("--store", url, "stats", "--until", "2000-01-01", env=screen)
    assert done.stdout == "Nothing came in that time.\n"


def test_the_ends_of_the_calendar_are_no_mistake(intake: Intake, url: str) -> None:
    counted = intake("--store", url, "stats", "--since", "0001-01-01", "--until", "9999-12-31")
    assert counted.exit_code == 0
    assert counted.stdout == intake("--store", url, "stats").stdout


def test_the_rules_that_were_corrected_are_listed(
    intake: Intake, url: str, screen: Mapping[str, str]
) -> None:
    none = intake("--store", url, "stats", "--rules", env=screen)
    assert none.stdout == "No correction stands: `intake edit` makes some.\n"
    intake("--store", url, "edit", 1, "--unit", "甲镇", "--as", "编")
    listed = intake("--store", url, "stats", "--rules").stdout.splitlines()
    assert listed[1] == "1\tUnit\ttest\t2026-0001\t汉台区汉中路街道 → 甲镇"
    (line,) = intake("--store", url, "stats", "--rules", "--json").stdout.splitlines()
    assert json.loads(line) == {
        "rule": "test",
        "field": "unit",
        "corrections": 1,
        "number": "2026-0001",
        "old": "汉台区汉中路街道",
        "new": "甲镇",
    }
    assert (
        intake("--store", url, "stats", "--rules", "--csv")
        .stdout.splitlines()[1]
        .startswith('"test","unit","1"')
    )
