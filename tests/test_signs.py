import re

from hypothesis import given
from hypothesis import strategies as st

from intake.signs import any_of, plain, squeeze, tidy


@given(st.text())
def test_the_view_is_as_long_as_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_the_view_has_one_form_for_each_sign() -> None:
    assert plain("（第１期）：“甲·乙”——丙　丁，戊！") == '(第1期):"甲·乙"——丙 丁,戊!'.replace("——", "——")


def test_enumeration_comma_and_full_stop_stay() -> None:
    assert plain("一、甲。") == "一、甲。"


def test_blanks_are_squeezed_out_or_tidied() -> None:
    assert squeeze("张　三") == "张三"
    assert tidy(" 甲　　乙 ") == "甲 乙"


def test_of_words_that_begin_alike_the_longest_is_found() -> None:
    assert re.findall(any_of(["镇", "镇政府", "(镇)"]), "某镇政府，某镇，某(镇)") == ["镇政府", "镇", "(镇)"]
