import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.mail.parameters import boundary, parameters


def filename(value: bytes) -> str | None:
    return parameters(b"attachment; " + value).get("filename")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'filename="a b.docx"', "a b.docx"),
        (b"filename=a b.docx; size=3", "a b.docx"),
        (b'FileName = "a.docx"', "a.docx"),
        (rb'filename="a\"b\\c.docx"', 'a"b\\c.docx'),
        (b'filename="a;b=c.docx"', "a;b=c.docx"),
        (b'filename="not closed.docx', "not closed.docx"),
        (b'filename="=?gbk?B?tLrM7C5kb2N4?="', "春天.docx"),
        (b"filename==?gbk?B?tLrM7C5kb2N4?=", "春天.docx"),
        (b'filename="\xb4\xba\xcc\xec.docx"', "春天.docx"),
        (b'filename="\xe6\x98\xa5\xe5\xa4\xa9.docx"', "春天.docx"),
        (b"filename=%E6%98%A5%E5%A4%A9.docx", "春天.docx"),
        (b'filename="100%25.docx"', "100%25.docx"),
        (b"filename*=utf-8'zh-cn'%E6%98%A5%E5%A4%A9.docx", "春天.docx"),
        (b"filename*=gbk''%B4%BA%CC%EC.docx", "春天.docx"),
        (b"filename*=nonsense''%B4%BA%CC%EC%B5%C4%BF%CE.docx", "春天的课.docx"),
        (b"filename*=%E6%98%A5%E5%A4%A9.docx", "春天.docx"),
        (b"filename*0*=utf-8''%E6%98; filename*1*=%A5%E5%A4%A9.docx", "春天.docx"),  # cut inside a character
        (b"filename*0*=utf-8''%E6%9; filename*1*=8%A5%E5%A4%A9.docx", "春天.docx"),  # cut inside an escape
        (b"filename*1*=%A4%A9; filename*0*=utf-8''%E6%98%A5%E5; filename*2=.docx", "春天.docx"),
        (b'filename*0="=?gbk?B?tLrM"; filename*1="7C5kb2N4?="', "春天.docx"),
        (b"filename=\"plain.docx\"; filename*=utf-8''%E6%98%A5.docx", "春.docx"),
        (b'filename="first.docx"; filename="second.docx"', "first.docx"),
        (b'filename="a\r\n\tb.docx"', "a b.docx"),
        (b"filename=", None),
        (b"size=3", None),
    ],
)
def test_a_file_name_is_read_in_every_form_that_is_sent(value: bytes, expected: str | None) -> None:
    assert filename(value) == expected


def test_a_missing_semicolon_is_borne() -> None:
    assert parameters(b'attachment filename="a.docx"').get("filename") == "a.docx"


def test_a_gbk_character_ending_in_a_backslash_does_not_escape_the_quote() -> None:
    value = 'attachment; filename="\u8aa0.docx"; x="\u8aa0"; size=5'.encode("gbk")
    assert "\u8aa0".encode("gbk")[-1:] == b"\\"
    assert filename(value) == "\u8aa0.docx"
    assert parameters(value).get("size") == "5"


def test_all_names_are_kept_the_extended_one_first() -> None:
    read = parameters(b"attachment; filename=a.docx; filename*=utf-8''b.docx")
    assert read.all("filename") == ("b.docx", "a.docx")
    assert read.head == "attachment"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'multipart/mixed; boundary="----=_Part_1 x"', b"----=_Part_1 x"),
        (b"multipart/mixed; boundary=b", b"b"),
        (b'multipart/mixed; boundary="\xb4\xba"', b"\xb4\xba"),
        (b"multipart/mixed", b""),
        (None, b""),
    ],
)
def test_a_boundary_is_bytes(value: bytes | None, expected: bytes) -> None:
    assert boundary(value, parameters(value)) == expected


@given(st.binary(max_size=120))
def test_no_field_makes_the_reader_raise(value: bytes) -> None:
    read = parameters(b"a; " + value)
    for text in (*read.values.values(), *read.extended.values(), read.head):
        text.encode("utf-8")
        assert "\0" not in text


def test_an_index_beyond_all_sense_is_no_index() -> None:
    assert filename(b"filename*" + b"9" * 5000 + b"=x") is None
