from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.model import Head, Sighting
from intake.store import Store, key_of

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HERE = Sighting("qq", "INBOX", "1", "7")
RAW = b"Subject: a\r\nDate: today\r\n\r\nbody\r\n"
HEAD = Head("3", b"Subject: a\r\nDate: today\r\n\r\n", len(RAW), NOON)


def test_a_message_is_known_again_by_its_header_block_size_and_arrival(store: Store) -> None:
    landed = store.land(HERE, RAW, NOON)
    key = key_of(HEAD)
    assert key is not None
    assert store.known_heads("qq", "INBOX") == {key: landed.message_id}


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\r\n", b"", b"\n\n"])
def test_how_the_header_block_ends_does_not_matter(end: bytes) -> None:
    assert key_of(replace(HEAD, header=HEAD.header.rstrip() + end)) == key_of(HEAD)


@pytest.mark.parametrize(
    "other",
    [
        replace(HEAD, header=b"Subject: b\r\nDate: today\r\n\r\n"),
        replace(HEAD, size=len(RAW) + 1),
        replace(HEAD, received=NOON + timedelta(seconds=1)),
    ],
)
def test_another_header_size_or_arrival_is_another_mail(store: Store, other: Head) -> None:
    store.land(HERE, RAW, NOON)
    assert key_of(other) not in store.known_heads("qq", "INBOX")


@pytest.mark.parametrize("empty", [b"", b"\r\n", b"\r\n\r\n"])
def test_a_mail_without_header_is_known_by_nothing(store: Store, empty: bytes) -> None:
    assert key_of(replace(HEAD, header=empty)) is None
    store.land(HERE, b"\r\n\r\nbody", NOON)
    assert store.known_heads("qq", "INBOX") == {}


def test_of_two_mails_alike_neither_is_known_by_its_header(store: Store) -> None:
    store.land(HERE, RAW, NOON)
    store.land(replace(HERE, uid="8"), RAW.replace(b"body", b"ydob"), NOON)
    assert store.known_heads("qq", "INBOX") == {}


def test_a_message_seen_twice_in_a_folder_is_one(store: Store) -> None:
    landed = store.land(HERE, RAW, NOON)
    store.land(replace(HERE, uidvalidity="2"), RAW, NOON)
    assert list(store.known_heads("qq", "INBOX").values()) == [landed.message_id]


def test_what_was_seen_in_other_folders_and_mailboxes_is_no_candidate(store: Store) -> None:
    store.land(HERE, RAW, NOON)
    assert store.known_heads("qq", "Junk") == {}
    assert store.known_heads("163", "INBOX") == {}


def test_a_folder_tells_when_it_was_last_seen_in_another_epoch(store: Store) -> None:
    before = datetime.now(UTC)
    store.land(HERE, RAW, NOON)
    assert store.seen_otherwise("qq", "INBOX", "1") is None
    first = store.seen_otherwise("qq", "INBOX", "2")
    assert first is not None
    assert first >= before
    store.land(replace(HERE, uidvalidity="3"), RAW, NOON)
    last = store.seen_otherwise("qq", "INBOX", "2")
    assert last is not None
    assert last > first
    assert store.seen_otherwise("qq", "INBOX", "3") == first
    assert store.seen_otherwise("qq", "Junk", "2") is None


def test_a_place_that_means_the_same_mail_is_dated_anew_only_where_that_is_asked_for(store: Store) -> None:
    landed = store.land(HERE, RAW, NOON)
    store.settle([HERE], "done")
    between = datetime.now(UTC)
    store.sight([(HERE, landed.message_id)])
    assert store.sighted("qq", "INBOX", "1", between) == frozenset()
    store.sight([(HERE, landed.message_id)], between)
    assert store.sighted("qq", "INBOX", "1", between) == {"7"}
    assert store.unsettled("qq", "INBOX", "1") == frozenset()


def test_of_an_epoch_that_came_back_only_what_was_seen_since_is_trusted(store: Store) -> None:
    store.land(HERE, RAW, NOON)
    between = datetime.now(UTC)
    store.land(replace(HERE, uid="8"), b"Subject: b\r\n\r\n", NOON)
    assert store.sighted("qq", "INBOX", "1", between) == {"8"}
    assert store.sighted("qq", "INBOX", "1") == {"7", "8"}
