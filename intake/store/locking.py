"""One poll at a time: a lock of the kernel or of the database server, which dies with its process.

It saves work. What keeps two polls from doubling a mail are the unique keys.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from intake.errors import CannotWrite
from intake.store.engine import CANNOT_WRITE, Database, plain_errors

#: The same key in every process that lands mail in one database (PostgreSQL).
_LANDING: Final = 0x1_7A4D


@contextmanager
def landing(database: Database) -> Iterator[bool]:
    """Hold the right to land mail while the block lasts; gives False where another process has it. CannotWrite."""
    file = database.file
    with _of_file(file, database.address) if file else _of_server(database) as held:
        yield held


@contextmanager
def _of_file(database: Path, address: str) -> Iterator[bool]:
    """Lock a file beside the database: SQLite's own locks on the database would be lost when any of its files is closed."""
    path = database.with_name(f"{database.name}.lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CannotWrite(CANNOT_WRITE, store=address, why=error.strerror) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


@contextmanager
def _of_server(database: Database) -> Iterator[bool]:
    """Lock in a session of its own: it ends with the connection, also where the process is killed.

    A server that is busy notices the end of a connection late: so the lock is given back first.
    """
    with plain_errors(database.address):
        connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        held = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LANDING}))
    try:
        yield held
    finally:
        if held:
            with suppress(SQLAlchemyError):  # the server is gone, and the lock with it
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LANDING})
        connection.invalidate()  # back in the pool it might keep the lock
        connection.close()
