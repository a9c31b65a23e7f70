"""A server's words, whatever their charset, on one line."""

import socket
from imaplib import IMAP4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.config import ImapConfig
from intake.errors import MailboxRefused, MailboxUnavailable
from intake.mailboxes.failures import of_connecting, of_login, readable, said

CONFIG = ImapConfig("qq", "imap.example.cn", "a@example.cn")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"System busy!", "System busy!"),
        ("系统繁忙".encode(), "系统繁忙"),
        ("缺少login参数".encode("gbk"), "缺少login参数"),
        (b"\xff\xffno", "\\xff\\xffno"),
        (b"two\r\nlines\x1b[2J", "two lines [2J"),
    ],
)
def test_server_text_is_decoded_and_tamed(text: bytes, shown: str) -> None:
    assert readable(text) == shown


@given(st.binary(max_size=2000))
def test_no_bytes_of_a_server_break_the_line(text: bytes) -> None:
    assert readable(text).isprintable()
    assert len(readable(text)) <= 300


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (IMAP4.error("LOGIN command error: BAD [b'\\xc8\\xb1\\xc9\\xd9login']"), "缺少login"),
        (IMAP4.error(b"\xc8\xb1\xc9\xd9"), "缺少"),
        (IMAP4.abort("socket error: EOF"), "socket error: EOF"),
        (EOFError(), "EOFError"),
    ],
)
def test_the_servers_words_are_dug_out_of_the_library_s(error: Exception, shown: str) -> None:
    assert said(error) == shown


def test_a_connection_cut_at_login_is_no_refusal() -> None:
    failure = of_login(ConnectionResetError("reset by peer"), CONFIG)
    assert isinstance(failure, MailboxUnavailable)


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "LIMIT", "limit"])
def test_a_login_that_the_server_puts_off_is_no_refusal(code: str) -> None:
    failure = of_login(IMAP4.error(f"[{code}] not now".encode()), CONFIG)
    assert isinstance(failure, MailboxUnavailable)
    assert str(failure) == (
        f"login put off — a@example.cn at imap.example.cn — [{code}] not now — "
        "nothing is wrong with the code: try again later"
    )


@pytest.mark.parametrize(
    "words",
    [
        b"Login fail. Password is incorrect, login frequency limited, or system is busy.",
        b"[AUTHENTICATIONFAILED] Authentication failed.",
    ],
)
def test_a_refused_login_is_refused_though_it_says_busy(words: bytes) -> None:
    assert isinstance(of_login(IMAP4.error(words), CONFIG), MailboxRefused)


def test_an_unknown_host_is_said_in_words_alone() -> None:
    failure = of_connecting(socket.gaierror(-2, "Name or service not known"), CONFIG)
    assert str(failure).startswith("unknown host — imap.example.cn — Name or service not known — ")
