"""Folders that are numbered anew: nothing lost, nothing twice, and bodies only where headers do not tell."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from passing import Poller, box_at, mail, said

from intake.demo.server import Server, serving
from intake.halt import Halt
from intake.model import Head
from intake.poll import Landing
from intake.store import HeadKey, Store, key_of

BODIES = b"UID FETCH"
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(n) for n in range(6)]}) as running:
        yield running


@pytest.fixture
def poller(store: Store, server: Server) -> Poller:
    return Poller(store, (box_at(server),))


def landed(poller: Poller) -> Landing:
    (landing,) = poller.poll().landings
    assert landing.failures == ()
    return replace(landing, listings={})


def bodies(server: Server, since: int) -> list[bytes]:
    return [line for line in said(server, b"UID FETCH")[since:] if b"BODY.PEEK[]" in line]


def raws(store: Store) -> list[bytes]:
    return sorted(store.raw(row.id) for row in store.messages())


@pytest.mark.parametrize("seed", [None, 5])
def test_mails_are_known_again_by_their_headers_in_whatever_order(
    store: Store, poller: Poller, server: Server, seed: int | None
) -> None:
    landed(poller)
    before = len(said(server, BODIES))
    server.folders["INBOX"].renumber(seed)
    landing = landed(poller)
    assert (landing.seen, landing.new, landing.again, landing.anew) == (6, 0, 6, ("INBOX",))
    assert bodies(server, before) == []
    epoch = str(server.folders["INBOX"].uidvalidity)
    places = {sight.uid: row.id for row in store.messages() for sight in store.message(row.id).sightings
              if sight.uidvalidity == epoch}  # fmt: skip
    assert {uid: store.raw(id_) for uid, id_ in places.items()} == {
        str(each.uid): each.raw for each in server.folders["INBOX"].mails
    }


def test_only_what_is_new_in_the_new_epoch_is_fetched(poller: Poller, server: Server) -> None:
    landed(poller)
    before = len(said(server, BODIES))
    server.folders["INBOX"].renumber()
    uid = server.folders["INBOX"].deliver(mail(7))
    landing = landed(poller)
    assert (landing.new, landing.again) == (1, 6)
    assert bodies(server, before) == [b"UID FETCH %d (UID RFC822.SIZE INTERNALDATE BODY.PEEK[])" % uid]


def test_a_forged_copy_of_a_header_is_another_mail(store: Store, poller: Poller, server: Server) -> None:
    server.folders["INBOX"].deliver(mail(8, b"one"), NOON)
    landed(poller)
    server.folders["INBOX"].renumber()
    server.folders["INBOX"].deliver(mail(8, b"two"), NOON)  # the same header, size and moment
    assert landed(poller).new == 1
    assert {mail(8, b"one"), mail(8, b"two")} <= set(raws(store))
    assert landed(poller).new == 0


def test_mails_that_nothing_but_their_bodies_tells_apart_are_fetched(poller: Poller, server: Server) -> None:
    for body in (b"one", b"two"):
        server.folders["INBOX"].deliver(mail(8, body), NOON)
    landed(poller)
    before = len(said(server, BODIES))
    server.folders["INBOX"].renumber(seed=2)
    landing = landed(poller)
    assert (landing.new, landing.again) == (0, 8)
    assert len(bodies(server, before)) == 1


def test_a_new_epoch_is_told_once_and_the_next_poll_asks_for_nothing(poller: Poller, server: Server) -> None:
    landed(poller)
    server.folders["INBOX"].renumber(seed=3)
    landed(poller)
    before = len(said(server, BODIES))
    assert landed(poller) == Landing("box", seen=6)
    assert said(server, BODIES)[before:] == []


def test_a_folder_that_is_new_to_the_store_is_not_numbered_anew(poller: Poller) -> None:
    assert landed(poller) == Landing("box", seen=6, new=6)


def test_a_folder_without_epoch_is_compared_at_every_poll_and_nothing_is_fetched_twice(
    store: Store, poller: Poller, server: Server
) -> None:
    server.faults.uidvalidity_missing = True
    assert landed(poller).new == 6
    before = len(said(server, BODIES))
    server.folders["INBOX"].remove({1})
    for _ in range(2):
        server.folders["INBOX"].renumber(seed=4)
        landing = landed(poller)
        assert (landing.seen, landing.new, landing.anew) == (5, 0, ())
    server.folders["INBOX"].deliver(mail(9))
    assert landed(poller).new == 1
    assert len(bodies(server, before)) == 1
    server.faults.uidvalidity_missing = False
    assert landed(poller).new == 0
    assert len(raws(store)) == 7


def test_an_epoch_that_comes_back_with_other_mails_is_not_trusted(
    store: Store, poller: Poller, server: Server
) -> None:
    folder = server.folders["INBOX"]
    first = folder.uidvalidity
    landed(poller)
    folder.renumber()
    landed(poller)
    folder.remove({1, 2})
    folder.deliver(mail(10))
    folder.deliver(mail(11))
    folder.renumber(seed=6)
    folder.uidvalidity = first
    assert landed(poller).new == 2
    assert len(raws(store)) == 8


@pytest.mark.parametrize("empty", [False, True], ids=["another epoch had mails", "another epoch was empty"])
def test_a_number_that_an_epoch_had_before_it_came_back_is_not_trusted_later_either(
    store: Store, poller: Poller, server: Server, *, empty: bool
) -> None:
    """Six mails of the epoch are listed again, and then a seventh takes a number that was given the first time."""
    folder = server.folders["INBOX"]
    first, mails = folder.uidvalidity, folder.mails
    folder.deliver(mail(7))
    landed(poller)
    folder.renumber()
    if empty:
        folder.mails = ()
    landed(poller)
    folder.mails, folder.uidvalidity, folder.uidnext = mails, first, 7
    landed(poller)
    assert folder.deliver(mail(8)) == 7
    for _ in range(2):
        landed(poller)
    assert mail(8) in raws(store)


def test_an_epoch_that_comes_back_before_the_other_was_listed_to_the_end_is_not_trusted(
    store: Store, poller: Poller, server: Server
) -> None:
    folder = server.folders["INBOX"]
    first = folder.uidvalidity
    landed(poller)
    folder.renumber()
    for number in range(20, 24):
        folder.deliver(mail(number))
    server.faults.hang_up_after = 1
    (interrupted,) = poller.poll().landings
    assert interrupted.failures
    server.faults.calm()
    folder.renumber(seed=6)
    folder.uidvalidity = first
    folder.deliver(mail(11))
    landed(poller)
    assert raws(store) == sorted(each.raw for each in folder.mails)


def test_what_was_compared_before_the_line_broke_is_not_compared_again(
    store: Store, poller: Poller, server: Server
) -> None:
    folder = server.folders["INBOX"]
    first = folder.uidvalidity
    for number in range(20, 90):
        folder.deliver(mail(number))
    landed(poller)
    folder.renumber()
    landed(poller)
    folder.uidvalidity = first
    server.faults.bye_mid_fetch = {10: 9}
    poller.poll()
    before = len(said(server, BODIES))
    (landing,) = poller.poll().landings
    assert (bool(landing.failures), landing.new) == (True, 0)
    again = [line for line in said(server, BODIES)[before:] if line.startswith(b"UID FETCH 27,28,")]
    server.faults.calm()
    landed(poller)
    assert again == []
    assert len(raws(store)) == 76


def test_when_the_time_is_over_what_was_compared_counts_and_the_rest_follows(
    poller: Poller, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed(poller)
    server.folders["INBOX"].renumber()
    halt = Halt()

    def over(head: Head) -> HeadKey | None:
        halt.ask()
        return key_of(head)

    monkeypatch.setattr("intake.poll.epochs.key_of", over)
    (landing,) = poller.poll(halt=halt).landings
    assert (landing.again, landing.waiting, landing.failures) == (1, 5, ())
    monkeypatch.undo()
    assert (landed(poller).again, landed(poller).again) == (5, 0)
