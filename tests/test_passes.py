import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from passing import Poller, box_at, mail, said

from intake.config import FolderConfig
from intake.demo.server import Server, serving
from intake.errors import CannotWrite, Exit, MailboxRefused, MailboxUnavailable, Overlap, StoreBusy
from intake.halt import Halt
from intake.passes import Orders, Outcome
from intake.poll import Landing
from intake.store import Store, open_store

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(n) for n in range(5)]}) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "intake.db"


@pytest.fixture
def kept(file: Path) -> Iterator[Store]:
    """A store in a file, whose waits for others are short."""
    with open_store(f"sqlite:///{file}", SHANGHAI, timeout=0.05) as opened:
        yield opened


def test_a_pass_lands_then_reads_and_leaves_a_row_of_how_it_went(store: Store, server: Server) -> None:
    outcome = Poller(store, (box_at(server),)).poll()
    assert (outcome.landings[0].new, outcome.worst) == (5, Exit.DONE)
    assert outcome.reading is not None
    assert (outcome.reading.read, outcome.reading.waiting, store.unread()) == (5, 0, [])
    run = store.last_run("box")
    assert run is not None
    assert (run.seen, run.stored, run.exit_code, run.ended is None) == (5, 5, Exit.DONE, False)
    assert server.mutations == []


def test_the_worst_code_of_all_mailboxes_is_that_of_the_pass(store: Store, server: Server) -> None:
    gone = box_at(server, name="gone", port=1)
    refused = box_at(server, name="refused", folders=("Nowhere",))
    poller = Poller(store, (refused, gone, box_at(server)))
    outcome = poller.poll()
    assert outcome.worst == Exit.NO_PERMISSION
    assert [landing.new for landing in outcome.landings] == [0, 0, 5]
    assert [type(error) for error in poller.told] == [MailboxRefused, MailboxUnavailable]
    codes = [getattr(store.last_run(name), "exit_code", None) for name in ("refused", "gone", "box")]
    assert codes == [Exit.NO_PERMISSION, Exit.TRY_LATER, Exit.DONE]


def test_a_pass_over_no_mailbox_is_done() -> None:
    assert Outcome((), None).worst == Exit.DONE


def test_a_mailbox_that_hangs_takes_its_share_of_the_time_and_no_more(store: Store, server: Server) -> None:
    with serving({"INBOX": [mail(9)]}) as mute:
        mute.faults.silent = {"UID SEARCH"}
        outcome = Poller(store, (box_at(mute, name="mute"), box_at(server))).poll(budget=8.0)
    mute_landing, landing = outcome.landings
    assert [type(failure) for failure in mute_landing.failures] == [MailboxUnavailable]
    assert "cut off" in str(mute_landing.failures[0])
    assert (landing.new, landing.failures) == (5, ())


def test_when_the_time_is_over_no_other_mailbox_is_begun(store: Store, server: Server) -> None:
    outcome = Poller(store, (box_at(server), box_at(server, name="other"))).poll(halt=Halt(time.monotonic()))
    assert outcome.landings == ()
    assert outcome.reading is not None
    assert store.last_run("box") is None


def test_what_is_left_unread_at_the_end_waits_for_the_next_pass(store: Store, server: Server) -> None:
    halt = Halt()
    poller = Poller(store, (box_at(server),))
    poller.progress = lambda done, _total: halt.ask() if done == 5 else None
    first = poller.poll(halt=halt)
    assert first.reading is not None
    assert (first.landings[0].new, first.landings[0].failures, first.reading.waiting) == (5, (), 5)
    second = poller.poll()
    assert second.reading is not None
    assert (second.landings[0].new, second.reading.read, store.unread()) == (0, 5, [])


def test_only_one_lands_at_a_time_and_the_other_says_so(store: Store, server: Server) -> None:
    with store.landing_lock(), pytest.raises(Overlap, match="another poll is at work"):
        Poller(store, (box_at(server),)).poll()
    assert said(server, b"LOGIN") == []
    assert store.last_run("box") is None
    assert Poller(store, (box_at(server),)).poll().landings[0].new == 5


def test_a_dry_run_needs_no_lock_and_leaves_no_trace(store: Store, server: Server) -> None:
    with store.landing_lock():
        outcome = Poller(store, (box_at(server),)).poll(Orders(dry_run=True))
    assert (outcome.landings[0].waiting, outcome.reading) == (5, None)
    assert (store.last_run("box"), store.unread(), server.mutations) == (None, [], [])


