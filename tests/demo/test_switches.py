"""Every switch alone: what a client sees changes, the log says why, and nothing is left of it when the faults end."""

import imaplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from random import Random

import pytest

from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.demo.switches import SWITCHES, UIDS, combination, profile, shuffled, switched

MAILS = [
    b"From: a@example.cn\r\nSubject: %d =?utf-8?B?5Y+R6KiA?=\r\n\r\nbody of mail %d\r\n" % (number, number)
    for number in range(1, UIDS + 1)
]
JANUARY = datetime(2026, 1, 14, tzinfo=UTC)
COMMANDS = [
    b"LOGIN editor@example.cn abcdefghijklmnop",
    b"EXAMINE INBOX",
    b"CAPABILITY",
    b"ID NIL",
    b'LIST "" *',
    b"CREATE New",
    b"SELECT INBOX",
    b"UID SEARCH ALL",
    b"UID SEARCH UID 5:*",
    b"UID SEARCH FROM nobody",
    b"UID SEARCH SUBJECT 1 SINCE 1-Jan-2026",
    b"UID SEARCH SINCE 15-Jan-2026",
    b"UID SEARCH SUBJECT \xe5\x8f\x91 BEFORE 1-Jan-2027",
    b"UID FETCH 5:1 (UID)",
    b"UID FETCH 3,4,5 (UID RFC822.SIZE)",
    b"UID FETCH 1 (ENVELOPE BODYSTRUCTURE)",
    b"UID FETCH 1,2,3,4,5 (UID INTERNALDATE BODY.PEEK[])",
    b"UID STORE 5 +FLAGS (taken \\Seen)",
    b"UID SEARCH UNSEEN",
    b"UID SEARCH KEYWORD taken",
    b"UID MOVE 5 Junk",
    b"UID SEARCH CHARSET UTF-8 SUBJECT {6+}\r\n\xe5\x8f\x91\xe8\xa8\x80",
    b"NOOP " + b"x" * 2100,
    b"IDLE",
]


@contextmanager
def _serving(faults: Faults) -> Iterator[Server]:
    with serving({"INBOX": [], "Junk": []}, faults=faults) as server:
        for raw in MAILS:
            server.folders["INBOX"].deliver(raw, JANUARY)
        yield server


def _conversation(server: Server, patience: float) -> bytes:
    """Say everything there is to say, wait a moment in IDLE while a mail comes, and give all that was answered."""
    said = bytearray()
    with socket.create_connection((server.host, server.port)) as link:
        link.settimeout(patience)
        with suppress(OSError):  # it may be gone already, or go at any moment
            link.sendall(b"".join(b"t%d %b\r\n" % (place, line) for place, line in enumerate(COMMANDS)))
            said += _heard(link, until=b"+ idling\r\n")
            server.folders["Junk"].deliver(MAILS[0], JANUARY)
            server.folders["INBOX"].deliver(MAILS[0], JANUARY)
            said += _heard(link, until=b"never" if server.faults.idle_drop_after else b"EXISTS\r\n")
            link.sendall(b"DONE\r\nz LOGOUT\r\n")
            said += _heard(link)
    return bytes(said)


def _heard(link: socket.socket, until: bytes = b"never") -> bytes:
    heard = bytearray()
    with suppress(OSError):
        while not heard.endswith(until) and (piece := link.recv(2**16)):
            heard += piece
    return bytes(heard)


def _twice(faults: Faults, patience: float) -> tuple[bytes, Server]:
    with _serving(faults) as server:
        return _conversation(server, patience) + b"\n" + _conversation(server, patience), server


@pytest.fixture(scope="module")
def honest() -> bytes:
    answers, server = _twice(Faults(), 20.0)
    assert not any(line.startswith(b"F: ") for line in server.wire)
    return answers


HARMLESS = {"service_qq2026"}  # what the server is without being told


@pytest.mark.parametrize("name", sorted(SWITCHES.keys() - HARMLESS))
def test_a_switch_alone_shows_on_the_wire(name: str, honest: bytes) -> None:
    answers, server = _twice(switched(name), 0.3)
    assert name == "drip" or answers != honest
    assert name.startswith("service") or any(line.startswith(b"F: ") for line in server.wire)


@pytest.mark.parametrize("name", sorted(SWITCHES))
def test_nothing_is_left_of_a_switch_when_the_faults_end(name: str) -> None:
    with _serving(switched(name)) as server:
        _conversation(server, 0.3)
        server.faults.calm()
        assert server.faults == Faults()
        server.box.wire.clear()
        assert b"LOGOUT Completed" in _conversation(server, 20.0)
        assert not any(line.startswith(b"F: ") for line in server.wire)


def test_a_combination_is_the_same_for_the_same_seed_only() -> None:
    for seed in range(20):
        one, other = (replace(shuffled(seed), login_busy_until=None) for _ in "12")  # which counts from now
        assert one == other
    assert len({combination(seed) for seed in range(200)}) > 190
    assert {name for seed in range(200) for name in combination(seed)} == SWITCHES.keys()


TESTS_OWN = {"capabilities", "sizes"}  # values that only a test knows


def test_there_is_a_switch_for_every_fault() -> None:
    switchable = {field for make in SWITCHES.values() for field in make(Random(0))}
    assert switchable | TESTS_OWN == {field.name for field in fields(Faults)}


@pytest.mark.parametrize("name", ["qq", "163", "sina"])
def test_a_service_lets_a_client_that_knows_it_read_its_mail(name: str) -> None:
    with _serving(profile(name)) as server, imaplib.IMAP4(server.host, server.port) as client:
        server.folders["INBOX"].deliver(MAILS[0])  # of today: 163 shows the last 30 days
        client.login(server.box.user, server.box.password)
        client.xatom("ID", "NIL")
        for _ in range(2):  # QQ gives at the second opening what it lists at the first
            client.select(readonly=True)
            assert client.uid("SEARCH", "ALL")[1][0].endswith(b"6")
        assert client.uid("FETCH", "6", "(BODY.PEEK[])")[1][0][1] == MAILS[0]
        assert client.create("New")[0] == ("OK" if name == "163" else "NO")
