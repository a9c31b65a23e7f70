"""A mailbox of years, polled by cron every five minutes: where nothing is new, nothing is fetched and nothing is written.

The 30,000 mails take minutes to land and to be read, so they are for `pytest -m slow tests/live`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from dovecot_server import Account

pytestmark = pytest.mark.live

Intake = Callable[..., Result]
SIZES = [500, pytest.param(30_000, marks=pytest.mark.slow)]


def mails(number: int) -> Iterator[bytes]:
    """Write short mails, every fiftieth with something to read in it."""
    for place in range(number):
        words = "" if place % 50 else f"第{place}封\r\n"
        yield f"From: a{place % 40}@example.cn\r\nSubject: {place}\r\n\r\n{words}".encode()


@pytest.fixture(params=SIZES)
def number(request: pytest.FixtureRequest, program: Intake, dovecot_account: Account) -> int:
    """So many mails in the mailbox, all of them landed and read."""
    wanted: int = request.param
    dovecot_account.fill(mails(wanted))
    polled = program("poll", INTAKE_POLL_BUDGET="3600")
    assert f"seen {wanted}, new {wanted}, read {wanted}" in polled.stdout
    return wanted


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "intake.db")) as connection:
        yield connection


def seal(database: sqlite3.Connection) -> list[str]:
    """Have the database refuse every change of a row in every table but that of the runs."""
    tables = [row[1] for row in database.execute("PRAGMA table_list") if row[2] == "table"]
    sealed = sorted(name for name in tables if name != "run" and not name.startswith("sqlite_"))
    for table in sealed:
        for change in ("INSERT", "UPDATE", "DELETE"):
            database.execute(
                f"CREATE TRIGGER seal_{table}_{change} BEFORE {change} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{change} on {table}'); END"
            )
    database.commit()
    return sealed


def test_a_poll_with_nothing_new_fetches_nothing_and_writes_only_that_it_ran(
    number: int, program: Intake, dovecot_account: Account, database: sqlite3.Connection
) -> None:
    runs = database.execute("SELECT count(*) FROM run").fetchone()[0]
    assert {"message", "raw", "sighting", "reading", "submission"} <= set(seal(database))
    dovecot_account.listen_in()
    result = program("poll")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"seen {number}, new 0, read 0" in result.stdout
    verbs = [b" ".join(line.split()[:2]) for line in dovecot_account.said()]
    assert verbs.count(b'EXAMINE "INBOX"') == 1
    assert not [verb for verb in verbs if any(word in verb for word in (b"SEARCH", b"FETCH", b"STORE"))]
    assert database.execute("SELECT count(*) FROM run").fetchone()[0] == runs + 1


def test_the_seal_is_broken_by_a_poll_that_finds_a_mail(
    program: Intake, dovecot_account: Account, database: sqlite3.Connection
) -> None:
    program("poll")
    seal(database)
    dovecot_account.listen_in()
    dovecot_account.deliver(b"Subject: new\r\n\r\n")
    assert "INSERT on message" in program("poll").stderr
    assert any(b"UID FETCH" in line for line in dovecot_account.said())
