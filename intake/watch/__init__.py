"""Passes for ever: at an interval, and as soon as a server tells of new mail.

Nothing depends on what servers tell: imap.qq.com answers "+ idling" and never says a word. What it saves is waiting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random

from intake.halt import Halt, Latch
from intake.passes import Outcome
from intake.watch.listener import Listener, Pauses

__all__ = ["Listener", "Pauses", "Watch"]

_JITTER = 0.1  # of the interval, both ways: many watchers of one service do not call at the same second


@dataclass(slots=True)
class Watch:
    """What is watched: `make` makes one pass, None where it failed; `interval` is seconds from one to the next.

    `gap` is how many seconds lie between two passes however fast servers tell: each pass is a login. `listeners` wait
    for servers that tell, by mailbox; each sets `told`.
    """

    make: Callable[[], Outcome | None]
    interval: float
    listeners: Mapping[str, Listener] = field(default_factory=dict)
    told: Latch = field(default_factory=Latch)
    gap: float = 5.0
    passes: int | None = None  # after how many to end by itself
    chance: Random = field(default_factory=Random)

    def run(self, halt: Halt) -> None:
        """Make passes until the end is asked for, or one raises; no listener is left behind."""
        try:
            with halt.cutting(self._cut):
                self._go_on(halt)
        finally:
            self._cut()
            for listener in self.listeners.values():
                listener.end()

    def _go_on(self, halt: Halt) -> None:
        for number in count(1):
            if halt.now:
                return
            self.told.clear()
            self._heed(self.make())
            if number == self.passes:
                return
            self._wait(halt)

    def _wait(self, halt: Halt) -> None:
        pause = self.interval * self.chance.uniform(1 - _JITTER, 1 + _JITTER)
        if not halt.wait(min(self.gap, pause)):
            self.told.wait(max(0.0, pause - self.gap))

    def _heed(self, outcome: Outcome | None) -> None:
        """Let each listener know what a pass found in its mailbox."""
        for landing in outcome.landings if outcome is not None else ():
            if landing.mailbox in self.listeners:
                self.listeners[landing.mailbox].heed(landing)

    def _cut(self) -> None:
        """Wake whatever waits, from a signal handler, too."""
        self.told.set()
        for listener in self.listeners.values():
            listener.cut()
