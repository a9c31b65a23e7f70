from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from intake.errors import ActionRefused
from intake.model import (
    PROGRAM,
    Attachment,
    Change,
    Contribution,
    LookAlike,
    Number,
    Outcome,
    Reading,
    Speaker,
    SpeechRecord,
    Title,
    Verdict,
)
from intake.store import Store, SubmissionQuery
from intake.workflow import Action, Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]
Arrive = Callable[..., list[str]]

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
FILE = (Attachment("2/1", "发言.docx", 20, "d" * 64, "docx", Outcome.READ),)
OTHER = SpeechRecord(title=Title(main="以赛促干开新局"), speakers=(Speaker("周明"),))
LONG = "一年来,我们坚持把群众的小事当作大事来办,解决了停车、养老、托幼等一批难题,群众的笑容更多了,干部的脚步也更实了,日子越过越有盼头。"


def test_a_file_resent_by_the_same_office_is_hidden_linked_and_can_be_reopened(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(), attachments=FILE)
    arrive(speech(), attachments=FILE)
    assert [str(row.number) for row in store.submissions()] == ["2026-0001"]
    (made,) = store.log("2")
    assert (made.who, made.action, made.reason) == (PROGRAM, Action.DUPLICATE, "same_file")
    assert (made.status_from, made.status_to) == (Status.PENDING, Status.DUPLICATE)
    assert made.changes == {"duplicate_of": Change(None, "2026-0001")}
    elder = store.submission("2").duplicate_of
    assert elder is not None
    assert (elder.number, elder.sha256) == (Number(2026, 1), store.message(1).row.sha256)
    store.decide("2", Verdict(Action.REOPEN, "王编"))
    assert (store.submission("2").row.status, store.submission("2").duplicate_of) == (Status.PENDING, None)


def test_a_text_resent_in_another_file_is_a_duplicate_too(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(fingerprint="f" * 64))
    arrive(speech(fingerprint="f" * 64, record=OTHER), from_address=" HEKOU@example.org")
    assert store.log("2")[0].reason == "same_text"


def test_an_empty_file_is_not_like_another(store: Store, speech: Speech, arrive: Arrive) -> None:
    empty = (Attachment("2/1", "空.docx", 0, "e" * 64, "empty", Outcome.UNREADABLE),)
    for title in ("甲", "乙"):
        arrive(speech(record=SpeechRecord(title=Title(main=title))), attachments=empty)
    assert [row.warnings for row in store.submissions()] == [("charset_guessed",)] * 2


def test_what_another_office_sends_is_pending_with_a_hint(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(fingerprint="f" * 64))
    arrive(speech(fingerprint="f" * 64), from_address="other@example.org")
    first, second = store.submissions()
    assert (first.warnings, second.warnings) == (("charset_guessed",), ("charset_guessed", "look_alike"))
    assert store.submissions(SubmissionQuery(warning="look_alike")) == [second]
    assert store.log("2") == []
    assert store.look_alikes("2") == [LookAlike(first, ("same_text", "same_title"))]
    assert store.look_alikes("1") == [LookAlike(second, ("same_text", "same_title"))]


