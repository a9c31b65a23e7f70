from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.config import ImapConfig, Secret
from intake.demo.server import Server, serving
from intake.errors import MailboxRefused, MailboxUnavailable
from intake.halt import Halt
from intake.mailboxes import open_mailbox
from intake.poll import Landing, Progress, Terms, Visit, visit
from intake.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
CODE = "abcdefghijklmnop"
EVERYTHING = Terms(ZONE, pause=0.0)


def mail(number: int) -> bytes:
    return f"From: a@example.cn\r\nSubject: {number}\r\n\r\n{number}\r\n".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(n) for n in range(5)], "Junk": [mail(9)]}, password=CODE) as running:
        yield running


def poll(
    store: Store,
    server: Server,
    terms: Terms = EVERYTHING,
    folders: tuple[str, ...] = ("INBOX", "Junk"),
    progress: Progress = lambda _done, _total: None,
) -> Landing:
    """Make one pass as `intake poll` does, its row among the runs included."""
    config = ImapConfig("box", server.host, "editor@example.cn", port=server.port, folders=folders, tls=False)
    run, listings = store.begin_run("box"), store.listings("box")
    landing = visit(Visit(store, open_mailbox(config, Secret(CODE)), terms, progress, listings))
    store.end_run(
        run, seen=landing.seen, stored=landing.new, exit_code=0, listings={**listings, **landing.listings}
    )
    return replace(landing, listings={})


def test_every_mail_of_every_folder_lands_once(store: Store, server: Server) -> None:
    assert poll(store, server) == Landing("box", seen=6, new=6)
    assert poll(store, server) == Landing("box", seen=6)
    assert sorted(store.raw(number) for number in store.unread()) == sorted([*map(mail, range(5)), mail(9)])


def test_a_second_poll_changes_nothing_on_the_server(store: Store, server: Server) -> None:
    poll(store, server)
    poll(store, server)
    assert not server.mutations


def test_the_same_mail_in_two_folders_is_one_message_seen_twice(store: Store, server: Server) -> None:
    server.folders["Junk"].deliver(mail(0))
    assert poll(store, server) == Landing("box", seen=7, new=6, again=1)
    assert len(store.unread()) == 6


def test_a_mail_that_appears_late_with_a_low_uid_is_not_missed(store: Store, server: Server) -> None:
    server.faults.missing.add(2)
    assert poll(store, server) == Landing("box", seen=6, new=5, waiting=1, absent=1)
    server.faults.missing.clear()
    assert poll(store, server) == Landing("box", seen=6, new=1)


def test_a_new_epoch_lists_everything_again_and_stores_nothing_twice(store: Store, server: Server) -> None:
    poll(store, server)
    server.folders["INBOX"].uidvalidity += 1
    before = len(server.wire)
    assert poll(store, server) == Landing("box", seen=6, again=5, anew=("INBOX",))
    assert not [line for line in server.wire[before:] if b"BODY.PEEK[]" in line]
    assert poll(store, server) == Landing("box", seen=6)
    assert len(store.unread()) == 6


def test_a_dry_run_counts_and_stores_nothing(store: Store, server: Server) -> None:
    assert poll(store, server, Terms(ZONE, dry_run=True)) == Landing("box", seen=6, waiting=6)
    assert store.unread() == []


def test_a_limit_takes_the_newest_and_leaves_the_rest_for_later(store: Store, server: Server) -> None:
    assert poll(store, server, Terms(ZONE, limit=2), ("INBOX",)) == Landing("box", seen=5, new=2, waiting=3)
    assert sorted(store.raw(number) for number in store.unread()) == [mail(3), mail(4)]


def test_when_the_end_is_asked_for_what_landed_stays_and_the_rest_waits(store: Store, server: Server) -> None:
    halt = Halt()
    landing = poll(store, server, Terms(ZONE, halt=halt), ("INBOX",), lambda _done, _total: halt.ask())
    assert landing == Landing("box", seen=5, new=1, waiting=4)
    assert poll(store, server, folders=("INBOX",)) == Landing("box", seen=5, new=4)


def test_a_mailbox_whose_time_is_over_before_its_turn_is_left_for_the_next_run(
    store: Store, server: Server
) -> None:
    assert poll(store, server, Terms(ZONE, halt=Halt(0.0))) == Landing("box")


def test_mail_older_than_since_lands_archived_by_the_day_of_the_zone(store: Store, server: Server) -> None:
    server.folders["INBOX"].deliver(
        mail(20), datetime(2020, 1, 1, 15, 59, tzinfo=UTC)
    )  # still 1 January in China
    server.folders["INBOX"].deliver(mail(21), datetime(2020, 1, 1, 16, 0, tzinfo=UTC))
    poll(store, server, Terms(ZONE, since=date(2020, 1, 2)))
    archived = {row.archived: store.raw(row.id) for row in store.messages() if row.received.year == 2020}
    assert archived == {True: mail(20), False: mail(21)}


def test_a_refused_folder_is_reported_and_the_others_go_on(store: Store, server: Server) -> None:
    landing = poll(store, server, folders=("Nowhere", "INBOX", "Junk"))
    assert (landing.new, len(landing.failures)) == (6, 1)
    assert isinstance(landing.failures[0], MailboxRefused)


def test_a_connection_that_dies_keeps_what_landed_and_ends_the_pass(store: Store, server: Server) -> None:
    server.faults.hang_up_after = 3
    landing = poll(store, server)
    assert isinstance(landing.failures[0], MailboxUnavailable)
    assert landing.new == len(store.unread())
    server.faults.hang_up_after = None
    poll(store, server)
    assert len(store.unread()) == 6


def test_an_unchanged_status_alone_ends_a_pass(store: Store, server: Server) -> None:
    poll(store, server)
    before = len(server.wire)
    assert poll(store, server) == Landing("box", seen=6)
    assert not [line for line in server.wire[before:] if b"SEARCH" in line]


def test_a_status_that_its_own_listing_contradicts_proves_nothing(store: Store, server: Server) -> None:
    server.faults.search_truncates_at = 3
    assert poll(store, server, folders=("INBOX",)) == Landing("box", seen=3, new=3)
    server.faults.search_truncates_at = 0
    assert poll(store, server, folders=("INBOX",)) == Landing("box", seen=5, new=2)
