import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.mail.headers import Address, address, bounded, clean, date, header_text


def word(text: bytes, charset: str = "gb18030", padding: bool = True) -> bytes:  # noqa: FBT001, FBT002  # test data
    encoded = base64.b64encode(text)
    return b"=?" + charset.encode() + b"?B?" + (encoded if padding else encoded.rstrip(b"=")) + b"?="


GBK = "关于报送演讲稿的函".encode("gbk")


@pytest.mark.parametrize("gap", [b" ", b"", b"\t  "])
def test_a_character_cut_between_two_words_is_whole_again(gap: bytes) -> None:
    assert header_text(word(GBK[:7]) + gap + word(GBK[7:])) == ("关于报送演讲稿的函", ())


def test_words_of_one_charset_family_are_joined_under_any_of_its_names() -> None:
    assert header_text(word(GBK[:5], "gb2312") + b" " + word(GBK[5:], "x-gbk"))[0] == "关于报送演讲稿的函"


def test_words_of_different_charsets_are_decoded_apart() -> None:
    value = word("春".encode("gbk")) + b" " + word("天".encode(), "utf-8")
    assert header_text(value)[0] == "春天"


def test_text_between_words_keeps_its_spaces() -> None:
    assert (
        header_text(b"Re: " + word(GBK) + b" v2 " + word(GBK))[0]
        == "Re: 关于报送演讲稿的函 v2 关于报送演讲稿的函"
    )


@pytest.mark.parametrize(
    "value",
    [
        word(GBK, padding=False),
        word(GBK)[:-2],  # cut off before its end
        b"=?gb18030*zh-CN?B?" + base64.b64encode(GBK) + b"?=",
        b"=?gb18030?b?" + base64.b64encode(GBK)[:8] + b"\t" + base64.b64encode(GBK)[8:] + b"?=",
        b"=?gb18030?Q?" + b"".join(b"=%02X" % byte for byte in GBK) + b"?=",
        GBK,
        "关于报送演讲稿的函".encode(),
    ],
)
def test_broken_words_and_raw_text_say_what_they_meant(value: bytes) -> None:
    assert header_text(value)[0] == "关于报送演讲稿的函"


def test_one_odd_base64_digit_at_the_end_costs_nothing_but_itself() -> None:
    assert header_text(b"=?utf-8?B?5pil5aSpA?=")[0] == "春天"


def test_raw_text_that_was_guessed_is_marked() -> None:
    assert header_text(GBK)[1] == ("charset_guessed",)


def test_a_short_gbk_name_that_is_valid_utf8_by_chance_stays_chinese() -> None:
    assert header_text(word("钱一".encode("gbk")))[0] == "钱一"


def test_utf8_bytes_under_a_gbk_label_are_utf8() -> None:
    assert header_text(word("母亲的手".encode(), "gb2312"))[0] == "母亲的手"


def test_a_field_is_one_line_without_controls_that_no_store_bears() -> None:
    assert header_text(word(b"a\0\r\n b\tc", "utf-8"))[0] == "a b c"
    assert header_text(None) == ("", ())


def test_lone_surrogates_become_replacement_characters() -> None:
    assert clean("a\ud800b\0中") == "a\ufffdb中"