def test_a_returned_speech_gives_way_to_its_correction_and_the_log_tells_all(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    returned = store.decide("1", Verdict(Action.RETURN, "王编", reason="R3", note="缺落款"))
    arrive(speech(correction=True), received=NOON + timedelta(days=1))
    log = store.log("1")
    assert log[0] == returned
    assert (log[1].who, log[1].action, log[1].reason) == (PROGRAM, Action.SUPERSEDE, "revision")
    assert (log[1].status_from, log[1].status_to) == (Status.RETURNED, Status.SUPERSEDED)
    assert log[1].changes == {"superseded_by": Change(None, "2026-0002")}
    assert [str(row.number) for row in store.submissions()] == ["2026-0002"]
    revised = store.submission("2").revision_of
    assert revised is not None
    assert (revised.number, revised.sha256) == (Number(2026, 1), store.message(1).row.sha256)
    assert store.submissions()[0].warnings == ("charset_guessed", "replaces")  # nothing is left to judge


def test_an_accepted_speech_stays_and_its_correction_is_shown(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    store.decide("1", Verdict(Action.ACCEPT, "王编"))
    arrive(speech(correction=True), received=NOON + timedelta(days=1))
    assert store.submission("1").row.status is Status.ACCEPTED
    (row,) = store.submissions()
    assert row.warnings == ("charset_guessed", "look_alike")
    (alike,) = store.look_alikes("1")
    assert (alike.row, alike.why) == (row, ("revision", "same_title"))


def test_an_editors_value_is_what_a_correction_agrees_with(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(record=SpeechRecord(), text=LONG))
    store.edit("1", "王编", {"speaker": "周明"})
    arrive(speech(record=OTHER, text=LONG, correction=True), received=NOON + timedelta(days=1))
    assert store.submission("1").row.status is Status.SUPERSEDED


def test_a_speech_that_is_read_after_its_correction_gives_way_at_once(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(correction=True), received=NOON + timedelta(days=1))
    arrive(speech(), received=NOON)
    assert [str(row.number) for row in store.submissions()] == ["2026-0001"]
    assert store.submission("2").row.status is Status.SUPERSEDED
    assert store.log("2")[0].changes == {"superseded_by": Change(None, "2026-0001")}
    revised = store.submission("1").revision_of
    assert revised is not None
    assert revised.number == Number(2026, 2)
    assert store.submissions()[0].warnings == ("charset_guessed", "replaces")


def test_a_correction_leaves_the_other_speakers_of_a_meeting_on_the_list(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    title = Title(main="在全县乡村振兴现场推进会上的发言")
    speeches = {
        name: SpeechRecord(title=title, speakers=(Speaker(name),)) for name in ("林远山", "周明", "何秀")
    }
    for record in speeches.values():
        arrive(speech(record=record))
    arrive(speech(record=speeches["周明"], correction=True), received=NOON + timedelta(days=1))
    assert [str(row.number) for row in store.submissions()] == ["2026-0001", "2026-0003", "2026-0004"]
    assert store.submissions()[-1].warnings == ("charset_guessed", "replaces", "look_alike")


def test_the_same_file_name_says_nothing(store: Store, speech: Speech, arrive: Arrive) -> None:
    for number in range(2):
        arrive(speech(record=None, correction=bool(number)), received=NOON + timedelta(days=number))
    assert [row.status for row in store.submissions()] == [Status.PENDING] * 2
    assert store.look_alikes("1") == []


def test_similar_texts_are_shown_by_name_and_speaker_wherever_they_came_from(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(text=LONG, record=OTHER), from_address="a@example.org")
    arrive(speech(text=LONG + "谢谢大家。", record=OTHER), from_address="b@example.org")
    arrive(speech(text=LONG, record=SpeechRecord(title=Title(main="无关"))), from_address="c@example.org")
    arrive(
        speech(text="别的话", record=SpeechRecord(speakers=(Speaker("周明"),))), from_address="d@example.org"
    )
    assert [(str(alike.row.number), alike.why) for alike in store.look_alikes("1")] == [
        ("2026-0002", ("same_title", "similar_text"))
    ]
    assert store.look_alikes("3") == store.look_alikes("4") == []


def test_the_strongest_resemblance_comes_first(store: Store, speech: Speech, arrive: Arrive) -> None:
    arrive(speech(fingerprint="f" * 64))
    arrive(speech())
    arrive(speech(fingerprint="f" * 64), from_address="b@example.org")
    assert [alike.why for alike in store.look_alikes("1")] == [
        ("same_text", "same_title"),
        ("same_title",),
    ]


def test_equal_content_is_not_lost_among_much_else_of_the_same_office(
    store: Store, speech: Speech, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.store.look_alikes._MANY", 2)
    arrive(speech(fingerprint="f" * 64))
    for _ in range(3):
        arrive(speech(record=OTHER))
    arrive(speech(fingerprint="f" * 64))
    assert [str(alike.row.number) for alike in store.look_alikes("5")] == ["2026-0001"]


def test_a_speech_that_stands_twice_in_a_mail_is_shown_once(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(fingerprint="f" * 64), speech(source="10", fingerprint="f" * 64))
    assert [row.status for row in store.submissions(SubmissionQuery(statuses=None))] == [
        Status.PENDING,
        Status.DUPLICATE,
    ]


def test_the_same_mail_read_again_by_another_process_stays_one(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    first = land(b"the same")
    assert land(b"the same") == first  # another sighting
    reading = understood(speech(fingerprint="f" * 64))
    assert store.keep(first, reading) == store.keep(first, reading) == (Number(2026, 1),)
    assert store.log("1") == []


def test_where_an_editor_was_faster_than_a_correction_a_hint_is_left(
    store: Store, speech: Speech, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: object) -> None:
        raise ActionRefused("decided meanwhile")

    arrive(speech())
    monkeypatch.setattr("intake.store.relations.program_decides", too_late)
    arrive(speech(correction=True), received=NOON + timedelta(days=1))
    first, second = store.submissions()
    assert (first.status, second.status) == (Status.PENDING, Status.PENDING)
    assert second.warnings == ("charset_guessed", "look_alike")


@pytest.mark.parametrize("action", [Action.RETURN, Action.WITHDRAW, Action.DISMISS])
def test_what_comes_again_after_its_original_was_turned_away_hides_behind_no_copy(
    store: Store, speech: Speech, arrive: Arrive, action: Action
) -> None:
    for _ in range(2):
        arrive(speech(fingerprint="f" * 64))
    store.decide("1", Verdict(action, "王编"))
    arrive(speech(fingerprint="f" * 64))
    assert [str(row.number) for row in store.submissions()] == ["2026-0003"]
    assert store.submission("3").row.warnings == ("charset_guessed", "look_alike")


def test_what_comes_again_after_its_correction_was_turned_away_is_on_the_list(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(fingerprint="f" * 64))
    arrive(speech(fingerprint="f" * 64))
    arrive(speech(fingerprint="e" * 64, correction=True), received=NOON + timedelta(days=1))
    arrive(speech(fingerprint="f" * 64), received=NOON + timedelta(days=2))
    assert [str(row.number) for row in store.submissions()] == ["2026-0003"]
    store.decide("3", Verdict(Action.RETURN, "王编"))
    arrive(speech(fingerprint="f" * 64), received=NOON + timedelta(days=3))
    assert [str(row.number) for row in store.submissions()] == ["2026-0005"]


def test_a_copy_of_a_copy_of_another_office_is_linked_to_what_stands_behind_both(
    store: Store, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech(record=OTHER), from_address="b@example.org")
    arrive(speech(fingerprint="f" * 64))
    arrive(speech(record=OTHER), from_address="c@example.org")
    store.decide("2", Verdict(Action.DUPLICATE, "王编", of="1"))
    store.decide("1", Verdict(Action.DUPLICATE, "王编", of="3"))
    arrive(speech(fingerprint="f" * 64))
    original = store.submission("4").duplicate_of
    assert original is not None
    assert original.number == Number(2026, 3)
    with pytest.raises(ActionRefused, match="no duplicate — 2 — it is the same or repeats this one"):
        store.decide("3", Verdict(Action.DUPLICATE, "王编", of="2"))


CORRECTED = {"correction": True, "text": LONG + "谢谢大家。", "fingerprint": "e" * 64}


@pytest.mark.parametrize("first", ["elder", "correction"])
def test_a_correction_from_another_office_is_marked_whichever_is_read_first(
    store: Store, speech: Speech, arrive: Arrive, first: str
) -> None:
    def elder() -> list[str]:
        return arrive(speech(text=LONG), received=NOON)

    def correction() -> list[str]:
        newer = NOON + timedelta(days=1)
        return arrive(speech(**CORRECTED), received=newer, from_address="county@example.org")

    made = [elder(), correction()] if first == "elder" else [correction(), elder()]
    (row,) = store.submissions(SubmissionQuery(warning="may_correct"))
    assert [str(row.number)] == made[first == "elder"]
    assert row.warnings == ("charset_guessed", "may_correct")
    assert [each.status for each in store.submissions()] == [Status.PENDING] * 2
    (alike,) = store.look_alikes(str(row.number))
    assert alike.why == ("may_correct", "same_title", "similar_text")


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"correction": False}, 1),
        ({"record": OTHER}, 1),
        (
            {
                "record": SpeechRecord(title=Title(main="另题"), speakers=(Speaker("林远山"),)),
                "text": "别的话",
            },
            1,
        ),
        ({}, -1),  # it came before what it might correct
    ],
)
def test_what_agrees_in_too_little_with_another_office_is_not_marked(
    store: Store, speech: Speech, arrive: Arrive, changes: dict[str, object], days: int
) -> None:
    arrive(speech(text=LONG))
    arrive(
        speech(**CORRECTED | changes),
        received=NOON + timedelta(days=days),
        from_address="county@example.org",
    )
    assert store.submissions(SubmissionQuery(warning="may_correct")) == []
