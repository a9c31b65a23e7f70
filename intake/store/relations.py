"""What a submission is to those stored before it, found by index and judged by `intake.likeness`."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, or_, select, update

from intake.errors import ActionRefused
from intake.likeness import SIMILAR, Closeness, Features, Relation, relate, resemblance, similarity
from intake.model import PROGRAM, Change, LookAlike
from intake.store.log import Line, Moment, heads, number_of
from intake.store.overlay import edited
from intake.store.queries import lines, locate, submission_row
from intake.store.tables import content, submission
from intake.store.triage import program_decides
from intake.workflow import Action, Status

#: The warning that shows on the list that a submission resembles another.
LOOK_ALIKE: Final = "look_alike"
#: The warning of a correction that took an elder's place by itself: editors see on the list that one is gone.
REPLACES: Final = "replaces"
#: What an editor is told first.
_STRENGTH: Final = ("same_file", "same_text", "revision", "same_title", "similar_text")
_MANY: Final = 50  # submissions whose text is compared for one screen


def settle(connection: Connection, submission_id: int, title: str, moment: Moment) -> None:
    """Relate a submission just stored, whose recognised title is given, to those before it, and do what follows."""
    row = connection.execute(_features().where(submission.c.id == submission_id)).one()
    newcomer = replace(_made(row), title=title)
    elders = connection.execute(
        _features().where(submission.c.id < submission_id, _akin(newcomer)).order_by(submission.c.id)
    )
    others = {row.id: _made(row) for row in elders}
    relation = relate(newcomer, others.values(), _closeness(connection))
    if relation.duplicate_of is not None:
        slugs = resemblance(newcomer, others[relation.duplicate_of])
        _link(
            connection, (submission_id, relation.duplicate_of), Action.DUPLICATE, _strongest(slugs)[0], moment
        )
    elif relation.superseded_by is not None:
        if _link(connection, (submission_id, relation.superseded_by), Action.SUPERSEDE, "revision", moment):
            _warn(connection, relation.superseded_by, REPLACES)
        _revise(connection, relation.superseded_by, submission_id)
    else:
        _follow(connection, row, relation, moment)


def _follow(connection: Connection, row: Row[Any], relation: Relation, moment: Moment) -> None:
    """Put a revision in its elders' place, and a hint on the list where something is left to judge."""
    if relation.revision_of is not None:
        _revise(connection, row.id, relation.revision_of)
    in_place = relation.supersedes is not None and _link(
        connection, (relation.supersedes, row.id), Action.SUPERSEDE, "revision", moment
    )
    if in_place:
        _warn(connection, row.id, REPLACES)
    if relation.look_alikes or (relation.supersedes is not None and not in_place):
        _warn(connection, row.id, LOOK_ALIKE)


def _warn(connection: Connection, submission_id: int, slug: str) -> None:
    here = submission.c.id == submission_id
    warnings = connection.execute(select(submission.c.warnings).where(here)).scalar_one()
    if slug not in warnings:
        connection.execute(update(submission).where(here).values(warnings=(*warnings, slug)))


def _closeness(connection: Connection) -> Closeness:
    """Compare texts, which are long, only where it is asked."""

    def text(one: Features) -> str:
        return str(connection.scalar(select(content.c.text).where(content.c.submission_id == one.id)))

    return lambda one, other: similarity(text(one), text(other))


def _link(connection: Connection, ids: tuple[int, int], action: Action, reason: str, moment: Moment) -> bool:
    """Decide that one submission repeats, or gives way to, another; False where an editor was faster."""
    head, other = (connection.execute(heads().where(submission.c.id == each)).one() for each in ids)
    name = "duplicate_of" if action is Action.DUPLICATE else "superseded_by"
    changes = {name: Change(None, str(number_of(other)))}
    try:
        program_decides(connection, head, Line(PROGRAM, action, reason=reason, changes=changes), moment)
    except ActionRefused:
        return False
    return True


def _revise(connection: Connection, submission_id: int, elder: int) -> None:
    connection.execute(
        update(submission)
        .where(submission.c.id == submission_id, submission.c.revision_of.is_(None))
        .values(revision_of=elder)
    )


def look_alikes(connection: Connection, reference: str) -> list[LookAlike]:
    """List the submissions that resemble one, the strongest resemblance first."""
    whole = _features().add_columns(content.c.record, content.c.edits, content.c.text)
    whole = whole.join(content, content.c.submission_id == submission.c.id)
    row = locate(connection, whole, reference)
    one = _recognised(row)
    kin = connection.execute(
        whole.where(submission.c.id != row.id, or_(_akin(one), _of_same_name(row)))
        .order_by(case((_equal(one), 0), else_=1), submission.c.id.desc())  # a busy office sends a great deal
        .limit(_MANY)
    )
    why: dict[int, tuple[str, ...]] = {}
    for other in kin:
        slugs = set(resemblance(one, _recognised(other)))
        if similarity(row.text, other.text) >= SIMILAR and "same_text" not in slugs:
            slugs.add("similar_text")
        if slugs:
            why[other.id] = _strongest(slugs)
    rows = connection.execute(lines().add_columns(submission.c.id).where(submission.c.id.in_(why)))
    found = [LookAlike(submission_row(row), why[row.id]) for row in rows]
    return sorted(found, key=lambda each: (_STRENGTH.index(each.why[0]), str(each.row.number)))


def _features() -> Select[Any]:
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
        submission.c.revision_of,
    )


def _made(row: Row[Any]) -> Features:
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


def _recognised(row: Row[Any]) -> Features:
    """Take the title of the record alone: two files called 发言稿.docx are not alike."""
    record = edited(row.record, row.edits or {})
    return replace(_made(row), title=(record.title.main or "") if record else "")


def _akin(one: Features) -> ColumnElement[bool]:
    """Choose what may be related, each by an index; titles are judged afterwards."""
    return or_(_equal(one), submission.c.sender == one.address) if one.address else _equal(one)


def _equal(one: Features) -> ColumnElement[bool]:
    """Choose what has the same text or file."""
    same = [submission.c.fingerprint == one.fingerprint] if one.fingerprint else []
    if one.file:
        same.append(submission.c.file == one.file)
    return or_(False, *same)  # noqa: FBT003  # SQL's own


def _of_same_name(row: Row[Any]) -> ColumnElement[bool]:
    return or_(
        and_(submission.c.title == row.title, submission.c.title != ""),
        and_(submission.c.speaker.is_not(None), submission.c.speaker == row.speaker),
    )


def _strongest(slugs: frozenset[str] | set[str]) -> tuple[str, ...]:
    return tuple(slug for slug in _STRENGTH if slug in slugs)
