"""Passes for ever: at an interval, and as soon as a server tells of new mail.

Nothing depends on what servers tell: imap.qq.com answers "+ idling" and never says a word. What it saves is waiting.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random
from threading import Event

from intake.halt import Halt
from intake.passes import Outcome
from intake.watch.listener import Listener

__all__ = ["Listener", "Watch"]

_JITTER = 0.1  # of the interval, both ways: many watchers of one service do not call at the same second


@dataclass(slots=True)
class Watch:
    """What is watched: `make` makes one pass, None where it failed; `interval` is seconds from one to the next.

    `gap` is how many seconds lie between two passes however fast servers tell: each pass is a login. `listeners` wait for servers that tell, by mailbox; each sets `told`.
    """

    make: Callable[[], Outcome | None]
    interval: float
    listeners: Mapping[str, Listener] = field(default_factory=dict)
    told: Event = field(default_factory=Event)
    gap: float = 5.0
    passes: int | None = None  # after how many to end by itself
    chance: Random = field(default_factory=Random)

    def run(self, halt: Halt) -> None:
        """Make passes until the end is asked for."""
        with halt.cutting(self._end):
            for listener in self.listeners.values():
                listener.start()
            self._go_on(halt)
        for listener in self.listeners.values():
            listener.end()

    def _go_on(self, halt: Halt) -> None:
        for number in count(1):
            self.told.clear()
            self._heed(self.make())
            if halt.now or number == self.passes:
                return
            self._wait(halt)

    def _wait(self, halt: Halt) -> None:
        pause = self.interval * self.chance.uniform(1 - _JITTER, 1 + _JITTER)
        if not halt.wait(min(self.gap, pause)):
            self.told.wait(max(0.0, pause - self.gap))

    def _heed(self, outcome: Outcome | None) -> None:
        """Let a listener know what its server did not tell of."""
        for landing in outcome.landings if outcome is not None else ():
            if landing.mailbox in self.listeners:
                self.listeners[landing.mailbox].heed(landing)

    def _end(self) -> None:
        self.told.set()
