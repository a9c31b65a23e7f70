from collections.abc import Callable
from dataclasses import fields, replace

import pytest

from intake.errors import ActionRefused
from intake.model import (
    Change,
    Contact,
    Contribution,
    Evidence,
    Region,
    Section,
    Speaker,
    SpeechRecord,
    Title,
)
from intake.store import EDITABLE, EVERY, Store, SubmissionQuery
from intake.store.overlay import edited, laid_over
from intake.workflow import Entry, Status

Speech = Callable[..., Contribution]
Arrive = Callable[..., list[str]]


def record_of(store: Store) -> SpeechRecord:
    record = store.submission("1").record
    assert record is not None
    return record


def test_an_editors_value_stands_over_the_readings_and_the_log_says_what_it_replaced(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    made = store.edit("1", "王编", {"title.main": "把好事办好", "unit": "青石县", "post": "党委书记"})
    assert (made.action, made.who) == (Entry.EDIT, "王编")
    assert made.status_from is made.status_to is Status.PENDING
    assert made.changes == {  # the post was right already
        "title.main": Change("把实事办到群众心坎上", "把好事办好", "largest"),
        "unit": Change("青石县河口镇", "青石县", "byline"),
    }
    record = record_of(store)
    assert (record.title.main, record.unit) == ("把好事办好", "青石县")
    assert record.speakers == (Speaker("林远山", "青石县", "党委书记"),)
    assert record.evidence["unit"].confidence == 1.0
    (row,) = store.submissions()
    assert (row.title, row.unit, row.edited, row.confidence) == ("把好事办好", "青石县", True, 0.8)


def test_a_list_is_searched_by_what_an_editor_wrote(store: Store, speech: Speech, arrive: Arrive) -> None:
    arrive(speech())
    store.edit("1", "王编", {"speaker": "周明、林远山"})
    assert store.submissions(SubmissionQuery(speaker="周明"))[0].speaker == "周明、林远山"
    assert record_of(store).speakers == (Speaker("周明"), Speaker("林远山", "青石县河口镇", "党委书记"))


def test_a_later_edit_replaces_an_earlier_one(store: Store, speech: Speech, arrive: Arrive) -> None:
    arrive(speech())
    store.edit("1", "王编", {"speaker": "周明"})
    store.edit("1", "李编", {"speakers": [{"name": "陈立", "post": "镇长"}]})
    again = store.edit("1", "王编", {"speaker": "陈立新"})
    assert again.changes == {"speaker": Change("陈立", "陈立新", "editor")}
    assert record_of(store).speakers == (Speaker("陈立新", "青石县河口镇", "党委书记"),)


def test_a_field_can_be_emptied_and_the_list_goes_on_naming_the_submission(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    store.edit("1", "王编", {"title.main": None, "speaker": None, "unit": None})
    (row,) = store.submissions()
    assert (row.title, row.speaker, row.unit) == ("把实事办到群众心坎上", None, None)
    assert record_of(store).title.main is None


def test_what_no_reader_recognised_can_be_written_by_hand(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(record=None))
    store.edit(
        "1",
        "王编",
        {
            "title.main": "把实事办好",
            "speaker": "林远山",
            "unit": "河口镇",
            "region.town": "河口镇",
            "sections": [{"marker": "一", "heading": "抓实事", "points": []}],
            "contact": {"name": "周明"},
        },
    )
    assert record_of(store) == SpeechRecord(
        title=Title(main="把实事办好"),
        speakers=(Speaker("林远山", "河口镇"),),
        unit="河口镇",
        region=Region(town="河口镇"),
        sections=(Section("一", "抓实事"),),
        contact=Contact("周明"),
        evidence=record_of(store).evidence,
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"titel": "?"}, "no such field — titel — a record has no such field — it has title.kicker, "),
        ({"word_count": 3}, "no such field — word_count"),
        ({"evidence": {}}, "no such field — evidence"),
        ({"date": 3}, r"value does not fit — date — Expected `str \| null`, got `int` - at `\$.date`"),
        ({"sections": "一"}, "value does not fit — sections — "),
        ({"unit": "青石县河口镇"}, "nothing to change — 2026-0001 — the values are the same"),
        ({}, "nothing to change — 2026-0001"),
    ],
)
def test_what_cannot_be_edited_is_one_clear_line_and_changes_nothing(
    store: Store, speech: Speech, arrive: Arrive, changes: dict[str, object], why: str
) -> None:
    arrive(speech())
    with pytest.raises(ActionRefused, match=why):
        store.edit("1", "王编", changes)
    assert store.log("1") == []
    assert record_of(store) == speech().record


