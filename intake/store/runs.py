"""What the operator wants to know: how the last polls went, and whether the database is well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from intake.model import Listed
from intake.store.tables import message, problem, run


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over one mailbox; ended and exit_code are None while it runs, or when it was killed."""

    id: int
    mailbox: str
    started: datetime
    ended: datetime | None
    seen: int
    stored: int
    exit_code: int | None
    listings: Mapping[str, Listed] | None


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a store; size is bytes.

    `intact` is "ok" or what SQLite found wrong, `journal` is SQLite's mode; a server looks after both itself.
    """

    kind: str
    revision: str
    journal: str | None
    intact: str
    messages: int
    problems: int
    size: int


def begin(connection: Connection, mailbox: str, now: datetime) -> int:
    """Record that a pass begins."""
    values = {"mailbox": mailbox, "started": now, "seen": 0, "stored": 0}
    return int(connection.scalar(run.insert().values(values).returning(run.c.id)))


def end(connection: Connection, run_id: int, outcome: Mapping[str, object]) -> None:
    """Record how a pass ended: ended, seen, stored, exit_code, listings."""
    connection.execute(update(run).where(run.c.id == run_id).values(**outcome))


def last(connection: Connection, mailbox: str) -> Run | None:
    """Give the pass that began last."""
    row = connection.execute(
        select(run).where(run.c.mailbox == mailbox).order_by(run.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else Run(**row._asdict())


def listings(connection: Connection, mailbox: str) -> Mapping[str, Listed]:
    """Give the last complete listing of every folder of a mailbox, as the last pass that ended knew them."""
    statement = select(run.c.listings).where(run.c.mailbox == mailbox, run.c.listings.is_not(None))
    return connection.scalar(statement.order_by(run.c.id.desc()).limit(1)) or {}


def last_success(connection: Connection, mailbox: str) -> datetime | None:
    """Tell when the last pass that went well ended."""
    statement = select(run.c.ended).where(run.c.mailbox == mailbox, run.c.exit_code == 0)
    ended: datetime | None = connection.scalar(statement.order_by(run.c.id.desc()).limit(1))
    return ended


def health(connection: Connection) -> Health:
    """Look at the whole database; SQLite's quick_check reads every page."""
    on_sqlite = connection.dialect.name == "sqlite"
    return Health(
        kind=connection.dialect.name,
        revision=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        journal=connection.scalar(text("PRAGMA journal_mode")) if on_sqlite else None,
        intact=str(connection.scalar(text("PRAGMA quick_check(1)"))) if on_sqlite else "ok",
        messages=int(connection.scalar(select(func.count()).select_from(message)) or 0),
        problems=int(connection.scalar(select(func.count()).select_from(problem)) or 0),
        size=size(connection),
    )


def size(connection: Connection) -> int:
    """Tell how many bytes the database takes."""
    if connection.dialect.name == "sqlite":
        statement = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    else:
        statement = "SELECT pg_database_size(current_database())"
    return int(connection.scalar(text(statement)) or 0)
