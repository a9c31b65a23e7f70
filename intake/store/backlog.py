"""What stands in the store, in a few counts that read an index each and no long column."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, Table, func, select

from intake.model import Backlog, Withheld
from intake.store import outstanding, queries, runs
from intake.store.tables import WAITING, message, problem, submission


def backlog(connection: Connection, mailboxes: Iterable[str]) -> Backlog:
    """Count everything, and tell how the last polls of the mailboxes went."""
    names = tuple(mailboxes)
    kept_back = outstanding.counted(connection)
    last = {name: runs.last(connection, name) for name in names}
    return Backlog(
        statuses=queries.counts(connection),
        oldest=connection.scalar(select(func.min(submission.c.arrived)).where(WAITING)),
        problems=_problems(connection),
        mails=_count(connection, message),
        unread=_count(connection, message, message.c.unread.is_(True)),
        size=runs.size(connection),
        pending={name: _pending(kept_back, name) for name in names},
        oversize={name: kept_back.get((name, Withheld.OVERSIZE), 0) for name in names},
        successes={name: runs.last_success(connection, name) for name in names},
        exit_codes={
            name: run.exit_code for name, run in last.items() if run is not None and run.exit_code is not None
        },
    )


def _count(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return int(connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0)


def _pending(kept_back: Mapping[tuple[str, Withheld], int], name: str) -> int:
    return sum(kept_back.get((name, why), 0) for why in (Withheld.ABSENT, Withheld.SHORT))


def _problems(connection: Connection) -> Mapping[str, int]:
    rows = connection.execute(select(problem.c.code, func.count()).group_by(problem.c.code))
    return {code: number for code, number in rows}  # noqa: C416  # dict() of rows has no type
