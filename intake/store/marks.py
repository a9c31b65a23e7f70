"""The warnings by which the list shows what a submission is to others."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from intake.likeness import Features, may_correct
from intake.store.kin import closeness, of_same_name, recognised, with_record
from intake.store.tables import submission

#: The warning that shows on the list that a submission resembles another.
LOOK_ALIKE: Final = "look_alike"
#: The warning of a correction that took an elder's place by itself: editors see on the list that one is gone.
REPLACES: Final = "replaces"
#: The warning of what says to be a correction and agrees with one from another address.
MAY_CORRECT: Final = "may_correct"


def corrections(connection: Connection, row: Row[Any], one: Features) -> Iterator[int]:
    """Find what may be a correction from another address: this one, or one that came later and was read before."""
    close = closeness(connection)
    kin = with_record().where(submission.c.id != row.id, submission.c.sender != row.sender, of_same_name(row))
    later = kin.where(
        submission.c.id < row.id, submission.c.correction.is_(True), submission.c.arrived >= row.arrived
    )
    for other in connection.execute(later).all():
        if may_correct(recognised(other), one, close):
            yield other.id
    earlier = kin.where(submission.c.arrived <= row.arrived)
    if row.correction and any(
        may_correct(one, recognised(other), close) for other in connection.execute(earlier).all()
    ):
        yield row.id


def warn(connection: Connection, submission_id: int, slug: str) -> None:
    """Give a submission a mark, once."""
    warnings = _warnings(connection, submission_id)
    if slug not in warnings:
        _put_warnings(connection, submission_id, (*warnings, slug))


def unwarn(connection: Connection, submission_id: int, slug: str) -> None:
    """Take a mark off."""
    warnings = _warnings(connection, submission_id)
    _put_warnings(connection, submission_id, tuple(each for each in warnings if each != slug))


def _warnings(connection: Connection, submission_id: int) -> tuple[str, ...]:
    here = select(submission.c.warnings).where(submission.c.id == submission_id)
    warnings: tuple[str, ...] = connection.execute(here).scalar_one()
    return warnings


def _put_warnings(connection: Connection, submission_id: int, warnings: tuple[str, ...]) -> None:
    connection.execute(update(submission).where(submission.c.id == submission_id).values(warnings=warnings))
