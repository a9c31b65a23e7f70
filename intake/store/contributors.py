"""The address book: who contributed, under which names and for which units; asked of what is stored, kept nowhere else.

An address is in it from its first submission on. It stands in lower case, as `submission.sender` has it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Integer, Row, case, cast, func, or_, select, true

from intake.errors import NoSuchRecord
from intake.likeness import letters
from intake.locale import N_
from intake.model import NAME_OF_ANOTHER, NAME_UNKNOWN, UNIT_DIFFERS, Contributor, Sender
from intake.store.queries import locate
from intake.store.readings import comparable
from intake.store.tables import message, reading, submission
from intake.workflow import Status

#: Submissions whose unit somebody has looked at.
_ACCEPTED: Final = (Status.ACCEPTED, Status.PUBLISHED)
#: An office that sends for more units than this sends for any: that another one comes says nothing.
_FEW_UNITS: Final = 2


@dataclass(frozen=True, slots=True)
class ContributorQuery:
    """Which contributors to list; None stands for any.

    `sender` is a part of an address or name, `unit` of a unit, whatever their case. `since` ≤ last mail < `before`.
    """

    sender: str | None = None
    unit: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    limit: int | None = None


def contributors(connection: Connection, query: ContributorQuery) -> list[Contributor]:
    """List contributors, the one who wrote last first."""
    found = [one for one in _book(connection, true(), true()) if _fits(one, query)]
    found.sort(key=lambda one: (-one.last.timestamp(), one.address))
    return found[: query.limit]


def contributor(connection: Connection, address: str) -> Contributor:
    """Give the entry of an address."""
    one = _entry(connection, comparable(address))
    if one is None:
        raise NoSuchRecord(
            N_(
                "no such contributor — {address} — no submission came from this address — see `intake contributors list`"
            ),
            address=address,
        )
    return one


def sender(connection: Connection, reference: str) -> Sender | None:
    """Tell who sent a submission; None where its mail names no address, or was adopted unread."""
    statement = select(
        submission.c.year,
        submission.c.serial,
        submission.c.message_id,
        submission.c.arrived,
        submission.c.sender,
        submission.c.unit,
        reading.c.from_name,
    ).outerjoin(reading, reading.c.message_id == submission.c.message_id)
    row = locate(connection, statement, reference)
    entry = _entry(connection, row.sender)
    if entry is None:
        return None
    hint, namesake = _name_hint(connection, row)
    hints = (*_unit_hint(connection, row), *hint)
    return Sender(entry, hints, namesake)


def _entry(connection: Connection, address: str) -> Contributor | None:
    return next(_book(connection, submission.c.sender == address, reading.c.sender == address), None)


def _book(
    connection: Connection, of_submissions: ColumnElement[bool], of_mails: ColumnElement[bool]
) -> Iterator[Contributor]:
    """Put entries together, one query a kind of fact."""
    mails = _mails(connection, of_mails)
    names, units = _names(connection, of_mails), _units(connection, of_submissions)
    for row in _tallies(connection, of_submissions):
        confirmed = [unit for unit, sure in units[row.sender] if sure]
        seen = mails[row.sender]
        yield Contributor(
            address=row.sender,
            names=tuple(names[row.sender]),
            units=tuple(confirmed or (unit for unit, _ in units[row.sender])),
            confirmed=bool(confirmed),
            mails=seen.mails,
            submissions=row.submissions,
            accepted=row.accepted,
            returned=row.returned,
            rejected=row.rejected,
            first=seen.first,
            last=seen.last,
        )


def _tallies(connection: Connection, chosen: ColumnElement[bool]) -> Sequence[Row[Any]]:
    statement = (
        select(
            submission.c.sender,
            func.count().label("submissions"),
            _sum(submission.c.status.in_(_ACCEPTED)).label("accepted"),
            _sum(submission.c.status == Status.RETURNED).label("returned"),
            _sum(submission.c.status == Status.REJECTED).label("rejected"),
        )
        .where(chosen, submission.c.sender.in_(select(reading.c.sender).where(reading.c.sender != "")))
        .group_by(submission.c.sender)
    )
    return connection.execute(statement).all()


def _mails(connection: Connection, chosen: ColumnElement[bool]) -> dict[str, Row[Any]]:
    statement = (
        select(
            reading.c.sender,
            func.count().label("mails"),
            func.min(message.c.received).label("first"),
            func.max(message.c.received).label("last"),
        )
        .join(message, message.c.id == reading.c.message_id)
        .where(chosen)
        .group_by(reading.c.sender)
    )
    return {row.sender: row for row in connection.execute(statement)}


def _names(connection: Connection, chosen: ColumnElement[bool]) -> defaultdict[str, list[str]]:
    times = func.count().label("times")
    statement = (
        select(reading.c.sender, reading.c.from_name, times)
        .where(chosen, reading.c.from_name != "")
        .group_by(reading.c.sender, reading.c.from_name)
        .order_by(times.desc(), reading.c.from_name)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.sender].append(row.from_name)
    return found


def _units(connection: Connection, chosen: ColumnElement[bool]) -> defaultdict[str, list[tuple[str, bool]]]:
    """Give the units of each address, those that editors confirmed most often first."""
    confirmed = _sum(or_(submission.c.edited, submission.c.status.in_(_ACCEPTED)))
    statement = (
        select(submission.c.sender, submission.c.unit, confirmed.label("confirmed"))
        .where(chosen, submission.c.unit.is_not(None), submission.c.unit != "")
        .group_by(submission.c.sender, submission.c.unit)
        .order_by(confirmed.desc(), func.count().desc(), submission.c.unit)
    )
    found: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.sender].append((row.unit, row.confirmed > 0))
    return found


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows that meet a condition."""
    return cast(func.sum(case((condition, 1), else_=0)), Integer)