def test_a_name_longer_than_anybodys_is_cut_and_says_so() -> None:
    usual, long = Address("河口镇", "a@town.example"), Address("名" * 301, "a" * 320 + "@town.example")
    assert bounded(usual) == (usual, ())
    assert bounded(long) == (Address("名" * 300, "a" * 320), ("limit_header",))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'"' + word("王五".encode("gbk")) + b'" <w@x.cn>', Address("王五", "w@x.cn")),
        (b"w@x.cn", Address("", "w@x.cn")),
        (b"w@x.cn (\xcd\xf5\xce\xe5)", Address("王五", "w@x.cn")),
        (b"<w@x.cn>", Address("", "w@x.cn")),
        (b'"Wu, \\"W\\" (x)" <W@X.cn>, b@y.cn', Address('Wu, "W" (x)', "W@X.cn")),
        (b"'\xe7\x8e\x8b\xe4\xba\x94'<w@x.cn>", Address("王五", "w@x.cn")),
        ("\u738b\u8aa0".encode("gbk") + b" <w@x.cn>", Address("王誠", "w@x.cn")),
        (b'"<evil@y.cn>" <w@x.cn>', Address("<evil@y.cn>", "w@x.cn")),
        (word(b"<evil@y.cn>", "utf-8") + b" <w@x.cn>", Address("<evil@y.cn>", "w@x.cn")),
        (b'"not closed <w@x.cn>', Address("not closed", "w@x.cn")),
        (b"w@x.cn <W@x.cn>", Address("w@x.cn", "W@x.cn")),
        (b"undisclosed", Address("undisclosed", "")),
        (b"Name <>", Address("Name", "")),
        (b"Name <w@x.cn", Address("Name", "w@x.cn")),
        (b"", Address("", "")),
    ],
)
def test_the_first_mailbox_of_a_from_field_is_read(value: bytes, expected: Address) -> None:
    assert address(value) == expected


EAST = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Sun, 22 Nov 2026 21:50:31 +0800 (GMT+08:00)", datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST)),
        (
            b"Sun, 22 Nov 2026 21:50:31 -0330",
            datetime(2026, 11, 22, 21, 50, 31, tzinfo=timezone(-timedelta(hours=3.5))),
        ),
        (b"Sun, 22 Nov 2026 13:50:31 GMT", datetime(2026, 11, 22, 13, 50, 31, tzinfo=UTC)),
        (b"Sun, 22 Nov 2026 21:50:31 CST", datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST)),
        (
            b"Sun, 22 Nov 2026 21:50:31 +0800 (\xd6\xd0\xb9\xfa)",
            datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST),
        ),
        (b"Sun, 22 Nov 2026 21:50:31 +0800 (CST)", datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST)),
        (b"2026-11-22 21:50:31+08:00", datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST)),
    ],
)
def test_a_date_keeps_the_senders_offset(value: bytes, expected: datetime) -> None:
    found, warnings = date(value)
    assert found == expected
    assert found.utcoffset() == expected.utcoffset()
    assert warnings == ()


def test_a_date_without_a_zone_is_taken_for_chinas_and_marked() -> None:
    assert date(b"Sun, 22 Nov 2026 21:50:31") == (
        datetime(2026, 11, 22, 21, 50, 31, tzinfo=EAST),
        ("date_zone_guessed",),
    )


@pytest.mark.parametrize(
    "value",
    [
        b"yesterday",
        b"Sun, 31 Feb 2026 21:50:31 +0800",
        b"Mon, 01 Jan 1970 00:00:00 +0000",
        b"Sun, 22 Nov 2226 21:50:31 +0800",
        b"Sun, 22 Nov 2026 21:50:31 +9900",
        b"Sun, 22 Nov 99999999999999 21:50:31 +0800",
        b"Sun, 22 Nov 2026 99:99:99 +0800",
    ],
)
def test_a_senseless_date_is_none_and_marked(value: bytes) -> None:
    assert date(value) == (None, ("date_senseless",))


def test_a_missing_date_is_none_and_marked() -> None:
    assert date(None) == (None, ("date_missing",))


@given(st.binary(max_size=80))
def test_no_field_makes_a_reader_raise(value: bytes) -> None:
    header_text(value)[0].encode("utf-8")
    address(value).name.encode("utf-8")
    date(value)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30), st.integers(1, 20))
def test_text_survives_encoding_however_its_bytes_are_cut(text: str, size: int) -> None:
    data = text.encode("utf-8")
    words = (word(data[at : at + size], "utf-8") for at in range(0, len(data), size))
    assert header_text(b" ".join(words))[0] == text
