import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.render.sheet import cell, sheet


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＠", " =", "　+"])
def test_a_cell_that_would_be_computed_is_quoted(start: str) -> None:
    assert cell(start + "cmd|' /C calc'!A0").startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in ("汉中路", None, 3, "a\nb", "\u202ex")] == [
        "汉中路",
        "",
        "3",
        "a b",
        r"\u{202E}x",
    ]


def test_every_cell_is_in_quotes() -> None:
    assert sheet(["a", "b"], [['say "hi"', 1]]) == '"a","b"\r\n"say ""hi""","1"\r\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_a_sheet_has_as_many_rows_as_it_was_given(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(sheet(["a", "b"], rows), newline="")))
    assert len(read) == len(rows) + 1
    assert all(not value.startswith(("=", "+", "-", "@")) for row in read for value in row)
