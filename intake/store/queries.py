"""Submissions as editors see them; a list reads no long text."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select

from intake.errors import Items, NoSuchRecord
from intake.locale import N_
from intake.model import Elder, MailKind, Number, StoredSubmission, SubmissionRow, mail_warnings
from intake.store.filters import SubmissionQuery, filtered, paged
from intake.store.overlay import edited
from intake.store.tables import content, counter, message, reading, submission
from intake.workflow import Status

_REFERENCE: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,9})")

_original, _original_mail = submission.alias("original"), message.alias("original_mail")
_revised, _revised_mail = submission.alias("revised"), message.alias("revised_mail")

#: The columns of a `SubmissionRow`.
LINE: Final = (
    submission.c.year,
    submission.c.serial,
    submission.c.status,
    submission.c.title,
    submission.c.speaker,
    submission.c.unit,
    submission.c.post,
    submission.c.arrived,
    reading.c.from_name,
    reading.c.from_address,
    submission.c.format,
    submission.c.engine,
    submission.c.confidence,
    submission.c.warnings,
    submission.c.archived,
    reading.c.kind,
    submission.c.assignee,
    submission.c.until,
    submission.c.edited,
    reading.c.warnings.label("mail_warnings"),
    message.c.mismatch,
)
#: The columns of a `StoredSubmission`.
WHOLE: Final = (
    *LINE,
    submission.c.message_id,
    submission.c.source,
    submission.c.ordinal,
    submission.c.fingerprint,
    content.c.record,
    content.c.edits,
    content.c.text,
    content.c.disclosures,
    *(column.label(f"duplicate_{column.key}") for column in (_original.c.year, _original.c.serial)),
    _original_mail.c.sha256.label("duplicate_sha256"),
    *(column.label(f"revision_{column.key}") for column in (_revised.c.year, _revised.c.serial)),
    _revised_mail.c.sha256.label("revision_sha256"),
)


def submissions(connection: Connection, query: SubmissionQuery) -> list[SubmissionRow]:
    """List submissions as a query asks."""
    return [submission_row(row) for row in connection.execute(paged(lines(), query))]


def matching(connection: Connection, query: SubmissionQuery) -> list[Number]:
    """List the numbers of the submissions that a query asks for."""
    numbers = _with_reading(select(submission.c.year, submission.c.serial))
    return [Number(row.year, row.serial) for row in connection.execute(paged(numbers, query))]


def total(connection: Connection, query: SubmissionQuery) -> int:
    """Count the submissions that a query finds on all its pages."""
    return int(connection.scalar(filtered(_with_reading(select(func.count())), query)) or 0)


def _with_reading(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(
        submission.join(reading, reading.c.message_id == submission.c.message_id, isouter=True)
    )


def lines() -> Select[Any]:
    """Select the lines of the editor's list; a mail that could not be read may have been adopted."""
    return (
        select(*LINE)
        .join(message, message.c.id == submission.c.message_id)
        .outerjoin(reading, reading.c.message_id == submission.c.message_id)
    )


def whole() -> Select[Any]:
    """Select submissions with their record and text."""
    return (
        select(*WHOLE)
        .join(message, message.c.id == submission.c.message_id)
        .outerjoin(reading, reading.c.message_id == submission.c.message_id)
        .join(content, content.c.submission_id == submission.c.id)
        .outerjoin(_original, _original.c.id == submission.c.duplicate_of)
        .outerjoin(_original_mail, _original_mail.c.id == _original.c.message_id)
        .outerjoin(_revised, _revised.c.id == submission.c.revision_of)
        .outerjoin(_revised_mail, _revised_mail.c.id == _revised.c.message_id)
    )


def submission_row(row: Row[Any]) -> SubmissionRow:
    """Make a line of a row that holds the columns of LINE."""
    return SubmissionRow(
        number=Number(row.year, row.serial),
        status=Status(row.status),
        title=row.title,
        speaker=row.speaker,
        unit=row.unit,
        post=row.post,
        arrived=row.arrived,
        from_name=row.from_name or "",
        from_address=row.from_address or "",
        format=row.format,
        confidence=row.confidence,
        warnings=row.warnings,
        archived=row.archived,
        kind=MailKind(row.kind or MailKind.EMPTY),
        assignee=row.assignee,
        until=row.until,
        edited=row.edited,
        # a mail that could not be read may have been adopted
        mail_warnings=mail_warnings(row.mail_warnings or (), mismatch=row.mismatch),
        engine=row.engine,
    )


def stored_submission(row: Row[Any]) -> StoredSubmission:
    """Make a submission of a row that holds the columns of WHOLE."""
    return StoredSubmission(
        row=submission_row(row),
        message_id=row.message_id,
        source=row.source,
        ordinal=row.ordinal,
        record=edited(row.record, row.edits or {}),
        text=row.text,
        fingerprint=row.fingerprint,
        duplicate_of=_elder(row.duplicate_year, row.duplicate_serial, row.duplicate_sha256),
        revision_of=_elder(row.revision_year, row.revision_serial, row.revision_sha256),
        disclosures=row.disclosures or (),
    )


def _elder(year: int | None, serial: int | None, sha256: str | None) -> Elder | None:
    if year is None or serial is None or sha256 is None:
        return None
    return Elder(Number(year, serial), sha256)


def find(connection: Connection, reference: str) -> StoredSubmission:
    """Give the submission that "2026-0137" names, or "137" where only one year has that serial."""
    return stored_submission(locate(connection, whole(), reference))


def locate(connection: Connection, statement: Select[Any], reference: str) -> Row[Any]:
    """Give the row of a selection of submissions, year and serial among its columns, that a reference names."""
    match = _REFERENCE.fullmatch(unicodedata.normalize("NFKC", reference).strip())
    if match is None:
        raise NoSuchRecord(
            N_("no such submission — {number} — not a number of ours — write 2026-0137, or 137"),
            number=reference,
        )
    # through the few rows of `counter`, so that the index on (year, serial) serves a serial alone
    numbers = select(counter.c.year).where(counter.c.last >= int(match[2]))
    years = submission.c.year.in_(numbers) if match[1] is None else submission.c.year == int(match[1])
    found = statement.where(submission.c.serial == int(match[2]), years).order_by(submission.c.year)
    return _only(connection.execute(found).all(), reference)


def _only(found: Sequence[Row[Any]], reference: str) -> Row[Any]:
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchRecord(
            N_("no such submission — {number} — the store does not hold it — see `intake list`"),
            number=reference,
        )
    raise NoSuchRecord(
        N_("no single submission — {number} — it may be {candidates} — write the year too"),
        number=reference,
        candidates=Items(Number(row.year, row.serial) for row in found),
    )


def counts(connection: Connection) -> Mapping[Status, int]:
    """Count the submissions of every status, without the archived."""
    rows = connection.execute(
        select(submission.c.status, func.count())
        .where(submission.c.archived.is_(False))
        .group_by(submission.c.status)
    )
    return dict.fromkeys(Status, 0) | {Status(status): number for status, number in rows}
