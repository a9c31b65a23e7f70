import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import ActionRefused
from intake.render.toml import Field, read_back, written

TEXTS = st.text(st.characters(codec="utf-8"))
SIMPLE: st.SearchStrategy[Field] = TEXTS | st.lists(TEXTS, max_size=3)
TABLES = st.recursive(
    st.lists(st.dictionaries(st.sampled_from(["lead", "text"]), SIMPLE), max_size=2),
    lambda inner: st.lists(st.dictionaries(st.sampled_from(["lead", "points"]), SIMPLE | inner), max_size=2),
    max_leaves=4,
)
FIELDS: st.SearchStrategy[dict[str, Field]] = st.dictionaries(
    st.sampled_from(["title.main", "title.issue", "speaker", "unit", "lead"]), SIMPLE
).flatmap(lambda fields: TABLES.map(lambda tables: fields | {"sections": tables}))


@given(FIELDS)
def test_what_is_written_is_read_back(fields: dict[str, Field]) -> None:
    assert read_back(written(fields, ("a remark",))) == fields


def test_nothing_in_it_can_hide() -> None:
    assert written({"unit": '甲"乙\\\n\u202e'}, ("稿",)) == '# 稿\nunit = "甲\\"乙\\\\\\n\\U0000202E"\n'


@pytest.mark.parametrize("text", ["unit =", "unit = 1", "unit = [1]", "unit = 2026-11-18"])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(ActionRefused):
        read_back(text)
