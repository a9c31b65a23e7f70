"""Protocols with a mistake in them, each of which somebody has shipped: the checks that are green elsewhere find it.

The seventh, synchronous=NORMAL, loses mail only when the power fails: see test_power.
"""

import re
import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from crash_points import Fate, die_everywhere
from hard_day import Mutant, hard_day
from hard_times import ZONE
from ledger import early, unsound
from lying_server import LyingServer, mutations
from post_office import FIXTURE, Office, refill
from sqlalchemy import Engine, event, text

from intake.mailboxes.answers import Answer
from intake.model import Aftermath, Fetched, Listed, Listing, Sighting
from intake.poll import epochs, folder
from intake.poll.terms import Tally, Visit
from intake.store import landing, open_store

_ALL = ("content", "submission", "attachment", "reading", "problem", "raw", "sighting", "message")


def high_water_mark() -> None:
    """Take a uid below the highest known one for known."""
    honest = epochs.sighted

    def sighted(visit: Visit, name: str, listing: Listing, other: datetime | None) -> frozenset[str]:
        mark = max(map(int, honest(visit, name, listing, other)), default=0)
        return frozenset(uid for uid in listing.uids if int(uid) <= mark)

    put(epochs, "sighted", sighted)


def no_length_check() -> None:
    """Take whatever bytes come."""
    put(Answer, "whole", property(lambda answer: bool(answer.raw)))
    put(Fetched, "whole", property(lambda _mail: True))


def message_id_as_identity() -> None:
    """Tell mails apart by the name that their senders give them."""

    def identity(raw: bytes) -> str:
        named = re.search(rb"^Message-ID:.*", raw, re.MULTILINE)
        return sha256(named[0] if named else raw).hexdigest()

    put(landing, "identity", identity)


def absence_is_deletion() -> None:
    """Forget what the mailbox does not list any more."""
    honest = folder._complete  # noqa: SLF001  # what a mutant changes is inside

    def complete(visit: Visit, tally: Tally, listed: Listed, listing: Listing) -> None:
        gone = visit.store.sighted(visit.mailbox.name, tally.folder, listing.uidvalidity) - {*listing.uids}
        with visit.store._database.writing() as connection:  # noqa: SLF001  # as above
            for uid in gone:
                place = {"folder": tally.folder, "uid": uid}
                query = text("SELECT message_id FROM sighting WHERE folder = :folder AND uid = :uid")
                number = connection.scalar(query, place)
                for table in _ALL:
                    connection.execute(text(f"DELETE FROM {table} WHERE {_owned(table)}"), {"mail": number})
        honest(visit, tally, listed, listing)

    put(folder, "_complete", complete)


def _owned(table: str) -> str:
    if table == "content":
        return "submission_id IN (SELECT id FROM submission WHERE message_id = :mail)"
    return "id = :mail" if table == "message" else "message_id = :mail"


def no_unique_identity() -> None:
    without_key("uq_message_identity", "identity")


def no_unique_sighting() -> None:
    without_key("pk_sighting", "mailbox, folder, uidvalidity, uid")


def without_key(name: str, columns: str) -> None:
    """Make the tables without a key, and insert without asking what it has."""
    key = re.compile(rf",\s*CONSTRAINT {name} \w+( KEY)? \({columns}\)")
    asking = re.compile(rf" ON CONFLICT \({columns}\) DO (NOTHING|UPDATE.*)")

    def rewrite(*given: Any) -> tuple[str, Any]:  # noqa: ANN401  # what SQLAlchemy's event gives
        statement, parameters = asking.sub("", key.sub("", given[2])), given[3]
        kept = statement.count("?") if statement != given[2] and parameters else None
        return statement, parameters[:kept]

    event.listen(Engine, "before_cursor_execute", rewrite, retval=True)


def touched_first() -> None:
    """Mark a mail as read, then store it."""
    honest = folder._take  # noqa: SLF001  # as above

    def take(visit: Visit, tally: Tally, place: Sighting, mail: Fetched) -> None:
        if mail.raw:
            visit.mailbox.settle(place.folder, [place.uid], Aftermath(seen=True))
        honest(visit, tally, place, mail)

    put(folder, "_take", take)


def put(place: Any, name: str, value: object) -> None:  # noqa: ANN401  # a module or a class
    """Change the program, for good: this is for a child."""
    setattr(place, name, value)


def test_a_hard_day_leaves_nothing_to_complain_of(server: LyingServer, tmp_path: Path) -> None:
    assert hard_day(server, tmp_path / "intake.db") == []


@pytest.mark.parametrize(
    ("mutant", "what"),
    [
        (high_water_mark, "lost"),
        (no_length_check, "phantom"),
        (message_id_as_identity, "lost"),
        (absence_is_deletion, "lost"),
        (no_unique_identity, "doubled message"),
        (no_unique_sighting, "doubled sighting"),
    ],
)
def test_a_protocol_with_a_mistake_does_not_survive_that_day(
    server: LyingServer, tmp_path: Path, mutant: Mutant, what: str
) -> None:
    found = hard_day(server, tmp_path / "intake.db", mutant)
    assert [violation for violation in found if violation.startswith(f"{what} ")]


def test_a_server_that_is_touched_before_the_commit_is_found_at_a_crash_point(
    office: Office, server: LyingServer, tmp_path: Path
) -> None:
    def mutated() -> None:
        touched_first()
        office()

    def fresh() -> None:
        for path in office.home.glob("intake.db*"):
            path.unlink()
        shutil.copy(tmp_path / "empty.db", office.database)
        server.do(refill, FIXTURE)

    def look() -> list[str]:
        return unsound(office.database) + early(office.database, server.do(mutations))

    open_store(f"sqlite:///{tmp_path}/empty.db", ZONE).close()
    deaths = die_everywhere(mutated, office.home, Fate(fresh, look, look), every=5)
    assert [found for found in deaths.found if found.startswith("touched ")]
