"""Charsets as Chinese senders declare them, falsely or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.charset import GUESSED, LOSSY, codec_name, decode, plausibility

PROSE = "尊敬的各位领导、同志们：今年以来，我们围绕年度目标任务，抢抓机遇、真抓实干。"
TRADITIONAL = "尊敬的各位領導、同志們：今年以來，我們圍繞年度目標任務，搶抓機遇、真抓實幹。"
WINDOWS = [PROSE[at : at + 6] for at in range(0, len(PROSE) - 6, 3)]


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("window", [*WINDOWS, PROSE])
def test_six_characters_are_enough_to_tell_a_charset(window: str, charset: str) -> None:
    assert decode(window.encode(charset)).text == window


@pytest.mark.parametrize("length", [12, 30, len(TRADITIONAL)])
def test_big5_is_told_from_gb18030(length: int) -> None:
    text = TRADITIONAL[:length]
    made = decode(text.encode("big5"))
    assert (made.text, made.charset, made.warnings) == (text, "big5hkscs", (GUESSED,))


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert decode(PROSE.encode(charset), "gb2312").text == PROSE


def test_a_damaged_text_behind_a_mark_is_said_to_be() -> None:
    assert decode(b"\xff\xfe\x00").warnings == (LOSSY,)


@pytest.mark.parametrize("label", ["gb2312", "GBK", ' "gb18030" ', "x-gbk", "cp936", "euc-cn"])
def test_every_name_of_the_chinese_charset_means_the_largest(label: str) -> None:
    text = "朱镕基〇㙍"
    assert decode(text.encode("gb18030"), label) == decode(text.encode("gb18030"), "gb18030")
    assert decode(text.encode("gb18030"), label).text == text


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "windows-1252", "us-ascii", "no-such-charset", "zlib", "a\0b"]
)
def test_a_false_label_over_chinese_bytes_is_doubted(label: str) -> None:
    assert decode(PROSE.encode("gbk"), label).text == PROSE


def test_utf8_under_a_chinese_label_is_utf8() -> None:
    made = decode(PROSE.encode(), "gb2312")
    assert (made.text, made.warnings) == (PROSE, (GUESSED,))


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("été à Paris", "iso-8859-1"),
        ("É", "latin-1"),
        ("привет", "koi8-r"),
        ("日本語です", "shift_jis"),
        ("日本語です", "iso-2022-jp"),
        ("同志们", "hz"),
        ("通知", "big5"),
        ("会议 +", "utf-7"),
    ],
)
def test_a_true_label_is_believed(text: str, charset: str) -> None:
    assert decode(text.encode(charset), charset).text == text


def test_unlabelled_foreign_text_in_utf8_stays_what_it_is() -> None:
    for text in ("привет", "é", "日本語です", "plain"):
        assert decode(text.encode()).text == text


def test_chinese_that_is_valid_utf8_by_chance_is_chinese() -> None:
    assert decode("重一".encode("gbk")).text == "重一"
    assert decode("一".encode("gbk"), "gb2312").text == "一"


def test_a_nul_does_not_turn_utf8_into_something_else() -> None:
    assert decode("你好\0".encode()).text == "你好\0"
    assert decode("同志们好\0".encode("gbk")).text == "同志们好\0"


def test_bytes_of_no_charset_are_kept_as_far_as_they_go_and_said() -> None:
    made = decode(b"\xff\xff\xff\x80")
    assert made.warnings == (GUESSED, LOSSY)
    assert "\ufffd" in made.text


def test_escapes_without_a_charset_are_left_alone() -> None:
    assert decode(b"abc \x1b$B", "us-ascii").text == "abc \x1b$B"


@pytest.mark.parametrize(
    "label", ["idna", "punycode", "undefined", "hex", "rot13", "unicode_escape", None, ""]
)
def test_codecs_that_are_no_charsets_are_refused(label: str | None) -> None:
    assert codec_name(label) is None


def test_nothing_is_plausible() -> None:
    assert decode(b"").text == ""
    assert plausibility("") == 1.0
    assert plausibility("锘挎垜浠�") < plausibility("我们")


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "gb2312", "utf-7", "utf-16", "big5", "latin-1", "hz", "x"]),
)
def test_any_bytes_become_text_that_can_be_stored(data: bytes, label: str | None) -> None:
    decode(data, label).text.encode()
