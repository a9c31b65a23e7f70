from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.render.page import Line, Part
from intake.render.terminal import draw_page
from intake.render.view import View
from intake.render.wrap import breaks

CLOSING = "，。、；：？！）》」』”’…"


def lines(text: str, width: int) -> list[str]:
    places = [0, *breaks(text, width, cell_len), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert lines("市委召开工作交流会，8名书记发言", 18) == ["市委召开工作交流", "会，8名书记发言"]


def test_no_line_ends_with_an_opening_mark() -> None:
    assert lines("会上，他说：“要干", 14) == ["会上，他说：", "“要干"]


def test_a_latin_word_is_kept_whole() -> None:
    assert lines("intake mail show 3", 10) == ["intake ", "mail show ", "3"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert lines("abcdefghij", 4) == ["abcd", "efgh", "ij"]


def test_marks_without_end_are_cut_rather_than_lost() -> None:
    assert len(lines("。" * 5, 4)) == 3


def test_a_run_of_marks_behind_a_space_fits_too() -> None:
    assert all(cell_len(line) <= 6 for line in lines(" 1、、、", 6))


@given(st.text("发言稿abc 12，。、（）《》“”…！", max_size=80), st.integers(6, 40))
def test_lines_fit_and_hold_the_whole_text(text: str, width: int) -> None:
    cut = lines(text, width)
    assert "".join(cut) == text
    assert all(cell_len(line.rstrip()) <= width for line in cut)


@given(
    st.lists(st.text("发言稿工作书记", min_size=1, max_size=9), min_size=1, max_size=12),
    st.sampled_from(CLOSING),
)
def test_prose_never_puts_a_closing_mark_first(clauses: list[str], mark: str) -> None:
    for line in lines(mark.join(clauses), 20):
        assert line[0] not in CLOSING


def test_a_page_is_broken_so_too(chinese: View) -> None:
    text = "11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，8名书记作了发言。" * 3
    for width in range(50, 90):
        drawn = draw_page(
            (Part("稿件", (Line("编者按", text, "请核对"), Line("", text, indent=2))),),
            replace(chinese, width=width),
        )
        assert all(cell_len(line) <= width for line in drawn.splitlines())
        assert not any(line.strip()[0] in CLOSING for line in drawn.splitlines())
        assert "".join(drawn.split()).count("8名书记作了发言") == 6
