from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from intake.model import Attachment, Contribution, Link, MailKind, Outcome, Reading, Sighting
from intake.store import Store

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]

SHANGHAI = timezone(timedelta(hours=8))


def leaf(path: str, *members: Attachment) -> Attachment:
    return Attachment(path, f"{path}.zip", 1, "0" * 64, "zip", Outcome.OPENED, members=members)


def test_mails_are_listed_the_last_first_with_what_became_of_them(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    read, failed, waiting = land(b"read"), land(b"failed"), land(b"waiting")
    store.keep(read, understood(speech(), speech(ordinal=1)))
    store.fail(failed, "mime_depth", "")
    rows = store.messages()
    assert [(row.id, row.kind, row.submissions, row.problem) for row in rows] == [
        (waiting, None, 0, None),
        (failed, None, 0, "mime_depth"),
        (read, MailKind.SUBMISSION, 2, None),
    ]
    assert (rows[2].subject, rows[2].from_name, rows[2].from_address) == (
        "河口镇发言材料",
        "河口镇党政办",
        "hekou@example.org",
    )
    assert rows[0].subject == ""
    assert store.messages(limit=2) == rows[:2]


def test_a_reading_comes_back_as_it_was(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    link = Link(
        "qq", "https://example.org/x", "大文件", "128.03M", "ab12", datetime(2026, 12, 1, tzinfo=SHANGHAI)
    )
    reading = understood(speech(), date=datetime(2026, 11, 20, 9, 30, tzinfo=SHANGHAI), links=(link,))
    message_id = land(b"a")
    store.keep(message_id, reading)
    kept = store.message(message_id)
    assert kept.reading == replace(reading, contributions=())
    assert kept.reading is not None
    assert kept.reading.date is not None
    assert kept.reading.date.isoformat() == "2026-11-20T09:30:00+08:00"  # the sender's own clock
    assert kept.row == store.messages()[0]
    assert kept.sightings == (Sighting("qq", "INBOX", "1", "1"),)
    assert kept.submissions == (store.submission("1"),)


def test_a_mail_without_date_and_message_id_stays_without(
    store: Store, land: Land, understood: Understood
) -> None:
    message_id = land(b"a")
    store.keep(message_id, understood(date=None, message_id=None))
    reading = store.message(message_id).reading
    assert reading is not None
    assert (reading.date, reading.message_id) == (None, None)


def test_archives_in_archives_keep_their_tree_and_order(
    store: Store, land: Land, understood: Understood
) -> None:
    tree = (
        leaf("10", leaf("10/2", leaf("10/2/1"), leaf("10/2/2")), leaf("10/1")),
        leaf("2"),
        leaf("2"),  # nothing keeps a hostile mail from having two of a path
        leaf("3", leaf("3/1")),
    )
    message_id = land(b"a")
    store.keep(message_id, understood(attachments=tree))
    reading = store.message(message_id).reading
    assert reading is not None
    assert reading.attachments == tree


def test_a_mail_that_could_not_be_read_shows_its_problem(store: Store, land: Land) -> None:
    message_id = land(b"a")
    store.fail(message_id, "timeout", "30 s")
    kept = store.message(message_id)
    assert (kept.reading, kept.submissions) == (None, ())
    assert (kept.problem,) == tuple(store.problems())


def test_every_mail_is_given_once_in_the_order_of_landing(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    ids = [land(b"%d" % n) for n in range(45)]
    for message_id in ids[::2]:
        store.keep(message_id, understood(speech(), speech(ordinal=1)))
    for message_id in ids[1::4]:
        store.fail(message_id, "timeout", "")
    every = list(store.all_messages())
    assert [each.row.id for each in every] == ids
    assert every == [store.message(message_id) for message_id in ids]


def test_an_empty_store_gives_no_mail(store: Store) -> None:
    assert list(store.all_messages()) == []


def test_mails_may_land_while_all_are_given(store: Store, land: Land) -> None:
    land(b"first")
    given = store.all_messages()
    next(given)
    land(b"second")
    assert len(list(given)) == 1
