from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.errors import StoreBusy
from intake.halt import Halt
from intake.model import Lexicon, Limits, Number, Reading, Sighting
from intake.read import ReadingRun, read_landed
from intake.reading import Unreadable
from intake.reading import read as genuine
from intake.store import Store

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def land(store: Store, number: int, body: str = "附件是投稿") -> int:
    raw = f"From: a@example.cn\r\nSubject: {number}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    return store.land(Sighting("box", "INBOX", "1", str(number)), raw.encode(), NOON).message_id


def run(store: Store, lexicon: Lexicon, halt: Halt | None = None, limits: Limits = Limits()) -> ReadingRun:
    return read_landed(store, lexicon, limits, halt or Halt(), progress=lambda _done, _total: None)


def test_every_landed_mail_is_read_once(store: Store, lexicon: Lexicon) -> None:
    land(store, 1)
    land(store, 2)
    assert run(store, lexicon) == ReadingRun(read=2, submissions=2)
    assert run(store, lexicon) == ReadingRun()
    assert [str(row.number) for row in store.submissions()] == ["2026-0001", "2026-0002"]


def test_a_mail_beyond_its_limits_becomes_a_problem_and_the_others_are_read(
    store: Store, lexicon: Lexicon
) -> None:
    long = land(store, 1, "很长\r\n" * 50)
    land(store, 2)
    assert run(store, lexicon, limits=Limits(lines=20)) == ReadingRun(read=1, problems=1, submissions=1)
    assert [problem.message_id for problem in store.problems()] == [long]


def test_a_bug_of_a_reader_becomes_a_problem_and_the_others_are_read(
    store: Store, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky = land(store, 1, "unlucky")
    land(store, 2)

    def fragile(raw: bytes, lexicon: Lexicon, limits: Limits) -> Reading:
        if b"unlucky" in raw:
            raise ZeroDivisionError("a bug")
        return genuine(raw, lexicon, limits)

    monkeypatch.setattr("intake.read.read", fragile)
    assert run(store, lexicon) == ReadingRun(read=1, problems=1, submissions=1)
    problem = store.problems()[0]
    assert (problem.message_id, problem.code, problem.detail) == (
        unlucky,
        "crashed",
        "ZeroDivisionError: a bug",
    )


def test_a_problem_is_not_read_again_by_itself(store: Store, lexicon: Lexicon) -> None:
    land(store, 1, "很长\r\n" * 50)
    run(store, lexicon, limits=Limits(lines=20))
    assert run(store, lexicon) == ReadingRun()


def test_when_time_is_over_the_rest_waits_for_the_next_run(store: Store, lexicon: Lexicon) -> None:
    land(store, 1)
    land(store, 2)
    assert run(store, lexicon, halt=Halt(0.0)) == ReadingRun(waiting=2)
    assert run(store, lexicon).read == 2


def test_what_cannot_be_read_is_told_by_its_code() -> None:
    assert Unreadable("bomb", "42.zip").code == "bomb"


def test_a_reading_that_the_store_cannot_take_becomes_a_problem_and_the_others_are_read(
    store: Store, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlucky = land(store, 1, "unlucky")
    land(store, 2)

    def doubled(raw: bytes, lexicon: Lexicon, limits: Limits) -> Reading:
        reading = genuine(raw, lexicon, limits)
        return replace(reading, contributions=reading.contributions * 2) if b"unlucky" in raw else reading

    monkeypatch.setattr("intake.read.read", doubled)
    assert run(store, lexicon) == ReadingRun(read=1, problems=1, submissions=1)
    assert [problem.message_id for problem in store.problems()] == [unlucky]


def test_a_busy_store_is_no_problem_of_the_mail(
    store: Store, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(store, 1)

    def busy(_self: Store, _id: int, _reading: Reading) -> tuple[Number, ...]:
        raise StoreBusy("busy")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "keep", busy)
        with pytest.raises(StoreBusy):
            run(store, lexicon)
    assert store.problems() == []
    assert run(store, lexicon).read == 1
