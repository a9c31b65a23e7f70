"""A day with everything in it that a poller has to get right, and the judge at its end."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from crash_points import killed
from hard_times import ZONE, Poller
from ledger import violations
from lying_server import LyingServer, calm, deliver, expunge, lie
from post_office import letter, refill

from intake.demo.faults import Faults
from intake.store import open_store

Mutant = Callable[[], object]

#: Two mails of one Message-ID, and one byte by byte in two folders.
MORNING: Final = {
    "INBOX": (letter(1), letter(2), letter(3), letter(4)),
    "Junk": (letter(1), letter(11, "别稿", message_id=2)),
}
EVENING: Final = letter(5)


def hard_day(server: LyingServer, database: Path, mutant: Mutant = lambda: None) -> list[str]:
    """Poll through a day in children, whose program a mutant may have changed; give what the judge says of it.

    One mail is listed and not given, one comes by half; another poll without a lock does its work in the middle of
    the first; then a human removes what has landed, and more comes.
    """
    poller = Poller(database, server.config("INBOX", "Junk"), locked=False)

    def morning() -> None:
        mutant()
        with open_store(f"sqlite:///{database}", ZONE) as store:

            def another() -> None:
                poller.poll(store)

            poller.poll(store, another)

    def later() -> None:
        mutant()
        poller.until_quiet()

    server.do(refill, MORNING)
    server.do(lie, Faults(missing={2}, short={3: 1}))
    assert not killed(morning)
    server.do(calm)
    assert not killed(later)
    server.do(expunge, [4])
    server.do(deliver, EVENING)
    assert not killed(later)
    return violations(database, [*MORNING["INBOX"], *MORNING["Junk"], EVENING])
