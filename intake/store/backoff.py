"""Logins that were refused: when the next one may be tried. QQ counts every attempt, and refuses more for longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, select

from intake.store.engine import insert
from intake.store.tables import backoff

STEPS: Final = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6))


@dataclass(frozen=True, slots=True)
class Backoff:
    """A mailbox whose login was refused `refusals` times in a row; `fingerprint` tells which login that was."""

    mailbox: str
    fingerprint: str
    refusals: int
    first_at: datetime
    until: datetime


def of(connection: Connection, mailbox: str) -> Backoff | None:
    """Give the back-off of a mailbox; None where its last login was not refused."""
    row = connection.execute(select(backoff).where(backoff.c.mailbox == mailbox)).one_or_none()
    return None if row is None else Backoff(**row._asdict())


def refused(connection: Connection, mailbox: str, fingerprint: str, now: datetime) -> Backoff:
    """Record one more refusal and put the next login off; give what then holds."""
    before = of(connection, mailbox)
    refusals = 1 if before is None or before.fingerprint != fingerprint else before.refusals + 1
    until = now + STEPS[min(refusals, len(STEPS)) - 1]
    first_at = now if before is None or refusals == 1 else before.first_at
    values = {"fingerprint": fingerprint, "refusals": refusals, "first_at": first_at, "until": until}
    connection.execute(
        insert(connection, backoff)
        .values(mailbox=mailbox, **values)
        .on_conflict_do_update(index_elements=[backoff.c.mailbox], set_=values)
    )
    return Backoff(mailbox, fingerprint, refusals, first_at, until)


def forget(connection: Connection, mailbox: str) -> None:
    """Forget the refusals: a login worked."""
    connection.execute(delete(backoff).where(backoff.c.mailbox == mailbox))
