"""Connections to a database, and what its errors mean to the operator."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, exc, make_url
from sqlalchemy.dialects import sqlite

from intake.errors import CannotWrite, ConfigError, IntakeError, SchemaError, StoreBusy
from intake.locale import N_

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

BUSY_TIMEOUT: Final = 30.0
_NAP: Final = 0.01  # seconds

#: Where a URL may hold a password: in its userinfo, and in its query (libpq: password, sslpassword).
_USERINFO: Final = re.compile(r"(?<=://)([^:@/?]*):.*@", re.DOTALL)
_OPTION: Final = re.compile(r"(password=)[^&]*", re.IGNORECASE)

_BUSY = N_("database is busy — {store} — {why} — another intake is writing: try again in a moment")
_UNREACHABLE = N_("database cannot be reached — {store} — {why} — check that its server runs, then try again")
CANNOT_WRITE = N_(
    "database cannot be written — {store} — {why} — check the free space and who owns the folder"
)
_DAMAGED = N_("database is damaged — {store} — {why} — restore the newest backup")
_NOT_OURS = N_("not a database of intake — {store} — {why} — check the store's address in the configuration")
_REFUSED = N_("database refused — {store} — {why} — check the store's address in the configuration")
_NO_DRIVER = N_('no driver for the database — {store} — {why} — run: pip install "speech-intake[postgres]"')
_BUG = N_("database failed — {store} — {why} — this is a mistake in intake: please report it")

#: By sqlite3's primary result code (sqlite.org/rescode.html).
_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: (StoreBusy, _BUSY),
    sqlite3.SQLITE_LOCKED: (StoreBusy, _BUSY),
    sqlite3.SQLITE_PROTOCOL: (StoreBusy, _BUSY),  # lost the race for the WAL's locks too often
    sqlite3.SQLITE_PERM: (CannotWrite, CANNOT_WRITE),
    sqlite3.SQLITE_READONLY: (CannotWrite, CANNOT_WRITE),
    sqlite3.SQLITE_IOERR: (CannotWrite, CANNOT_WRITE),
    sqlite3.SQLITE_FULL: (CannotWrite, CANNOT_WRITE),
    sqlite3.SQLITE_CANTOPEN: (CannotWrite, CANNOT_WRITE),
    sqlite3.SQLITE_CORRUPT: (CannotWrite, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (SchemaError, _NOT_OURS),
}
#: By the longest prefix of SQLSTATE (PostgreSQL manual, appendix A).
_POSTGRESQL: Final = {
    "08": (StoreBusy, _UNREACHABLE),
    "25006": (CannotWrite, CANNOT_WRITE),
    "28": (ConfigError, _REFUSED),
    "3D": (ConfigError, _REFUSED),
    "40": (StoreBusy, _BUSY),
    "42501": (CannotWrite, CANNOT_WRITE),
    "53": (StoreBusy, _BUSY),
    "53100": (CannotWrite, CANNOT_WRITE),
    "55P03": (StoreBusy, _BUSY),
    "57P": (StoreBusy, _UNREACHABLE),
    "58": (CannotWrite, CANNOT_WRITE),
    "XX": (CannotWrite, _DAMAGED),
}


@dataclass(frozen=True, slots=True)
class Database:
    """An engine, and what to call it: a file's path, or an address without its password."""

    engine: Engine
    address: str

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for a server."""
        return Path(str(self.engine.url.database)) if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database and changes nothing."""
        with plain_errors(self.address), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that commits at the end, or not at all."""
        with plain_errors(self.address), self.engine.execution_options(writes=True).begin() as connection:
            yield connection


def database(url: str, timeout: float = BUSY_TIMEOUT, *, foreign_keys: bool = True) -> Database:
    """Describe a database without connecting; `timeout` is how many seconds a writer waits for another."""
    try:
        parsed = _parsed(url)
        engine = create_engine(parsed, hide_parameters=True, connect_args=_connect_args(parsed, timeout))
    except ModuleNotFoundError as error:
        raise ConfigError(_NO_DRIVER, store=address(url), why=_one_line(error)) from error
    except exc.ArgumentError as error:
        raise ConfigError(_REFUSED, store=address(url), why=_one_line(error)) from error
    if engine.dialect.name == "sqlite":
        _take_over_transactions(engine, timeout, foreign_keys=foreign_keys)
    else:
        event.listen(engine, "begin", _hold_one_state)
    return Database(engine, address(url))


def file_of(url: str) -> Path | None:
    """Tell the file of an SQLite database; None for a server."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(str(parsed.database))


def address(url: str) -> str:
    """Name a database so that it can be shown: a file's path, or its URL with every password in it hidden.

    Everything up to the last "@" is taken for the password, which may hold "@", "/" and "?" itself.
    """
    try:
        path = file_of(url)
    except exc.ArgumentError:
        return "?"  # may hold a password we cannot find
    return str(path) if path is not None else _OPTION.sub(r"\1***", _USERINFO.sub(r"\1:***@", url))


def insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """Start an INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy keeps apart."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  # 25 ms that SQLite's users need not wait

    return postgresql.insert(table)


@contextmanager
def plain_errors(store: str) -> Iterator[None]:
    """Turn what the database raises into one line of ours."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error  # what SQLAlchemy wrapped
        kind, template = _meaning(cause)
        raise kind(template, store=store, why=_one_line(cause)) from error


def _meaning(cause: BaseException) -> tuple[type[IntakeError], str]:
    if isinstance(cause, sqlite3.Error):
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", -1) & 0xFF, (IntakeError, _BUG))
    state = getattr(cause, "sqlstate", "?")
    if state is None:  # psycopg knows none where there is no connection
        return StoreBusy, _UNREACHABLE
    known = (_POSTGRESQL[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRESQL)
    return next(known, (IntakeError, _BUG))


def _connect_args(url: URL, timeout: float) -> dict[str, Any]:
    match url.get_backend_name():
        case "sqlite":
            if url.database in (None, "", ":memory:"):
                raise exc.ArgumentError("a store in memory forgets everything")
            return {"timeout": timeout}
        case "postgresql":
            wait = max(1, int(timeout * 1000))  # ms; 0 would mean for ever
            settings = f"-c lock_timeout={wait} -c default_transaction_isolation=read\\ committed"
            own = url.query.get("options", "")
            return {"options": f"{own} {settings}", "client_encoding": "utf8"}
        case _:
            raise exc.ArgumentError(f"{url.get_backend_name()} is neither sqlite nor postgresql")


def _patiently(run: Callable[[], object], timeout: float) -> None:
    """Wait where SQLite does not: whoever closes or recovers a WAL shuts everybody out (sqlite.org/wal.html §11)."""
    until = time.monotonic() + timeout
    while True:
        try:
            run()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_NAP)
        else:
            return


def _take_over_transactions(engine: Engine, timeout: float, *, foreign_keys: bool) -> None:
    """Begin transactions ourselves: sqlite3 would begin late, and a write that begins with a read cannot wait."""

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        _patiently(lambda: connection.execute("PRAGMA journal_mode=WAL"), timeout)
        connection.execute("PRAGMA synchronous=FULL")  # NORMAL in WAL loses commits at power loss

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)


def _hold_one_state(connection: Connection) -> None:
    """Let the queries of one reading see the same state, as they do in SQLite; writers wait for one another."""
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ValueError:  # it quotes what stands in the port's place, which may be half a password
        raise exc.ArgumentError("the port is no number") from None


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
