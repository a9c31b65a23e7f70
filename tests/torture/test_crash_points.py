"""Poll, import and migrate die at every step they take, each time in a fresh world, and are run again.

The ordinary suite takes a fixed sample of the steps, `pytest -m slow tests/torture/test_crash_points.py` every one.
"""

import shutil
from collections.abc import Callable
from mailbox import Maildir, mbox
from pathlib import Path

import pytest
from crash_points import Fate, die_everywhere
from forks import killed
from hard_times import ZONE
from ledger import contents, differing, early, meddling, unsound, violations
from lying_server import LyingServer, mutations, snapshot
from old_database import fill_0001
from post_office import FIXTURE, LANDING, Office, letter, refill

from intake.store import open_store
from intake.store.tables import REVISION

Tell = Callable[[str], None]
World = tuple[Office, LyingServer, Path]

EVERY = pytest.mark.parametrize("every", [15, pytest.param(1, marks=pytest.mark.slow)])
AFTERMATH = ("mark_seen = true", 'move_to = "Done"')


def begin(office: Office, database: Path | None = None) -> None:
    """Be where there is no database, or a copy of one."""
    for path in office.home.glob("intake.db*"):
        path.unlink()
    if database is not None:
        shutil.copy(database, office.database)


@pytest.fixture
def world(office: Office, server: LyingServer, tmp_path: Path) -> World:
    """A configuration, its server, and a database without a mail; the making of one is killed in the first test."""
    open_store(f"sqlite:///{tmp_path}/empty.db", ZONE).close()
    return office, server, tmp_path / "empty.db"


@EVERY
@pytest.mark.parametrize("lines", [(), AFTERMATH], ids=["untouched", "aftermath"])
def test_a_first_poll_may_die_at_any_step(
    world: World, tell: Tell, every: int, lines: tuple[str, ...]
) -> None:
    office, server, empty = world

    def fresh() -> None:
        begin(office, empty if lines else None)
        server.do(refill, {**FIXTURE, "Done": ()})

    def look() -> list[str]:
        return unsound(office.database) + early(office.database, server.do(mutations))

    def check() -> list[str]:
        found = violations(office.database, LANDING) + look()
        if not lines:
            found += meddling(before, server.do(snapshot), server.do(mutations))
        if server.do(snapshot) != after:
            found.append("touched the server in another way")
        return found + differing(office.database, reference)

    office.configure(server, *lines)
    fresh()
    before = server.do(snapshot)
    assert not killed(office)
    reference, after = contents(office.database), server.do(snapshot)
    assert len(after["Done"].mails) == (4 if lines else 0)
    deaths = die_everywhere(office, office.home, Fate(fresh, look, check), every)
    assert deaths.found == ()
    tell(f"crash points of a first poll{', aftermath included' if lines else ''}: {deaths}")


@EVERY
def test_a_poll_of_a_folder_numbered_anew_may_die_at_any_step(
    office: Office, server: LyingServer, tell: Tell, tmp_path: Path, every: int
) -> None:
    anew = {"INBOX": (*reversed(FIXTURE["INBOX"]), letter(5)), "Junk": FIXTURE["Junk"]}

    def fresh() -> None:
        begin(office, tmp_path / "polled.db")
        server.do(refill, anew, epoch=2)

    def check() -> list[str]:
        found = violations(office.database, (*LANDING, letter(5)))
        found += meddling(before, server.do(snapshot), server.do(mutations))
        return found + differing(office.database, reference)

    server.do(refill, FIXTURE)
    assert not killed(office)
    office.database.rename(tmp_path / "polled.db")
    fresh()
    before = server.do(snapshot)
    assert not killed(office)
    reference = contents(office.database)
    deaths = die_everywhere(office, office.home, Fate(fresh, lambda: unsound(office.database), check), every)
    assert deaths.found == ()
    tell(f"crash points of a poll over a new UIDVALIDITY: {deaths}")


@EVERY
def test_an_import_may_die_at_any_step(world: World, tell: Tell, tmp_path: Path, every: int) -> None:
    office, _, empty = world
    paths = archives(tmp_path / "archives")
    importing = office.asked("import", *map(str, paths))

    def check() -> list[str]:
        found = violations(office.database, LANDING)
        return found + differing(office.database, reference)

    assert not killed(importing)
    reference = contents(office.database)
    files = {path: path.read_bytes() for path in tmp_path.glob("archives/**/*") if path.is_file()}
    fate = Fate(lambda: begin(office, empty), lambda: unsound(office.database), check)
    deaths = die_everywhere(importing, office.home, fate, every)
    assert deaths.found == ()
    assert {path: path.read_bytes() for path in files} == files
    tell(f"crash points of an import: {deaths}")


def test_a_migration_may_die_at_any_step(office: Office, tell: Tell, tmp_path: Path) -> None:
    fill_0001(f"sqlite:///{tmp_path}/old.db")
    migrating = office.asked("migrate")
    old = contents(tmp_path / "old.db")

    def look() -> list[str]:
        return [] if contents(office.database) in (old, reference) else ["half migrated"]

    def fresh() -> None:
        begin(office, tmp_path / "old.db")

    def check() -> list[str]:
        copies = list(office.home.glob("*.bak"))
        found = [f"damaged {copy}" for copy in copies if contents(copy) != old]
        found += [] if copies else ["no copy of the old database"]
        return found + differing(office.database, reference)

    fresh()
    assert not killed(migrating)
    reference = contents(office.database)
    assert reference["alembic_version"] == {(REVISION,): 1}
    deaths = die_everywhere(migrating, office.home, Fate(fresh, look, check))
    assert deaths.found == ()
    tell(f"crash points of a migration: {deaths}")


def archives(root: Path) -> list[Path]:
    """Put the mails of the server on disk: one .eml file, a Maildir, an mbox."""
    root.mkdir()
    (root / "1.eml").write_bytes(letter(1).replace(b"\r\n", b"\n"))
    maildir = Maildir(root / "maildir")
    for raw in (letter(2), letter(1), letter(4) + b"x" * 20_000):
        maildir.add(raw)
    box = mbox(root / "box")
    box.add(letter(3))
    box.close()
    return [root / "1.eml", root / "maildir", root / "box"]
