"""Poll, import and migrate die at every step they take, each time in a fresh world, and are run again.

The ordinary suite takes a fixed sample of the steps, `pytest -m slow tests/torture/test_crash_points.py` every one.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from mailbox import Maildir, mbox
from pathlib import Path

import pytest
from crash_points import dies_at, killed, steps_of
from ledger import contents, early, meddling, unsound, violations
from lying_server import LyingServer, mutations, snapshot
from old_database import fill_0001
from post_office import FIXTURE, LANDING, Office, letter, refill

from intake.store.tables import REVISION

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Fate:
    """How a world begins, what must hold where it ended, and what after another run."""

    fresh: Callable[[], None]
    check: Callable[[], list[str]]
    look: Callable[[Path], list[str]] = unsound


EVERY = pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)])
AFTERMATH = ("mark_seen = true", 'move_to = "Done"')


def die_everywhere(fate: Fate, office: Office, every: int = 1) -> str:
    """Die at each point in a fresh world, look, run again, look again; tell how many points there were."""
    fate.fresh()
    number = steps_of(office, office.home)
    assert fate.check() == []
    for point in range(1, number + 1, every):
        fate.fresh()
        died = dies_at(point, office, office.home)
        assert fate.look(office.database) == [], f"after the kill at point {point}"
        assert not (died and killed(office))
        assert fate.check() == [], f"after the run that follows the kill at point {point}"
    return f"{number}" if every == 1 else f"{number}, of which every {every}th was tried"


def clear(office: Office) -> None:
    for path in office.home.glob("intake.db*"):
        path.unlink()


@EVERY
@pytest.mark.parametrize("lines", [(), AFTERMATH], ids=["untouched", "aftermath"])
def test_a_first_poll_may_die_at_any_step(
    office: Office, server: LyingServer, tell: Tell, every: int, lines: tuple[str, ...]
) -> None:
    def fresh() -> None:
        clear(office)
        server.do(refill, {**FIXTURE, "Done": ()})

    def look(database: Path) -> list[str]:
        return unsound(database) + early(database, server.do(mutations))

    def check() -> list[str]:
        found = violations(office.database, LANDING) + look(office.database)
        if not lines:
            found += meddling(before, server.do(snapshot), server.do(mutations))
        if server.do(snapshot) != after:
            found.append("touched the server in another way")
        return found + (["other contents"] if contents(office.database) != reference else [])

    office.configure(server, *lines)
    fresh()
    before = server.do(snapshot)
    assert not killed(office)
    reference, after = contents(office.database), server.do(snapshot)
    assert len(after["Done"].mails) == (4 if lines else 0)
    number = die_everywhere(Fate(fresh, check, look), office, every)
    tell(f"crash points of a first poll{', aftermath included' if lines else ''}: {number}")


@EVERY
def test_a_poll_of_a_folder_numbered_anew_may_die_at_any_step(
    office: Office, server: LyingServer, tell: Tell, tmp_path: Path, every: int
) -> None:
    anew = {"INBOX": (*reversed(FIXTURE["INBOX"]), letter(5)), "Junk": FIXTURE["Junk"]}

    def fresh() -> None:
        clear(office)
        shutil.copy(tmp_path / "polled.db", office.database)
        server.do(refill, anew, epoch=2)

    def check() -> list[str]:
        found = violations(office.database, (*LANDING, letter(5)))
        found += meddling(before, server.do(snapshot), server.do(mutations))
        return found + (["other contents"] if contents(office.database) != reference else [])

    server.do(refill, FIXTURE)
    assert not killed(office)
    office.database.rename(tmp_path / "polled.db")
    fresh()
    before = server.do(snapshot)
    assert not killed(office)
    reference = contents(office.database)
    number = die_everywhere(Fate(fresh, check), office, every)
    tell(f"crash points of a poll over a new UIDVALIDITY: {number}")


@EVERY
def test_an_import_may_die_at_any_step(office: Office, tell: Tell, tmp_path: Path, every: int) -> None:
    paths = archives(tmp_path / "archives")
    importing = office.asked("import", *map(str, paths))

    def check() -> list[str]:
        found = violations(office.database, LANDING)
        return found + (["other contents"] if contents(office.database) != reference else [])

    assert not killed(importing)
    reference = contents(office.database)
    files = {path: path.read_bytes() for path in tmp_path.glob("archives/**/*") if path.is_file()}
    number = die_everywhere(Fate(lambda: clear(office), check), importing, every)
    assert {path: path.read_bytes() for path in files} == files
    tell(f"crash points of an import: {number}")


def test_a_migration_may_die_at_any_step(office: Office, tell: Tell, tmp_path: Path) -> None:
    fill_0001(f"sqlite:///{tmp_path}/old.db")
    migrating = office.asked("migrate")
    old = contents(tmp_path / "old.db")

    def look(database: Path) -> list[str]:
        return [] if contents(database) in (old, reference) else ["half migrated"]

    def fresh() -> None:
        clear(office)
        shutil.copy(tmp_path / "old.db", office.database)

    def check() -> list[str]:
        copies = list(office.home.glob("*.bak"))
        found = [f"damaged {copy}" for copy in copies if contents(copy) != old]
        found += [] if copies else ["no copy of the old database"]
        return found + (["other contents"] if contents(office.database) != reference else [])

    fresh()
    assert not killed(migrating)
    reference = contents(office.database)
    assert reference["alembic_version"] == {(REVISION,): 1}
    number = die_everywhere(Fate(fresh, check, look), migrating)
    tell(f"crash points of a migration: {number}")


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
