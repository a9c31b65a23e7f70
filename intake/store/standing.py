"""What stands on the list in a submission's place, followed through the log."""

from typing import Any

from sqlalchemy import Connection, Row

from intake.model import PROGRAM
from intake.store.log import REREAD, head_of, heads, latest
from intake.store.queries import locate
from intake.workflow import Action, Status


def original_of(connection: Connection, submission_id: int) -> int:
    """Follow a copy to what it repeats in the end."""
    passed = set()
    while submission_id not in passed:
        passed.add(submission_id)
        row = head_of(connection, submission_id)
        if row.status == Status.DUPLICATE and row.duplicate_of is not None:
            submission_id = row.duplicate_of
    return submission_id


def end_of(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """Follow what a copy repeats, and what took an elder's place, to what editors see of them.

    None where that is what no reading has any more.
    """
    passed = set()
    while row.id not in passed:
        passed.add(row.id)
        if row.status == Status.DUPLICATE and row.duplicate_of is not None:
            row = head_of(connection, row.duplicate_of)
        elif row.status == Status.SUPERSEDED:
            newer = superseder(connection, row.id)
            if newer is None:
                last = latest(connection, row.id)
                return None if last is not None and last.reason == REREAD else row
            row = head_of(connection, newer)
    return row


def supersession(
    connection: Connection, submission_id: int, action: Action = Action.SUPERSEDE
) -> Row[Any] | None:
    """Give the row of the log by which the program let a submission give way, if that is how it stands."""
    last = latest(connection, submission_id)
    return last if last is not None and (last.who, last.action) == (PROGRAM, action) else None


def superseder(connection: Connection, submission_id: int) -> int | None:
    """Tell which submission took this one's place."""
    last = supersession(connection, submission_id)
    change = last.changes.get("superseded_by") if last is not None else None
    return locate(connection, heads(), change.new).id if change is not None else None
