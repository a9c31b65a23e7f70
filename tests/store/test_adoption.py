from collections.abc import Callable

import pytest

from intake.errors import ActionRefused, NoSuchRecord
from intake.model import Contribution, MailKind, Number, Reading, Verdict
from intake.store import Store
from intake.workflow import Action, Entry, Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]


def test_a_mail_without_submissions_becomes_one_of_its_own_words(
    store: Store, land: Land, understood: Understood
) -> None:
    mail = land(b"a", archived=True)
    store.keep(mail, understood(kind=MailKind.AUTO_REPLY, subject="自动回复", text="我写的发言"))
    assert store.adopt(mail, "王编") == Number(2026, 1)
    (row,) = store.submissions()
    assert (row.title, row.status, row.format, row.kind) == (
        "自动回复",
        Status.PENDING,
        "body",
        MailKind.AUTO_REPLY,
    )
    found = store.submission("1")
    assert (found.source, found.record, found.text, found.message_id) == ("message", None, "我写的发言", mail)
    (made,) = store.log("1")
    assert (made.who, made.action, made.status_from, made.status_to) == (
        "王编",
        Entry.ADOPT,
        Status.PENDING,
        Status.PENDING,
    )
    store.decide("1", Verdict(Action.ACCEPT, "王编"))


def test_a_mail_that_could_not_be_read_is_adopted_without_text(store: Store, land: Land) -> None:
    mail = land(b"a")
    store.fail(mail, "mime_depth", "51 levels")
    store.adopt(mail, "王编")
    (row,) = store.submissions()
    assert (row.title, row.from_address, row.kind) == ("", "", MailKind.EMPTY)
    assert store.submission("1").text == ""
    assert [problem.message_id for problem in store.problems()] == [mail]
    assert store.message(mail).submissions[0].row == row


def test_a_mail_is_adopted_once_and_only_where_it_made_no_submission(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    mail = land(b"a")
    store.keep(mail, understood(speech(), speech(ordinal=1)))
    with pytest.raises(ActionRefused) as refused:
        store.adopt(mail, "王编")
    assert str(refused.value) == (
        f"not adopted — mail {mail} — it has submissions: 2026-0001, 2026-0002 — see `intake show 2026-0001`"
    )
    with pytest.raises(NoSuchRecord, match="no such mail — 99"):
        store.adopt(99, "王编")
