from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import ActionRefused
from intake.locale import catalogue
from intake.workflow import (
    ACTIONS,
    ENTRY_LABELS,
    NEEDS_ACTION,
    STATUS_LABELS,
    TRANSITIONS,
    Action,
    Entry,
    Reviews,
    Status,
    Step,
    after,
    allowed,
    demand,
    in_force,
    label_of,
    reviewers,
    taken_back,
)

#: The whole workflow with three reviews, written a second time by hand; undo depends on the log instead.
TABLE = """
                accept        return   reject   hold need           dismiss   withdraw  duplicate publish   reopen
pending         second_review returned rejected held needs_material dismissed withdrawn duplicate -         -
second_review   final_review  returned rejected held needs_material dismissed withdrawn duplicate -         -
final_review    accepted      returned rejected held needs_material dismissed withdrawn duplicate -         -
accepted        -             returned rejected held -              -         withdrawn -         published -
published       -             -        -        -    -              -         -         -         -         -
needs_material  -             returned rejected held -              dismissed withdrawn duplicate -         pending
returned        -             -        rejected -    -              dismissed withdrawn duplicate -         pending
held            second_review returned rejected -    needs_material dismissed withdrawn duplicate -         pending
rejected        -             -        -        -    -              -         -         -         -         pending
duplicate       -             -        -        -    -              dismissed -         -         -         pending
superseded      -             -        -        -    -              -         -         -         -         pending
withdrawn       -             -        -        -    -              -         -         -         -         pending
dismissed       -             -        -        -    -              -         -         -         -         pending
"""
#: And what the program alone does.
PROGRAM_TABLE = {
    (Status.PENDING, Action.SUPERSEDE): Status.SUPERSEDED,
    (Status.NEEDS_MATERIAL, Action.SUPERSEDE): Status.SUPERSEDED,
    (Status.RETURNED, Action.SUPERSEDE): Status.SUPERSEDED,
    (Status.HELD, Action.RESURFACE): Status.PENDING,
}
ACCEPTING: dict[Reviews, dict[Status, Status]] = {
    1: {
        Status.PENDING: Status.ACCEPTED,
        Status.HELD: Status.ACCEPTED,
        Status.SECOND_REVIEW: Status.ACCEPTED,
        Status.FINAL_REVIEW: Status.ACCEPTED,
    },
    2: {
        Status.PENDING: Status.FINAL_REVIEW,
        Status.HELD: Status.FINAL_REVIEW,
        Status.SECOND_REVIEW: Status.FINAL_REVIEW,
        Status.FINAL_REVIEW: Status.ACCEPTED,
    },
    3: {},
}


def expected(reviews: Reviews) -> dict[tuple[Status, Action], Status]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    by_hand = {
        (Status(line[0]), Action(action)): Status(target)
        for line in lines
        for action, target in zip(head, line[1:], strict=True)
        if target != "-"
    }
    accepting = {(status, Action.ACCEPT): target for status, target in ACCEPTING[reviews].items()}
    return by_hand | PROGRAM_TABLE | accepting


@pytest.mark.parametrize("reviews", [1, 2, 3])
def test_every_action_in_every_status_leads_where_the_table_says_or_is_refused(reviews: Reviews) -> None:
    table = expected(reviews)
    for status, action in product(Status, Action):
        if (status, action) in table:
            assert after(status, action, reviews) is table[status, action], (status, action)
        else:
            with pytest.raises(ActionRefused, match=f"^not allowed — {action} — it is "):
                after(status, action, reviews)


def test_a_refusal_names_the_status_and_what_is_allowed_in_the_readers_language() -> None:
    with pytest.raises(ActionRefused) as refused:
        after(Status.ACCEPTED, Action.ACCEPT)
    assert str(refused.value) == (
        "not allowed — accept — it is accepted — allowed now: return, reject, hold, withdraw, publish"
    )
    assert refused.value.say(catalogue("zh_CN").gettext) == (
        "不能这样处理——accept 签发——现为已签发——"
        "目前可用：return 退修、reject 退稿、hold 留用、withdraw 撤稿、publish 刊发"
    )
    with pytest.raises(ActionRefused, match=r"allowed now: —$"):
        after(Status.PUBLISHED, Action.REOPEN)


def test_every_status_but_the_published_one_can_be_left_and_every_one_can_be_reached() -> None:
    assert {status for status, _ in TRANSITIONS} == set(Status) - {Status.PUBLISHED}
    assert set(TRANSITIONS.values()) == set(Status)
    for status in NEEDS_ACTION:
        assert allowed(status)


def test_everything_has_a_name_and_every_action_a_sentence() -> None:
    assert set(STATUS_LABELS) == set(Status)
    assert set(ACTIONS) == set(Action)
    assert set(ENTRY_LABELS) == set(Entry)
    assert label_of(Action.RETURN) == "return for revision"
    assert label_of(Entry.REREAD) == "read again"
    for conduct in ACTIONS.values():
        assert conduct.help.endswith(".")


