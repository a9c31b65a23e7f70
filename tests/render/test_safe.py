import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.render.safe import fitted, json_fitted, json_text, one_line, show

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", r"\u{1B}[2Jgone"),
        ("发言\u202excod.exe", r"发言\u{202E}xcod.exe"),
        ("张\u200b三", r"张\u{200B}三"),
        ("\x9b31m", r"\u{9B}31m"),
        ("a\U000e0041b", r"a\u{E0041}b"),
        ("\ufeff标题", r"\u{FEFF}标题"),
        ("line\nforged", r"line\u{A}forged"),
        ("tab\there", r"tab\u{9}here"),
        ("\ud800", r"\u{D800}"),
        ("\u2028", r"\u{2028}"),
        ("\u3164", r"\u{3164}"),
        ("张　三·阿·买", "张　三·阿·买"),
        ("①㎡“”《》—…", "①㎡“”《》—…"),
    ],
)
def test_what_hides_is_shown_and_what_does_not_is_left(text: str, shown: str) -> None:
    assert show(text) == shown


def test_lines_and_tabs_stay_where_lines_are_shown() -> None:
    assert show("a\r\nb\tc\rd\x07", lines=True) == "a\nb\tc\\u{D}d\\u{7}"


def test_one_line_is_one_line() -> None:
    assert one_line(" 第一行\r\n\t第二行　x ") == "第一行 第二行 x"


@given(ANY_TEXT)
def test_nothing_that_hides_is_left(text: str) -> None:
    for shown, kept in ((show(text), ""), (show(text, lines=True), "\n\t"), (one_line(text), "")):
        assert all(
            char in kept or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in shown
        )


@given(ANY_TEXT)
def test_what_is_shown_is_shown_again_as_it_is(text: str) -> None:
    assert show(show(text)) == show(text)


@given(ANY_TEXT)
def test_json_keeps_its_value_and_hides_nothing(text: str) -> None:
    written = json_text(json.dumps(text, ensure_ascii=False))
    assert json.loads(written) == text
    assert show(written) == written


@given(st.text(), st.sampled_from(["ascii", "gbk", "gb18030", "utf-8", "latin-1"]))
def test_every_text_fits_every_terminal(text: str, encoding: str) -> None:
    assert fitted(text, encoding).encode(encoding) is not None


@given(st.text(), st.sampled_from(["ascii", "gbk", "gb18030", "utf-8", "latin-1"]))
def test_json_keeps_its_value_in_every_charset(text: str, encoding: str) -> None:
    written = json_fitted(json_text(json.dumps(text, ensure_ascii=False)), encoding)
    assert json.loads(written.encode(encoding).decode(encoding)) == text


def test_json_escapes_only_what_a_charset_lacks() -> None:
    assert json_fitted("·é𠮷稿", "gbk") == r"·é\ud842\udfb7稿"
    assert json_fitted("·é𠮷", "ascii") == r"\u00b7\u00e9\ud842\udfb7"


def test_a_poorer_charset_gets_the_nearest() -> None:
    assert fitted("✗ 稿件…", "gbk") == "x 稿件…"
    assert fitted("a…b─✓ “é” 稿", "ascii") == 'a...b-+ "?" ?'
    assert fitted("✗ 稿件…", "utf-8") == "✗ 稿件…"
