from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.model import Change, Decision, Number, SpeechRecord, Title
from intake.render.decisions import decided, field_label, log_lines, reason, why
from intake.render.difference import differing, field_names
from intake.render.page import Line
from intake.render.view import View
from intake.workflow import Action, Entry, Status

DECISION = Decision(
    1, Number(2026, 137), datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "责编甲\u202e", Action.ACCEPT, Status.PENDING, Status.ACCEPTED
)  # fmt: skip


def test_a_decision_is_one_safe_line(chinese: View) -> None:
    assert decided(DECISION, chinese) == "2026-0137  待初审 → 已签发  责编甲\\u{202E}"


def test_what_leaves_the_status_alone_is_called_by_its_name(chinese: View) -> None:
    noted = replace(DECISION, action=Entry.NOTE, status_to=Status.PENDING, who="甲")
    assert decided(noted, chinese) == "2026-0137  备注  甲"


def test_a_log_says_what_was_changed(english: View) -> None:
    changes = {
        "title.main": Change(None, "新" * 60),
        "speakers": Change([], ["甲", "乙"]),
        "region.town": Change("a\x1b", ""),
        "until": Change(None, "2026-12-31"),
    }
    edited = replace(
        DECISION,
        action=Entry.EDIT,
        status_to=Status.PENDING,
        who="甲",
        reason="thin",
        note="看\n过",
        changes=changes,
    )
    assert list(log_lines([edited], english, {"thin": "too little in it"})) == [
        Line(
            "2026-11-23 09:00",
            "甲  edit",
            f"too little in it; 看 过; Title {'新' * 40}… (+20); Speaker 甲、乙; Region a\\u{{1B}} → —; Held until 2026-12-31",
        )
    ]


@pytest.mark.parametrize(
    ("code", "said"), [("thin", "内容单薄"), ("same_file", "文件相同"), ("gone", "gone")]
)
def test_a_reason_is_said_in_words(chinese: View, code: str, said: str) -> None:
    assert reason(code, chinese, {"thin": "内容单薄"}) == said


def test_an_unknown_field_is_called_by_its_key() -> None:
    assert field_label("new\x1b") == "new\\u{1B}"


def test_the_fields_that_differ_are_named_once(record: SpeechRecord, english: View) -> None:
    other = replace(
        record, title=Title(main="新"), speakers=(), region=replace(record.region, town=None), word_count=1
    )
    names = differing(record, other)
    assert names == ("title.kicker", "title.issue", "title.main", "speakers", "region.town")
    assert field_names((*names, "region.city"), english) == "Column, Issue, Title, Speaker, Region"
    assert differing(record, replace(record, evidence={})) == ()


def test_a_speaker_and_a_region_are_told_in_words(english: View) -> None:
    speakers = [
        {"name": "韩青川", "unit": "柳湾镇", "post": "党委书记"},
        {"name": "李某", "unit": None, "post": None},
    ]
    changes = {"speakers": Change(None, speakers), "region": Change({"city": None, "town": "柳湾镇"}, None)}
    said = why(replace(DECISION, changes=changes), english, {})
    assert "韩青川 柳湾镇 党委书记、李某" in said
    assert "{" not in said
