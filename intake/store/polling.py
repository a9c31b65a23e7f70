"""What a poll asks of the store: landing, sightings, what is outstanding, runs. Every method is one transaction."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from intake.model import Fetched, Listed, Outstanding, Sighting, Withheld
from intake.store import backoff, epochs, landing, locking, outstanding, runs, settling
from intake.store.backoff import Backoff
from intake.store.clock import Clock
from intake.store.engine import Database
from intake.store.epochs import HeadKey
from intake.store.landing import Landed
from intake.store.runs import Run


class PollStore:
    """An open database as a poll sees it; may be shared by threads. `zone` decides in which year a mail arrived."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        """Take a database whose schema is right: see `open_store`."""
        self._database = database
        self.zone = zone
        self._clock = Clock()

    def __enter__(self) -> Self:
        """Close at the end of a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let go of every connection."""
        self._database.engine.dispose()

    # ── landing ───────────────────────────────────────────────────────────────────────────────────

    def landing_lock(self) -> AbstractContextManager[bool]:
        """Hold the right to land mail; gives False where another process has it. CannotWrite."""
        return locking.landing(self._database)

    def moment(self) -> datetime:
        """Tell the time (UTC) by the clock that dates sightings, which is never put back.

        It is told between two transactions: what another poller is about to commit would be dated before it, and yet
        not be seen.
        """
        with self._database.writing():
            return self._clock.now()

    @property
    def address(self) -> str:
        """Name the database so that it can be shown: a file's path, or an address without its password."""
        return self._database.address

    def room(self) -> int | None:
        """Tell how many bytes are free where the database lies; None for a server, which looks after its disks."""
        file = self._database.file
        return None if file is None else shutil.disk_usage(file.parent).free

    def land(
        self,
        sighting: Sighting,
        raw: bytes,
        received: datetime,
        *,
        archived: bool = False,
        mismatch: bool = False,
    ) -> Landed:
        """Keep a mail and where it was seen; when this returns, both are on the disk. May be repeated.

        `mismatch` says that the mailbox never gave as many bytes as it states.
        """
        mail = landing.parcel(raw, received, archived=archived, mismatch=mismatch)
        with self._database.writing() as connection:
            return landing.land(connection, sighting, mail, self._clock.now())

    def sighted(
        self, mailbox: str, folder: str, uidvalidity: str, after: datetime | None = None
    ) -> frozenset[str]:
        """Give the uids of a folder's epoch that have landed; only those seen after a moment, where one is given."""
        with self._database.reading() as connection:
            return landing.sighted(connection, mailbox, folder, uidvalidity, after)

    def sight(self, seen: Sequence[tuple[Sighting, int]], since: datetime | None = None) -> None:
        """Keep where messages, by their ids, were seen again; those not seen after `since` are dated anew."""
        with self._database.writing() as connection:
            landing.sight(connection, seen, self._clock.now(), since)

    def known_heads(self, mailbox: str, folder: str) -> Mapping[HeadKey, int]:
        """Give the messages ever seen in a folder by what tells them apart without their bodies."""
        with self._database.reading() as connection:
            return epochs.known_heads(connection, mailbox, folder)

    def seen_otherwise(self, mailbox: str, folder: str, uidvalidity: str) -> datetime | None:
        """Tell when a mail of a folder was last seen in another epoch; None if none was."""
        with self._database.reading() as connection:
            return epochs.seen_otherwise(connection, mailbox, folder, uidvalidity)

    def renewed(self, since: datetime) -> list[tuple[str, str, datetime]]:
        """Name the folders that were numbered anew later than `since`: mailbox, folder, when."""
        with self._database.reading() as connection:
            return epochs.renewed(connection, since)

    # ── what has not landed ───────────────────────────────────────────────────────────────────────

    def withhold(
        self,
        places: Sequence[Sighting],
        why: Withheld,
        size: int | None = None,
        *,
        since: datetime | None = None,
    ) -> None:
        """Record that mails did not come, once more; not those that another poller landed after `since`."""
        with self._database.writing() as connection:
            missed = [place for place in places if not outstanding.landed_since(connection, place, since)]
            outstanding.withhold(connection, missed, why, size, now())

    def doubt(self, place: Sighting, mail: Fetched, *, since: datetime | None = None) -> int:
        """Record bytes that are not as many as stated; give how many answers in a row were equal to them.

        0 where another poller landed the mail after `since`.
        """
        with self._database.writing() as connection:
            if outstanding.landed_since(connection, place, since):
                return 0
            return outstanding.doubt(connection, place, mail.raw, (mail.stated, mail.answers), now())

    def outstanding(self, mailbox: str, folder: str, uidvalidity: str) -> list[Outstanding]:
        """List what is listed in a folder's epoch and has not landed."""
        with self._database.reading() as connection:
            return outstanding.listed(connection, mailbox, folder, uidvalidity)

    def all_outstanding(self) -> list[Outstanding]:
        """List what is listed anywhere and has not landed, the longest outstanding first."""
        with self._database.reading() as connection:
            return outstanding.everything(connection)

    def missed(self, mailbox: str, folder: str, uidvalidity: str, uids: Sequence[str]) -> None:
        """Compare what is outstanding with a complete listing: what it does not name is gone."""
        with self._database.reading() as connection:
            if not outstanding.any_in(connection, mailbox, folder):
                return
        with self._database.writing() as connection:
            outstanding.missed(connection, mailbox, folder, uidvalidity, uids)

    # ── marks and moves on the server ─────────────────────────────────────────────────────────────

    def unsettled(self, mailbox: str, folder: str, uidvalidity: str) -> frozenset[str]:
        """Give the uids that have landed, and whose mark or move on the server is still to be tried."""
        with self._database.reading() as connection:
            return settling.unsettled(connection, mailbox, folder, uidvalidity)

    def settle(self, places: Sequence[Sighting], outcome: str) -> None:
        """Keep what became of mails on the server: a slug."""
        with self._database.writing() as connection:
            settling.settle(connection, places, outcome)

    def settled(self, outcome: str, since: datetime) -> Mapping[str, int]:
        """Count, by mailbox, the mails seen since a moment of which that came on the server: a slug."""
        with self._database.reading() as connection:
            return settling.settled(connection, outcome, since)

    # ── runs ──────────────────────────────────────────────────────────────────────────────────────

    def begin_run(self, mailbox: str) -> int:
        """Record that a pass over a mailbox begins; gives its id."""
        with self._database.writing() as connection:
            self._clock.pass_by(epochs.horizon(connection, mailbox))
            return runs.begin(connection, mailbox, now())

    def end_run(
        self,
        run_id: int,
        *,
        seen: int,
        stored: int,
        exit_code: int,
        listings: Mapping[str, Listed] | None = None,
    ) -> None:
        """Record how a pass ended: how many mails the mailbox listed, how many were new, what was listed completely."""
        outcome = {
            "ended": now(),
            "seen": seen,
            "stored": stored,
            "exit_code": exit_code,
            "listings": dict(listings) if listings else None,
        }
        with self._database.writing() as connection:
            runs.end(connection, run_id, outcome)

    def listings(self, mailbox: str) -> Mapping[str, Listed]:
        """Give the last complete listing of every folder of a mailbox."""
        with self._database.reading() as connection:
            return runs.listings(connection, mailbox)

    def last_run(self, mailbox: str) -> Run | None:
        """Give the pass over a mailbox that began last."""
        with self._database.reading() as connection:
            return runs.last(connection, mailbox)

    def last_success(self, mailbox: str) -> datetime | None:
        """Tell when the last pass over a mailbox that went well ended (UTC)."""
        with self._database.reading() as connection:
            return runs.last_success(connection, mailbox)

    # ── refused logins ────────────────────────────────────────────────────────────────────────────

    def backoff(self, mailbox: str) -> Backoff | None:
        """Give until when no login is to be tried; None where the last one was not refused."""
        with self._database.reading() as connection:
            return backoff.of(connection, mailbox)

    def login_refused(self, mailbox: str, fingerprint: str) -> Backoff:
        """Record a refused login; `fingerprint` tells which. Gives until when no other is to be tried."""
        with self._database.writing() as connection:
            return backoff.refused(connection, mailbox, fingerprint, now())

    def login_worked(self, mailbox: str) -> None:
        """Forget the refusals of a mailbox."""
        with self._database.writing() as connection:
            backoff.forget(connection, mailbox)


def now() -> datetime:
    """Tell the time in UTC."""
    return datetime.now(UTC)
