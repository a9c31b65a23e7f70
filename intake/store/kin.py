"""Which submissions may be the same or similar, found by index; `intake.likeness` judges them."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from intake.likeness import Closeness, Features, similarity
from intake.store.overlay import edited, title_of
from intake.store.tables import content, submission
from intake.workflow import Status


def features() -> Select[Any]:
    """Select what is compared of submissions."""
    return select(
        submission.c.id,
        submission.c.year,
        submission.c.serial,
        submission.c.message_id,
        submission.c.arrived,
        submission.c.status,
        submission.c.archived,
        submission.c.sender,
        submission.c.fingerprint,
        submission.c.file,
        submission.c.ordinal,
        submission.c.correction,
        submission.c.speaker,
        submission.c.title,
        submission.c.duplicate_of,
        submission.c.revision_of,
    )


def with_record() -> Select[Any]:
    """Select the record and its edits, too."""
    return (
        features()
        .add_columns(content.c.record, content.c.edits)
        .join(content, content.c.submission_id == submission.c.id)
    )


def made(row: Row[Any]) -> Features:
    """Make what is compared of a row of `features`."""
    return Features(
        id=row.id,
        message_id=row.message_id,
        arrived=row.arrived,
        status=Status(row.status),
        archived=row.archived,
        address=row.sender,
        fingerprint=row.fingerprint,
        file=row.file,
        ordinal=row.ordinal,
        correction=row.correction,
        speaker=row.speaker or "",
        title=row.title,
        revised=row.revision_of is not None,
    )


def recognised(row: Row[Any]) -> Features:
    """Take the title of the record alone: two files called 发言稿.docx are not alike."""
    return replace(made(row), title=title_of(edited(row.record, row.edits or {})))


def akin(one: Features) -> ColumnElement[bool]:
    """Choose what may be related, each by an index; titles are judged afterwards."""
    return or_(equal(one), submission.c.sender == one.address) if one.address else equal(one)


def equal(one: Features) -> ColumnElement[bool]:
    """Choose what has the same text or file."""
    same = [submission.c.fingerprint == one.fingerprint] if one.fingerprint else []
    if one.file:
        same.append(submission.c.file == one.file)
    return or_(False, *same)  # noqa: FBT003  # SQL's own


def of_same_name(row: Row[Any]) -> ColumnElement[bool]:
    """Choose what has the same title or speaker, wherever it came from."""
    return or_(
        and_(submission.c.title == row.title, submission.c.title != ""),
        and_(submission.c.speaker.is_not(None), submission.c.speaker == row.speaker),
    )


def closeness(connection: Connection) -> Closeness:
    """Compare texts, which are long, only where it is asked."""

    def text(one: Features) -> str:
        return str(connection.scalar(select(content.c.text).where(content.c.submission_id == one.id)))

    return lambda one, other: similarity(text(one), text(other))
