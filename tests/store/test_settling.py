from dataclasses import replace
from datetime import UTC, datetime

from intake.model import Sighting, Withheld
from intake.store import Store

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HERE = Sighting("qq", "INBOX", "1", "7")
PLACE = ("qq", "INBOX", "1")


def test_only_what_landed_is_to_be_marked_and_that_once(store: Store) -> None:
    other = replace(HERE, uid="8")
    store.land(HERE, b"a", NOON)
    store.land(other, b"b", NOON)
    store.withhold([replace(HERE, uid="9")], Withheld.ABSENT)
    assert store.unsettled(*PLACE) == {"7", "8"}
    store.settle([HERE], "done")
    assert store.unsettled(*PLACE) == {"8"}
    store.settle([other], "unproven")
    assert store.unsettled(*PLACE) == frozenset()


def test_every_place_of_a_message_is_marked_for_itself(store: Store) -> None:
    elsewhere = replace(HERE, folder="Junk")
    for place in (HERE, elsewhere, replace(HERE, uidvalidity="2")):
        store.land(place, b"a", NOON)
    store.settle([HERE], "done")
    assert store.unsettled("qq", "Junk", "1") == {"7"}
    assert store.unsettled("qq", "INBOX", "2") == {"7"}


def test_a_uid_that_means_another_message_now_is_to_be_marked_again(store: Store) -> None:
    store.land(HERE, b"a", NOON)
    store.settle([HERE], "done")
    store.land(HERE, b"a", NOON)
    assert store.unsettled(*PLACE) == frozenset()
    store.land(HERE, b"b", NOON)
    assert store.unsettled(*PLACE) == {"7"}
