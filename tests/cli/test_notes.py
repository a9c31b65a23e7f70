import json
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.model import Verdict
from intake.store import open_store
from intake.workflow import Action

Intake = Callable[..., Result]


def test_a_submission_is_given_to_an_editor_and_taken_back(intake: Intake, url: str) -> None:
    assert (
        intake("--store", url, "assign", 1, 2, "责编甲", "--as", "总编乙").stdout
        == "2026-0001  → 责编甲\n2026-0002  → 责编甲\n"
    )
    mine = intake("--store", url, "list", "--mine", "--as", "责编甲", "--json").stdout.splitlines()
    assert [json.loads(line)["assignee"] for line in mine] == ["责编甲", "责编甲"]
    assert intake("--store", url, "assign", 2, "--nobody", "--as", "总编乙").stdout == "2026-0002  → nobody\n"
    assert "责任编辑：责编甲" in intake("--store", url, "--lang", "zh_CN", "show", 1).stdout


def test_a_missing_name_is_wrong_usage_and_a_missing_submission_66(intake: Intake, url: str) -> None:
    assert intake("--store", url, "assign", 1).exit_code == 2
    done = intake("--store", url, "assign", 99, 1, "甲", "--as", "乙")
    assert (done.exit_code, done.stdout) == (66, "2026-0001  → 甲\n")


@pytest.mark.parametrize("name", ["2", "2026-0002", "", "  "])
def test_nothing_is_given_to_a_number_or_a_blank(intake: Intake, url: str, name: str) -> None:
    done = intake("--store", url, "assign", 1, name, "--as", "乙")
    assert done.exit_code == 2
    assert "Name the editor behind the numbers" in done.stderr
    assert intake("--store", url, "log", 1, "--json").stdout == ""


def test_a_blank_remark_is_refused(intake: Intake, url: str) -> None:
    assert intake("--store", url, "note", 1, " ", "", "--as", "乙").exit_code == 2
    assert intake("--store", url, "log", 1, "--json").stdout == ""


def test_the_log_tells_when_who_what_and_why(intake: Intake, url: str, screen: Mapping[str, str]) -> None:
    assert "Nobody has done anything" in intake("--store", url, "log", 1, env=screen).stdout
    intake("--store", url, "note", 1, "等", "照片", "--as", "甲")
    intake("--store", url, "return", 1, "--reason", "thin", "--note", "补数据", "--as", "乙")
    intake("--store", url, "edit", 1, "--post", "书记", "--as", "乙")
    lines = intake("--store", url, "--lang", "zh_CN", "log", 1).stdout.splitlines()
    assert lines[0] == "2026-0001  狠抓“4111”示范创建 争当高质量发展尖兵"
    assert [line.partition("：")[2] for line in lines[1:]] == [
        "甲  备注 [等 照片]",
        "乙  退修：待初审 → 退修 [内容单薄；补数据]",
        "乙  更正 [职务 党工委书记 → 书记]",
    ]
    rows = [json.loads(line) for line in intake("--store", url, "log", 1, "--json").stdout.splitlines()]
    assert [row["action"] for row in rows] == ["note", "return", "edit"]
    assert rows[2]["changes"]["post"] == {"old": "党工委书记", "new": "书记", "rule": "test"}


def test_a_reason_that_is_not_in_the_lexicon_any_more_is_shown_as_it_is(intake: Intake, url: str) -> None:
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        store.decide("1", Verdict(Action.REJECT, "甲", reason="old_code"))
    assert "[old_code]" in intake("--store", url, "log", 1).stdout
