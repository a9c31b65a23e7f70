"""Submissions as editors see them; a list reads no long text."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from intake.errors import NoSuchRecord
from intake.locale import N_
from intake.model import Number, StoredSubmission, SubmissionRow
from intake.store.tables import WAITING, content, counter, reading, submission
from intake.workflow import NEEDS_ACTION, Status

_REFERENCE: Final = re.compile(r"(?:([0-9]{4})-)?([0-9]{1,9})")

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
    submission.c.confidence,
    submission.c.warnings,
    submission.c.archived,
    reading.c.warnings.label("mail_warnings"),
)
#: The columns of a `StoredSubmission`.
WHOLE: Final = (
    *LINE,
    submission.c.message_id,
    submission.c.source,
    submission.c.ordinal,
    submission.c.engine,
    submission.c.fingerprint,
    content.c.record,
    content.c.text,
)


@dataclass(frozen=True, slots=True)
class SubmissionQuery:
    """Which submissions to list; None stands for any. `after` is the last number of the page before."""

    statuses: tuple[Status, ...] | None = NEEDS_ACTION
    archived: bool | None = False
    limit: int | None = None
    after: Number | None = None


def submissions(connection: Connection, query: SubmissionQuery) -> list[SubmissionRow]:
    """List submissions by number, oldest first."""
    number = tuple_(submission.c.year, submission.c.serial)
    statement = _chosen(lines(), query).order_by(submission.c.year, submission.c.serial).limit(query.limit)
    if query.after is not None:
        statement = statement.where(number > (query.after.year, query.after.serial))
    return [submission_row(row) for row in connection.execute(statement)]


def total(connection: Connection, query: SubmissionQuery) -> int:
    """Count the submissions that a query lists when it has no limit."""
    return int(connection.scalar(_chosen(select(func.count()).select_from(submission), query)) or 0)


def lines() -> Select[Any]:
    """Select the lines of the editor's list."""
    return select(*LINE).join(reading, reading.c.message_id == submission.c.message_id)


def whole() -> Select[Any]:
    """Select submissions with their record and text."""
    return (
        select(*WHOLE)
        .join(reading, reading.c.message_id == submission.c.message_id)
        .join(content, content.c.submission_id == submission.c.id)
    )


def _chosen(statement: Select[Any], query: SubmissionQuery) -> Select[Any]:
    if query.archived is False and query.statuses is not None and set(query.statuses) == set(NEEDS_ACTION):
        return statement.where(WAITING)
    if query.archived is not None:
        statement = statement.where(submission.c.archived.is_(query.archived))
    if query.statuses is not None:
        statement = statement.where(submission.c.status.in_(query.statuses))
    return statement


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
        from_name=row.from_name,
        from_address=row.from_address,
        format=row.format,
        confidence=row.confidence,
        warnings=row.warnings,
        archived=row.archived,
        mail_warnings=row.mail_warnings,
    )


def stored_submission(row: Row[Any]) -> StoredSubmission:
    """Make a submission of a row that holds the columns of WHOLE."""
    return StoredSubmission(
        row=submission_row(row),
        message_id=row.message_id,
        source=row.source,
        ordinal=row.ordinal,
        record=row.record,
        text=row.text,
        engine=row.engine,
        fingerprint=row.fingerprint,
    )


def find(connection: Connection, reference: str) -> StoredSubmission:
    """Give the submission that "2026-0137" names, or "137" where only one year has that serial."""
    match = _REFERENCE.fullmatch(unicodedata.normalize("NFKC", reference).strip())
    if match is None:
        raise NoSuchRecord(
            N_("no such submission — {number} — not a number of ours — write 2026-0137, or 137"),
            number=reference,
        )
    # through the few rows of `counter`, so that the index on (year, serial) serves a serial alone
    numbers = select(counter.c.year).where(counter.c.last >= int(match[2]))
    statement = whole().where(submission.c.serial == int(match[2]), submission.c.year.in_(numbers))
    if match[1] is not None:
        statement = whole().where(submission.c.serial == int(match[2]), submission.c.year == int(match[1]))
    found = [stored_submission(row) for row in connection.execute(statement.order_by(submission.c.year))]
    return _only(found, reference)


def _only(found: list[StoredSubmission], reference: str) -> StoredSubmission:
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
        candidates=", ".join(str(submission.row.number) for submission in found),
    )


def counts(connection: Connection) -> Mapping[Status, int]:
    """Count the submissions of every status, without the archived."""
    rows = connection.execute(
        select(submission.c.status, func.count())
        .where(submission.c.archived.is_(False))
        .group_by(submission.c.status)
    )
    return dict.fromkeys(Status, 0) | {Status(status): number for status, number in rows}
