"""Every lie of a mail server alone, as a service tells them, and in 200 mixtures: all mails come in, once each.

A case polls twice while the server lies, with a mail that comes in between; then the lies end, and it polls until all
is in, six times at most.
"""

import shutil
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from passing import Poller, box_at, mail

from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.demo.switches import SWITCHES, combination, profile, shuffled, switched
from intake.errors import Exit, IntakeError
from intake.passes import Orders
from intake.poll import Terms
from intake.store import Store, open_store

SHANGHAI = ZoneInfo("Asia/Shanghai")
INSIST = Orders(insist=True)  # what was refused before is put off for longer than a test may take
HANGS = frozenset({"fetch_silent", "login_hang_s", "stall_mid_fetch"})
BUDGET = 5.0  # seconds of a run against a server that hangs; the program's own is 240
HASTE = 1.0  # seconds for an answer of a server that hangs
PATIENCE = 60.0  # seconds for a server that answers, and for a run against it: the processors may be busy
GRACE = 15.0  # seconds that busy processors may be late
POLLS = 6
OLD = datetime.now(UTC) - timedelta(days=60)

#: What ends the first run in failure; with every other lie it ends well.
CODES = {
    **dict.fromkeys(
        (
            "bye_greeting",
            "login_hangs_up",
            "id_bad_then_bye",
            "select_limit",
            "search_busy",
            "fetch_silent",
            "bye_mid_fetch",
            "eof_mid_fetch",
            "rst_mid_fetch",
            "stall_mid_fetch",
            "drops_connection_after_n_fetches",
        ),
        Exit.TRY_LATER,
    ),
    "login_busy_first_n": Exit.NO_PERMISSION,
    "login_busy_until": Exit.NO_PERMISSION,
    "login_refuse_en": Exit.NO_PERMISSION,
    "login_refuse_gbk": Exit.NO_PERMISSION,
}


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a lost connection a moment instead of two seconds."""
    monkeypatch.setattr("intake.passes.Terms", partial(Terms, pause=0.02))


class Case:
    """A server that lies, a store, and what was delivered."""

    def __init__(self, store: Store, server: Server, lies: Collection[str]) -> None:
        hangs = not HANGS.isdisjoint(lies)
        seconds = HASTE if hangs else PATIENCE
        self.budget = BUDGET if hangs else PATIENCE
        box = box_at(server, folders=("INBOX", "Junk*", "&*"), read_timeout=seconds, connect_timeout=seconds)
        self.store, self.server, self.poller = store, server, Poller(store, (box,))
        self.delivered: list[bytes] = []
        self.codes: list[int] = []
        for number in range(1, 6):
            self.deliver(number, OLD if number == 1 else None)
        self.deliver(9, folder="Junk")

    def deliver(self, number: int, received: datetime | None = None, folder: str = "INBOX") -> None:
        self.server.folders[folder].deliver(mail(number), received)
        self.delivered.append(mail(number))

    def poll(self) -> None:
        """Poll once; whatever is wrong, the run ends in its time and with a failure of ours at most."""
        began = time.monotonic()
        try:
            self.codes.append(self.poller.poll(INSIST, self.budget).worst)
        except IntakeError as failure:
            self.codes.append(failure.exit_code)
        assert time.monotonic() - began < self.budget + GRACE
        assert self.codes[-1] in {Exit.DONE, Exit.TRY_LATER, Exit.NO_PERMISSION}
        assert bool(self.codes[-1]) <= bool(self.poller.told)
        self.nothing_was_touched()

    def nothing_was_touched(self) -> None:
        assert self.server.mutations == []
        assert not any(each.flags for folder in self.server.folders.values() for each in folder.mails)

    def stored(self) -> list[bytes]:
        return sorted(self.store.raw(row.id) for row in self.store.messages())

    def complete(self) -> bool:
        return self.stored() == sorted(self.delivered)

    def run(self) -> int:
        """Poll while it lies and afterwards; give how many polls all needed from then on."""
        self.poll()
        self.deliver(6)
        self.poll()
        assert set(self.stored()) <= set(self.delivered)
        self.server.faults.calm()
        for polls in range(1, POLLS + 1):
            self.poll()
            if self.complete():
                return polls
        raise AssertionError(f"{len(self.stored())} of {len(self.delivered)} mails after {POLLS} polls")


@contextmanager
def case(folder: Path, whole_file: Path, faults: Faults, lies: Collection[str] = ()) -> Iterator[Case]:
    path = folder / "intake.db"
    shutil.copy(whole_file, path)
    with (
        serving({"INBOX": [], "Junk": []}, faults=faults) as server,
        open_store(f"sqlite:///{path}", SHANGHAI) as store,
    ):
        yield Case(store, server, lies)


@pytest.mark.parametrize("name", sorted(SWITCHES))
def test_with_a_lie_alone_every_mail_comes_in_once(name: str, tmp_path: Path, whole_file: Path) -> None:
    with case(tmp_path, whole_file, switched(name), {name}) as one:
        one.run()
    assert one.codes[0] == CODES.get(name, Exit.DONE)
    assert one.codes[-1] == Exit.DONE


@pytest.mark.parametrize("name", ["qq", "163", "sina"])
def test_with_the_ways_of_a_service_every_mail_comes_in_once(
    name: str, tmp_path: Path, whole_file: Path
) -> None:
    with case(tmp_path, whole_file, profile(name)) as one:
        one.run()
    assert set(one.codes) == {Exit.DONE}


def test_with_any_mixture_of_lies_every_mail_comes_in_once(tmp_path: Path, whole_file: Path) -> None:
    def attempt(seed: int) -> str:
        folder = tmp_path / str(seed)
        folder.mkdir()
        try:
            with case(folder, whole_file, shuffled(seed), combination(seed)) as one:
                one.run()
        except Exception as error:  # noqa: BLE001  # whatever it is, the other mixtures are to be tried
            return f"{seed} {' + '.join(combination(seed))}: {type(error).__name__} {error}"
        return ""

    with ThreadPoolExecutor(8) as threads:
        assert list(filter(None, threads.map(attempt, range(200)))) == []
