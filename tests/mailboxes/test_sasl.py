import traceback
from base64 import b64encode
from imaplib import IMAP4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mailboxes.sasl import hushing, once, plain, xoauth2

CODE = "a1b2c3d4e5f6g7h8"


def test_the_responses_are_those_of_the_specifications() -> None:
    assert plain("tim", "tanstaaftanstaaf") == b"\0tim\0tanstaaftanstaaf"  # RFC 4616 section 4
    assert b64encode(xoauth2("someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")) == (
        b"dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0"
        b"Q2cBAQ=="  # the example of Google and of Microsoft
    )


def test_a_second_challenge_is_answered_with_nothing() -> None:
    answer = once(b"token")
    assert [answer(b""), answer(b'{"status":"400"}'), answer(b"")] == [b"token", b"", b""]


@pytest.mark.parametrize(
    "echo",
    [
        f"bad a1 LOGIN u {CODE}",
        f"bad A1 LOGIN U {CODE.upper()}",
        f"bad {b64encode(plain('u', CODE)).decode()} there",
        f"bad {b64encode(xoauth2('u', CODE)).decode()} there",
    ],
)
def test_an_echo_of_the_code_is_taken_out_of_all_that_a_traceback_shows(echo: str) -> None:
    error = _wrapped(IMAP4.error(echo.encode()))
    hushing("u", CODE)(error)
    shown = "".join(traceback.format_exception(error))
    assert error.args[1] == 7
    assert shown.count("***") == 2
    assert CODE not in shown.lower()
    assert b64encode(CODE.encode()).decode() not in shown


def _wrapped(cause: IMAP4.error) -> ValueError:
    with pytest.raises(ValueError, match="wrapped") as caught:
        _wrap(cause)
    return caught.value


def _wrap(cause: IMAP4.error) -> None:
    try:
        raise cause
    except IMAP4.error as error:
        raise ValueError(f"wrapped {error}", 7) from error


def test_without_a_code_nothing_is_taken_out() -> None:
    error = IMAP4.error(b"as it is")
    hushing("u", "")(error)
    assert error.args == (b"as it is",)


@given(code=st.text("aB9é授\"\\'", min_size=4), around=st.binary())
def test_no_code_survives_in_bytes_in_text_or_as_a_repr(code: str, around: bytes) -> None:
    error = IMAP4.error(around + code.encode() + around, f" {code} ", repr(code.encode()))
    hushing("u", code)(error)
    before, text, shown = error.args
    assert code.encode() not in before
    assert (text, shown[2:-1]) == (" *** ", "***")
