from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from intake.errors import ActionRefused, NoSuchRecord
from intake.model import PROGRAM, Change, Contribution, Decision, Number, Rules, Verdict
from intake.store import Store
from intake.workflow import ACTIONS, TRANSITIONS, Action, Entry, Status, after

Speech = Callable[..., Contribution]
Arrive = Callable[..., list[str]]


@pytest.fixture
def one(speech: Speech, arrive: Arrive) -> str:
    """Keep one submission and give its number."""
    (number,) = arrive(speech(source="10"))
    return number


@pytest.fixture
def two(speech: Speech, arrive: Arrive, one: str) -> str:
    """Keep another one, of another office, behind it."""
    (number,) = arrive(speech(source="body"), from_address="b@example.org")
    assert number > one
    return number


def verdict(action: Action, who: str = "王编") -> Verdict:
    """Give an action what it asks for."""
    return Verdict(
        action,
        who,
        reason="R1" if ACTIONS[action].reason else None,
        of="2" if ACTIONS[action].elder else None,
    )


REDO = replace(verdict(Action.UNDO), redo=True)


def test_a_decision_is_kept_with_who_when_and_why(store: Store, one: str) -> None:
    before = datetime.now(UTC)
    made = store.decide(one, Verdict(Action.RETURN, "王编", reason="R2", note="缺落款"), seen=Status.PENDING)
    assert made == Decision(
        id=made.id,
        number=Number(2026, 1),
        at=made.at,
        who="王编",
        action=Action.RETURN,
        status_from=Status.PENDING,
        status_to=Status.RETURNED,
        reason="R2",
        note="缺落款",
    )
    assert before <= made.at <= datetime.now(UTC)
    assert store.log(one) == [made]
    assert store.submission(one).row.status is Status.RETURNED


def test_every_way_of_the_table_can_be_gone(store: Store, two: str, speech: Speech, arrive: Arrive) -> None:
    by_hand = {way: target for way, target in TRANSITIONS.items() if ACTIONS[way[1]].by_hand}
    for (status, action), target in by_hand.items():
        (number,) = arrive(speech(source="body", status=status), from_address="")
        assert number > two
        made = store.decide(number, verdict(action), Rules(reviews=3), seen=status)
        assert (made.status_from, made.status_to) == (status, target)
        assert store.submission(number).row.status is target


@pytest.mark.parametrize("reviews", [1, 2, 3])
def test_reviews_follow_one_another_until_the_submission_is_accepted(
    store: Store, one: str, reviews: int
) -> None:
    rules = Rules(reviews=reviews)  # type: ignore[arg-type]  # 1, 2 or 3
    for _ in range(reviews):
        status = store.submission(one).row.status
        assert status is not Status.ACCEPTED
        store.decide(one, verdict(Action.ACCEPT), rules, seen=status)
    assert store.submission(one).row.status is Status.ACCEPTED


def test_who_comes_second_is_told_who_was_faster_when_and_what_it_is_now(store: Store, one: str) -> None:
    made = store.decide(one, verdict(Action.RETURN, "李编"), seen=Status.PENDING)
    at = f"{made.at + timedelta(hours=8):%Y-%m-%d %H:%M}"  # as it is in Shanghai
    with pytest.raises(ActionRefused) as refused:
        store.decide(one, verdict(Action.ACCEPT), seen=Status.PENDING)
    assert str(refused.value) == (
        f"decided meanwhile — 2026-0001 — 李编 at {at}: return for revision; it is returned now — look at it again"
    )
    with pytest.raises(ActionRefused) as refused:
        store.decide(one, verdict(Action.ACCEPT))
    assert str(refused.value) == (
        "2026-0001: not allowed — accept — it is returned — "
        f"allowed now: reject, dismiss, withdraw, duplicate, reopen (李编 at {at}: return for revision)"
    )
    assert store.log(one) == [made]


def test_a_status_that_nobody_decided_is_told_too(store: Store, one: str) -> None:
    with pytest.raises(ActionRefused) as refused:
        store.decide(one, verdict(Action.ACCEPT), seen=Status.HELD)
    assert str(refused.value) == ("changed meanwhile — 2026-0001 — it is pending now — look at it again")
    with pytest.raises(ActionRefused) as refused:
        store.decide(one, verdict(Action.PUBLISH))
    assert str(refused.value).startswith(
        "2026-0001: not allowed — publish — it is pending — allowed now: accept,"
    )
    assert store.log(one) == []


