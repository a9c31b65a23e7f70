"""The end of a run: asked for from anywhere, it is heard at once."""

import subprocess
import sys
import threading
import time
from contextlib import suppress

from intake.halt import NEVER, Halt, Latch

#: Timer signals of every phase, each of which asks for the end of a run that waits, or is about to.
_ROUNDS = """
import random, signal
from intake.halt import Halt, Latch
chance = random.Random(7)
for _ in range(20_000):
    halt, told = Halt(), Latch()
    def ask(*_):
        halt.ask()
        told.set()
    signal.signal(signal.SIGALRM, ask)
    signal.setitimer(signal.ITIMER_REAL, chance.uniform(1e-5, 2e-4))
    while not halt.wait(1e-5):
        told.clear()
        told.wait(1e-5)
    if halt.wait(3600):
        told.set()
        told.wait(3600)
"""


def test_a_signal_at_whatever_moment_ends_a_wait() -> None:
    done = subprocess.run([sys.executable, "-c", _ROUNDS], capture_output=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_end_of_the_whole_is_that_of_its_parts() -> None:
    halt = Halt()
    part = halt.within(3600).share(2)
    assert not part.now
    halt.ask()
    assert part.asked
    assert part.wait(3600)
    assert part.remaining == 0.0


def test_the_end_of_a_part_is_not_that_of_the_whole() -> None:
    halt = Halt()
    part = halt.within(0.0)
    assert part.now
    assert not part.asked
    assert not halt.now


def test_what_begins_after_the_end_was_asked_for_is_cut_off_at_once() -> None:
    halt, cuts = Halt(), []
    halt.ask()
    with halt.cutting(lambda: cuts.append("cut")):
        assert cuts == ["cut"]


def test_what_is_over_is_not_cut_off_any_more() -> None:
    halt, cuts = Halt(), []
    with halt.cutting(lambda: cuts.append("cut")):
        pass
    halt.ask()
    assert cuts == []


def test_everybody_who_waits_for_a_latch_goes_on() -> None:
    latch = Latch()
    waiting = [threading.Thread(target=latch.wait, args=(3600,), daemon=True) for _ in range(5)]
    for thread in waiting:
        thread.start()
    latch.set()
    for thread in waiting:
        thread.join(60)
    assert not any(thread.is_alive() for thread in waiting)
    assert latch.open


def test_a_latch_that_was_set_twice_is_closed_once() -> None:
    latch = Latch()
    latch.set()
    latch.set()
    latch.wait(3600)
    latch.clear()
    assert not latch.open
    latch.wait(0.001)
    assert not latch.open


def test_without_a_deadline_work_goes_on_until_somebody_asks_for_its_end() -> None:
    halt = Halt()
    assert (halt.now, halt.asked, halt.remaining) == (False, False, NEVER)
    halt.ask()
    assert (halt.now, halt.asked, halt.remaining) == (True, True, 0.0)


def test_a_deadline_that_passed_ends_work_that_nobody_asked_to_end() -> None:
    halt = Halt(time.monotonic() - 1)
    assert (halt.now, halt.asked, halt.remaining) == (True, False, 0.0)


def test_a_wait_ends_with_the_time_it_was_given() -> None:
    assert not Halt(time.monotonic() + 60).wait(0.0)


def test_a_wait_does_not_go_beyond_the_deadline() -> None:
    assert Halt(time.monotonic() + 0.01).wait(NEVER)


def test_a_wait_ends_when_the_end_is_asked_for() -> None:
    halt = Halt()
    timer = threading.Timer(0.01, halt.ask)
    timer.start()
    assert halt.wait(60.0)
    timer.join()


def test_parts_share_the_time_that_is_left() -> None:
    halt = Halt(time.monotonic() + 90)
    part = halt.share(3)
    assert 0 < part.remaining <= 30 < halt.remaining
    assert halt.share(1).deadline <= halt.deadline


def test_a_part_of_endless_time_is_endless() -> None:
    assert Halt().share(3).remaining == NEVER


def test_asking_for_the_end_of_the_whole_ends_its_parts() -> None:
    halt = Halt(time.monotonic() + 90)
    part = halt.share(2)
    halt.ask()
    assert part.asked


def test_what_hangs_is_cut_off_at_the_deadline() -> None:
    cut = threading.Event()
    with Halt(time.monotonic() + 0.01).cutting(cut.set):
        assert cut.wait(60.0)


def test_what_hangs_in_a_part_is_cut_off_when_the_end_of_the_whole_is_asked_for() -> None:
    halt, cut = Halt(), threading.Event()
    with halt.share(2).cutting(cut.set):
        halt.ask()
        assert cut.is_set()


def test_no_timer_is_left_of_what_is_over() -> None:
    halt, cut = Halt(time.monotonic() + 60), threading.Event()
    timers = threading.active_count()
    with suppress(ValueError), halt.cutting(cut.set):
        raise ValueError
    halt.ask()
    assert not cut.is_set()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()
    assert threading.active_count() <= timers
