import pytest

from intake.model import Limits
from intake.reading.mail.fields import split_fields
from intake.reading.unreadable import Unreadable


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
    assert found.count("from") == 2


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"A: " + b"x" * 101 + b"\n\n", "header_field"),
        (b"A:\n" + b" x\n" * 40 + b"\n", "header_field"),
        (b"A: x\n" * 9 + b"\n", "header_fields"),
        (b"Subject: 0123456789012345678901234567890123456789\n" * 6 + b"\n", "header_block"),
    ],
)
def test_a_header_beyond_a_limit_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        block(raw, Limits(header_field=100, header_fields=8, header_block=250))
    assert refusal.value.code == code
