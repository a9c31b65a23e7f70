"""What became of the mark or the move that a mailbox's configuration asks for, mail by mail."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from intake.model import Sighting
from intake.store.landing import at
from intake.store.tables import sighting


def unsettled(connection: Connection, mailbox: str, folder: str, uidvalidity: str) -> frozenset[str]:
    """Give the uids of a folder's epoch that have landed, and whose mark or move is still to be tried."""
    statement = select(sighting.c.uid).where(
        sighting.c.mailbox == mailbox,
        sighting.c.folder == folder,
        sighting.c.uidvalidity == uidvalidity,
        sighting.c.settled.is_(None),
    )
    return frozenset(connection.scalars(statement))


def settled(connection: Connection, outcome: str, since: datetime) -> Mapping[str, int]:
    """Count, by mailbox, the mails seen since a moment of which that came on the server: a slug."""
    statement = select(sighting.c.mailbox, func.count()).where(
        sighting.c.settled == outcome, sighting.c.seen_at > since
    )
    rows = connection.execute(statement.group_by(sighting.c.mailbox))
    return {mailbox: number for mailbox, number in rows}  # noqa: C416  # dict() of rows has no type


def settle(connection: Connection, places: Sequence[Sighting], outcome: str) -> None:
    """Keep what became of mails on the server: a slug."""
    for place in places:
        connection.execute(update(sighting).where(*at(sighting, place)).values(settled=outcome))
