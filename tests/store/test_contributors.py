"""The address book says what the stored mails say, and its hints are for advice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from old_database import fill_0001

from intake.errors import NoSuchRecord
from intake.model import Contribution, Contributor, MailKind, Reading, Sender, SpeechRecord, Title, Verdict
from intake.store import ContributorQuery, Store, migrate, open_store
from intake.workflow import Action

Arrive = Callable[..., list[str]]
Land = Callable[..., int]
Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Send = Callable[..., str]
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HEKOU, NANSHAN = "青石县河口镇", "青石县南山镇"


def of_unit(unit: str | None) -> SpeechRecord:
    return SpeechRecord(title=Title(main="题"), unit=unit)


@pytest.fixture
def send(speech: Speech, arrive: Arrive) -> Send:
    """Send one speech of a unit, so many days after the first, and give its number."""

    def make(unit: str | None, days: int = 0, **changes: object) -> str:
        contribution = speech(record=of_unit(unit))
        (number,) = arrive(contribution, received=NOON + timedelta(days=days), **changes)
        return number

    return make


def sender(store: Store, number: str) -> Sender:
    found = store.sender(number)
    assert found is not None
    return found


def test_an_entry_counts_what_came_and_what_became_of_it(
    store: Store, send: Send, land: Land, understood: Understood
) -> None:
    numbers = [send(HEKOU, day, from_address=f" Hekou@Example.org{' ' * day}") for day in range(5)]
    store.keep(
        land(b"auto", NOON + timedelta(days=9)), understood(kind=MailKind.AUTO_REPLY, from_name="河口镇")
    )
    for number, action in zip(
        numbers, (Action.ACCEPT, Action.RETURN, Action.REJECT, Action.ACCEPT), strict=False
    ):
        store.decide(number, Verdict(action, "王编", reason="R1" if action is Action.REJECT else None))
    store.decide(numbers[3], Verdict(Action.PUBLISH, "王编"))
    assert store.contributor("HEKOU@example.org") == Contributor(
        address="hekou@example.org",
        names=("河口镇党政办", "河口镇"),
        units=(HEKOU,),
        confirmed=True,
        mails=6,
        submissions=5,
        accepted=2,
        returned=1,
        rejected=1,
        first=NOON,
        last=NOON + timedelta(days=9),
    )


def test_units_that_editors_confirmed_stand_for_all_others(store: Store, send: Send) -> None:
    for day in range(3):
        send("青石县河口", day)
    assert store.contributor("hekou@example.org").units == ("青石县河口",)
    assert not store.contributor("hekou@example.org").confirmed
    store.edit(send(None, 4), "王编", {"unit": HEKOU})
    assert store.contributor("hekou@example.org").units == (HEKOU,)
    store.decide(send(NANSHAN, 5), Verdict(Action.ACCEPT, "王编"))
    assert set(store.contributor("hekou@example.org").units) == {HEKOU, NANSHAN}


def test_who_sent_no_submission_is_not_in_the_book(store: Store, land: Land, understood: Understood) -> None:
    store.keep(land(b"auto"), understood(kind=MailKind.AUTO_REPLY))
    assert store.contributors() == []
    with pytest.raises(NoSuchRecord, match=r"no such contributor — hekou@example\.org"):
        store.contributor("hekou@example.org")


def test_a_mail_without_an_address_has_no_sender(store: Store, send: Send) -> None:
    assert store.sender(send(HEKOU, from_address=" ")) is None
    assert store.contributors() == []


def test_the_book_is_narrowed_by_name_unit_and_day(store: Store, send: Send) -> None:
    send(HEKOU)
    send(NANSHAN, 2, from_address="NS@example.org", from_name="Nanshan 办")
    send(None, 4, from_address="zf@example.org", from_name="")

    def listed(**values: object) -> list[str]:
        return [one.address for one in store.contributors(ContributorQuery(**values))]  # type: ignore[arg-type]  # a test gives what fits

    assert listed() == ["zf@example.org", "ns@example.org", "hekou@example.org"]
    assert listed(limit=1) == ["zf@example.org"]
    assert listed(sender="nanSHAN") == listed(sender="ns@") == listed(unit="南山") == ["ns@example.org"]
    assert listed(since=NOON + timedelta(days=2)) == ["zf@example.org", "ns@example.org"]
    assert listed(before=NOON + timedelta(days=2)) == ["hekou@example.org"]


def test_the_first_mail_of_an_address_asks_for_no_check(store: Store, send: Send) -> None:
    first = sender(store, send(HEKOU))
    assert (first.contributor.mails, first.hints, first.namesake) == (1, (), None)


def test_another_unit_than_before_is_told_and_the_same_in_other_words_is_not(
    store: Store, send: Send
) -> None:
    first = send(HEKOU)
    assert sender(store, send("河口镇", 1)).hints == ()
    assert sender(store, send(None, 2)).hints == ()
    assert sender(store, send(NANSHAN, 3)).hints == ("unit_differs",)
    assert sender(store, first).hints == ()  # it came before them


def test_an_office_that_sends_for_many_units_may_send_for_one_more(store: Store, send: Send) -> None:
    for day, unit in enumerate((HEKOU, NANSHAN, "青石县东林镇")):
        send(unit, day)
    assert sender(store, send("青石县西桥镇", 4)).hints == ()


def test_a_name_that_is_new_to_a_known_address_is_told(store: Store, send: Send) -> None:
    send(HEKOU)
    assert sender(store, send(HEKOU, 1, from_name="河口镇 党政办")).hints == ()
    assert sender(store, send(HEKOU, 2, from_name="")).hints == ()
    assert sender(store, send(HEKOU, 3, from_name="小林")).hints == ("name_unknown",)
    assert sender(store, send(HEKOU, 4, from_name="小林")).hints == ()


@pytest.mark.parametrize("name", ["河口镇党政办", "河口镇 党政办", "Hekou@Example.org"])
def test_a_new_address_with_the_name_of_a_contributor_is_told(store: Store, send: Send, name: str) -> None:
    send(HEKOU)
    odd = sender(store, send(HEKOU, 1, from_address="hekou@evil.example", from_name=name))
    assert (odd.hints, odd.namesake) == (("name_of_another",), "hekou@example.org")


def test_the_name_of_somebody_who_never_contributed_is_nobodys(
    store: Store, send: Send, land: Land, understood: Understood
) -> None:
    store.keep(land(b"auto"), understood(kind=MailKind.AUTO_REPLY))
    assert sender(store, send(HEKOU, 1, from_address="new@example.org")).hints == ()


def test_a_store_of_the_first_version_knows_its_contributors(store_url: str) -> None:
    fill_0001(store_url)
    migrate(store_url)
    with open_store(store_url, ZoneInfo("Asia/Shanghai")) as store:
        (one,) = store.contributors()
    assert (one.address, one.names, one.mails, one.submissions) == ("hekou@example.org", ("河口镇",), 1, 2)
