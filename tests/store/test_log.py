from collections.abc import Callable

import pytest
from sqlalchemy import text

from intake.errors import IntakeError
from intake.model import Contribution, Verdict
from intake.store import Store
from intake.store.schema import opened
from intake.workflow import Action

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
