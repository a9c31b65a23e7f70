"""A disk that fills up in the middle: one line, exit code 73, nothing in halves, and with room all goes on."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest
from forks import Ended, ended, killed
from hard_times import ZONE
from ledger import opened, unsound, violations
from lying_server import LyingServer
from post_office import Office, letter, refill
from sqlalchemy import Engine, event

from intake.errors import Exit
from intake.store import open_store

FULL = "intake: database cannot be written — "
#: Mails that take a few pages each, whatever packs them.
BULKY = tuple(letter(number) + Random(number).randbytes(4500).hex().encode() for number in range(3))


def paged(office: Office, pages: int) -> Ended:
    """Run where the database may not grow beyond so many pages."""

    def run() -> None:
        event.listen(Engine, "connect", lambda link, _: link.execute(f"PRAGMA max_page_count = {pages}"))
        office()

    return ended(run)


def pages_of(database: Path) -> int:
    with closing(sqlite3.connect(database)) as link:
        number: int = link.execute("PRAGMA page_count").fetchone()[0]
        return number


def stored(database: Path) -> tuple[int, int]:
    """Count the mails, and those not read yet."""
    with opened(database) as link:
        mails, unread = link.execute("SELECT count(*), total(unread) FROM message").fetchone()
        return int(mails), int(unread)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    open_store(f"sqlite:///{tmp_path}/empty.db", ZONE).close()
    return tmp_path / "empty.db"


def test_a_disk_that_fills_at_any_page_costs_nothing_but_time(
    office: Office, server: LyingServer, empty: Path
) -> None:
    server.do(refill, {"INBOX": BULKY})
    assert not killed(office)
    states = set()
    for pages in range(pages_of(empty), pages_of(office.database)):
        for path in office.home.glob("intake.db*"):
            path.unlink()
        shutil.copy(empty, office.database)
        run = paged(office, pages)
        assert (run.code, run.said.count("\n")) == (Exit.CANNOT_WRITE, 1), run.said
        assert run.said.startswith(FULL)
        assert unsound(office.database) == []
        states.add(stored(office.database))
        assert not killed(office)
        assert violations(office.database, BULKY) == []
    assert {mails for mails, _ in states} >= {0, 1, 2, 3}  # it filled while each of them landed
    assert {unread for mails, unread in states if mails == len(BULKY)} >= {1, 2, 3}  # and was read


@pytest.mark.parametrize("command", ["poll", "import"])
def test_below_the_floor_nothing_is_fetched_and_what_has_landed_stays(
    office: Office, server: LyingServer, tmp_path: Path, command: str
) -> None:
    server.do(refill, {"INBOX": BULKY})
    for number, raw in enumerate(BULKY):
        (tmp_path / f"{number}.eml").write_bytes(raw)
    asked = office if command == "poll" else office.asked("import", str(tmp_path))
    office.configure(server, poll=f"disk_floor = {2**62}")
    for _ in range(2):
        run = ended(asked)
        assert (run.code, run.said.count("\n")) == (Exit.CANNOT_WRITE, 1), run.said
        assert run.said.startswith(f"intake: disk nearly full — {office.database} — ")
        assert "the mail stays in the mailbox: make room, or set poll.disk_floor lower" in run.said
        assert (unsound(office.database), stored(office.database)) == ([], (0, 0))
    office.configure(server)
    assert ended(asked) == Ended(0, "")
    assert violations(office.database, BULKY) == []


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[None]:
    """Mount a file system in memory."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_costs_nothing_but_time(tmp_path: Path, server: LyingServer) -> None:
    mails = tuple(letter(number) + Random(number).randbytes(9000).hex().encode() for number in range(60))
    server.do(refill, {"INBOX": mails})
    office = Office(tmp_path / "disk")
    with small_disk(office.home, "1m"):
        office.configure(server, poll="disk_floor = 1")
        run = ended(office)
        assert (run.code, run.said.count("\n")) == (Exit.CANNOT_WRITE, 1), run.said
        assert run.said.startswith(FULL)
        assert unsound(office.database) == []
        assert 0 < stored(office.database)[0] < len(mails)
        subprocess.run(["mount", "-o", "remount,size=64m", str(office.home)], check=True)
        assert ended(office) == Ended(0, "")
        assert violations(office.database, mails) == []
