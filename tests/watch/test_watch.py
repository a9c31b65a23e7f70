"""The loop: when the next pass comes, and when none does any more."""

import threading
from collections.abc import Callable
from random import Random

import pytest
from watching import FOREVER, PATIENCE

from intake.errors import ConfigError
from intake.halt import Halt, Latch
from intake.passes import Outcome
from intake.watch import Watch


class NotingHalt(Halt):
    """Notes how long it is waited for, and lets nobody wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return super().wait(0)


class NotingLatch(Latch):
    """The same, of a server that tells nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)


class Passes:
    """Counts the passes that are made; each does something first."""

    def __init__(self, act: Callable[[int], object] = lambda _number: None) -> None:
        self.number = 0
        self.act = act

    def __call__(self) -> Outcome | None:
        self.number += 1
        self.act(self.number)
        return None


def ended(watch: Watch, halt: Halt) -> bool:
    """Run a watch, and tell whether it ends."""
    thread = threading.Thread(target=watch.run, args=(halt,), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return not thread.is_alive()


def pauses(interval: float) -> list[tuple[float, float]]:
    """Tell how each pause is made up: of the gap, in which nobody is heard, and of the rest."""
    halt, told = NotingHalt(), NotingLatch()
    Watch(Passes(), interval, told=told, passes=201, chance=Random(7)).run(halt)
    return list(zip(halt.waits, told.waits, strict=True))


def test_the_interval_is_a_tenth_longer_or_shorter_at_random() -> None:
    made = [gap + rest for gap, rest in pauses(300.0)]
    expected = Random(7)
    assert made == pytest.approx([300.0 * expected.uniform(0.9, 1.1) for _ in range(200)])
    assert min(made) < 275.0
    assert max(made) > 325.0


def test_a_gap_lies_between_two_passes_however_fast_a_server_tells() -> None:
    assert {gap for gap, _ in pauses(300.0)} == {5.0}


def test_a_gap_makes_no_interval_longer() -> None:
    assert {rest for _, rest in pauses(1.0)} == {0.0}
    assert max(gap for gap, _ in pauses(1.0)) <= 1.1
    assert set(pauses(0.0)) == {(0.0, 0.0)}


def test_what_is_told_during_a_pass_brings_the_next_one() -> None:
    told = Latch()
    passes = Passes(lambda number: told.set() if number < 3 else halt.ask())
    halt = Halt()
    assert ended(Watch(passes, FOREVER, told=told, gap=0.0), halt)
    assert passes.number == 3


def test_what_was_told_before_a_pass_brings_no_other() -> None:
    halt, told = NotingHalt(), Latch()
    told.set()
    watch = Watch(Passes(lambda _number: waited.append(told.open)), FOREVER, told=told, passes=1)
    waited: list[bool] = []
    watch.run(halt)
    assert waited == [False]


def test_it_ends_at_once_when_asked_during_a_pass() -> None:
    halt = Halt()
    passes = Passes(lambda _number: halt.ask())
    assert ended(Watch(passes, FOREVER), halt)
    assert passes.number == 1


@pytest.mark.parametrize("gap", [0.0, FOREVER])
def test_it_ends_at_once_when_asked_between_two_passes(gap: float) -> None:
    halt, passes = Halt(), Passes(lambda _number: threading.Timer(0.05, halt.ask).start())
    assert ended(Watch(passes, FOREVER, gap=gap), halt)
    assert passes.number == 1


def test_it_makes_no_pass_when_asked_before_the_first() -> None:
    halt, passes = Halt(), Passes()
    halt.ask()
    assert ended(Watch(passes, 0.0), halt)
    assert passes.number == 0


def test_it_makes_so_many_passes_as_asked_for() -> None:
    passes = Passes()
    Watch(passes, 0.0, passes=7).run(Halt())
    assert passes.number == 7


def test_what_no_later_pass_can_mend_ends_it() -> None:
    def break_down(_number: int) -> None:
        raise ConfigError("no")

    with pytest.raises(ConfigError):
        Watch(Passes(break_down), 0.0).run(Halt())
