import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.mail.transfer import undo


def decoded(data: bytes, encoding: str = "base64") -> tuple[bytes, tuple[str, ...]]:
    return undo(memoryview(data), encoding)


@given(st.binary(max_size=300))
def test_base64_comes_back_whatever_ends_its_lines(data: bytes) -> None:
    text = base64.encodebytes(data)
    assert decoded(text) == decoded(text.replace(b"\n", b"\r\n")) == (data, ())


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (b"QUJDRA", b"ABCD"),  # padding lost
        (b"QUJD\r\nRA=\r\n", b"ABCD"),
        (b"QUJDR", b"QUJDR"),  # one digit too many: as it stands
        (b"QUJDRA==\r\nfooter of a list", b"ABCD"),
    ],
)
def test_damaged_base64_gives_what_the_standard_library_gives_and_says_so(text: bytes, data: bytes) -> None:
    assert decoded(text) == (data, ("encoding_damaged",))


def test_quoted_printable_and_unknown_encodings_are_undone_or_left() -> None:
    assert decoded(b"a=3Db=\r\nc", "quoted-printable") == (b"a=bc", ())
    assert decoded(b"a=3Db", "8bit") == (b"a=3Db", ())
    assert decoded(b"a=3Db", "nonsense") == (b"a=3Db", ())


def uuencoded(data: bytes) -> bytes:
    lines = (binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    return b"begin 644 x\n" + b"".join(lines) + b"`\nend\n"


@given(st.binary(max_size=200))
def test_uuencode_comes_back(data: bytes) -> None:
    assert decoded(b"text before\n" + uuencoded(data), "x-uuencode") == (data, ())


def test_uuencode_without_a_beginning_or_an_end_is_marked() -> None:
    assert decoded(b"no begin", "uue") == (b"no begin", ("encoding_damaged",))
    assert decoded(b"begin 644 x\n#86)C\n", "uue") == (b"abc", ("encoding_damaged",))


def test_lines_of_uuencode_that_are_padded_too_far_or_are_none_do_not_stop_it() -> None:
    assert decoded(b"begin 644 x\n#86)C!!!!\n\xff\xff\n\nend\n", "uue")[0] == b"abc"