def test_a_dry_run_that_is_refused_says_so_and_keeps_no_back_off(store: Store, server: Server) -> None:
    outcome = Poller(store, (box_at(server),), code="wrong").poll(Orders(dry_run=True))
    assert outcome.worst == Exit.NO_PERMISSION
    assert store.backoff("box") is None


def test_mail_on_disk_needs_no_code(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "a.eml").write_bytes(mail(1))
    outcome = Poller(store, (FolderConfig("old", tmp_path / "mails"),)).poll()
    assert (outcome.landings[0].new, outcome.worst) == (1, Exit.DONE)


def test_a_folder_that_was_numbered_anew_is_told_once(store: Store, server: Server) -> None:
    poller = Poller(store, (box_at(server),))
    poller.poll()
    server.folders["INBOX"].renumber(seed=1)
    poller.poll()
    assert [str(error).split(" — ")[0] for error in poller.told] == ["folder numbered anew"]
    poller.poll()
    assert len(poller.told) == 1


def test_a_database_that_is_full_ends_the_pass_and_all_comes_when_there_is_room(
    kept: Store, server: Server, file: Path
) -> None:
    with serving({"INBOX": [mail(n, os.urandom(300_000)) for n in range(20, 25)]}) as other:
        boxes = (box_at(other, name="large"), box_at(server))
        poller = Poller(kept, boxes)
        limit_pages(kept, file.stat().st_size // 4096 + 150)
        assert poller.poll().worst == CannotWrite.exit_code  # the reading has no room, either
        assert [type(error) for error in poller.told] == [CannotWrite]
        landed = len(kept.unread())
        assert 0 < landed < 5
        assert said(server, b"LOGIN") == []
        limit_pages(kept, 2**30)
        again = poller.poll()
    assert [landing.new for landing in again.landings] == [5 - landed, 5]
    assert (kept.unread(), kept.check().intact) == ([], "ok")


def limit_pages(store: Store, pages: int) -> None:
    """Let a database grow so far only; SQLite keeps that with a connection, and there is one."""
    with store._database.reading() as connection:  # noqa: SLF001  # no disk of ours is that small
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_disk_below_its_floor_keeps_the_mail_on_the_server(store: Store, server: Server) -> None:
    outcome = Poller(store, (box_at(server),), floor=2**62).poll()
    if store.room() is None:  # a database server looks after its own disks
        assert outcome.landings[0].new == 5
    else:
        assert (outcome.worst, outcome.landings[0].new) == (Exit.CANNOT_WRITE, 0)
        assert "disk nearly full" in str(outcome.landings[0].failures[0])


def test_a_row_that_cannot_be_ended_is_told_and_what_landed_stays(
    kept: Store, server: Server, file: Path
) -> None:
    poller = Poller(kept, (box_at(server),))
    with sqlite3.connect(file, isolation_level=None, check_same_thread=False) as other:

        def take_the_database(done: int, _total: int) -> None:
            if done == 5:
                other.execute("BEGIN IMMEDIATE")

        poller.progress = take_the_database
        halt = Halt(time.monotonic() + 60)
        outcome = poller_that_reads_nothing(poller, halt, other)
    other.close()
    assert (outcome.landings[0].new, outcome.worst) == (5, Exit.TRY_LATER)
    assert [type(error) for error in poller.told] == [StoreBusy]
    run = kept.last_run("box")
    assert run is not None
    assert (run.ended, run.exit_code) == (None, None)


def poller_that_reads_nothing(poller: Poller, halt: Halt, other: sqlite3.Connection) -> Outcome:
    """End the pass, and the other's hold on the database, as soon as somebody is told of it."""

    class Told(list[object]):
        def append(self, error: object) -> None:
            super().append(error)
            other.rollback()
            halt.ask()

    poller.told = Told()  # type: ignore[assignment]  # a list that acts
    return poller.poll(halt=halt)


def test_of_a_landing_the_worst_failure_gives_the_code() -> None:
    failures = (MailboxRefused("refused"), MailboxUnavailable("gone"))
    assert Outcome((Landing("a"), Landing("b", failures=failures)), None).worst == Exit.NO_PERMISSION
