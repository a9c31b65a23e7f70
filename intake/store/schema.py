"""The version of a database: made, checked and moved on; alembic is imported only where it works."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, text

from intake.errors import CannotWrite, NoSuchRecord, SchemaError
from intake.locale import N_
from intake.store.engine import BUSY_TIMEOUT, CANNOT_WRITE, Database, database, file_of, plain_errors
from intake.store.tables import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

#: The same key in every process: whoever holds it may change tables (PostgreSQL; SQLite locks the whole file).
_MIGRATION_LOCK: Final = 0x1_7A4E
_VERSION_TABLE: Final = "alembic_version"
_NEWER = N_("database is newer than this program — {store} — revision {revision} — update speech-intake")
_OLDER = N_("database is older than this program — {store} — revision {revision} — run `intake migrate`")
_ABSENT = N_("no database — {store} — there is none yet — check the path, or run `intake poll` first")
_SHUT = N_("cannot open — {path} — {why} — check the name and its permissions")
_FOREIGN = N_("not a database of intake — {store} — it holds other tables — check the store's address")


def ensure(url: str, timeout: float, *, create: bool = True) -> Database:
    """Open a database and refuse one of another version; with `create` it is made where there is none."""
    with ExitStack() as stack:
        store = stack.enter_context(opened(url, timeout, create=create))
        found = _revision(store) or _made(store, url, timeout, create=create)
        if found != REVISION:
            raise _refusal(store, found)
        stack.pop_all()  # it stays open
        return store


def migrate(url: str, *, create: bool = True) -> tuple[str, str]:
    """Move a database to the newest revision, an SQLite file after a copy beside it; give old ("" if none) and new."""
    with opened(url, BUSY_TIMEOUT, create=create) as store:
        found = _revision(store)
        if found == REVISION:
            return found, found
        if found is not None:
            if _is_newer(found):
                raise _refusal(store, found)
            _back_up(store, url, found)
        return _upgrade(url, BUSY_TIMEOUT, only_empty=False)


@contextmanager
def opened(url: str, timeout: float, *, create: bool = True, foreign_keys: bool = True) -> Iterator[Database]:
    """Give a database for a while; with `create` the file of an SQLite one is made, for its owner alone."""
    store = database(url, timeout, foreign_keys=foreign_keys)
    path = file_of(url)
    if path is not None and create:
        _make_file(path, store.address)
    elif path is not None:
        _look_for(path, store.address)
    try:
        yield store
    finally:
        store.engine.dispose()


def _look_for(path: Path, address: str) -> None:
    """Refuse a file that is not there, since SQLite would make it, or that cannot be reached."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchRecord(_ABSENT, store=address) from error
    except OSError as error:
        raise NoSuchRecord(_SHUT, path=address, why=error.strerror) from error


def _make_file(path: Path, address: str) -> None:
    """Make an empty file of mode 0600; SQLite gives its -wal and -shm the mode of the database."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise CannotWrite(CANNOT_WRITE, store=address, why=error.strerror) from error


def _revision(store: Database) -> str | None:
    with store.reading() as connection:
        return _revision_seen(connection)


def _revision_seen(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    revision: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608  # a constant
    return revision


def _made(store: Database, url: str, timeout: float, *, create: bool) -> str:
    """Make the tables of a database that has none of ours; give the revision it then has."""
    if create:
        return _upgrade(url, timeout, only_empty=True)[1]
    with store.reading() as connection:
        foreign = bool(inspect(connection).get_table_names())
    if foreign:
        raise SchemaError(_FOREIGN, store=store.address)
    raise NoSuchRecord(_ABSENT, store=store.address)


def _upgrade(url: str, timeout: float, *, only_empty: bool) -> tuple[str, str]:
    """Run the migrations in one transaction that keeps every other writer out."""
    with opened(url, timeout, foreign_keys=False) as store, store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        found = _revision_seen(connection)
        if found is None and set(inspect(connection).get_table_names()) - {_VERSION_TABLE}:
            raise SchemaError(_FOREIGN, store=store.address)
        if found is not None and only_empty:  # another process made it while we waited
            return found, found
        _run_migrations(connection)
        return found or "", REVISION


def _run_migrations(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # 60 ms that only a migration pays

    with _alembic() as config:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _alembic() -> Iterator["Config"]:
    from alembic.config import Config  # noqa: PLC0415  # as above

    with resources.as_file(resources.files("intake.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        yield config


def _is_newer(revision: str) -> bool:
    """Tell whether a revision is one this program has never heard of."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  # as above

    with _alembic() as config:
        scripts = ScriptDirectory.from_config(config)
        return revision not in {script.revision for script in scripts.walk_revisions()}


def _refusal(store: Database, found: str) -> SchemaError:
    template = _NEWER if _is_newer(found) else _OLDER
    return SchemaError(template, store=store.address, revision=found)


def _back_up(store: Database, url: str, revision: str) -> None:
    """Copy an SQLite file beside itself; a server has its own backups."""
    path = file_of(url)
    if path is None:
        return
    copy = path.with_name(f"{path.name}.{revision}.{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.bak")
    part = copy.with_suffix(".part")  # a copy that was cut short is not called one
    _make_file(part, store.address)
    try:
        with plain_errors(store.address), closing(store.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(part),))
        with part.open("rb") as written:
            os.fsync(written.fileno())  # VACUUM INTO does not
        part.rename(copy)
    finally:
        part.unlink(missing_ok=True)
