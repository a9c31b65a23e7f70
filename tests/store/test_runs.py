from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from intake.store import Store
from intake.store.tables import REVISION

Land = Callable[..., int]


def test_a_run_is_recorded_when_it_begins_and_when_it_ends(store: Store) -> None:
    run_id = store.begin_run("qq")
    begun = store.last_run("qq")
    assert begun is not None
    assert (begun.id, begun.mailbox, begun.ended, begun.exit_code) == (run_id, "qq", None, None)
    assert begun.started.tzinfo is UTC
    store.end_run(run_id, seen=12, stored=3, exit_code=75)
    ended = store.last_run("qq")
    assert ended is not None
    assert ended.ended is not None
    assert ended == replace(begun, ended=ended.ended, seen=12, stored=3, exit_code=75)
    assert ended.ended >= begun.started


def test_the_last_run_is_told_for_each_mailbox(store: Store) -> None:
    assert store.last_run("qq") is None
    first, other, second = store.begin_run("qq"), store.begin_run("163"), store.begin_run("qq")
    assert first < other < second
    last = [store.last_run("qq"), store.last_run("163")]
    assert [run.id for run in last if run] == [second, other]


def test_the_last_success_is_told_whatever_came_after(store: Store) -> None:
    assert store.last_success("qq") is None
    for exit_code in (0, 75):
        store.end_run(store.begin_run("qq"), seen=0, stored=0, exit_code=exit_code)
    store.begin_run("qq")
    good = store.last_success("qq")
    assert good is not None
    assert good.tzinfo is UTC


def test_a_well_store_says_so(store: Store, store_url: str, land: Land) -> None:
    land(b"a")
    store.fail(land(b"b"), "timeout", "")
    health = store.check()
    assert (health.revision, health.intact, health.messages, health.problems) == (REVISION, "ok", 2, 1)
    assert store_url.startswith(health.kind)
    assert health.journal == ("wal" if health.kind == "sqlite" else None)
    assert health.size > 50_000
