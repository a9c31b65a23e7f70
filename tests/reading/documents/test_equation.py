"""What the field EQ draws in the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.documents.equation import MOST, drawn


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(guǐ mén),鬼門)', "鬼門"),
        (r"eq \o \ad(\s \up 9(pīn),拼)", "拼"),  # as WPS spaces it
        (r"eq \o\ac(○,1)", "1"),  # an enclosed character
        (r"eq \o(\s\up 5(　总),\s\do 2(公司　))", "总公司"),  # combined ones
        (r"EQ \f(1,2)", "1/2"),
        (r"EQ \x(重要)", "重要"),
        (r"EQ", ""),
        (r"EQUATION 1", ""),
        (r'HYPERLINK "x"', ""),
    ],
)
def test_an_equation_leaves_the_characters_of_its_line(instruction: str, text: str) -> None:
    assert drawn(instruction) == text


@given(st.text(r"\oups1(),;○ 鬼", max_size=60).map("EQ ".__add__))
def test_no_equation_draws_what_it_does_not_hold(instruction: str) -> None:
    assert set(drawn(instruction)) <= {*instruction, "/"}
    assert len(drawn("EQ " + "(" * 2 * MOST)) <= MOST


@pytest.mark.parametrize("part", ["\\a ", "\\a 1 ", "\\o(", "\\*"])
def test_an_equation_made_to_harm_ends(part: str) -> None:
    assert len(drawn("EQ " + part * MOST)) <= MOST
