"""Counts over all submissions and their log."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from intake.model import Change, Number, Overruled, Share
from intake.store.filters import Period
from intake.store.tables import decision, submission
from intake.workflow import Entry, Status

#: What submissions are counted by, in the order in which it is shown.
GROUPS: Final = ("status", "month", "unit", "sender")

#: The rule that a field has once an editor wrote it.
_BY_EDITOR: Final = "editor"

_ACCEPTED: Final = frozenset({Status.ACCEPTED, Status.PUBLISHED})
_REFUSED: Final = frozenset({Status.RETURNED, Status.REJECTED})


def shares(connection: Connection, period: Period, zone: ZoneInfo) -> Mapping[str, tuple[Share, ...]]:
    """Count the submissions that are not archived, by each of GROUPS: statuses and months in order, then the most."""
    counted: dict[str, defaultdict[str, Counter[str]]] = {group: defaultdict(Counter) for group in GROUPS}
    columns = (submission.c.status, submission.c.arrived, submission.c.unit, submission.c.sender)
    chosen = (submission.c.archived.is_(False), *period.conditions(submission.c.arrived))
    for row in connection.execute(select(*columns).where(*chosen)):
        month = f"{row.arrived.astimezone(zone):%Y-%m}"
        keys = (row.status, month, row.unit or "", row.sender)
        for group, key in zip(GROUPS, keys, strict=True):
            counted[group][key][_outcome(row.status)] += 1
    return {group: tuple(_ordered(group, keys)) for group, keys in counted.items()}


def _outcome(status: str) -> str:
    if status in _ACCEPTED:
        return "accepted"
    return "refused" if status in _REFUSED else "open"


def _ordered(group: str, keys: Mapping[str, Counter[str]]) -> Iterator[Share]:
    def place(key: str) -> tuple[int, str]:
        if group == "status":
            return list(Status).index(Status(key)), key
        return (0, key) if group == "month" else (-keys[key].total(), key)

    for key in sorted(keys, key=place):
        counts = keys[key]
        yield Share(key, counts.total(), counts["accepted"], counts["refused"])


def corrected(connection: Connection) -> list[int]:
    """List the mails of which an editor edited a submission, or put one aside, in the order they landed."""
    touched = submission.c.edited.is_(True) | (submission.c.status == Status.DISMISSED)
    statement = select(submission.c.message_id).where(touched).distinct().order_by(submission.c.message_id)
    return list(connection.scalars(statement))


def overruled(connection: Connection, period: Period) -> list[Overruled]:
    """Count the corrections that stand, by the rule and the field they overrule; the most first."""
    found: defaultdict[tuple[str, str], list[tuple[Row[Any], Change]]] = defaultdict(list)
    for (_, field), (row, change) in _standing(connection, period).items():
        found[str(change.rule), field].append((row, change))
    told = []
    for (rule, field), corrections in found.items():
        row, change = max(corrections, key=lambda one: one[0].id)
        number = Number(row.year, row.serial)
        told.append(Overruled(rule, field, len(corrections), number, change.old, change.new))
    return sorted(told, key=lambda one: (-one.corrections, one.field, one.rule))


def _standing(connection: Connection, period: Period) -> dict[tuple[int, str], tuple[Row[Any], Change]]:
    """Give the corrections that no later edit took back, by submission and field, each with the first old value."""
    columns = (
        decision.c.id, decision.c.submission_id, decision.c.changes, submission.c.year, submission.c.serial
    )  # fmt: skip
    rows: Iterable[Row[Any]] = connection.execute(
        select(*columns)
        .join(submission, submission.c.id == decision.c.submission_id)
        .where(decision.c.action == Entry.EDIT, *period.conditions(decision.c.at))
        .order_by(decision.c.id)
    )
    standing: dict[tuple[int, str], tuple[Row[Any], Change]] = {}
    for row in rows:
        for field, change in row.changes.items():
            key = (row.submission_id, field)
            if change.rule not in {None, _BY_EDITOR}:
                standing[key] = (row, change)
            elif key in standing:
                standing[key] = (row, Change(standing[key][1].old, change.new, standing[key][1].rule))
            if key in standing and standing[key][1].old == standing[key][1].new:
                del standing[key]  # confirmed, or given back to the reading
    return standing
