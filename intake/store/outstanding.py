"""Mails that are listed and have not landed: kept in sight until they land, or until they are not listed any more."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, func, select, update

from intake.model import Outstanding, Sighting, Withheld
from intake.store.engine import insert
from intake.store.landing import at, columns_of
from intake.store.tables import outstanding, sighting


def withhold(
    connection: Connection, places: Iterable[Sighting], why: Withheld, size: int | None, now: datetime
) -> None:
    """Record that mails did not come, once more."""
    for place in places:
        _put(connection, place, {"why": why, "size": size, "digest": None, "answers": 0}, now)


def doubt(
    connection: Connection, place: Sighting, raw: bytes, told: tuple[int | None, int], now: datetime
) -> int:
    """Record bytes that are not as many as stated; give how many answers in a row were equal to them.

    `told` is the stated size and how many equal answers this run had.
    """
    size, answers = told
    digest = hashlib.sha256(raw).hexdigest()
    before = connection.execute(
        select(outstanding.c.digest, outstanding.c.answers).where(*at(outstanding, place))
    ).one_or_none()
    equal = answers + (before.answers if before is not None and before.digest == digest else 0)
    values = {"why": Withheld.SHORT, "size": size, "digest": digest, "answers": equal}
    _put(connection, place, values, now)
    return equal


def landed_since(connection: Connection, place: Sighting, since: datetime | None) -> bool:
    """Tell whether another poller landed what was not given to this one, which began at `since`."""
    if since is None:
        return False
    seen = exists().where(*at(sighting, place), sighting.c.seen_at >= since)
    return bool(connection.scalar(select(seen)))


def _put(connection: Connection, place: Sighting, values: dict[str, Any], now: datetime) -> None:
    values = {**values, "last_at": now, "gone": False}
    connection.execute(
        insert(connection, outstanding)
        .values(**columns_of(place), first_at=now, **values)
        .on_conflict_do_update(index_elements=list(outstanding.primary_key), set_=values)
    )


def listed(connection: Connection, mailbox: str, folder: str, uidvalidity: str) -> list[Outstanding]:
    """List what is outstanding in a folder's epoch."""
    return _rows(
        connection,
        outstanding.c.mailbox == mailbox,
        outstanding.c.folder == folder,
        outstanding.c.uidvalidity == uidvalidity,
    )


def any_in(connection: Connection, mailbox: str, folder: str) -> bool:
    """Tell whether anything is outstanding in a folder, in whichever epoch."""
    here = exists().where(outstanding.c.mailbox == mailbox, outstanding.c.folder == folder)
    return bool(connection.scalar(select(here)))


def everything(connection: Connection) -> list[Outstanding]:
    """List all that is outstanding anywhere."""
    return _rows(connection)


def counted(connection: Connection) -> Mapping[tuple[str, Withheld], int]:
    """Count what is listed and has not landed, by mailbox and reason."""
    statement = select(outstanding.c.mailbox, outstanding.c.why, func.count().label("number"))
    statement = statement.where(outstanding.c.gone.is_(False))
    rows = connection.execute(statement.group_by(outstanding.c.mailbox, outstanding.c.why))
    return {(row.mailbox, Withheld(row.why)): row.number for row in rows}


def missed(connection: Connection, mailbox: str, folder: str, uidvalidity: str, uids: Sequence[str]) -> None:
    """Mark what is not listed any more as gone; the places of older epochs are forgotten: a new uid asks for the mail."""
    here = and_(outstanding.c.mailbox == mailbox, outstanding.c.folder == folder)
    connection.execute(delete(outstanding).where(here, outstanding.c.uidvalidity != uidvalidity))
    there = set(uids)
    for row in listed(connection, mailbox, folder, uidvalidity):
        gone = row.sighting.uid not in there
        if gone != row.gone:
            connection.execute(update(outstanding).where(*at(outstanding, row.sighting)).values(gone=gone))


def _rows(connection: Connection, *conditions: Any) -> list[Outstanding]:  # noqa: ANN401  # SQLAlchemy's conditions
    statement = select(outstanding).where(*conditions).order_by(outstanding.c.first_at, outstanding.c.uid)
    return [_outstanding(row) for row in connection.execute(statement)]


def _outstanding(row: Row[Any]) -> Outstanding:
    return Outstanding(
        sighting=Sighting(row.mailbox, row.folder, row.uidvalidity, row.uid),
        why=Withheld(row.why),
        size=row.size,
        answers=row.answers,
        first_at=row.first_at,
        last_at=row.last_at,
        gone=row.gone,
    )
