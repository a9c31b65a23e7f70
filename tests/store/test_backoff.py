from datetime import timedelta

import pytest

from intake.store import Store


def test_a_mailbox_that_was_never_refused_has_no_back_off(store: Store) -> None:
    assert store.backoff("qq") is None
    store.login_worked("qq")
    assert store.backoff("qq") is None


@pytest.mark.parametrize(("refusals", "minutes"), [(1, 15), (2, 60), (3, 360), (4, 360), (9, 360)])
def test_the_nth_refusal_in_a_row_puts_the_login_off_for_longer(
    store: Store, refusals: int, minutes: int
) -> None:
    kept = [store.login_refused("qq", "salt:digest") for _ in range(refusals)][-1]
    assert store.backoff("qq") == kept
    assert (kept.mailbox, kept.fingerprint, kept.refusals) == ("qq", "salt:digest", refusals)
    longest = timedelta(minutes=minutes)
    assert longest <= kept.until - kept.first_at < longest + timedelta(minutes=5)


def test_the_first_refusal_of_a_row_is_dated(store: Store) -> None:
    first = store.login_refused("qq", "a:b")
    assert store.login_refused("qq", "a:b").first_at == first.first_at
    assert store.login_refused("qq", "c:d").first_at > first.first_at


def test_another_login_is_counted_anew(store: Store) -> None:
    store.login_refused("qq", "a:b")
    store.login_refused("qq", "a:b")
    assert store.login_refused("qq", "c:d").refusals == 1


def test_a_login_that_worked_is_forgiven_and_others_are_not(store: Store) -> None:
    store.login_refused("qq", "a:b")
    other = store.login_refused("163", "a:b")
    store.login_worked("qq")
    assert (store.backoff("qq"), store.backoff("163")) == (None, other)
