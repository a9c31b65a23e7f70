"""What a store promises whatever happened to it, asked of its tables."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, text

from intake.store import Store, identity
from intake.store.tables import METADATA

Tables = Mapping[str, list[tuple[Any, ...]]]

_SUBMISSIONS = """
    SELECT year, serial, identity, source, ordinal FROM submission JOIN message ON message.id = message_id
"""
_STATES = """
    SELECT message.id, CASE WHEN unread THEN 1 ELSE 0 END,
           (SELECT count(*) FROM reading WHERE reading.message_id = message.id),
           (SELECT count(*) FROM problem WHERE problem.message_id = message.id)
    FROM message
"""


def tables(store: Store) -> Tables:
    """Give every row of every table."""
    with store._database.reading() as connection:  # noqa: SLF001  # no method tells all of it
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def stored(store: Store) -> dict[bytes, str]:
    """Give the mails that are kept, each with the SHA-256 that stands for it; none is kept twice."""
    rows = store.messages()
    kept = {store.raw(row.id): row.sha256 for row in rows}
    assert len({identity(raw) for raw in kept}) == len(rows)
    assert all(hashlib.sha256(raw).hexdigest() == sha256 for raw, sha256 in kept.items())
    return kept


def numbers(store: Store) -> dict[tuple[int, int], tuple[str, str, int]]:
    """Give what each number names: a place in a message; no place has two."""
    rows = list(_rows(store, _SUBMISSIONS))
    named = {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
    assert len(named) == len(set(named.values())) == len(rows)
    return named


def decisions(store: Store) -> set[str]:
    """Give every row of the log, written out."""
    return {repr(row) for row in _rows(store, "SELECT * FROM decision")}


def nothing_is_out_of_place(store: Store) -> None:
    """Every reference leads somewhere, every mail is unread, read or a problem, and nobody holds the lock."""
    if store.check().kind == "sqlite":
        assert list(_rows(store, "PRAGMA foreign_key_check")) == []
    for row in _rows(store, _STATES):
        assert sum(row[1:]) == 1, row
    with store.landing_lock() as held:
        assert held


def _rows(store: Store, query: str) -> Iterable[tuple[Any, ...]]:
    with store._database.reading() as connection:  # noqa: SLF001  # as above
        return [tuple(row) for row in connection.execute(text(query))]
