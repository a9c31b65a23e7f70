"""The submissions that resemble one, for an editor to judge."""

from typing import Any, Final

from sqlalchemy import Connection, Row, case, or_

from intake.likeness import SIMILAR, may_correct, resemblance, similarity
from intake.model import LookAlike
from intake.store.kin import akin, equal, of_same_name, recognised, with_record
from intake.store.queries import lines, locate, submission_row
from intake.store.tables import content, submission

#: What an editor is told first.
_STRENGTH: Final = ("same_file", "same_text", "revision", "may_correct", "same_title", "similar_text")
_MANY: Final = 50  # submissions whose text is compared for one screen


def look_alikes(connection: Connection, reference: str) -> list[LookAlike]:
    """List the submissions that resemble one, the strongest resemblance first."""
    whole = with_record().add_columns(content.c.text)
    row = locate(connection, whole, reference)
    one = recognised(row)
    kin = connection.execute(
        whole.where(submission.c.id != row.id, or_(akin(one), of_same_name(row)))
        .order_by(case((equal(one), 0), else_=1), submission.c.id.desc())  # a busy office sends a great deal
        .limit(_MANY)
    )
    why = {other.id: slugs for other in kin if (slugs := _why(row, other))}
    rows = connection.execute(lines().add_columns(submission.c.id).where(submission.c.id.in_(why)))
    found = [LookAlike(submission_row(row), why[row.id]) for row in rows]
    return sorted(found, key=lambda each: (_STRENGTH.index(each.why[0]), str(each.row.number)))


def _why(row: Row[Any], other: Row[Any]) -> tuple[str, ...]:
    one, two = recognised(row), recognised(other)
    slugs = set(resemblance(one, two))
    close = similarity(row.text, other.text)
    if close >= SIMILAR and "same_text" not in slugs:
        slugs.add("similar_text")
    if may_correct(one, two, lambda *_: close) or may_correct(two, one, lambda *_: close):
        slugs.add("may_correct")
    return strongest(slugs)


def strongest(slugs: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Order slugs of resemblance, the strongest first."""
    return tuple(slug for slug in _STRENGTH if slug in slugs)
