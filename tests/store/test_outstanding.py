from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.model import Fetched, Sighting, Withheld
from intake.store import Store

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HERE = Sighting("qq", "INBOX", "1", "7")
PLACE = ("qq", "INBOX", "1")


def short(raw: bytes, answers: int = 1) -> Fetched:
    return Fetched("7", raw, NOON, 100, answers)


def test_a_mail_that_did_not_come_is_kept_in_sight_with_the_reason(store: Store) -> None:
    store.withhold([HERE], Withheld.OVERSIZE, 2**33)
    (mail,) = store.outstanding(*PLACE)
    assert (mail.sighting, mail.why, mail.size) == (HERE, Withheld.OVERSIZE, 2**33)
    assert (mail.answers, mail.gone, mail.first_at) == (0, False, mail.last_at)


def test_what_does_not_come_again_keeps_its_first_day(store: Store) -> None:
    store.withhold([HERE], Withheld.ABSENT)
    (first,) = store.outstanding(*PLACE)
    store.withhold([HERE], Withheld.ABSENT)
    (second,) = store.outstanding(*PLACE)
    assert second.first_at == first.first_at < second.last_at


def test_what_landed_is_not_outstanding_any_more(store: Store) -> None:
    other = replace(HERE, uid="8")
    store.withhold([HERE, other], Withheld.ABSENT)
    landed = store.land(HERE, b"a", NOON)
    assert [mail.sighting for mail in store.all_outstanding()] == [other]
    store.sight([(other, landed.message_id)])
    assert store.all_outstanding() == []


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ([(b"a", 1), (b"a", 1), (b"a", 1)], [1, 2, 3]),
        ([(b"a", 2), (b"a", 2)], [2, 4]),
        ([(b"a", 1), (b"b", 1), (b"a", 1)], [1, 1, 1]),
    ],
)
def test_equal_short_answers_in_a_row_are_counted(
    store: Store, answers: list[tuple[bytes, int]], counts: list[int]
) -> None:
    assert [store.doubt(HERE, short(*answer)) for answer in answers] == counts
    (mail,) = store.outstanding(*PLACE)
    assert (mail.why, mail.size, mail.answers) == (Withheld.SHORT, 100, counts[-1])


def test_an_answer_that_did_not_come_between_two_short_ones_ends_the_row(store: Store) -> None:
    store.doubt(HERE, short(b"a", 2))
    store.withhold([HERE], Withheld.ABSENT)
    assert store.doubt(HERE, short(b"a")) == 1


def test_what_a_complete_listing_does_not_name_is_gone_until_it_is_named_again(store: Store) -> None:
    store.withhold([HERE, replace(HERE, uid="8")], Withheld.ABSENT)
    store.missed(*PLACE, ["8", "9"])
    assert {mail.sighting.uid: mail.gone for mail in store.outstanding(*PLACE)} == {"7": True, "8": False}
    store.missed(*PLACE, ["7", "8"])
    assert not any(mail.gone for mail in store.outstanding(*PLACE))
    store.missed(*PLACE, [])
    store.withhold([HERE], Withheld.ABSENT)
    assert {mail.sighting.uid: mail.gone for mail in store.outstanding(*PLACE)} == {"7": False, "8": True}


def test_the_places_of_another_epoch_are_forgotten_and_those_of_other_folders_are_not(store: Store) -> None:
    elsewhere = [replace(HERE, folder="Junk"), replace(HERE, mailbox="163")]
    store.withhold([HERE, *elsewhere], Withheld.ABSENT)
    store.missed("qq", "INBOX", "2", ["7"])
    assert {mail.sighting for mail in store.all_outstanding()} == set(elsewhere)


def test_a_listing_that_changes_nothing_is_not_written(store: Store) -> None:
    store.missed(*PLACE, ["7"])
    store.withhold([HERE], Withheld.ABSENT)
    before = store.all_outstanding()
    store.missed(*PLACE, ["7"])
    assert store.all_outstanding() == before


def test_what_another_poller_landed_meanwhile_is_not_outstanding(store: Store) -> None:
    began = datetime.now(UTC)
    store.land(HERE, b"a", began)
    store.withhold([HERE], Withheld.ABSENT, since=began)
    assert store.doubt(HERE, short(b"a"), since=began) == 0
    assert store.all_outstanding() == []
    store.withhold(
        [HERE], Withheld.ABSENT, since=datetime.now(UTC)
    )  # a sighting of before means nothing here
    assert [mail.sighting for mail in store.all_outstanding()] == [HERE]