def test_every_field_of_a_record_can_be_edited_but_what_is_counted() -> None:
    names = {name.partition(".")[0] for name in EDITABLE}
    assert names == {field.name for field in fields(SpeechRecord)} - {"evidence", "word_count"} | {"speaker"}
    for part, kind in (("title", Title), ("region", Region)):
        assert {f"{part}.{field.name}" for field in fields(kind)} < set(EDITABLE)


def test_without_edits_a_record_is_what_was_read() -> None:
    assert edited(None, {}) is None
    assert edited(SpeechRecord(), {}) == SpeechRecord()


def test_edits_keep_the_order_in_which_they_were_made() -> None:
    assert list(laid_over({"unit": "甲", "speaker": "乙", "post": "丙"}, {"unit": "丁"})) == [
        "speaker",
        "post",
        "unit",
    ]
    assert laid_over({"speaker": "乙", "post": "丙"}, {"speakers": []}) == {"post": "丙", "speakers": []}


def test_a_field_is_given_back_to_the_reading(store: Store, speech: Speech, arrive: Arrive) -> None:
    arrive(speech())
    store.edit("1", "王编", {"title.main": "把好事办好", "speaker": "周明", "unit": "青石县"})
    made = store.edit("1", "李编", {"post": "镇长"}, reset=["title.main", "speakers"])
    assert made.changes == {
        "title.main": Change("把好事办好", "把实事办到群众心坎上", "editor"),
        "speaker": Change("周明", "林远山", "editor"),
        "post": Change("党委书记", "镇长", "byline"),
    }
    (row,) = store.submissions()
    assert (row.title, row.speaker, row.unit, row.post, row.edited) == (
        "把实事办到群众心坎上",
        "林远山",
        "青石县",
        "镇长",
        True,
    )
    store.edit("1", "李编", {}, reset=[EVERY])
    assert record_of(store) == speech().record
    assert [row.edited for row in store.submissions()] == [False]


def test_what_is_given_back_without_a_title_is_called_by_its_file_again(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(record=None))
    arrive(speech(record=None, source="body"))
    for number, name in (("1", "发言材料.docx"), ("2", "河口镇发言材料")):
        store.edit(number, "王编", {"title.main": "把好事办好"})
        store.edit(number, "王编", {}, reset=["title.main"])
        assert store.submission(number).row.title == name
        assert store.submission(number).record is None


@pytest.mark.parametrize("reset", [["title.main"], ["unit", "title.main"], ["speaker"]])
def test_what_nobody_edited_is_not_given_back(
    store: Store, speech: Speech, arrive: Arrive, reset: list[str]
) -> None:
    arrive(speech())
    store.edit("1", "王编", {"unit": "青石县"})
    with pytest.raises(ActionRefused, match=f"nothing to give back — 2026-0001 — nobody edited {reset[-1]}"):
        store.edit("1", "王编", {}, reset=reset)
    assert record_of(store).unit == "青石县"


def test_a_guess_is_not_on_the_list_and_is_confirmed_by_giving_it(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    one = speech()
    assert one.record is not None
    evidence = {**one.record.evidence, "unit": Evidence(0.5, "guess")}
    arrive(replace(one, record=replace(one.record, evidence=evidence)))
    assert store.submission("1").row.unit is None
    decision = store.edit("1", "编", {"unit": one.record.unit})
    assert decision.changes["unit"].old == decision.changes["unit"].new == one.record.unit
    assert store.submission("1").row.unit == one.record.unit


def test_the_rule_of_the_speakers_is_that_of_their_names(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    rule = store.submission("1").record.evidence["speaker"].rule  # type: ignore[union-attr]  # it has one
    assert store.edit("1", "编", {"speakers": []}).changes["speakers"].rule == rule
