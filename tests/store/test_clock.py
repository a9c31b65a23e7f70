"""Time that only goes on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest

from intake.errors import StoreBusy
from intake.model import FolderStatus, Listed, Sighting
from intake.store import Store, open_store
from intake.store.clock import Clock

HERE = Sighting("box", "INBOX", "1", "1")


class Hands(datetime):
    """A clock whose hands are moved by hand."""

    at: ClassVar[datetime] = datetime(2026, 11, 20, 9, tzinfo=UTC)

    @classmethod
    def now(cls, _tz: object = None) -> datetime:  # type: ignore[override]  # as the store asks for it
        return cls.at


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> type[Hands]:
    for module in ("clock", "polling"):
        monkeypatch.setattr(f"intake.store.{module}.datetime", Hands)
    monkeypatch.setattr(Hands, "at", Hands.at)
    return Hands


def test_no_two_moments_are_the_same(hands: type[Hands]) -> None:
    clock = Clock()
    first, second = clock.now(), clock.now()
    assert first == hands.at
    assert second > first


def test_hands_that_are_put_back_do_not_put_back_the_time(hands: type[Hands]) -> None:
    clock = Clock()
    before = clock.now()
    hands.at -= timedelta(days=1)
    assert clock.now() > before


def test_what_was_seen_before_a_clock_was_put_back_is_older_than_what_is_seen_after(
    store: Store, hands: type[Hands]
) -> None:
    store.end_run(store.begin_run("box"), seen=0, stored=0, exit_code=0)
    store.land(HERE, b"a", hands.at)
    seen = store.seen_otherwise("box", "INBOX", "2")
    assert seen is not None
    hands.at -= timedelta(days=1)
    store._clock = Clock()  # noqa: SLF001  # another process, another day
    store.begin_run("box")
    assert store.moment() > seen


def test_a_clock_that_was_put_back_some_runs_ago_is_no_excuse(store: Store, hands: type[Hands]) -> None:
    store.land(HERE, b"a", hands.at)
    seen = store.seen_otherwise("box", "INBOX", "2")
    assert seen is not None
    hands.at -= timedelta(days=1)
    store.end_run(store.begin_run("box"), seen=0, stored=0, exit_code=0)
    store._clock = Clock()  # noqa: SLF001  # another process
    hands.at += timedelta(hours=1)
    store.begin_run("box")
    assert store.moment() > seen


def test_a_listing_is_older_than_what_is_seen_after_it(store: Store, hands: type[Hands]) -> None:
    listed = Listed(FolderStatus("1", 2, 1), hands.at + timedelta(hours=1))
    store.end_run(store.begin_run("box"), seen=0, stored=0, exit_code=0, listings={"INBOX": listed})
    hands.at -= timedelta(days=1)
    store.begin_run("box")
    assert store.moment() > listed.at


def test_sightings_of_a_run_that_was_killed_are_older_than_what_is_seen_after_it(
    store: Store, hands: type[Hands]
) -> None:
    store.begin_run("box")
    hands.at += timedelta(minutes=3)
    store.land(HERE, b"a", hands.at)
    seen = store.seen_otherwise("box", "INBOX", "2")
    assert seen is not None
    hands.at -= timedelta(minutes=1)
    store._clock = Clock()  # noqa: SLF001  # another process
    store.begin_run("box")
    assert store.moment() > seen


def test_a_moment_is_told_between_two_transactions(tmp_path: Path) -> None:
    """What is dated before it can be seen by then: two pollers without a lock called outstanding what one had landed."""
    url, zone = f"sqlite:///{tmp_path / 'intake.db'}", ZoneInfo("Asia/Shanghai")
    with open_store(url, zone) as one, open_store(url, zone, timeout=0.01) as other:
        with one._database.writing(), pytest.raises(StoreBusy):  # noqa: SLF001  # a landing under way
            other.moment()
        assert other.moment() < other.moment()
