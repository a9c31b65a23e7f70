"""The tables. A change here needs a revision in migrations/versions; a test compares the two.

The condition of a partial index is named for SQLite alone; for PostgreSQL it stands in the revision only, because
naming it here would load that dialect (25 ms) into every start.

`raw` and `content` hold what is long and stand apart, so that no list query touches them.
Statuses and kinds are plain strings, checked in Python: a new one needs no migration.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    text,
)

from intake.model import Authentication, Change, Disclosure, Link, Listed, SpeechRecord
from intake.store.columns import CleanText, Json, Name, UtcTime
from intake.workflow import NEEDS_ACTION

#: The newest revision in migrations/versions, here so that opening a store needs no alembic.
REVISION: Final = "0008"

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER PRIMARY KEY counts up in SQLite
_Strings = Json(tuple[str, ...])

#: One mail; `identity` is content with CRLF line ends, `sha256` is of the bytes as received, `head` of its header
#: block with CRLF line ends (NULL in mails of older versions). `mismatch`: its size never was the one stated.
message = Table(
    "message",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("identity", CleanText, nullable=False, unique=True),
    Column("sha256", CleanText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", UtcTime, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("unread", Boolean, nullable=False),  # neither reading nor problem yet
    Column("head", CleanText),
    Column("mismatch", Boolean, nullable=False, server_default=text("false")),
    sqlite_autoincrement=True,  # an id is never used twice, whatever is purged
)
Index(
    "ix_message_unread",
    message.c.received,
    message.c.id,
    sqlite_where=message.c.unread.is_(True),
)

#: The bytes as received, zlib.
raw = Table(
    "raw",
    METADATA,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

sighting = Table(
    "sighting",
    METADATA,
    Column("mailbox", Name, primary_key=True),
    Column("folder", Name, primary_key=True),
    Column("uidvalidity", Name, primary_key=True),
    Column("uid", Name, primary_key=True),
    Column("message_id", ForeignKey(message.c.id), nullable=False, index=True),
    Column("seen_at", UtcTime, nullable=False, index=True),
    Column("settled", CleanText),  # what became of the mark or move on the server: a slug, NULL until tried
)

#: Mails that are listed and have not landed: why, how often nothing came, and the last short answer's SHA-256.
outstanding = Table(
    "outstanding",
    METADATA,
    Column("mailbox", Name, primary_key=True),
    Column("folder", Name, primary_key=True),
    Column("uidvalidity", Name, primary_key=True),
    Column("uid", Name, primary_key=True),
    Column("why", CleanText, nullable=False),
    Column("size", BigInteger),
    Column("digest", CleanText),
    Column("answers", Integer, nullable=False),
    Column("first_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("gone", Boolean, nullable=False),  # not listed any more
)

#: Logins that were refused: none is tried before `until`, unless `fingerprint` says that the login is another one.
backoff = Table(
    "backoff",
    METADATA,
    Column("mailbox", CleanText, primary_key=True),
    Column("fingerprint", CleanText, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("first_at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
)

#: What was understood of a message: the current reading; `date` is the sender's, in ISO 8601 with its own offset.
reading = Table(
    "reading",
    METADATA,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("version", CleanText, nullable=False),
    Column("kind", CleanText, nullable=False),
    Column("subject", CleanText, nullable=False),
    Column("from_name", CleanText, nullable=False),
    Column("from_address", CleanText, nullable=False),
    Column("message_id_header", CleanText),
    Column("date", CleanText),
    Column("read_at", UtcTime, nullable=False),
    Column("traits", _Strings, nullable=False),
    Column("warnings", _Strings, nullable=False),
    Column("links", Json(tuple[Link, ...]), nullable=False),
    Column("text", CleanText, nullable=False),  # SQLite reads a row only as far as it must
    Column("sender", CleanText, nullable=False, server_default=text("''")),  # from_address, in lower case
    Column("authentication", Json(tuple[Authentication, ...]), nullable=False, server_default=text("'[]'")),
)
#: The address book looks at these alone, so no list of it reads a text.
Index("ix_reading_sender", reading.c.sender, reading.c.from_name, reading.c.message_id)

#: Leaves in the order of the mail; `parent` is the position of the archive a member came from.
attachment = Table(
    "attachment",
    METADATA,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer),
    Column("path", CleanText, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", CleanText, nullable=False),
    Column("type", CleanText, nullable=False),
    Column("outcome", CleanText, nullable=False),
    Column("detail", CleanText),
    Column("warnings", _Strings, nullable=False),
)

#: What a list shows of a submission.
submission = Table(
    "submission",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("message_id", ForeignKey(message.c.id), nullable=False),
    Column("source", CleanText, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("status", CleanText, nullable=False),
    Column("archived", Boolean, nullable=False),
    Column("arrived", UtcTime, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("speaker", CleanText),
    Column("unit", CleanText),
    Column("post", CleanText),
    Column("engine", CleanText, nullable=False),
    Column("format", CleanText, nullable=False),
    Column("fingerprint", CleanText, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("warnings", _Strings, nullable=False),
    Column(
        "sender", CleanText, nullable=False, server_default=text("''"), index=True
    ),  # its address, in lower case
    Column(
        "file", CleanText, nullable=False, server_default=text("''"), index=True
    ),  # SHA-256 of its attachment, or ""
    Column("correction", Boolean, nullable=False, server_default=text("false")),
    Column("edited", Boolean, nullable=False, server_default=text("false")),
    Column("assignee", CleanText),
    Column("until", Date),
    Column("duplicate_of", ForeignKey("submission.id")),
    Column("revision_of", ForeignKey("submission.id")),
    UniqueConstraint("year", "serial"),
    UniqueConstraint("message_id", "source", "ordinal"),
    Index(None, "fingerprint"),
    sqlite_autoincrement=True,
)

#: The condition of the editor's default list, which the partial index below repeats word for word. Its values are
#: written into the SQL: with bound ones SQLite cannot prove that the index fits (sqlite.org/partialindex.html §3).
#: lower() changes nothing but the plan: a bare status draws SQLite to the index on statuses, and to a sort.
WAITING: Final = and_(
    func.lower(submission.c.status).in_(
        bindparam("waiting", list(NEEDS_ACTION), expanding=True, literal_execute=True, type_=CleanText)
    ),
    submission.c.archived.is_(False),
)
Index(
    "ix_submission_waiting",
    submission.c.arrived,
    submission.c.year,
    submission.c.serial,
    sqlite_where=WAITING,
)
Index(
    "ix_submission_status",
    submission.c.status,
    submission.c.archived,
    submission.c.arrived,
    submission.c.year,
    submission.c.serial,
)
Index("ix_submission_arrived", submission.c.arrived, submission.c.year, submission.c.serial)
#: Corrections are few: a mail that is read after its correction is compared with them alone.
Index(
    "ix_submission_correction",
    submission.c.arrived,
    sqlite_where=submission.c.correction.is_(True),
)

#: The long half of a submission; `edits` are the editors' values, by field of the record.
content = Table(
    "content",
    METADATA,
    Column("submission_id", ForeignKey(submission.c.id), primary_key=True),
    Column("record", Json(SpeechRecord)),
    Column("text", CleanText, nullable=False),
    Column("edits", Json(dict[str, Any])),
    Column("disclosures", Json(tuple[Disclosure, ...])),  # NULL in those of older versions
)

#: The log of submissions. A trigger of the database refuses to change or remove a row.
decision = Table(
    "decision",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("submission_id", ForeignKey(submission.c.id), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", CleanText, nullable=False),
    Column("action", CleanText, nullable=False),
    Column("status_from", CleanText, nullable=False),
    Column("status_to", CleanText, nullable=False),
    Column("reason", CleanText),
    Column("note", CleanText),
    Column("changes", Json(dict[str, Change]), nullable=False),
    Column("undoes", ForeignKey("decision.id")),
    Index(None, "submission_id", "id"),
    sqlite_autoincrement=True,
)

#: The last serial given in a year: a number is never given twice, whatever becomes of its submission.
counter = Table(
    "counter",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

#: A message that was not read, or not wholly: `version` of the readers made so many `attempts`, the next is due at
#: `next_at`; NULL: somebody has to look.
problem = Table(
    "problem",
    METADATA,
    Column("message_id", ForeignKey(message.c.id), primary_key=True),
    Column("code", CleanText, nullable=False),
    Column("detail", CleanText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_at", UtcTime, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("version", CleanText, nullable=False, server_default=text("''")),
    Column("next_at", UtcTime),
    # what the header says of a mail that has no reading
    Column("subject", CleanText, nullable=False, server_default=text("''")),
    Column("from_name", CleanText, nullable=False, server_default=text("''")),
    Column("from_address", CleanText, nullable=False, server_default=text("''")),
)

#: One pass over one mailbox; `ended` and `exit_code` stay empty when it was killed. `listings` are the last complete
#: listings known at its end, by folder.
run = Table(
    "run",
    METADATA,
    Column("id", _Id, primary_key=True),
    Column("mailbox", CleanText, nullable=False),
    Column("started", UtcTime, nullable=False),
    Column("ended", UtcTime),
    Column("seen", Integer, nullable=False),
    Column("stored", Integer, nullable=False),
    Column("exit_code", Integer),
    Column("listings", Json(dict[str, Listed])),
    Index(None, "mailbox", "id"),
    sqlite_autoincrement=True,
)
