"""How long a fetch of 1,000 mails (146 MB) takes against reading the same bytes off the socket and dropping them.

    python -P -m pytest tests/bench/bench_fetch.py

Run by hand: no figure here is a limit, and the file's name keeps it out of the tests.
"""

import multiprocessing
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from statistics import median

import pytest
from dovecot_server import Account

from intake.config import ImapConfig, Secret
from intake.demo.server import serving
from intake.mailboxes import open_mailbox

ROUNDS = 5
KILOBYTES = {57: 712, 180: 87, 155: 40, 1560: 53, 3: 108}  # docx, pdf, zip, photos, text alone: KB → mails


def _mails() -> list[bytes]:
    chance = random.Random(20261123)
    sizes = [size for size, number in KILOBYTES.items() for _ in range(number)]
    chance.shuffle(sizes)
    line = (
        bytes(chance.choices(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", k=76))
        + b"\r\n"
    )
    return [b"Subject: %d\r\n\r\n" % place + line * (size * 1000 // 78) for place, size in enumerate(sizes)]


def _serve(mails: list[bytes], pipe: Connection) -> None:
    with serving({"INBOX": mails}) as server:
        pipe.send((server.port, server.box.user, server.box.password))
        pipe.recv()


@contextmanager
def _ours(mails: list[bytes]) -> Iterator[tuple[ImapConfig, Secret]]:
    """Serve from a process of its own: one interpreter would make the two ends wait for each other."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve, args=(mails, there))
    process.start()
    port, user, code = here.recv()
    yield ImapConfig("ours", "127.0.0.1", user, port=port, tls=False), Secret(code)
    here.send("stop")
    process.join()


def _drain(config: ImapConfig, secret: Secret) -> int:
    """One pipelined FETCH of everything, read into the void."""
    with socket.create_connection((config.host, config.port)) as link:
        login = f'a LOGIN {config.user} "{secret.reveal()}"\r\nb EXAMINE INBOX\r\n'
        link.sendall(login.encode() + b"c UID FETCH 1:* (UID BODY.PEEK[])\r\nd LOGOUT\r\n")
        total, buffer = 0, bytearray(2**18)
        while size := link.recv_into(buffer):
            total += size
    return total


def _poll(config: ImapConfig, secret: Secret) -> int:
    with open_mailbox(config, secret) as mailbox:
        return sum(len(mail.raw) for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids))


def _compare(config: ImapConfig, secret: Secret, say: Callable[[str], object]) -> None:
    took: dict[str, list[float]] = {"drain": [], "poll": []}
    _drain(config, secret)  # warms the server's caches
    for _ in range(ROUNDS):
        for name, way in (("drain", _drain), ("poll", _poll)):
            began = time.perf_counter()
            total = way(config, secret)
            took[name].append(time.perf_counter() - began)
            assert total > 100_000_000
    drain, poll = median(took["drain"]), median(took["poll"])
    say(
        f"\n{config.name}: drain {drain:.2f} s, poll {poll:.2f} s, {poll / drain:.2f} x, {1000 / poll:.0f} mails/s"
    )


def test_our_server(pytestconfig: pytest.Config) -> None:
    with _ours(_mails()) as (config, secret):
        _compare(config, secret, pytestconfig.get_terminal_writer().line)


@pytest.mark.live
def test_dovecot(dovecot_account: Account, pytestconfig: pytest.Config) -> None:
    for raw in _mails():
        dovecot_account.deliver(raw)
    _compare(dovecot_account.config(), dovecot_account.secret, pytestconfig.get_terminal_writer().line)
