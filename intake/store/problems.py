"""Mails that were not read, or not wholly: why, how often, and when they are tried again."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, or_, select

from intake.model import TRANSIENT, Failure, Problem, ProblemRow, Reading
from intake.store.engine import insert
from intake.store.messages import message_lines, message_row, problem_of
from intake.store.tables import message, problem

#: How long after each attempt the next one is made; after the last of them somebody has to look.
WAITS: Final = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=24))


#: By how much of itself a wait is shorter or longer, so that what failed together is not all tried together.
_SPREAD: Final = 0.1


def record(connection: Connection, message_id: int, why: Failure, version: str, now: datetime) -> None:
    """Record that a version of the readers did not read a message, once more."""
    known = connection.execute(
        select(problem.c.attempts, problem.c.version).where(problem.c.message_id == message_id)
    ).one_or_none()
    attempts = known.attempts + 1 if known and known.version == version else 1
    waits = why.code in TRANSIENT and attempts <= len(WAITS)
    row = {
        "code": why.code,
        "detail": why.detail,
        "attempts": attempts,
        "last_at": now,
        "version": version,
        "next_at": now + _wait(message_id, attempts) if waits else None,
        "subject": why.heading.subject,
        "from_name": why.heading.from_name,
        "from_address": why.heading.from_address,
    }
    connection.execute(
        insert(connection, problem)
        .values(message_id=message_id, first_at=now, **row)
        .on_conflict_do_update(index_elements=[problem.c.message_id], set_=row)
    )


def _wait(message_id: int, attempts: int) -> timedelta:
    """Spread waits evenly over the mails, without chance: multiples of the golden ratio never come together."""
    place = message_id * 0.618034 % 1
    return WAITS[attempts - 1] * (1 + _SPREAD * (2 * place - 1))


def settle(connection: Connection, message_id: int, understood: Reading, now: datetime) -> None:
    """Take a message's problem away once it is read; over what leaf a reader was lost is a problem, too."""
    lost = next(iter(understood.lost.items()), None)
    if lost is None:
        connection.execute(delete(problem).where(problem.c.message_id == message_id))
        return
    path, code = lost
    record(connection, message_id, Failure(code, f"attachment {path}"), understood.version, now)


def due(connection: Connection, version: str, now: datetime) -> list[int]:
    """List the messages to try again, the oldest arrival first: their time has come, or the readers are others."""
    statement = (
        select(problem.c.message_id)
        .join(message, message.c.id == problem.c.message_id)
        .where(or_(problem.c.next_at <= now, problem.c.version != version))
        .order_by(message.c.received, message.c.id)
    )
    return list(connection.scalars(statement))


def rows(connection: Connection) -> list[ProblemRow]:
    """List problems with their mails, the oldest first."""
    told = {"code", "subject", "from_name", "from_address"}  # the lines have them
    columns = [column for column in problem.c if column.name not in told]
    statement = message_lines().add_columns(problem.c.code, *columns).where(problem.c.message_id.is_not(None))
    found = connection.execute(statement.order_by(problem.c.first_at, problem.c.message_id))
    return [ProblemRow(message_row(row), problem_of(row)) for row in found]


def all_of(connection: Connection) -> list[Problem]:
    """List the problems, the oldest message first."""
    return [problem_of(row) for row in connection.execute(select(problem).order_by(problem.c.message_id))]
