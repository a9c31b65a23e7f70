import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.errors import IntakeError, NoSuchRecord
from intake.model import Contribution, Evidence, Number, Reading, Sighting, Speaker, SpeechRecord, Title
from intake.store import Store, open_store
from intake.workflow import Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]

CORE = ("title.main", "speaker", "unit", "post")


def test_submissions_are_numbered_in_the_order_of_the_mail(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    numbers = store.keep(land(b"a"), understood(speech(), speech(ordinal=1), speech(source="body")))
    assert [str(number) for number in numbers] == ["2026-0001", "2026-0002", "2026-0003"]
    assert store.keep(land(b"b"), understood(speech())) == (Number(2026, 4),)


def test_the_year_is_that_of_arrival_in_the_configured_zone(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    new_year = datetime(2025, 12, 31, 16, tzinfo=UTC)  # midnight in Shanghai
    assert store.keep(land(b"a", new_year), understood(speech())) == (Number(2026, 1),)
    before = datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)
    assert store.keep(land(b"b", before), understood(speech())) == (Number(2025, 1),)


def test_keeping_a_mail_again_changes_nothing_and_gives_its_numbers(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    message_id = land(b"a")
    numbers = store.keep(message_id, understood(speech(), speech(ordinal=1)))
    before = store.message(message_id)
    assert store.keep(message_id, understood(speech(ordinal=7), version="2", subject="?")) == numbers
    assert store.message(message_id) == before
    assert store.keep(land(b"b"), understood(speech())) == (Number(2026, 3),)


def test_a_mail_without_a_contribution_is_read_and_draws_no_number(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    assert store.keep(land(b"a"), understood(attachments=())) == ()
    assert store.unread() == []
    assert store.keep(land(b"b"), understood(speech())) == (Number(2026, 1),)


def test_what_cannot_be_kept_whole_is_not_kept_at_all(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    message_id = land(b"a")
    with pytest.raises(IntakeError, match=r"database failed — .* — this is a mistake in intake"):
        store.keep(message_id, understood(speech(), speech()))  # two with one anchor
    assert store.unread() == [message_id]
    assert store.message(message_id).reading is None
    assert store.submissions() == []
    assert store.keep(message_id, understood(speech())) == (Number(2026, 1),)


def test_a_line_shows_the_record_or_else_the_heading(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    two = SpeechRecord(speakers=(Speaker("林远山"), Speaker("周明")), title=Title(kicker="专栏"))
    store.keep(
        land(b"a"), understood(speech(), speech(source="10", record=two), speech(source="body", record=None))
    )
    first, second, third = store.submissions()
    assert (first.title, first.speaker) == ("把实事办到群众心坎上", "林远山")
    assert (first.unit, first.post, first.format) == ("青石县河口镇", "党委书记", "docx")
    assert (first.from_name, first.from_address) == ("河口镇党政办", "hekou@example.org")
    assert (first.status, first.warnings, first.archived) == (Status.PENDING, ("charset_guessed",), False)
    assert (second.title, second.speaker, second.unit) == ("发言材料.docx", "林远山、周明", None)
    assert (second.format, third.format) == ("image", "body")
    assert (third.title, third.speaker, third.confidence) == ("发言材料.docx", None, 0.0)


@pytest.mark.parametrize("weakest", CORE)
def test_confidence_is_that_of_the_weakest_core_field(
    store: Store, land: Land, speech: Speech, understood: Understood, weakest: str
) -> None:
    evidence = {field: Evidence(0.3 if field == weakest else 0.9, "rule") for field in CORE}
    evidence["date"] = Evidence(0.1, "rule")
    store.keep(land(b"a"), understood(speech(record=SpeechRecord(evidence=evidence))))
    del evidence[weakest]
    store.keep(land(b"b"), understood(speech(record=SpeechRecord(evidence=evidence))))
    assert [row.confidence for row in store.submissions()] == [0.3, 0.0]


def test_submissions_of_an_archived_mail_are_archived(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    (number,) = store.keep(land(b"a", archived=True), understood(speech()))
    assert store.submissions() == []
    assert store.submission(str(number)).row.archived


def test_what_no_database_stores_is_replaced_everywhere(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    dirty = "发\0言\udcd5"
    contribution = speech(
        record=SpeechRecord(title=Title(main=dirty), credits={dirty: (dirty,)}),
        text=dirty,
        heading=dirty,
        warnings=(dirty,),
    )
    message_id = land(b"a")
    store.keep(message_id, understood(contribution, subject=dirty, text=dirty, traits=(dirty,)))
    kept = store.message(message_id)
    assert kept.reading is not None
    clean = "发\ufffd言\ufffd"
    assert (kept.reading.subject, kept.reading.text, kept.reading.traits) == (clean, clean, (clean,))
    (submission,) = kept.submissions
    assert submission.record == SpeechRecord(title=Title(main=clean), credits={clean: (clean,)})
    assert (submission.text, submission.row.title, submission.row.warnings) == (clean, clean, (clean,))


def test_a_failure_is_counted_and_its_first_time_kept(store: Store, land: Land) -> None:
    message_id = land(b"a")
    store.fail(message_id, "mime_depth", "51 levels")
    (first,) = store.problems()
    assert (first.message_id, first.code, first.detail, first.attempts) == (
        message_id,
        "mime_depth",
        "51 levels",
        1,
    )
    store.fail(message_id, "timeout", "30 s")
    (second,) = store.problems()
    assert second == replace(
        first,
        code="timeout",
        detail="30 s",
        attempts=2,
        last_at=second.last_at,
        next_at=second.next_at,  # test_problems says when that is
    )
    assert second.last_at >= first.last_at
    assert second.last_at.tzinfo is UTC


def test_a_mail_that_is_read_at_last_is_no_problem_any_more(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    message_id = land(b"a")
    store.fail(message_id, "timeout", "")
    assert store.messages()[0].problem == "timeout"
    store.keep(message_id, understood(speech()))
    assert store.problems() == []
    assert store.message(message_id).problem is None


def test_nothing_is_kept_of_a_mail_that_is_not_there(store: Store, understood: Understood) -> None:
    with pytest.raises(NoSuchRecord, match="no such mail — 99"):
        store.keep(99, understood())
    with pytest.raises(NoSuchRecord, match="no such mail — 99"):
        store.fail(99, "timeout", "")


def test_numbers_of_eight_readers_at_once_are_distinct_and_without_gap(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    ids = [land(b"%d" % n) for n in range(24)]
    reading = understood(speech(), speech(ordinal=1))
    with ThreadPoolExecutor(8) as readers:
        numbers = [
            number for kept in readers.map(lambda each: store.keep(each, reading), ids) for number in kept
        ]
    assert sorted(number.serial for number in numbers) == list(range(1, 49))


KEEPING = """
import sys
from zoneinfo import ZoneInfo
from intake.model import Contribution, MailKind, Reading
from intake.store import open_store
from intake.workflow import Status
speech = Contribution("body", 0, Status.PENDING, None, "heading", "text", "body", "0")
reading = Reading("1", "", "", "", None, None, MailKind.SUBMISSION, "", contributions=(speech,))
with open_store(sys.argv[1], ZoneInfo("Asia/Shanghai")) as store:
    for message_id in store.unread():
        print(*store.keep(message_id, reading))
"""


def test_processes_that_read_the_same_mails_number_each_once(store_url: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    with open_store(store_url, zone) as store:
        for n in range(30):
            store.land(Sighting("qq", "INBOX", "1", str(n)), b"%d" % n, datetime(2026, 11, 20, tzinfo=UTC))
        command = [sys.executable, "-P", "-c", KEEPING, store_url]
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        said = [reader.communicate()[0].split() for reader in readers]
        assert [reader.returncode for reader in readers] == [0, 0, 0]
        assert {number for numbers in said for number in numbers} == {f"2026-{n:04d}" for n in range(1, 31)}
        assert [row.number.serial for row in store.submissions()] == list(range(1, 31))
        assert all(row.submissions == 1 for row in store.messages())
