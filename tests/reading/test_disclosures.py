"""What a text gives away: numbers that are ones, marks that are meant, and nothing that only looks so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Disclosure, Lexicon, Limits
from intake.reading import read_document
from intake.reading.disclosures import told_by


def codes(text: str, lexicon: Lexicon) -> list[str]:
    return [found.code for found in told_by(text, lexicon)]


@pytest.mark.parametrize(
    "text",
    [
        "身份证号：11010519491231002X。",
        "身份证号:11010519491231002x",
        "（１１０１０５１９４９１２３１００２Ｘ）",  # full-width, as Chinese input writes it
    ],
)
def test_a_number_of_an_identity_card_is_found_and_shown_in_part(text: str, lexicon: Lexicon) -> None:
    assert told_by(text, lexicon) == (Disclosure("id_card_numbers", 1, ("110105****002X",)),)


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # a wrong check character
        "11010519491331002X",  # no such month
        "911010519491231002X",  # part of a longer number, as a company's code is
        "11010519491231002XA",
        "440524188001010014",  # nobody who was born then is alive
    ],
)
def test_a_number_that_only_looks_like_one_is_none(text: str, lexicon: Lexicon) -> None:
    assert codes(text, lexicon) == []


@given(
    place=st.integers(110000, 659999),
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    order=st.integers(0, 999),
)
def test_of_eleven_check_characters_one_is_right(place: int, day: date, order: int) -> None:
    lexicon = Lexicon({"secrecy": {"marks": []}}, "1")
    body = f"{place}{day:%Y%m%d}{order:03d}"
    assert sum(bool(codes(body + check, lexicon)) for check in "0123456789X") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系电话：13812345678", "138****5678"),
        ("电话 138-1234-5678，", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("（１３８１２３４５６７８）", "138****5678"),
    ],
)
def test_a_mobile_number_is_found_and_shown_in_part(text: str, shown: str, lexicon: Lexicon) -> None:
    assert told_by(text, lexicon) == (Disclosure("mobile_numbers", 1, (shown,)),)


@pytest.mark.parametrize(
    "text", ["投资13812345678元", "共13812345678.5", "213812345678", "138123456789", "0.13812345678"]
)
def test_sums_and_longer_numbers_are_no_mobile_numbers(text: str, lexicon: Lexicon) -> None:
    assert codes(text, lexicon) == []


@pytest.mark.parametrize(
    "text",
    [
        "机密★10年",
        "秘　密\n关于……",
        "密级：秘密",
        "（内部资料）",
        "内部资料，注意保存",
        "严禁外传",
        "仅供内部参考",
        "（此件不公开）",
        "正文。\n绝密",
    ],
)
def test_marks_of_secrecy_are_found(text: str, lexicon: Lexicon) -> None:
    assert set(codes(text, lexicon)) == {"secrecy_marks"}


@pytest.mark.parametrize(
    "text",
    [
        "保守国家秘密是每个干部的义务。",
        "秘密武器就是群众。",
        "加强内部管理和内部资料建设。",
        "机密要做到人防技防。",
        "公开透明",
    ],
)
def test_secrets_that_are_spoken_of_are_no_marks(text: str, lexicon: Lexicon) -> None:
    assert codes(text, lexicon) == []


def test_lines_without_end_are_looked_through_once(lexicon: Lexicon) -> None:
    text = f"题目{chr(10) * 1_000_000}机密"
    assert codes(text, lexicon) == ["secrecy_marks"]
    assert codes(text + "要做到人防技防", lexicon) == []


def test_what_is_there_often_is_counted_and_shown_a_few_times(lexicon: Lexicon) -> None:
    numbers = "\n".join(f"1380000{number:04d}" for number in range(9))
    (found,) = told_by(numbers, lexicon)
    assert (found.count, len(found.shown)) == (9, 5)


def test_a_file_that_is_read_tells_what_it_gives_away(lexicon: Lexicon) -> None:
    text = "机密★1年\n在全市会议上的发言\n联系电话：13812345678\n".encode()
    made = read_document(text, "a.txt", lexicon, Limits())
    assert {"secrecy_marks", "mobile_numbers"} <= set(made.warnings)
    assert [found.code for found in made.disclosures] == ["mobile_numbers", "secrecy_marks"]
