from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from intake.model import Contribution, Evidence, Number, Overruled, Share, Verdict
from intake.store import EVERY, Period, Store
from intake.workflow import Action, Status

Speech = Callable[..., Contribution]
Arrive = Callable[..., list[str]]
ALWAYS = Period()


def test_submissions_are_counted_by_what_became_of_them(store: Store, speech: Speech, arrive: Arrive) -> None:
    record = speech().record
    assert record is not None
    arrive(speech(), speech(ordinal=1, record=replace(record, unit="甲镇")), speech(ordinal=2, record=None))
    store.decide("1", Verdict(Action.ACCEPT, "编"))
    store.decide("2", Verdict(Action.RETURN, "编"))
    counted = store.shares(ALWAYS)
    assert counted["status"] == (
        Share("pending", 1, 0, 0),
        Share("accepted", 1, 1, 0),
        Share("returned", 1, 0, 1),
    )
    (month,) = counted["month"]
    assert (month.submissions, month.accepted, month.refused) == (3, 1, 1)
    assert set(counted["unit"]) == {
        Share("", 1, 0, 0),
        Share("甲镇", 1, 0, 1),
        Share("青石县河口镇", 1, 1, 0),
    }
    assert [one.submissions for one in counted["sender"]] == [3]


def test_a_month_is_that_of_the_newsrooms_clock(store: Store, speech: Speech, arrive: Arrive) -> None:
    arrive(speech(), received=datetime(2026, 10, 31, 17, tzinfo=UTC))
    assert [one.key for one in store.shares(ALWAYS)["month"]] == ["2026-11"]
    november = Period(since=datetime(2026, 11, 1, tzinfo=store.zone))
    assert sum(one.submissions for one in store.shares(november)["status"]) == 1
    assert store.shares(replace(november, before=november.since))["status"] == ()


def test_corrections_are_counted_by_the_rule_they_overrule(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(), speech(ordinal=1))
    store.edit("1", "编", {"unit": "甲镇", "title.main": "新题"})
    store.edit("2", "编", {"unit": "乙镇"})
    store.edit("2", "编", {"unit": "丙镇"})
    assert store.overruled(ALWAYS) == [
        Overruled("byline", "unit", 2, Number(2026, 2), "青石县河口镇", "丙镇"),
        Overruled("largest", "title.main", 1, Number(2026, 1), "把实事办到群众心坎上", "新题"),
    ]
    assert store.overruled(Period(since=datetime(2100, 1, 1, tzinfo=UTC))) == []


def test_what_was_given_back_or_only_confirmed_is_no_correction(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    store.edit("1", "编", {"unit": "甲镇"})
    store.edit("1", "编", {}, reset=(EVERY,))
    guessed = speech().record
    assert guessed is not None
    evidence = {**guessed.evidence, "unit": Evidence(0.5, "guess")}
    arrive(speech(record=replace(guessed, evidence=evidence)))
    store.edit("2", "编", {"unit": guessed.unit})
    assert store.overruled(ALWAYS) == []


def test_what_was_edited_or_put_aside_is_corrected(store: Store, speech: Speech, arrive: Arrive) -> None:
    for _ in range(3):
        arrive(speech())
    store.edit("1", "编", {"unit": "甲镇"})
    store.decide("3", Verdict(Action.DISMISS, "编"))
    assert store.submission("3").row.status is Status.DISMISSED
    touched = [store.submission(number).message_id for number in ("1", "3")]
    assert store.corrected() == touched
