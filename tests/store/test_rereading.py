from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.errors import NoSuchRecord
from intake.model import (
    PROGRAM,
    Change,
    Contribution,
    MailKind,
    Number,
    Reading,
    Rereading,
    Speaker,
    SpeechRecord,
    Title,
    Verdict,
)
from intake.store import Store, SubmissionQuery
from intake.workflow import Action, Entry, Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]
Arrive = Callable[..., list[str]]

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)

FIRST, SECOND, THIRD = Number(2026, 1), Number(2026, 2), Number(2026, 3)
OTHER = SpeechRecord(title=Title(main="以赛促干开新局"), speakers=(Speaker("周明"),))
RETURN = Verdict(Action.RETURN, "王编")


@pytest.fixture
def mail(store: Store, land: Land, speech: Speech, understood: Understood) -> int:
    """Keep a mail of two speeches and give its id."""
    message_id = land(b"mail")
    store.keep(
        message_id,
        understood(
            speech(text="甲文", fingerprint="a" * 64), speech(ordinal=1, text="乙文", fingerprint="b" * 64)
        ),
    )
    return message_id


@pytest.fixture
def again(speech: Speech) -> tuple[Contribution, Contribution]:
    """Give the two speeches as another reading proposes them when it sees no difference."""
    return speech(text="甲文", fingerprint="a" * 64), speech(ordinal=1, text="乙文", fingerprint="b" * 64)


def every(store: Store) -> dict[int, Status]:
    rows = store.submissions(SubmissionQuery(statuses=None, archived=None))
    return {row.number.serial: row.status for row in rows}


