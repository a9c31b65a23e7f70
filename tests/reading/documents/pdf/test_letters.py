"""Characters as printers write them."""

from unicodedata import normalize

import pytest
from pdf_writer import mapped

from intake.model import Limits
from intake.reading.documents import read
from intake.reading.documents.pdf.letters import HYPHEN, font_name, is_bold_name, is_symbolic, letter


def test_radicals_that_stand_for_characters_are_those_characters() -> None:
    for code in range(0x2F00, 0x2FD6):
        assert letter(code, "") == normalize("NFKC", chr(code))
    assert [letter(ord(radical), "") for radical in "⻓⺠⻋⻅⻢⻛⻔⻜⻬⻰"] == list("长民车见马风门飞齐龙")


@pytest.mark.parametrize("char", ["①", "㈠", "Ａ", "，", "㎡", "\ufa0e", "豈", "⺮"])
def test_no_other_sign_is_turned_into_another(char: str) -> None:
    assert letter(ord(char), "") == char


@pytest.mark.parametrize(
    ("code", "text"), [(0xFB01, "fi"), (0xFB04, "ffl"), (0xAD, HYPHEN), (2, HYPHEN), (0x2A6D6, "𪛖")]
)
def test_ligatures_are_letters_and_soft_hyphens_are_known(code: int, text: str) -> None:
    assert letter(code, "") == text


@pytest.mark.parametrize("code", [0, 7, 0x7F, 0x9F, 0xE123, 0xF8FF, 0xFFFD, 0xFFFF, 0xD800])
def test_what_stands_for_nothing_is_none(code: int) -> None:
    assert letter(code, "SimSun") is None


def test_signs_of_symbol_fonts_are_what_they_look_like() -> None:
    assert (letter(0xF06C, "Wingdings"), letter(0xF0B1, "SymbolMT"), letter(0xF001, "Wingdings")) == (
        "●",
        "±",
        None,
    )
    assert is_symbolic("Wingdings-Regular")
    assert not is_symbolic("SimSun")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"ABCDEF+FZXBSJW--GB1-0", "方正小标宋简体"),
        (b"BCDEEE+SimHei", "黑体"),
        (b"KaiTi_GB2312", "楷体"),
        (b"BAAAAA+FangSong_GB2312,Bold", "仿宋"),
        ("仿宋".encode("gb18030"), "仿宋"),
        (b"NotoSerifCJKsc-Bold", "NotoSerifCJKsc"),
        (b"ABCDEF+Arial,BoldItalic", "Arial"),
        (b"\xff\xff\xff", ""),
        (b"", ""),
    ],
)  # fmt: skip
def test_a_fonts_name_is_the_one_that_offices_know(raw: bytes, name: str) -> None:
    assert font_name(raw) == name


def test_bold_is_in_the_name() -> None:
    assert [is_bold_name(name) for name in (b"Song,Bold", b"SourceHanSansSC-Heavy", b"SimHei")] == [
        True,
        True,
        False,
    ]


def test_rare_characters_and_glyphs_of_several_letters_are_whole() -> None:
    glyphs = {"0001": "𠮷", "0002": "ffi", "0003": "一", "0004": "⼆", "0005": "\u00ad"}
    document = read(mapped("0001000200030005000400030003", glyphs), "pdf", Limits())
    assert (document.text, document.warnings) == ("𠮷ffi一二一一", ())


def test_signs_that_a_symbol_font_alone_knows_are_left_out_and_said() -> None:
    content = mapped("000100020001", {"0001": "一", "0002": "\uf001"}).replace(
        b"/BaseFont /Own", b"/BaseFont /Wingdings"
    )
    assert read(content, "pdf", Limits()).warnings == ("unknown_symbols",)
