"""The loop-back server, spoken to by the standard library."""

import asyncio
import imaplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import AsyncMock

import pytest

from intake.demo.server import Server, serving

MAILS = [b"Subject: 1\r\n\r\n\xc4\xe3\xba\xc3\r\n", b"Subject: 2\r\n\r\n"]


@contextmanager
def _logged_in() -> Iterator[tuple[Server, imaplib.IMAP4]]:
    with serving({"INBOX": MAILS}) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.box.user, server.box.password)
        yield server, client


def test_mails_are_served_byte_for_byte() -> None:
    with _logged_in() as (_, client):
        client.select(readonly=True)
        _, answer = client.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
    assert [part[1] for part in answer if isinstance(part, tuple)] == MAILS


def test_a_mail_delivered_while_it_runs_is_found() -> None:
    with _logged_in() as (server, client):
        client.select(readonly=True)
        assert server.folders["INBOX"].deliver(b"Subject: 3\r\n\r\n") == 3
        assert client.uid("SEARCH", "ALL") == ("OK", [b"1 2 3"])
        assert client.uid("SEARCH", "UID", "3:*") == ("OK", [b"3"])
        assert client.noop()[0] == client.close()[0] == "OK"


def test_whatever_would_change_a_mail_is_refused_and_remembered() -> None:
    with _logged_in() as (server, client):
        client.select()
        assert client.uid("STORE", "1", "+FLAGS", "(\\Deleted)")[0] == "NO"
        assert client.expunge()[0] == "NO"
        assert client.append("INBOX", None, None, MAILS[0])[0] == "NO"
        client.uid("FETCH", "1", "BODY[]")
    asked = [b"SELECT", b"UID STORE 1 +FLAGS", b"EXPUNGE", b"APPEND INBOX " + MAILS[0], b"FETCH BODY[]"]
    assert server.mutations == asked
    assert [mail.raw for mail in server.folders["INBOX"].mails] == MAILS


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"a LOGIN {17}\r\neditor@example.cn {16+}\r\nabcdefghijklmnop", b"a OK"),
        (b"a LOGIN editor@example.cn wrong", b"a NO Login fail."),
        (b"a UID SEARCH ALL", b"a BAD Please login first"),
        (b"a XYZZY", b"a BAD"),
        (b"", b"* BAD"),
    ],
)
def test_a_line_of_a_stranger_is_answered(line: bytes, answer: bytes) -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        link.sendall(line + b"\r\nz LOGOUT\r\n")
        lines = link.makefile("rb").read().split(b"\r\n")
    assert any(said.startswith(answer) for said in lines)


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (b"UID SEARCH ALL", b"BAD No folder selected"),
        (b"UID FETCH 1 (UID)", b"BAD Bad UID FETCH"),
        (b"EXAMINE Nowhere", b"NO Folder not exist!"),
        (b"EXAMINE", b"NO Folder not exist!"),
        (b"EXAMINE INBOX\r\nx UID SEARCH FROM a", b"BAD UID SEARCH invalid argument"),
        (b"EXAMINE INBOX\r\nx UID FETCH 2:1 (UID)", b"BAD UID parameters!"),
        (b"EXAMINE INBOX\r\nx UID FETCH 1 (ENVELOPE)", b"BAD UID parameters!"),
        (b"ID NIL", b"OK ID completed"),
    ],
)
def test_what_it_does_not_do_it_says(command: bytes, answer: bytes) -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        link.sendall(b"a LOGIN editor@example.cn abcdefghijklmnop\r\nx " + command + b"\r\nz LOGOUT\r\n")
        assert b"\r\nx " + answer in link.makefile("rb").read()


def test_a_machine_without_a_loop_back_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "start_server", AsyncMock(side_effect=OSError("no lo")))
    with pytest.raises(OSError, match="no lo"), serving({}):
        pytest.fail("it cannot serve")


def test_the_log_keeps_both_sides_but_no_bodies() -> None:
    large = b"Subject: large\r\n\r\n" + b"x" * 10_000
    with serving({"INBOX": [large]}) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.box.user, server.box.password)
        client.select(readonly=True)
        client.uid("FETCH", "1", "BODY.PEEK[]")
    assert b"S: * 1 FETCH (BODY[] {10018}" in {line.partition(b"\r\n")[0] for line in server.wire}
    assert all(len(line) <= 203 for line in server.wire)


def test_a_client_that_leaves_in_the_middle_harms_nobody() -> None:
    with serving({"INBOX": MAILS}) as server:
        with socket.create_connection((server.host, server.port)) as link:
            link.sendall(b"a LOGIN {100}\r\nshort")
        with imaplib.IMAP4(server.host, server.port) as client:
            assert client.login(server.box.user, server.box.password)[0] == "OK"