def test_what_says_the_same_is_kept_and_the_readings_version_is_known(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    assert store.outdated("2") == [mail]
    before = [store.submission("1"), store.submission("2")]
    assert store.reread(mail, understood(*again, version="2")) == Rereading(kept=(FIRST, SECOND))
    assert store.outdated("2") == []
    assert [store.submission("1"), store.submission("2")] == before
    assert store.log("1") == store.log("2") == []


def test_what_nobody_touched_follows_its_reading_under_its_number(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    better = replace(
        again[1], record=OTHER, text="乙文\n全", warnings=(), engine="docx:2", fingerprint="c" * 64
    )
    assert store.reread(mail, understood(again[0], better, subject="另一个主题")) == Rereading(
        kept=(FIRST,), changed=(SECOND,)
    )
    found = store.submission("2")
    assert (found.record, found.text, found.row.engine, found.fingerprint) == (
        OTHER,
        "乙文\n全",
        "docx:2",
        "c" * 64,
    )
    assert (found.row.title, found.row.speaker, found.row.warnings) == ("以赛促干开新局", "周明", ())
    reading = store.message(mail).reading
    assert reading is not None
    assert reading.subject == "另一个主题"
    assert len(reading.attachments) == 2


@pytest.mark.parametrize("touch", ["decide", "undo", "edit"])
def test_what_an_editor_decided_or_edited_stays_and_the_difference_is_told_once(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood, touch: str
) -> None:
    if touch == "edit":
        store.edit("2", "王编", {"unit": "河口镇"})
    else:
        store.decide("2", RETURN)
        if touch == "undo":
            store.decide("2", Verdict(Action.UNDO, "王编"))
    before, log = store.submission("2"), store.log("2")
    reading = understood(again[0], replace(again[1], record=OTHER, text="乙文二"))
    for _ in range(2):
        assert store.reread(mail, reading) == Rereading(kept=(FIRST,), changed=(SECOND,))
    assert store.submission("2") == before
    *earlier, told = store.log("2")
    assert earlier == log
    assert (told.who, told.action, told.status_from, told.status_to) == (
        PROGRAM,
        Entry.REREAD,
        before.row.status,
        before.row.status,
    )
    assert told.changes["title.main"] == Change("把实事办到群众心坎上", "以赛促干开新局")
    assert told.changes["text"] == Change(2, 3)
    assert ("unit" in told.changes) is (touch != "edit")  # a human value beats every reading


def test_a_speech_found_in_front_moves_the_others_and_not_their_numbers(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood, speech: Speech
) -> None:
    store.decide("1", RETURN)
    moved = [replace(each, ordinal=each.ordinal + 1) for each in again]
    found = speech(text="丙文", fingerprint="c" * 64)
    assert store.reread(mail, understood(found, *moved)) == Rereading(kept=(FIRST, SECOND), new=(THIRD,))
    assert [(store.submission(n).text, store.submission(n).ordinal) for n in "123"] == [
        ("甲文", 1),
        ("乙文", 2),
        ("丙文", 0),
    ]
    assert every(store) == {1: Status.RETURNED, 2: Status.PENDING, 3: Status.PENDING}


def test_what_is_not_there_any_more_is_superseded_unless_it_is_the_editors(
    store: Store, mail: int, understood: Understood
) -> None:
    store.edit("1", "王编", {"unit": "河口镇"})
    nothing = understood(kind=MailKind.NOISE, version="2")
    for superseded in ((SECOND,), ()):
        done = store.reread(mail, nothing)
        assert (done.changed, done.superseded, done.new) == ((FIRST,), superseded, ())
    assert every(store) == {1: Status.PENDING, 2: Status.SUPERSEDED}
    told = store.log("1")[-1]
    assert (len(store.log("1")), told.action, told.changes) == (2, Entry.REREAD, {"text": Change(2, None)})
    (gone,) = store.log("2")
    assert (gone.who, gone.action, gone.reason) == (PROGRAM, Action.SUPERSEDE, "reread")


def test_what_is_found_again_comes_back_under_its_number(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    store.reread(mail, understood())
    assert every(store) == {1: Status.SUPERSEDED, 2: Status.SUPERSEDED}
    assert store.reread(mail, understood(*again)) == Rereading(changed=(FIRST, SECOND))
    assert every(store) == {1: Status.PENDING, 2: Status.PENDING}


def test_what_a_correction_took_the_place_of_does_not_come_back(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    mail = land(b"elder")
    store.keep(mail, understood(speech()))
    store.keep(land(b"newer"), understood(speech(correction=True)))
    assert every(store) == {1: Status.SUPERSEDED, 2: Status.PENDING}
    store.reread(mail, understood(speech(warnings=())))
    assert every(store) == {1: Status.SUPERSEDED, 2: Status.PENDING}
    assert len(store.log("1")) == 1


def test_the_editors_one_that_is_gone_makes_room_for_what_stands_in_its_place(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    store.decide("1", RETURN)
    alone = replace(again[1], ordinal=0)
    assert store.reread(mail, understood(alone)) == Rereading(kept=(SECOND,), changed=(FIRST,))
    places = [(store.submission(n).text, store.submission(n).ordinal) for n in "12"]
    assert places == [("甲文", 1), ("乙文", 0)]
    assert store.reread(mail, understood(*again)) == Rereading(kept=(FIRST, SECOND))


def test_a_mail_that_turns_out_to_be_a_link_waits_for_material_and_back(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    store.reread(mail, understood(*(replace(each, status=Status.NEEDS_MATERIAL) for each in again)))
    assert every(store) == {1: Status.NEEDS_MATERIAL, 2: Status.NEEDS_MATERIAL}
    store.reread(mail, understood(*again))
    assert every(store) == {1: Status.PENDING, 2: Status.PENDING}
    assert [made.action for made in store.log("1")] == [Action.NEED, Action.REOPEN]


def test_a_hint_outlives_a_reread(store: Store, land: Land, speech: Speech, understood: Understood) -> None:
    one = speech(fingerprint="f" * 64, warnings=())
    store.keep(land(b"a"), understood(one))
    mail = land(b"b")
    store.keep(mail, understood(one, from_address="b@example.org"))
    store.reread(mail, understood(replace(one, warnings=("empty",)), from_address="b@example.org"))
    assert store.submission("2").row.warnings == ("empty", "look_alike")


def test_a_mail_that_could_not_be_read_is_read_for_the_first_time(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    mail = land(b"a")
    store.fail(mail, "crashed", "a bug")
    assert store.outdated("2") == []
    assert store.reread(mail, understood(speech())) == Rereading(new=(FIRST,))
    assert store.problems() == []


def test_an_adopted_mail_keeps_its_number_beside_what_a_reading_finds(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    mail = land(b"a")
    store.keep(mail, understood(kind=MailKind.NOISE))
    assert store.adopt(mail, "王编") == FIRST
    assert store.reread(mail, understood(speech())) == Rereading(new=(SECOND,))
    assert store.reread(mail, understood()) == Rereading(superseded=(SECOND,))
    assert every(store) == {1: Status.PENDING, 2: Status.SUPERSEDED}


def test_nothing_is_reread_of_a_mail_that_is_not_there(store: Store, understood: Understood) -> None:
    with pytest.raises(NoSuchRecord, match="no such mail — 99"):
        store.reread(99, understood())


# ── what it is to others ──────────────────────────────────────────────────────────────────────────

SAME, LATER = "f" * 64, {"received": NOON + timedelta(days=1)}


def test_what_turns_out_to_repeat_another_is_hidden_and_back_where_it_does_not(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech(fingerprint=SAME))
    arrive(speech(record=OTHER))
    again = understood(speech(fingerprint=SAME))
    for done in (Rereading(changed=(SECOND,)), Rereading(kept=(SECOND,))):
        assert store.reread(2, again) == done
    assert every(store) == {1: Status.PENDING, 2: Status.DUPLICATE}
    original = store.submission("2").duplicate_of
    assert original is not None
    assert original.number == FIRST
    assert store.reread(2, understood(speech(record=OTHER))) == Rereading(changed=(SECOND,))
    assert every(store) == {1: Status.PENDING, 2: Status.PENDING}
    assert store.submission("2").duplicate_of is None
    assert [(made.who, made.action, made.reason) for made in store.log("2")] == [
        (PROGRAM, Action.DUPLICATE, "same_text"),
        (PROGRAM, Action.REOPEN, "reread"),
    ]


@pytest.mark.parametrize("status", [Status.PENDING, Status.NEEDS_MATERIAL])
def test_what_turns_out_to_be_a_correction_takes_its_elders_place_and_gives_it_back(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood, status: Status
) -> None:
    arrive(speech(status=status))
    arrive(speech(), **LATER)
    for _ in range(2):
        store.reread(2, understood(speech(correction=True)))
        assert every(store) == {1: Status.SUPERSEDED, 2: Status.PENDING}
        assert store.submission("2").row.warnings == ("charset_guessed", "replaces")
    assert len(store.log("1")) == 1
    store.reread(2, understood(speech(record=OTHER)))
    assert every(store) == {1: status, 2: Status.PENDING}
    assert store.submission("2").row.warnings == ("charset_guessed",)
    assert store.submission("2").revision_of is None


def test_what_was_read_after_its_correction_stands_again_where_it_is_another_speech(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech(correction=True), **LATER)
    arrive(speech())
    assert store.reread(2, understood(speech())) == Rereading(kept=(SECOND,))
    assert store.reread(1, understood(speech(correction=True))) == Rereading(kept=(FIRST,))
    assert every(store) == {1: Status.PENDING, 2: Status.SUPERSEDED}
    store.reread(2, understood(speech(record=OTHER)))
    assert every(store) == {1: Status.PENDING, 2: Status.PENDING}
    assert store.submission("1").row.warnings == ("charset_guessed",)
    assert store.submission("1").revision_of is None


def test_a_correction_that_another_took_the_place_of_keeps_its_own_elder(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech())
    for day in (1, 2):
        arrive(speech(correction=True), received=NOON + timedelta(days=day))
    for mail in (1, 2, 3):
        done = store.reread(mail, understood(speech(correction=mail > 1)))
        assert (done.changed, done.new, done.superseded) == ((), (), ())
    assert every(store) == {1: Status.SUPERSEDED, 2: Status.SUPERSEDED, 3: Status.PENDING}


def test_a_reread_moves_nothing_that_an_editor_decided(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech())
    arrive(speech(), **LATER)
    returned = store.decide("1", RETURN)
    store.reread(2, understood(speech(correction=True)))
    assert store.log("1") == [returned]
    assert store.submission("2").row.warnings == ("charset_guessed", "look_alike")
    elder = store.submission("2").revision_of
    assert elder is not None
    assert elder.number == FIRST


def test_a_returned_elder_is_not_given_back_by_a_reread(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech())
    store.decide("1", RETURN)
    arrive(speech(correction=True), **LATER)
    assert store.submission("1").row.status is Status.SUPERSEDED
    store.reread(2, understood(speech(record=OTHER)))
    assert store.submission("1").row.status is Status.SUPERSEDED


def test_copies_and_elders_of_what_is_not_there_any_more_come_back(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech())
    arrive(speech(fingerprint=SAME, correction=True), **LATER)
    for _ in range(2):
        arrive(speech(fingerprint=SAME), **LATER)
    assert every(store) == {
        1: Status.SUPERSEDED,
        2: Status.PENDING,
        3: Status.DUPLICATE,
        4: Status.DUPLICATE,
    }
    assert store.reread(2, understood()) == Rereading(superseded=(SECOND,))
    assert every(store) == {
        1: Status.PENDING,
        2: Status.SUPERSEDED,
        3: Status.PENDING,
        4: Status.DUPLICATE,
    }
    assert store.submission("2").revision_of is None
    original = store.submission("4").duplicate_of
    assert original is not None
    assert original.number == THIRD


def test_a_mark_follows_another_reading(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech())
    arrive(speech(), **LATER, from_address="b@example.org")
    for correction, marks in ((True, ("may_correct",)), (False, ())):
        store.reread(2, understood(speech(correction=correction), from_address="b@example.org"))
        assert store.submission("2").row.warnings == ("charset_guessed", *marks)


def test_a_copy_that_goes_with_its_original_does_not_come_back(
    store: Store, speech: Speech, arrive: Arrive, understood: Understood
) -> None:
    arrive(speech(fingerprint=SAME), speech(source="10", fingerprint=SAME))
    assert every(store) == {1: Status.PENDING, 2: Status.DUPLICATE}
    for gone in ((FIRST, SECOND), ()):
        assert store.reread(1, understood()) == Rereading(
            superseded=gone, kept=() if gone else (FIRST, SECOND)
        )
    assert every(store) == {1: Status.SUPERSEDED, 2: Status.SUPERSEDED}


def test_what_is_given_back_whole_follows_its_readings_again(
    store: Store, mail: int, again: tuple[Contribution, ...], understood: Understood
) -> None:
    store.edit("2", "王编", {"unit": "河口镇"})
    reading = understood(again[0], replace(again[1], record=OTHER))
    store.reread(mail, reading)
    store.edit("2", "王编", {}, reset=["unit"])
    assert store.submission("2").row.title == "把实事办到群众心坎上"
    assert store.reread(mail, reading) == Rereading(kept=(FIRST,), changed=(SECOND,))
    assert store.submission("2").record == OTHER


def test_mails_are_read_again_in_the_order_they_were_read(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    newest, oldest, empty = (land(b"%d" % day, NOON + timedelta(days=day)) for day in (2, 1, 0))
    for mail in (oldest, newest):
        store.keep(mail, understood(speech(fingerprint=SAME)))
    assert store.outdated() == [oldest, newest, empty]
    assert store.outdated("2") == [oldest, newest]
    for mail in store.outdated("2"):  # better readers see more of both
        store.reread(mail, understood(speech(text="全文", fingerprint="e" * 64), version="2"))
    assert every(store) == {1: Status.PENDING, 2: Status.DUPLICATE}
    assert len(store.log("2")) == 1