def test_an_action_that_lacks_what_it_asks_for_changes_nothing(store: Store, one: str) -> None:
    with pytest.raises(ActionRefused, match="no reason given — reject"):
        store.decide(one, Verdict(Action.REJECT, "王编"))
    with pytest.raises(ActionRefused, match="only the program does it"):
        store.decide(one, Verdict(Action.SUPERSEDE, "王编"))
    assert store.log(one) == []


@pytest.mark.parametrize("who", ["", "  ", PROGRAM])
def test_nobody_acts_without_a_name_or_in_the_programs(store: Store, one: str, who: str) -> None:
    for act in (
        lambda: store.decide(one, verdict(Action.ACCEPT, who)),
        lambda: store.assign(one, who, "王编"),
        lambda: store.add_note(one, who, "好"),
        lambda: store.edit(one, who, {"unit": "河口镇"}),
        lambda: store.adopt(1, who),
    ):
        with pytest.raises(ActionRefused, match="nobody to act"):
            act()


def test_an_unknown_number_is_told_by_every_action(store: Store) -> None:
    for act in (
        lambda: store.decide("9", verdict(Action.ACCEPT)),
        lambda: store.assign("9", "王编", "王编"),
        lambda: store.add_note("9", "王编", "好"),
        lambda: store.edit("9", "王编", {"unit": "河口镇"}),
        lambda: store.log("9"),
        lambda: store.look_alikes("9"),
    ):
        with pytest.raises(NoSuchRecord, match="no such submission — 9"):
            act()


def test_undo_leads_back_and_can_be_undone_where_that_is_asked_for(store: Store, one: str) -> None:
    accepted = store.decide(one, verdict(Action.ACCEPT))
    store.add_note(one, "王编", "没有改变什么")
    undone = store.decide(one, verdict(Action.UNDO, "李编"), seen=Status.ACCEPTED)
    assert (undone.status_from, undone.status_to, undone.undoes) == (
        Status.ACCEPTED,
        Status.PENDING,
        accepted.id,
    )
    with pytest.raises(
        ActionRefused, match=r"2026-0001: nothing to undo — every decision .* \(李编 at .*: undo\)"
    ):
        store.decide(one, verdict(Action.UNDO))  # out of habit, after somebody else
    redone = store.decide(one, REDO)
    assert (redone.status_to, redone.undoes) == (Status.ACCEPTED, undone.id)
    with pytest.raises(ActionRefused, match="2026-0001: nothing to put back — the latest decision stands"):
        store.decide(one, REDO)
    with pytest.raises(ActionRefused, match="nothing is put back — accept — only `undo`"):
        store.decide(one, replace(verdict(Action.HOLD), action=Action.ACCEPT, redo=True))
    assert [made.action for made in store.log(one)] == [Action.ACCEPT, Entry.NOTE, Action.UNDO, Action.UNDO]


def test_undoing_again_goes_on_to_the_decision_before_and_redoing_comes_back(store: Store, one: str) -> None:
    way = [verdict(Action.HOLD), verdict(Action.RETURN), verdict(Action.REJECT)]
    made = [store.decide(one, each) for each in way]
    undo, statuses = verdict(Action.UNDO, "李编"), [Status.RETURNED, Status.HELD, Status.PENDING]
    for decision, status in zip(reversed(made), statuses, strict=True):
        undone = store.decide(one, undo)
        assert (undone.undoes, undone.status_to) == (decision.id, status)
    for status in (Status.HELD, Status.RETURNED):
        assert store.decide(one, REDO).status_to is status
    store.decide(one, verdict(Action.DISMISS))  # something else: the rejection is not to be put back any more
    with pytest.raises(ActionRefused, match="nothing to put back"):
        store.decide(one, REDO)
    assert store.decide(one, undo).status_to is Status.RETURNED
    assert store.decide(one, undo).undoes == made[1].id


def test_there_is_nothing_to_undo_before_a_decision_and_after_publishing(store: Store, one: str) -> None:
    store.assign(one, "王编", "李编")
    with pytest.raises(ActionRefused, match="2026-0001: nothing to undo — nobody has decided yet"):
        store.decide(one, verdict(Action.UNDO))
    store.decide(one, verdict(Action.ACCEPT))
    store.decide(one, verdict(Action.PUBLISH))
    with pytest.raises(ActionRefused, match="2026-0001: not undone — it is published"):
        store.decide(one, verdict(Action.UNDO))


