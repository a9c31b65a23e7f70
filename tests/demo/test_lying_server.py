"""The server in a process of its own: it can be steered from outside, and outlives every client."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from lying_server import (
    Kept,
    LyingServer,
    calm,
    deliver,
    expunge,
    lie,
    lying_server,
    move,
    mutations,
    renumber,
    see,
    snapshot,
    wire,
)

from intake.demo.faults import Faults
from intake.demo.switches import shuffled, switched
from intake.mailboxes import open_mailbox

MAILS = [b"Subject: %d\r\n\r\nbody\r\n" % number for number in range(3)]
LOGIN = b"a LOGIN editor@example.cn abcdefghijklmnop\r\nb SELECT INBOX\r\n"


@pytest.fixture
def server() -> Iterator[LyingServer]:
    with lying_server("INBOX", "Done") as running:
        for raw in MAILS:
            running.do(deliver, raw)
        yield running


def _read(server: LyingServer) -> set[bytes]:
    with open_mailbox(server.config(), server.secret) as mailbox:
        return {mail.raw for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)}


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()


def test_a_mailbox_reads_what_was_delivered(server: LyingServer) -> None:
    assert _read(server) == set(MAILS)
    assert server.do(mutations) == []
    assert any(b"EXAMINE" in line for line in server.do(wire))


def test_a_human_moves_removes_and_reads(server: LyingServer) -> None:
    assert server.do(move, [2], "INBOX", "Done") == (1,)
    server.do(expunge, [3])
    server.do(see, [1])
    held = server.do(snapshot)
    assert held["INBOX"].mails == {1: Kept(_digest(MAILS[0]), frozenset({b"\\Seen"}))}
    assert held["Done"].mails == {1: Kept(_digest(MAILS[1]), frozenset())}
    server.do(renumber, seed=1)
    assert server.do(snapshot)["INBOX"].uidvalidity == held["INBOX"].uidvalidity + 1
    assert server.do(mutations) == []  # of a client


def test_a_client_s_change_names_the_mail_it_changed(server: LyingServer) -> None:
    with socket.create_connection((server.config().host, server.port)) as link:
        link.sendall(LOGIN + b"c UID MOVE 2 Done\r\nd LOGOUT\r\n")
        link.makefile("rb").read()
    (_, moved) = server.do(mutations)
    assert (moved.command, moved.uids, moved.sha256) == ("UID MOVE", (2,), (_digest(MAILS[1]),))


def test_it_lies_when_it_is_told_to_and_until_it_is_told_not_to(server: LyingServer) -> None:
    server.do(lie, switched("search_none"))
    assert _read(server) == set()
    server.do(lie, shuffled(7))
    server.do(calm)
    assert _read(server) == set(MAILS)


def test_what_goes_wrong_over_there_is_raised_here(server: LyingServer) -> None:
    with pytest.raises(KeyError, match="Nowhere"):
        server.do(deliver, b"", "Nowhere")
    assert _read(server) == set(MAILS)


STALLED = """
import socket, sys
link = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
link.sendall(sys.argv[2].encode())
print("said", flush=True)
while True: link.recv(1)
"""


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "c UID FETCH 1:3 (BODY.PEEK[])\r\n",
        "c UID FETCH 4 (BODY.PEEK[])\r\n",
        "c IDLE\r\n",
        "c LOGIN {99}\r\n",
    ],
)
def test_a_client_that_is_killed_leaves_nothing_behind(server: LyingServer, rest: str) -> None:
    server.do(deliver, b"x" * 30_000_000)
    server.do(lie, Faults(stall_mid_fetch={1: 1}))
    before = _open_files(server)
    command = [sys.executable, "-c", STALLED, str(server.port), LOGIN.decode() + rest]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as client:
        assert client.stdout is not None
        client.stdout.readline()
        client.send_signal(signal.SIGKILL)
    server.do(calm)
    _wait(lambda: _open_files(server) == before)
    assert set(MAILS) <= _read(server)


def test_many_clients_come_and_go_at_once(server: LyingServer) -> None:
    before = _open_files(server)

    def visit(number: int) -> None:
        with socket.create_connection((server.config().host, server.port)) as link:
            link.sendall(LOGIN + b"c UID FETCH 1:* (BODY.PEEK[])\r\n"[: number % 30])
            server.do(deliver, b"%d" % number, "Done")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(400)))
    _wait(lambda: _open_files(server) == before)
    assert len(server.do(snapshot)["Done"].mails) == 400
    assert _read(server) == set(MAILS)


def _open_files(server: LyingServer) -> int:
    if not Path("/proc").is_dir():
        pytest.skip("no /proc: nobody can tell what a process has open")
    return len(os.listdir(f"/proc/{server.pid}/fd"))  # noqa: PTH208  # as short, and one call


def _wait(happened: Callable[[], bool]) -> None:
    for _ in range(1000):
        if happened():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")
