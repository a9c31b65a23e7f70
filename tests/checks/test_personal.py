from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.personal import card_numbers, id_numbers, landline_numbers, mobile_numbers
from intake.model import Contact, SpeechRecord

Found = Callable[..., list[tuple[str, str, str]]]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDS = st.tuples(
    st.integers(110000, 659000),
    st.dates(date(1930, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
).map(lambda one: whole(f"{one[0]}{one[1]:%Y%m%d}{one[2]:03d}"))


def whole(digits: str) -> str:
    """Add the last sign of an identity number."""
    return (
        digits
        + "10X98765432"[sum(int(one) * weight for one, weight in zip(digits, WEIGHTS, strict=True)) % 11]
    )


@given(IDS)
def test_the_number_of_an_identity_card_is_found_and_none_with_a_wrong_sign(number: str) -> None:
    text = f"身份证{number}，住某地。"
    assert list(id_numbers(text)) == [(3, 21)]
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert list(id_numbers(f"身份证{wrong}，")) == []
    assert list(id_numbers(f"编号9{number}")) == []


def test_a_number_whose_day_of_birth_there_is_not_is_none() -> None:
    assert list(id_numbers(whole("61230119990231001"))) == []


@pytest.mark.parametrize(
    "text", ["13800006412", "138 0000 6412", "１３８００００６４１２", "+86 13800006412", "86-138-0000-6412"]
)
def test_mobile_numbers_are_found_however_they_are_written(text: str) -> None:
    assert list(mobile_numbers(f"请打{text}。")) == [(2, 2 + len(text))]


@pytest.mark.parametrize("text", ["投资13800006412元整", "9138000064121", "12800006412", "3.13800006412"])
def test_longer_numbers_are_no_telephone(text: str) -> None:
    assert list(mobile_numbers(text)) == []


def test_landlines_and_cards_are_found() -> None:
    assert list(landline_numbers("电话0916-2223344，（0916）6006153")) == [(2, 14), (15, 28)]
    assert list(card_numbers("卡号6222 0212 3456 7895")) == []
    assert list(card_numbers("卡号4111 1111 1111 1111")) == [(2, 21)]


def test_the_contacts_own_number_is_no_finding(found: Found) -> None:
    text = "联系人：王建国 13800006412\n孤儿小明 13911112222"
    contact = SpeechRecord(contact=Contact("王建国", "13800006412"))
    assert [one[:2] for one in found(text, contact) if one[0] == "mobile_number"] == [
        ("mobile_number", "13911112222")
    ]
