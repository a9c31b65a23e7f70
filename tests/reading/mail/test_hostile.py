"""Whatever the bytes are: Unreadable or a mail, no string that a store refuses, no leaf with other bytes."""

import email
import email.message
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.model import Leaf, Limits
from intake.reading.mail import parse
from intake.reading.unreadable import Unreadable

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "data" / "mail").glob("*.eml"))]
PIECES = [
    b"\r\n\r\n", b"\n", b"\r", b"\0", b"--b13\r\n", b"--b13--\r\n", b"=?gb2312?B?", b"?=", b"charset=unicode_escape",
    b"charset=zlib", b'charset="a\0b"', b"\\ud800", b"; name*0*=utf-8''%ED%A0%80", b"; boundary=", b"\xff\xfe",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 a\nM", b"<", b">",
    b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n", b"From: ", b"Date: Mon, 99 Foo 99999 99:99 +9999\r\n",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.sampled_from(PIECES) | st.binary(max_size=6)),
    max_size=6,
)


def mutated(raw: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for where, removed, put in edits:
        at = int(where * len(raw))
        raw = raw[:at] + put + raw[at + removed :]
    return raw


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def all_leaves(leaves: tuple[Leaf, ...]) -> Iterator[Leaf]:
    for leaf in leaves:
        yield leaf
        yield from all_leaves(leaf.members)


def by_the_standard_library(raw: bytes) -> Counter[bytes]:
    """Give the bytes of every part that is neither text nor container, as the standard parser decodes them."""
    found: Counter[bytes] = Counter()
    for part in email.message_from_bytes(raw).walk():
        if not part.is_multipart() and part.get_content_maintype() not in ("text", "multipart", "message"):
            payload = part.get_payload(decode=True)
            found[payload if isinstance(payload, bytes) else b""] += 1
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), EDITS)
@example(b"", [])
@example(b"From: \xff", [])
@example(b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800", [])
@example(b"Content-Type: text/html; charset=utf-7\n\n+2AA-", [])
def test_nothing_but_unreadable_escapes_and_every_string_can_be_stored(
    raw: bytes, edits: list[tuple[float, int, bytes]]
) -> None:
    try:
        mail = parse(mutated(raw, edits), Limits())
    except Unreadable:
        return
    for text in strings(mail):
        text.encode("utf-8")
        assert "\0" not in text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_bytes_that_are_no_mail_are_read_as_one(raw: bytes) -> None:
    mail = parse(raw, Limits())
    for text in strings(mail):
        text.encode("utf-8")


BODIES = st.tuples(
    st.sampled_from([b"base64", b"quoted-printable", b"8bit", b"x-uuencode"]),
    st.binary(max_size=200) | st.from_regex(rb"[A-Za-z0-9+/=\r\n-]{0,120}", fullmatch=True),
)


def assembled(bodies: list[tuple[bytes, bytes]], eol: bytes, *, nested: bool, closed: int) -> bytes:
    """Build a multipart, maybe in another one; `closed` counts the closing delimiters from the outer one on."""
    lines = [b"Subject: x", b"Content-Type: multipart/mixed; boundary=outer", b""]
    if nested:
        lines += [b"--outer", b"Content-Type: multipart/related; boundary=outerinner", b""]
    mark = b"--outerinner" if nested else b"--outer"
    for encoding, body in bodies:
        lines += [
            mark,
            b"Content-Type: application/x",
            b"Content-Transfer-Encoding: " + encoding,
            b"",
            body,
        ]
    if nested and closed == 2:
        lines += [b"--outerinner--"]
    if closed:
        lines += [b"--outer--", b""]
    return eol.join(lines)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(BODIES, min_size=1, max_size=4),
    st.sampled_from([b"\r\n", b"\n"]),
    st.booleans(),
    st.integers(0, 2),
)
def test_the_bytes_of_every_leaf_are_those_of_the_standard_library(
    bodies: list[tuple[bytes, bytes]],
    eol: bytes,
    nested: bool,  # noqa: FBT001  # hypothesis gives it by position
    closed: int,
) -> None:
    raw = assembled(bodies, eol, nested=nested, closed=closed)
    ours = Counter(leaf.content for leaf in all_leaves(parse(raw, Limits()).leaves))
    assert not by_the_standard_library(raw) - ours
