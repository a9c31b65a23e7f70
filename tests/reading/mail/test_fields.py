import pytest

from intake.model import Limits
from intake.reading.mail.fields import split_fields


def block(raw: bytes, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    return [(field.name, field.value) for field in split_fields(raw, 0, len(raw), limits or Limits()).fields]


@pytest.mark.parametrize("eol", [b"\r\n", b"\n", b"\r"])
def test_fields_end_at_the_first_empty_line_whatever_ends_lines(eol: bytes) -> None:
    raw = eol.join([b"Subject: one", b"\ttwo", b"To:x", b"", b"Not: a field"])
    found = split_fields(raw, 0, len(raw), Limits())
    assert [(field.name, field.value) for field in found.fields] == [("subject", b"one\ttwo"), ("to", b"x")]
    assert raw[found.body :] == b"Not: a field"


def test_an_mbox_line_on_top_is_no_field() -> None:
    assert block(b"From someone Mon Nov 23\nSubject: x\n\n") == [("subject", b"x")]


def test_a_space_before_the_colon_is_borne() -> None:
    assert block(b"Subject : x\n\n") == [("subject", b"x")]


def test_a_continuation_that_lost_its_indent_stays_with_its_field() -> None:
    raw = b"Subject: one\r\ntwo\r\nContent-Type: text/html\r\n\r\nbody"
    found = split_fields(raw, 0, len(raw), Limits())
    assert found.first("subject") == b"onetwo"
    assert found.first("content-type") == b"text/html"
    assert found.warnings == ("header_broken",)


@pytest.mark.parametrize("rest", [b"and more\n\nFrom: x\n", b"and more"])
def test_text_without_an_empty_line_before_it_is_the_body(rest: bytes) -> None:
    raw = b"Subject: one\nthe body begins\n" + rest
    found = split_fields(raw, 0, len(raw), Limits())
    assert found.warnings == ("header_broken",)
    assert raw[found.body :].startswith(b"the body begins")


def test_a_mail_without_fields_is_all_body() -> None:
    assert split_fields(b"hello\n", 0, 6, Limits()).body == 0


def test_the_first_of_repeated_fields_wins_and_names_have_an_order() -> None:
    raw = b"Sender: c\nFrom: a\nFrom: b\n\n"
    found = split_fields(raw, 0, len(raw), Limits())
    assert found.first("from", "sender") == b"a"
    assert found.first("reply-to", "sender") == b"c"
    assert found.first("date") is None
    assert [field.name for field in found.fields].count("from") == 2


SMALL = Limits(header_field=100, header_fields=8, header_block=250)
REST = b"X: %d\n" * 9 % tuple(range(9))


@pytest.mark.parametrize(
    "long",
    [
        b"A: " + b"x" * 101 + b"\n",
        b"A:\n" + b" x\n" * 40,
        b"A: x\n" * 9,
        b"Subject: 0123456789012345678901234567890123456789\n" * 6,
    ],
)
@pytest.mark.parametrize("eol", [b"\r\n", b"\n", b"\r"])
def test_a_header_beyond_a_limit_is_cut_with_a_warning_and_ends_where_it_ends(
    long: bytes, eol: bytes
) -> None:
    raw = (long + REST + b"Content-Type: text/html;\n charset=gbk\n\nbody\n\nmore").replace(b"\n", eol)
    found = split_fields(raw, 0, len(raw), SMALL)
    assert found.warnings == ("limit_header",)
    assert found.first("content-type") == b"text/html; charset=gbk"
    assert raw[found.body :] == b"body" + eol + eol + b"more"
    assert len(found.fields) <= 9
    assert all(len(field.value) <= 100 for field in found.fields)


def test_beyond_a_limit_the_first_of_each_essential_field_is_found_once() -> None:
    raw = b"Subject: one\n" + REST + b"subject: two\nFrom: a\nFrom: b\nTo: c\nX-Date: d"
    found = split_fields(raw, 0, len(raw), SMALL)
    assert [(field.name, field.value) for field in found.fields if field.name != "x"] == [
        ("subject", b"one"),
        ("from", b"a"),
    ]
    assert (found.body, found.fields[-1].start) == (len(raw), raw.index(b"From: a"))


def test_a_header_at_its_limits_is_whole() -> None:
    raw = b"A: " + b"x" * 96 + b"\n" + b"B: x\n" * 7 + b"\n"
    assert split_fields(raw, 0, len(raw), SMALL).warnings == ()
