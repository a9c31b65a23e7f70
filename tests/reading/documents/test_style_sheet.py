"""A style sheet that is parsed no further than it is asked for says what it says when all of it is parsed."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.reading.documents.props import Props
from intake.reading.documents.style_sheet import StyleSheet
from intake.reading.documents.styles import Styles
from intake.reading.unreadable import Unreadable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ROOT = f'<w:styles xmlns:w="{W}" xmlns:mc="{MC}">'
DEFAULTS = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
NAMES = '<w:latentStyles><w:lsdException w:name="Normal"/></w:latentStyles>'
IDS = st.sampled_from("abc")


def style(about: str, elder: str, size: int) -> str:
    based = f'<w:basedOn w:val="{elder}"/><w:rPr><w:sz w:val="{size}"/></w:rPr>'
    return f"<w:style {about}>{based}</w:style>"


ABOUT = st.builds(
    str.format,
    st.sampled_from(
        [
            *['w:type="paragraph" w:styleId="{0}"'] * 6,
            'w:type="paragraph" w:customStyle="1" w:styleId="{0}"',
            'w:type="paragraph" w:default="1" w:styleId="{0}"',
            'w:type="character" w:default="1" w:styleId="{0}"',
            "w:styleId='{0}' w:type='paragraph'",
            'w:type="table" w:styleId="table{0}"',
        ]
    ),
    IDS,
)
STYLES = st.builds(style, ABOUT, st.sampled_from(["", "", "", "", "a", "d"]), st.integers(10, 99))
PLACED = st.builds(
    str.format,
    st.sampled_from(
        [
            *["{0}"] * 20,
            "\n{0}",
            '<w:style w:type="paragraph" w:styleId="d"><w:name/>{0}</w:style>',
            '<w:style w:type="paragraph" w:styleId="d"><w:name/>{0}{0}</w:style>',
            '<w:style w:type="paragraph" w:styleId="d"><!-- </w:style>{0} --></w:style>',
            "<!-- {0} -->",
            "<![CDATA[{0}]]>",
            "<mc:AlternateContent><mc:Choice>{0}</mc:Choice></mc:AlternateContent>",
        ]
    ),
    STYLES,
)


def pieces(sheet: str, length: int) -> Iterator[bytes]:
    data = sheet.encode()
    yield from (data[at : at + length] for at in range(0, len(data), length))


def told(sheet: str, length: int, ids: Sequence[str]) -> list[object]:
    """What is said of styles that are asked for one after the other."""
    styles = Styles(lambda: StyleSheet(pieces(sheet, length), "styles.xml"))
    return [*(styles.paragraph_props(name) for name in ids), styles.paragraph]


@settings(max_examples=1_000)
@given(
    st.sampled_from(["", DEFAULTS, DEFAULTS + NAMES]),
    st.lists(PLACED, min_size=3, max_size=9).map("".join),
    st.integers(20, 2_000),
    st.lists(IDS, min_size=1, max_size=4),
)
def test_what_is_passed_over_is_as_good_as_parsed(
    head: str, inside: str, length: int, ids: list[str]
) -> None:
    # Behind a remark nothing is passed over, for one may hide where a style ends.
    parsed_in_order = told(f"{ROOT}<!-- -->{head}{inside}</w:styles>", 2_000, ids)
    assert told(f"{ROOT}{head}{inside}</w:styles>", length, ids) == parsed_in_order


def test_a_style_that_is_not_asked_for_is_not_parsed() -> None:
    broken = '<w:style w:type="paragraph" w:styleId="b"><w:name></w:style>'
    sheet = ROOT + style('w:type="paragraph" w:styleId="a"', "", 30) + broken
    sheet += style('w:type="paragraph" w:styleId="c"', "", 40) + "</w:styles>"
    styles = Styles(lambda: StyleSheet(pieces(sheet, 100), "styles.xml"))
    assert (styles.props("c").size, styles.props("a").size) == (20.0, 15.0)
    with pytest.raises(Unreadable, match=r"corrupted: styles\.xml"):
        styles.props("b")


@pytest.mark.parametrize(
    "sheet", ["", "<w:styles>", ROOT, f'<!DOCTYPE w [<!ENTITY x "y">]>{ROOT}{style("", "", 1)}</w:styles>']
)
def test_what_is_no_whole_style_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(Unreadable, match=r"corrupted: styles\.xml"):
        told(sheet, 100, ["a"])


def test_of_two_styles_of_one_id_the_first_counts_though_the_other_stands_in_a_style() -> None:
    first, inner = (style('w:type="paragraph" w:styleId="c"', "", size) for size in (22, 20))
    begun = style('w:type="paragraph" w:styleId="a"', "", 30)
    outer = f'<w:style w:type="paragraph" w:styleId="d"><w:name/>{inner}</w:style>'
    assert told(f"{ROOT}{begun}{first}{outer}</w:styles>", 100, ["d", "c"])[1] == Props(size=11.0)


def test_a_style_in_a_remark_counts_for_nothing() -> None:
    said = [style('w:type="paragraph" w:styleId="a"', "", size) for size in (30, 40, 50)]
    first = style('w:type="paragraph" w:styleId="b"', "", 20)
    remark = f'<w:style w:type="paragraph" w:styleId="c"><!-- </w:style>{said[0]} --></w:style>'
    assert told(f"{ROOT}{first}{remark}{said[1]}{said[2]}</w:styles>", 100, ["a"])[0] == Props(size=20.0)
