from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from intake.model import Attachment, Heading, Outcome
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
        waits.append((problem.next_at or problem.last_at) - problem.last_at)
    meant = [timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24)]
    assert [wait.total_seconds() / one.total_seconds() for wait, one in zip(waits, meant, strict=False)] == [
        pytest.approx(1, abs=0.1)
    ] * 3
    assert waits[3:] == [timedelta()] * 2


def test_what_failed_together_is_not_all_tried_together(store: Store, land: Make) -> None:
    for number in range(20):
        store.fail(land(b"%d" % number), "timeout", "", "1")
    waits = [(each.next_at or each.last_at) - each.last_at for each in store.problems()]
    assert min(waits) < timedelta(minutes=4.6)
    assert max(waits) > timedelta(minutes=5.4)
    assert len(set(waits)) == 20


def test_an_unread_mail_is_listed_by_its_header_until_it_is_read(
    store: Store, land: Make, understood: Make
) -> None:
    mail = land(b"a")
    store.fail(mail, "timeout", "", "1", heading=Heading("发言", "河口镇", "Hekou@example.org"))
    (listed,), (problem,) = store.messages(), store.problem_rows()
    assert listed == problem.mail == store.message(mail).row
    assert (listed.subject, listed.from_name, listed.from_address) == ("发言", "河口镇", "Hekou@example.org")
    number = str(store.adopt(mail, "王编"))
    assert store.submission(number).row.title == "发言"
    assert store.sender(number) is None
    assert store.contributors() == []  # nothing of it was read
    store.reread(mail, understood(subject=""))
    assert store.message(mail).row.subject == ""


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
