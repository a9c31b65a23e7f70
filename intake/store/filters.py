"""Which submissions a list shows, and in which order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select, tuple_

from intake.model import MailKind, Number
from intake.store.tables import WAITING, reading, submission
from intake.workflow import NEEDS_ACTION, Status

Sort = Literal["arrived", "number", "title", "unit", "speaker", "confidence"]

_NUMBER: Final = (submission.c.year, submission.c.serial)
_KEYS: Final[Mapping[Sort, tuple[ColumnElement[Any], ...]]] = MappingProxyType(
    {
        "number": _NUMBER,
        "arrived": (submission.c.arrived, *_NUMBER),
        "title": (submission.c.title, *_NUMBER),
        "unit": (func.coalesce(submission.c.unit, ""), *_NUMBER),
        "speaker": (func.coalesce(submission.c.speaker, ""), *_NUMBER),
        "confidence": (submission.c.confidence, *_NUMBER),
    }
)


@dataclass(frozen=True, slots=True)
class Period:
    """From when (included) until when (excluded), both aware; None is no bound."""

    since: datetime | None = None
    before: datetime | None = None

    def conditions(self, moment: ColumnElement[datetime]) -> Iterator[ColumnElement[bool]]:
        """Give the conditions on a column of moments."""
        if self.since is not None:
            yield moment >= self.since
        if self.before is not None:
            yield moment < self.before


@dataclass(frozen=True, slots=True)
class SubmissionQuery:
    """Which submissions to list; None stands for any.

    `unit`, `speaker`, `sender` (name or address of the mail) and `title` are parts of what must be there, whatever
    their case. `assignee` is a whole name, "" for nobody's. `since` ≤ arrival < `before`, both aware. `below` is a confidence,
    exclusive. `warning` is a slug, `format` a sniffed type or "body", `engine` how
    the text was obtained. `after` is the last number of the page before.
    """

    statuses: tuple[Status, ...] | None = NEEDS_ACTION
    archived: bool | None = False
    kind: MailKind | None = None
    title: str | None = None
    unit: str | None = None
    speaker: str | None = None
    sender: str | None = None
    assignee: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    below: float | None = None
    warning: str | None = None
    format: str | None = None
    engine: str | None = None
    sort: Sort = "arrived"
    descending: bool = False
    limit: int | None = None
    after: Number | None = None


def paged(statement: Select[Any], query: SubmissionQuery) -> Select[Any]:
    """Choose, sort and cut a selection of submissions joined with their readings."""
    key = _KEYS[query.sort]
    chosen = filtered(statement, query)
    if query.after is not None:
        here, last = tuple_(*key), _place(query, query.after)
        chosen = chosen.where(here < last if query.descending else here > last)
    return chosen.order_by(*(each.desc() if query.descending else each for each in key)).limit(query.limit)


def filtered(statement: Select[Any], query: SubmissionQuery) -> Select[Any]:
    """Choose from a selection of submissions joined with their readings, whatever the page."""
    return statement.where(*_conditions(query))


def _place(query: SubmissionQuery, number: Number) -> ColumnElement[Any]:
    """Give where the last page ended; for any order but that of the numbers the database knows it."""
    if query.sort == "number":
        return tuple_(literal(number.year), literal(number.serial))
    return (
        select(*_KEYS[query.sort])
        .where(submission.c.year == number.year, submission.c.serial == number.serial)
        .correlate(None)
        .scalar_subquery()
    )


def _conditions(query: SubmissionQuery) -> Iterator[ColumnElement[bool]]:
    yield from _standing(query)
    yield from _texts(query)
    if query.kind is not None:
        yield reading.c.kind == query.kind
    if query.assignee is not None:
        yield submission.c.assignee == query.assignee if query.assignee else submission.c.assignee.is_(None)
    yield from Period(query.since, query.before).conditions(submission.c.arrived)
    if query.below is not None:
        yield submission.c.confidence < query.below
    if query.format is not None:
        yield submission.c.format == query.format
    if query.engine is not None:
        yield submission.c.engine == query.engine


def _standing(query: SubmissionQuery) -> Iterator[ColumnElement[bool]]:
    """Name the default list as its partial index does."""
    if query.archived is False and query.statuses is not None and set(query.statuses) == set(NEEDS_ACTION):
        yield WAITING
        return
    if query.archived is not None:
        yield submission.c.archived.is_(query.archived)
    if query.statuses is not None:
        yield submission.c.status.in_(query.statuses)


def _texts(query: SubmissionQuery) -> Iterator[ColumnElement[bool]]:
    for column, part in (
        (submission.c.title, query.title),
        (submission.c.unit, query.unit),
        (submission.c.speaker, query.speaker),
    ):
        if part is not None:
            yield column.icontains(part, autoescape=True)
    if query.sender is not None:
        name, address = reading.c.from_name, reading.c.from_address
        yield name.icontains(query.sender, autoescape=True) | address.icontains(query.sender, autoescape=True)
    if query.warning is not None:  # a list of slugs, as JSON; behind a colon some say more
        told = cast(submission.c.warnings, String)
        yield or_(*(told.contains(f'"{query.warning}{end}', autoescape=True) for end in '":'))
