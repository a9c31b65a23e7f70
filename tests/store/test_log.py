from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from intake.errors import ActionRefused, IntakeError
from intake.model import Contribution, Verdict
from intake.store import Store
from intake.store.log import Line, Moment, enter, heads
from intake.store.queries import locate
from intake.store.schema import opened
from intake.workflow import Action, Entry, Status

Speech = Callable[..., Contribution]
Arrive = Callable[..., list[str]]

CHANGES = {
    "sqlite": ("UPDATE decision SET who = 'somebody else'", "DELETE FROM decision"),
    "postgresql": ("UPDATE decision SET note = ''", "DELETE FROM decision", "TRUNCATE decision"),
}


def test_the_database_itself_refuses_to_change_the_log(
    store: Store, store_url: str, speech: Speech, arrive: Arrive
) -> None:
    arrive(speech())
    store.decide("1", Verdict(Action.RETURN, "王编"))
    before = store.log("1")
    for change in CHANGES["sqlite" if store_url.startswith("sqlite") else "postgresql"]:
        with (
            pytest.raises(IntakeError, match="a decision is never changed or removed"),
            opened(store_url, 5) as database,
            database.writing() as connection,
        ):
            connection.execute(text(change))
    assert store.log("1") == before


@pytest.mark.parametrize("line", [Line("李编", Action.ACCEPT, Status.ACCEPTED), Line("李编", Entry.NOTE)])
def test_nothing_is_written_on_a_status_that_is_not_there_any_more(
    store: Store, store_url: str, speech: Speech, arrive: Arrive, line: Line
) -> None:
    arrive(speech())
    with opened(store_url, 5) as database:
        with database.reading() as connection:
            head = locate(connection, heads(), "1")
        made = store.decide("1", Verdict(Action.RETURN, "王编"))
        moment = Moment(datetime.now(UTC), ZoneInfo("Asia/Shanghai"))
        with (
            pytest.raises(ActionRefused, match="decided meanwhile — 2026-0001 — 王编 at "),
            database.writing() as connection,
        ):
            enter(connection, head, line, moment)
    assert store.log("1") == [made]
    assert store.submission("1").row.status is Status.RETURNED
