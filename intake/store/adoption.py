"""A mail that made no submission, turned into one by an editor."""

from sqlalchemy import Connection, insert, select

from intake.errors import ActionRefused, Items
from intake.locale import N_
from intake.model import Number
from intake.store.log import Line, Moment, enter, head_of
from intake.store.readings import comparable, insert_submission, locked, next_numbers, numbers_of
from intake.store.rereading import ADOPTED
from intake.store.tables import content, problem, reading
from intake.store.triage import by_hand
from intake.workflow import Entry, Status


def adopt(connection: Connection, message_id: int, who: str, moment: Moment) -> Number:
    """Make a submission of a mail's own words; ActionRefused where the mail has submissions already."""
    by_hand(who)
    arrival = locked(connection, message_id)
    if known := numbers_of(connection, message_id):
        raise ActionRefused(
            N_("not adopted — mail {id} — it has submissions: {numbers} — see `intake show {first}`"),
            id=message_id,
            numbers=Items(known),
            first=known[0],
        )
    row = connection.execute(select(reading).where(reading.c.message_id == message_id)).one_or_none()
    named = row or connection.execute(select(problem).where(problem.c.message_id == message_id)).one_or_none()
    (number,) = next_numbers(connection, arrival.received.astimezone(moment.zone).year, 1)
    columns = {
        "source": ADOPTED,
        "ordinal": 0,
        "status": Status.PENDING,
        "archived": False,  # somebody wants it
        "title": named.subject if named else "",
        "engine": "body",
        "format": "body",
        "fingerprint": "",
        "confidence": 0.0,
        "warnings": row.warnings if row else (),
        "sender": comparable(named.from_address) if named else "",
    }
    submission_id = insert_submission(connection, arrival, number, columns)
    text = row.text if row else ""
    connection.execute(insert(content).values(submission_id=submission_id, record=None, text=text))
    head = head_of(connection, submission_id)
    enter(connection, head, Line(who, Entry.ADOPT), moment)
    return number
