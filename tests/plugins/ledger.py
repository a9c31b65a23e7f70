"""The judge of torture: compares a database with what was delivered, by SQL of its own and nothing of ours.

Each violation begins with what it is — lost, doubled, phantom, damaged, dangling, unsettled, touched — so that a test
can name it.
"""

import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from lying_server import Held

from intake.demo.letterbox import Mutation

_STATES = """
SELECT message.id, unread + (reading.message_id IS NOT NULL) + (problem.message_id IS NOT NULL)
FROM message LEFT JOIN reading ON reading.message_id = message.id LEFT JOIN problem ON problem.message_id = message.id
"""
#: What each table is told apart by, its keys or no keys.
_KEYS: Mapping[str, str] = {
    "message": "identity",
    "sighting": "mailbox, folder, uidvalidity, uid",
    "raw": "message_id",
    "reading": "message_id",
    "submission": "message_id, source, ordinal",
    "submission ": "year, serial",
}
_DANGLING: Mapping[str, str] = {
    "message without bytes": "SELECT id FROM message WHERE id NOT IN (SELECT message_id FROM raw)",
    "message never seen": "SELECT id FROM message WHERE id NOT IN (SELECT message_id FROM sighting)",
    "sighting of nothing": "SELECT uid FROM sighting WHERE message_id NOT IN (SELECT id FROM message)",
    "sighted, yet outstanding": "SELECT uid FROM sighting JOIN outstanding USING (mailbox, folder, uidvalidity, uid)",
    "submission without content": "SELECT id FROM submission WHERE id NOT IN (SELECT submission_id FROM content)",
    "submission of an unread mail": "SELECT id FROM submission WHERE message_id NOT IN (SELECT message_id FROM reading)",
    "number never drawn": "SELECT serial FROM submission JOIN counter USING (year) WHERE serial > last",
    "number without a submission": "SELECT year FROM counter WHERE last <> "
    "(SELECT count(*) FROM submission WHERE submission.year = counter.year)",
}


def identity(raw: bytes) -> str:
    """Tell mails apart as the store does: by their bytes, whatever their line ends."""
    return sha256(b"\r\n".join(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))).hexdigest()


@contextmanager
def opened(database: Path) -> Iterator[sqlite3.Connection]:
    """Open a copy: to open the file itself would repair it, which is for the program to do."""
    with TemporaryDirectory() as folder:
        for path in (database, database.with_name(f"{database.name}-wal")):
            if path.exists():
                shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder, database.name))) as link:
            yield link


def violations(database: Path, delivered: Collection[bytes]) -> list[str]:
    """Compare a database with all that had to land by now; nothing is right."""
    with opened(database) as link:
        due = {identity(raw) for raw in delivered}
        stored = {identity(zlib.decompress(row[0])) for row in link.execute("SELECT content FROM raw")}
        return [
            *(f"lost {digest}" for digest in due - stored),
            *(f"phantom {digest}" for digest in stored - due),
            *_unsound(link),
        ]


def unsound(database: Path) -> list[str]:
    """Look at what is stored alone: whatever may still be missing, nothing of it is twice, in halves, or damaged."""
    with opened(database) as link:
        made = link.execute("SELECT count(*) FROM sqlite_master WHERE name = 'message'").fetchone()[0]
        return list(_unsound(link)) if made else []


def meddling(before: Mapping[str, Held], after: Mapping[str, Held], told: Collection[Mutation]) -> list[str]:
    """Compare a server with itself: every mail has the flags it had, and no client asked for anything else."""
    flags = {(mail.sha256, mail.flags) for held in before.values() for mail in held.mails.values()}
    now = {(mail.sha256, mail.flags) for held in after.values() for mail in held.mails.values()}
    changed = [f"touched {digest} {set(marks)}" for digest, marks in now - flags]
    return changed + [f"touched {mutation.command} {mutation.uids}" for mutation in told]


def early(database: Path, told: Collection[Mutation]) -> list[str]:
    """Name the mails that were changed on the server and are not stored."""
    touched = {digest for mutation in told for digest in mutation.sha256}
    if not touched:
        return []
    with opened(database) as link:
        stored = {row[0] for row in link.execute("SELECT sha256 FROM message")}
    return [f"touched {digest} before it was stored" for digest in touched - stored]


def contents(database: Path) -> Mapping[str, Counter[tuple[object, ...]]]:
    """Give all that a database holds but for ids and clocks, to compare it with another's."""
    with opened(database) as link:
        names = {row[0]: row[1] for row in link.execute("SELECT id, identity FROM message")}
        tables = [row[1] for row in link.execute("PRAGMA table_list") if row[2] == "table"]
        ours = [table for table in tables if table != "run" and not table.startswith("sqlite_")]
        schema = Counter(link.execute("SELECT type, name, sql FROM sqlite_master"))
        return {"schema": schema, **{table: Counter(_rows(link, table, names)) for table in ours}}


def differing(database: Path, reference: Mapping[str, Counter[tuple[object, ...]]]) -> list[str]:
    """Name the rows that a database has beyond the contents of another, or lacks."""
    now = contents(database)
    return [
        f"{word} {table} {row}"
        for table, rows in reference.items()
        for word, others in (("lacks", rows - now[table]), ("has", now[table] - rows))
        for row in others
    ]


def _rows(link: sqlite3.Connection, table: str, names: Mapping[int, str]) -> Iterator[tuple[object, ...]]:
    # ids follow the order of landing; a move whose answer was lost can be seen on the server only
    clocks = {"id", "settled", "seen_at", "read_at", "first_at", "last_at", "at"}
    cursor = link.execute(f"SELECT * FROM {table}")
    columns = [
        (place, column[0]) for place, column in enumerate(cursor.description) if column[0] not in clocks
    ]
    for row in cursor:
        yield tuple(names[row[place]] if name == "message_id" else row[place] for place, name in columns)


def _unsound(link: sqlite3.Connection) -> Iterator[str]:
    for (said,) in link.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"damaged {said}"
    for row in link.execute("PRAGMA foreign_key_check"):
        yield f"dangling {row}"
    for table, key in _KEYS.items():
        for row in link.execute(f"SELECT {key}, count(*) FROM {table} GROUP BY {key} HAVING count(*) > 1"):
            yield f"doubled {table.strip()} {row}"
    for what, query in _DANGLING.items():
        for (which,) in link.execute(query):
            yield f"dangling {what}: {which}"
    yield from (
        f"unsettled {mail} has {number} states" for mail, number in link.execute(_STATES) if number != 1
    )
    yield from _damaged(link)


def _damaged(link: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT id, identity, sha256, size, content FROM message JOIN raw ON message_id = id"
    for number, known, digest, size, packed in link.execute(query):
        raw = zlib.decompress(packed)
        if (identity(raw), sha256(raw).hexdigest(), len(raw)) != (known, digest, size):
            yield f"damaged bytes of {number}"