def _fits(one: Contributor, query: ContributorQuery) -> bool:
    return (
        _within(query.sender, (one.address, *one.names))
        and _within(query.unit, one.units)
        and (query.since is None or one.last >= query.since)
        and (query.before is None or one.last < query.before)
    )


def _within(part: str | None, texts: Sequence[str]) -> bool:
    return part is None or any(part.casefold() in text.casefold() for text in texts)


def _unit_hint(connection: Connection, row: Row[Any]) -> tuple[str, ...]:
    """Compare the record's unit with those that came from this address before."""
    before = (submission.c.sender == row.sender) & (submission.c.arrived < row.arrived)
    found = _units(connection, before)[row.sender]
    known = [unit for unit, sure in found if sure] or [unit for unit, _ in found]
    if not row.unit or not 0 < len(known) <= _FEW_UNITS:
        return ()
    return () if any(_akin(row.unit, unit) for unit in known) else (UNIT_DIFFERS,)


def _akin(one: str, other: str) -> bool:
    """Take a unit with its county and the same without it for one."""
    shorter, longer = sorted((letters(one), letters(other)), key=len)
    return shorter in longer


def _name_hint(connection: Connection, row: Row[Any]) -> tuple[tuple[str, ...], str | None]:
    """Compare the sender's name with those known of this address, and of others, when the mail came."""
    name = _folded(row.from_name or "")
    own = [_folded(each) for each in _own_names(connection, row)]
    if not name or name in own:
        return (), None
    for other in _others(connection, row):
        if name in (_folded(other.from_name), _folded(other.sender)):
            return (NAME_OF_ANOTHER,), other.sender
    return ((NAME_UNKNOWN,) if own else ()), None


def _folded(text: str) -> str:
    return letters(text).casefold()


def _own_names(connection: Connection, row: Row[Any]) -> Sequence[str]:
    statement = (
        select(reading.c.from_name)
        .join(message, message.c.id == reading.c.message_id)
        .where(reading.c.sender == row.sender, message.c.received < row.arrived, reading.c.from_name != "")
    )
    return connection.scalars(statement.distinct()).all()


def _others(connection: Connection, row: Row[Any]) -> Sequence[Row[Any, Any]]:
    """List addresses and names of everybody else who had contributed before; all of it stands in indexes."""
    contributed = select(submission.c.sender).where(submission.c.arrived < row.arrived)
    statement = (
        select(reading.c.sender, reading.c.from_name)
        .where(reading.c.sender != row.sender, reading.c.sender.in_(contributed), reading.c.from_name != "")
        .distinct()
        .order_by(reading.c.sender, reading.c.from_name)
    )
    return connection.execute(statement).all()