def test_a_duplicate_is_linked_to_the_original_until_it_is_one_no_more(
    store: Store, one: str, two: str, speech: Speech, arrive: Arrive
) -> None:
    made = store.decide(two, Verdict(Action.DUPLICATE, "王编", of="1"))
    assert made.changes == {"duplicate_of": Change(None, "2026-0001")}
    elder = store.submission(two).duplicate_of
    assert elder is not None
    assert (elder.number, elder.sha256) == (Number(2026, 1), store.message(1).row.sha256)
    arrive(speech(source="body"), from_address="c@example.org")
    third = store.decide("3", Verdict(Action.DUPLICATE, "王编", of=two))
    assert third.changes == {"duplicate_of": Change(None, "2026-0001")}  # not the copy
    for step, linked in (
        (verdict(Action.UNDO), False),
        (REDO, True),
        (verdict(Action.REOPEN), False),
    ):
        store.decide(two, step)
        assert (store.submission(two).duplicate_of is not None) is linked
    for mine, of in ((one, one), (one, "3")):
        with pytest.raises(ActionRefused, match=f"no duplicate — {of} — it is the same or repeats this one"):
            store.decide(mine, Verdict(Action.DUPLICATE, "王编", of=of))


def test_what_is_held_until_a_day_comes_back_when_the_day_is_over(store: Store, one: str, two: str) -> None:
    day = date(2026, 12, 1)
    made = store.decide(one, replace(verdict(Action.HOLD), until=day))
    assert made.changes == {"until": Change(None, "2026-12-01")}
    store.decide(two, verdict(Action.HOLD))
    assert store.submission(one).row.until == day
    assert store.resurface(day) == 0
    assert store.resurface(day + timedelta(days=1)) == 1
    assert store.resurface(day + timedelta(days=1)) == 0
    back = store.log(one)[-1]
    assert (back.who, back.action, back.status_to) == (PROGRAM, Action.RESURFACE, Status.PENDING)
    assert back.changes == {"until": Change("2026-12-01", None)}
    assert [row.until for row in store.submissions()] == [None]
    assert store.submission(two).row.status is Status.HELD


def test_undoing_what_ended_a_hold_brings_its_day_back(store: Store, one: str) -> None:
    day = date(2026, 12, 1)
    store.decide(one, replace(verdict(Action.HOLD), until=day))
    store.decide(one, verdict(Action.RETURN))
    assert store.submission(one).row.until is None
    store.decide(one, verdict(Action.UNDO))
    assert store.submission(one).row.until == day
    store.decide(one, REDO)
    assert store.submission(one).row.until is None


def test_a_submission_is_given_to_somebody_and_to_nobody(store: Store, one: str) -> None:
    given = store.assign(one, "王编", "李编")
    assert (given.action, given.changes) == (Entry.ASSIGN, {"assignee": Change(None, "李编")})
    assert store.submission(one).row.assignee == "李编"
    taken = store.assign(one, "王编", None)
    assert taken.changes == {"assignee": Change("李编", None)}
    assert store.submission(one).row.assignee is None
    assert {made.status_to for made in store.log(one)} == {Status.PENDING}


def test_a_note_stands_in_the_log_without_what_no_database_stores(store: Store, one: str) -> None:
    store.add_note(one, "王编", "电话\0问过了")
    (note,) = store.log(one)
    assert (note.action, note.note, note.status_from, note.status_to) == (
        Entry.NOTE,
        "电话\ufffd问过了",
        Status.PENDING,
        Status.PENDING,
    )


def test_one_person_takes_two_reviews_only_where_that_is_allowed(store: Store, one: str) -> None:
    def accept(who: str, separation: str) -> Decision:
        rules = Rules(reviews=3, separation=separation)  # type: ignore[arg-type]  # off, warn or enforce
        return store.decide(one, verdict(Action.ACCEPT, who), rules)

    assert accept("王编", "enforce").status_to is Status.SECOND_REVIEW
    with pytest.raises(ActionRefused, match="2026-0001: not allowed — 王编 took an earlier review of it"):
        accept("王编", "enforce")
    assert accept("王编", "warn").changes == {"separation": Change(["王编"], "王编")}
    store.decide(one, verdict(Action.UNDO))
    assert accept("李编", "enforce").changes == {}
    assert accept("王编", "off").changes == {}
    assert store.submission(one).row.status is Status.ACCEPTED


def test_a_new_round_of_reviews_is_open_to_everybody(store: Store, one: str) -> None:
    rules = Rules(reviews=2, separation="enforce")
    store.decide(one, verdict(Action.ACCEPT), rules)
    store.decide(one, verdict(Action.RETURN), rules)
    store.decide(one, verdict(Action.REOPEN), rules)
    store.decide(one, verdict(Action.ACCEPT), rules)
    assert store.submission(one).row.status is after(Status.PENDING, Action.ACCEPT, 2)
