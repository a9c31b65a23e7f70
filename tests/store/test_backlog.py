from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from intake.model import Backlog, Contribution, Fetched, Sighting, Verdict, Withheld
from intake.store import Store, open_store
from intake.workflow import Action, Status

Arrive = Callable[..., list[str]]
Land = Callable[..., int]
Speech = Callable[..., Contribution]


def test_an_empty_store_has_nothing_waiting(store: Store) -> None:
    empty = store.backlog(["qq"])
    assert empty == Backlog(
        dict.fromkeys(Status, 0), None, {}, 0, 0, empty.size, {"qq": None}, {}, {"qq": 0}, {"qq": 0}
    )
    assert empty.size > 0


def test_everything_is_counted(store: Store, arrive: Arrive, land: Land, speech: Speech) -> None:
    first, second = datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    (taken,) = arrive(speech(), received=datetime(2026, 10, 1, tzinfo=UTC))
    arrive(speech(), received=first)
    arrive(speech(), received=second)
    arrive(speech(), received=datetime(2020, 1, 1, tzinfo=UTC), archived=True)
    store.decide(taken, Verdict(Action.DISMISS, "甲"))
    store.fail(land(b"broken"), "corrupted", "no header")
    land(b"not read yet")
    found = store.backlog([])
    assert {status: number for status, number in found.statuses.items() if number} == {
        Status.PENDING: 2,
        Status.DISMISSED: 1,
    }
    assert found.oldest == second
    assert (found.problems, found.mails, found.unread) == ({"corrupted": 1}, 6, 1)


def test_a_mailbox_is_told_by_its_last_poll_and_its_last_success(store: Store) -> None:
    for exit_code in (0, 75):
        store.end_run(store.begin_run("qq"), seen=0, stored=0, exit_code=exit_code)
    store.begin_run("163")
    found = store.backlog(["qq", "163"])
    assert found.successes == {"qq": store.last_success("qq"), "163": None}
    assert found.exit_codes == {"qq": 75}


def test_what_is_listed_and_did_not_land_is_counted_by_mailbox(store: Store) -> None:
    def places(mailbox: str, *uids: str) -> list[Sighting]:
        return [Sighting(mailbox, "INBOX", "1", uid) for uid in uids]

    store.withhold(places("qq", "1", "2"), Withheld.ABSENT)
    store.withhold(places("qq", "3"), Withheld.OVERSIZE, 10**8)
    store.doubt(places("qq", "4")[0], Fetched("4", b"short", datetime.now(UTC), stated=9))
    store.withhold(places("163", "1"), Withheld.ABSENT)
    store.missed("qq", "INBOX", "1", ["2", "3", "4"])
    found = store.backlog(["qq", "exmail"])
    assert (found.pending, found.oversize) == ({"qq": 2, "exmail": 0}, {"qq": 1, "exmail": 0})


def test_no_long_column_is_read_and_every_count_has_its_index(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('plan')}/intake.db"
    asked: list[tuple[str, object]] = []

    def hear(*heard: object) -> None:
        asked.append((str(heard[2]), heard[3]))

    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        event.listen(Engine, "before_cursor_execute", hear)
        try:
            store.backlog(["qq"])
        finally:
            event.remove(Engine, "before_cursor_execute", hear)
        selects = [(query, values) for query, values in asked if query.startswith("SELECT")]
        plans = [plan(store, query, values) for query, values in selects]
    assert len(selects) == 9
    assert not [query for query, _ in selects if "raw" in query or "content" in query or ".text" in query]
    for lines in plans:
        assert not [line for line in lines if "SCAN" in line and not covered(line)], lines


def plan(store: Store, query: str, values: object) -> list[str]:
    with store._database.reading() as connection:  # noqa: SLF001  # the plan is the store's own affair
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)  # type: ignore[arg-type]  # as asked
        return [row.detail for row in rows]


def covered(line: str) -> bool:
    """Tell whether a scan goes over an index, the virtual table of a pragma, or the few problems there are."""
    return "USING" in line or "pragma" in line.lower() or line == "SCAN problem"