DAY = date(2026, 12, 1)


@pytest.mark.parametrize("action", [action for action in Action if ACTIONS[action].by_hand])
def test_an_action_takes_what_it_asks_for_and_nothing_else(action: Action) -> None:
    reason = "R1" if action is Action.REJECT else None
    of = "137" if action is Action.DUPLICATE else None
    demand(action, reason=reason, of=of, until=None)
    demand(action, reason="R1", of=of, until=None)  # a reason may always be given
    if action is Action.HOLD:
        demand(action, reason=None, of=None, until=DAY)
    else:
        with pytest.raises(ActionRefused, match="only `hold` waits for a day"):
            demand(action, reason=reason, of=of, until=DAY)
    if action is not Action.UNDO:
        with pytest.raises(ActionRefused, match="only `undo` takes back and puts back"):
            demand(action, reason=reason, of=of, until=None, redo=True)
    with pytest.raises(ActionRefused, match="`duplicate` alone names an earlier number"):
        demand(action, reason=reason, of=None if of else "137", until=None)


def test_a_rejection_needs_a_reason() -> None:
    with pytest.raises(ActionRefused, match="no reason given — reject — it needs a reason code"):
        demand(Action.REJECT, reason=None, of=None, until=None)


@pytest.mark.parametrize("action", [Action.SUPERSEDE, Action.RESURFACE])
def test_what_the_program_does_is_not_for_hands(action: Action) -> None:
    assert action not in {each for status in Status for each in allowed(status)}
    with pytest.raises(ActionRefused, match=f"not allowed — {action} — only the program does it"):
        demand(action, reason=None, of=None, until=None)


def steps(*rows: tuple[str, Action] | tuple[str, Action, int]) -> Iterable[Step]:
    """Number the rows of a log from 1."""
    return [Step(number, *row) for number, row in enumerate(rows, start=1)]


ACCEPT, RETURN, REOPEN, UNDO = Action.ACCEPT, Action.RETURN, Action.REOPEN, Action.UNDO


@pytest.mark.parametrize(
    ("log", "standing"),
    [
        ([], ()),
        ([("甲", ACCEPT)], ("甲",)),
        ([("甲", ACCEPT), ("乙", ACCEPT)], ("甲", "乙")),
        ([("甲", ACCEPT), ("乙", RETURN), ("乙", REOPEN)], ()),
        ([("甲", ACCEPT), ("乙", RETURN), ("乙", REOPEN), ("丙", ACCEPT)], ("丙",)),
        ([("甲", ACCEPT), ("乙", UNDO, 1)], ()),
        ([("甲", ACCEPT), ("乙", UNDO, 1), ("丙", UNDO, 2)], ("甲",)),
        ([("甲", ACCEPT), ("乙", ACCEPT), ("丙", UNDO, 2)], ("甲",)),
        ([("甲", ACCEPT), ("乙", RETURN), ("丙", UNDO, 2)], ("甲",)),
    ],
)
def test_who_took_the_reviews_that_stand(log: list[tuple[str, Action]], standing: tuple[str, ...]) -> None:
    assert reviewers(steps(*log)) == standing


@given(st.lists(st.sampled_from("甲乙丙")), st.integers(0, 9))
def test_undoing_and_redoing_leaves_the_reviews_as_they_were(names: list[str], times: int) -> None:
    log: list[tuple[str, Action] | tuple[str, Action, int]] = [(name, ACCEPT) for name in names]
    for _ in range(2 * times if names else 0):
        log.append(("丁", UNDO, len(log)))
    assert reviewers(steps(*log)) == tuple(names)


@given(st.lists(st.sampled_from(["decide", "undo", "redo"])))
def test_undo_and_redo_walk_through_the_decisions_as_through_two_piles(moves: list[str]) -> None:
    log: list[Step] = []
    done: list[int] = []
    undone: list[tuple[int, int]] = []
    for number, move in enumerate(moves, start=1):
        if move == "decide":
            log.append(Step(number, "甲", Action.HOLD))
            done.append(number)
            undone.clear()
        elif move == "undo" and done:
            assert in_force(log)[-1].id == done[-1]
            undone.append((number, done[-1]))
            log.append(Step(number, "乙", Action.UNDO, done.pop()))
        elif move == "redo" and undone:
            found = taken_back(log)
            assert found is not None
            assert found.id == undone[-1][0]
            log.append(Step(number, "丙", Action.UNDO, found.id))
            done.append(undone.pop()[1])
        assert [step.id for step in in_force(log)] == done
        assert (taken_back(log) is not None) == bool(undone)
