"""SIGKILL at any moment, again and again, against a server that lies while mail goes on coming.

The ordinary suite takes a minute of it, `pytest -m slow tests/torture/test_random_kills.py` 1,000 and 500 kills.
"""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import pytest
from hard_times import Ordeal, Poller
from ledger import violations
from lying_server import Held, LyingServer, snapshot
from post_office import refill

Tell = Callable[[str], None]
_FOR_EVER = 3600.0


@pytest.mark.parametrize(
    ("pollers", "extent"),
    [
        pytest.param(1, (1000, 45.0), id="one"),
        pytest.param(2, (500, 15.0), id="two-without-a-lock"),
        pytest.param(1, (1000, _FOR_EVER), id="one-1000-times", marks=pytest.mark.slow),
        pytest.param(2, (500, _FOR_EVER), id="two-500-times", marks=pytest.mark.slow),
    ],
)
def test_nothing_is_lost_and_nothing_doubled_whenever_a_poll_is_killed(
    server: LyingServer, tmp_path: Path, tell: Tell, pollers: int, extent: tuple[int, float]
) -> None:
    server.do(refill, {"INBOX": (), "Junk": (), "Done": ()})
    config = server.config("INBOX", "Junk", read_timeout=0.5)
    database = tmp_path / "intake.db"
    crowd = [Poller(database, config, locked=pollers == 1) for _ in range(pollers)]
    toll, delivered = Ordeal(server, crowd, seed=pollers).endure(*extent)
    found = violations(database, delivered)
    tell(
        f"random kills, pollers {pollers}: {toll.kills}; mails {toll.mails}, of which sent again {toll.resent}; "
        f"violations {len(found)}; quiet after {toll.polls} polls"
    )
    assert found == []
    assert flagged(server.do(snapshot)) == []
    assert toll.mails == sum(len(held.mails) for held in server.do(snapshot).values())


def flagged(folders: Mapping[str, Held]) -> Collection[str]:
    """Name the mails with a flag: nobody was asked to set one."""
    return [mail.sha256 for held in folders.values() for mail in held.mails.values() if mail.flags]
