"""What a poll of 30,000 mails costs where nothing is new, against asking Dovecot the same question and no more.

    python -P -m pytest tests/bench/bench_nothing_new.py

Run by hand: no figure here is a limit, and the file's name keeps it out of the tests.
"""

import imaplib
import time
from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from dovecot_server import Account
from imap_account import CODE
from listening import HOST

from intake.mailboxes import open_mailbox
from intake.poll import Landing, Terms, Visit, visit
from intake.store import Store

MAILS = 30_000
ROUNDS = 7
TERMS = Terms(ZoneInfo("Asia/Shanghai"))


def _look(account: Account) -> int:
    with imaplib.IMAP4(HOST, account.plain) as client:
        client.login(account.user, CODE)
        client.select(readonly=True)
        (uids,) = client.uid("SEARCH", "ALL")[1]
    return len(uids.split())


def _poll(account: Account, store: Store) -> Landing:
    """List everything: no earlier listing is known, by which EXAMINE alone would do."""
    landing = visit(Visit(store, open_mailbox(account.config(), account.secret), TERMS))
    return replace(landing, listings={})


def _measured(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


@pytest.mark.live
def test_nothing_new(dovecot_account: Account, store: Store, pytestconfig: pytest.Config) -> None:
    say = pytestconfig.get_terminal_writer().line
    dovecot_account.fill(b"Subject: %d\r\n\r\n%d\r\n" % (place, place) for place in range(MAILS))
    wall, cpu = _measured(lambda: _poll(dovecot_account, store))
    say(f"\nall new: {wall:.1f} s, {cpu:.1f} s CPU, {MAILS / wall:.0f} mails/s")
    assert _poll(dovecot_account, store) == Landing("dovecot", seen=MAILS)
    assert _look(dovecot_account) == MAILS
    bare = min(_measured(lambda: _look(dovecot_account)) for _ in range(ROUNDS))
    poll = min(_measured(lambda: _poll(dovecot_account, store)) for _ in range(ROUNDS))
    say(
        f"nothing new: {poll[0]:.3f} s, {poll[1]:.3f} s CPU; EXAMINE and UID SEARCH ALL alone: {bare[0]:.3f} s,"
        f" {bare[1]:.3f} s CPU; {poll[0] / bare[0]:.1f} x"
    )
