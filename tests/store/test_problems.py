from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.model import Attachment, Outcome
from intake.store import Store

Make = Callable[..., Any]


@pytest.mark.parametrize("code", ["timeout", "memory", "crashed"])
def test_what_may_pass_is_tried_again_ever_later_and_then_by_nobody(
    store: Store, land: Make, code: str
) -> None:
    mail = land(b"a")
    waits = []
    for _ in range(5):
        store.fail(mail, code, "", "1")
        (problem,) = store.problems()
        waits.append(problem.next_at and problem.next_at - problem.last_at)
    assert waits == [timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24), None, None]


def test_what_will_not_pass_waits_for_somebody_at_once(store: Store, land: Make) -> None:
    store.fail(land(b"a"), "mime_depth", "51 levels", "1")
    assert store.problems()[0].next_at is None
    assert store.due("1") == []


def test_a_problem_is_due_when_its_time_has_come(
    store: Store, land: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = land(b"a")
    store.fail(mail, "timeout", "", "1")
    assert store.due("1") == []
    monkeypatch.setattr("intake.store.now", lambda: datetime.now(UTC) + timedelta(minutes=6))
    assert store.due("1") == [mail]


def test_every_problem_is_due_for_another_version_which_counts_anew(store: Store, land: Make) -> None:
    first, second = land(b"a"), land(b"b")
    store.fail(first, "mime_depth", "", "1")
    store.fail(second, "timeout", "", "1")
    assert store.due("2") == [first, second]
    store.fail(second, "timeout", "", "2")
    assert store.due("2") == [first]
    assert [problem.attempts for problem in store.problems()] == [1, 1]


def test_a_mail_read_but_for_an_attachment_is_a_problem_with_a_reading(
    store: Store, land: Make, understood: Make
) -> None:
    mail = land(b"a")
    lost = Attachment("2", "a.pdf", 4, "a" * 64, "unknown", Outcome.UNREADABLE, "timeout")
    whole = understood()
    store.keep(mail, replace(whole, attachments=(*whole.attachments, lost)))
    (problem,) = store.problems()
    assert (problem.code, problem.detail, problem.attempts) == ("timeout", "attachment 2", 1)
    assert store.message(mail).reading is not None

    store.reread(mail, replace(whole, attachments=(*whole.attachments, lost)))
    assert store.problems()[0].attempts == 2

    store.reread(mail, whole)
    assert store.problems() == []


def test_the_list_has_each_problem_with_its_mail_the_oldest_first(store: Store, land: Make) -> None:
    first, second = land(b"a"), land(b"bb")
    store.fail(second, "timeout", "", "1")
    store.fail(first, "mime_depth", "", "1")
    assert [(row.mail.id, row.mail.size, row.problem.code) for row in store.problem_rows()] == [
        (second, 2, "timeout"),
        (first, 1, "mime_depth"),
    ]
