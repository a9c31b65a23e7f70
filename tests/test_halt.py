import threading
import time
from contextlib import suppress

from intake.halt import NEVER, Halt


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


def test_what_is_over_is_not_cut_off_any_more() -> None:
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
