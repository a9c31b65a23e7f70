"""When a run has to end: its time is over, or a signal asks for it; a conversation that hangs is cut off then."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy

NEVER = float("inf")


class Latch:
    """An event that a signal handler may set in the very thread that waits for it.

    threading.Event holds a lock of its own while it is set, cleared or about to wait: a handler that comes just then
    waits for that lock for ever.
    """

    def __init__(self) -> None:
        """Begin closed."""
        self.open = False
        self._gate = threading.Lock()
        self._gate.acquire()

    def set(self) -> None:
        """Open: whoever waits goes on."""
        self.open = True
        with suppress(RuntimeError):  # it is open already
            self._gate.release()

    def clear(self) -> None:
        """Close; only for the one that waits."""
        self._gate.acquire(blocking=False)
        self.open = False

    def wait(self, seconds: float) -> None:
        """Wait until it is open, so many seconds at most; it stays open for the others."""
        if self._gate.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
            with suppress(RuntimeError):  # set meanwhile
                self._gate.release()


class Halt:
    """What long work asks before it goes on. `deadline` is a time of time.monotonic()."""

    def __init__(self, deadline: float = NEVER) -> None:
        """Let the work go on until the deadline."""
        self.deadline = deadline
        self._asked = Latch()
        self._cuts: list[Callable[[], object]] = []

    @property
    def now(self) -> bool:
        """Tell whether to end."""
        return self.asked or time.monotonic() >= self.deadline

    @property
    def asked(self) -> bool:
        """Tell whether somebody asked for the end, time or no time."""
        return self._asked.open

    @property
    def remaining(self) -> float:
        """Tell how many seconds are left, 0 at least."""
        return 0.0 if self.asked else max(0.0, self.deadline - time.monotonic())

    def ask(self) -> None:
        """Ask for the end, from a signal handler or another thread: what waits for a server is cut off."""
        self._asked.set()
        for cut in tuple(self._cuts):
            cut()

    def wait(self, seconds: float) -> bool:
        """Sleep, not beyond the end; tell whether it came."""
        self._asked.wait(min(seconds, self.remaining))
        return self.now

    def share(self, parts: int) -> "Halt":
        """Give one of several parts its share of the time that is left."""
        return self.within(self.remaining / parts)

    def within(self, seconds: float) -> "Halt":
        """Give a part of this run at most so many seconds; asking for the end of the whole ends it, too."""
        part = copy(self)
        part.deadline = min(self.deadline, time.monotonic() + seconds)
        return part

    @contextmanager
    def cutting(self, cut: Callable[[], object]) -> Iterator[None]:
        """Call `cut` when the end comes before the block is left: a server may drip a byte a second for ever."""
        self._cuts.append(cut)
        if self.asked:  # perhaps before that
            cut()
        timer = threading.Timer(self.remaining, cut) if self.deadline < NEVER else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            yield
        finally:
            if timer is not None:
                timer.cancel()
            self._cuts.remove(cut)
