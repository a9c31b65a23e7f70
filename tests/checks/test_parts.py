"""Missing parts, lengths, the roster."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.model import (
    PARTS,
    Demands,
    Evidence,
    Lexicon,
    Office,
    Point,
    Section,
    Speaker,
    SpeechRecord,
    Standard,
    Title,
)

Found = Callable[..., list[tuple[str, str, str]]]
SURE = {name: Evidence(0.95, "test") for name in ("title.main", "speaker", "unit", "post")}
SPEECH = SpeechRecord(
    title=Title(main="把路修到心坎上"),
    speakers=(Speaker("李长河", "定军山镇", "党委书记"),),
    unit="定军山镇",
    post="党委书记",
    lead="我镇辖12个村，人口2.3万人。",
    word_count=900,
    evidence=SURE,
)


def test_a_whole_speech_raises_no_alarm(found: Found) -> None:
    assert found("我镇辖12个村，人口2.3万人。", SPEECH) == []


def test_all_parts_that_were_agreed_on_are_told_when_missing(lexicon: Lexicon, found: Found) -> None:
    asked = Standard(lexicon, demands=Demands(parts=PARTS))
    told = [slug for slug, _, _ in found("", SpeechRecord(), asked)]
    assert told == [f"missing_{part}" for part in PARTS]
    assert found("", SpeechRecord(), Standard(lexicon, demands=Demands(parts=()))) == []


def test_what_is_only_guessed_is_missing(found: Found) -> None:
    guessed = replace(SPEECH, evidence={**SURE, "unit": Evidence(0.5, "guess")})
    assert found("", guessed) == [("missing_unit", "", "")]


@pytest.mark.parametrize("end", ["这件事我们还没有做完就要接着", "这件事我们还没有做完，就要接着往下做、再"])
def test_a_text_that_ends_within_a_sentence_is_told(end: str, found: Found) -> None:
    text = f"一是改树。{end * 2}"
    broken = replace(SPEECH, sections=(Section(points=(Point("一是", "改树", end * 2),)),))
    assert found(text, broken) == [("breaks_off", text[-15:], "")]
    assert found(text, replace(broken, closing="谢谢大家")) == []


def test_a_name_that_the_file_name_contradicts_is_told(found: Found) -> None:
    text = "定军山镇党委书记 李长河"
    evidence = {
        **SURE,
        "speaker": Evidence(0.7, "byline", alternatives=("王大川",), spans=((9, 12),), agrees=False),
    }
    assert found(text, replace(SPEECH, evidence=evidence)) == [("name_elsewhere", "李长河", "王大川")]


def test_lengths_are_compared_with_what_was_agreed(lexicon: Lexicon, found: Found) -> None:
    short = Standard(lexicon, demands=Demands(title_most=5, words_least=1_000, words_most=None))
    assert found("", SPEECH, short) == [("title_long", "7", "5"), ("text_short", "900", "1000")]
    long = Standard(lexicon, demands=Demands(title_most=None, words_most=800))
    assert found("", SPEECH, long) == [("text_long", "900", "800")]


@pytest.mark.parametrize(
    ("offices", "finding"),
    [
        ([], None),
        ([("勉县定军山镇", "党委书记", "李长河")], None),
        ([("定军山镇", "党委书记、人大主席", "李长河")], None),
        ([("定军山镇", "党委书记", "李长和")], ("roster_name", "党委书记 李长河", "李长和")),
        ([("定军山镇", "镇长", "李长河")], ("roster_post", "党委书记 李长河", "镇长")),
        ([("定军山镇", "镇长", "王大川")], None),
        ([("武侯镇", "党委书记", "王大川")], None),
    ],
)
def test_name_and_post_are_compared_with_the_roster(
    offices: list[tuple[str, str, str]], finding: tuple[str, str, str] | None, lexicon: Lexicon, found: Found
) -> None:
    roster = Standard(lexicon, tuple(Office(*one) for one in offices))
    assert found("", SPEECH, roster) == ([finding] if finding else [])
