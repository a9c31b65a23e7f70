"""One mail or file on its way through workers, and what the loss of a worker over it means."""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from intake.model import CRASHED, TIMEOUT, DocumentReading, Failure, Reading
from intake.sandbox.channel import Answer, Piece, Task

Result = Reading | DocumentReading | Failure
Leaves = dict[str, bytes]  # what was cut from a mail, by path

_LONGEST: Final = 5  # clocks that one mail may use in all, however many of its leaves cost a worker
_WHOLE: Final = frozenset({"", "body"})  # what is told as begun and is no leaf


@dataclass(slots=True)
class Job:
    """What to give a worker, and what has come of it so far.

    The first worker has the clock for the whole. Is it lost, every leaf has the clock to itself: which leaf it was
    that took the time is not known before. A leaf over which a worker is lost then is spared.

    With paths `wanted` leaves are cut, each of at most so many bytes.
    """

    key: int
    load: Callable[[], bytes]
    name: str | None = None
    begun: str | None = None  # what its worker told last
    careful: bool = False
    spared: dict[str, str] = field(default_factory=dict)
    until: float = float("inf")  # when all its clocks are used up
    wanted: Mapping[str, int] = field(default_factory=dict)
    leaves: dict[str, bytearray] = field(default_factory=dict)  # as far as they came
    result: Result | Leaves | None = None

    def begin(self, size: int) -> Task:
        """Make the task for another worker: nothing that one before it said of leaves counts."""
        self.begun = None
        self.leaves.clear()
        return Task(size, self.name, self.spared, tuple(self.wanted))

    def add(self, piece: Piece) -> None:
        """Take some bytes of a leaf; ValueError for what was not asked for, and for more than there can be."""
        leaf = self.leaves.setdefault(piece.path, bytearray())
        leaf += piece.content
        if len(leaf) > self.wanted.get(piece.path, -1):
            raise ValueError(f"more of a leaf than was asked for: {len(leaf)} bytes")

    def settle(self, answer: Answer) -> None:
        """Take a worker's last word; one that does not answer what was asked counts for nothing."""
        if self.wanted:
            whole = {path: bytes(content) for path, content in self.leaves.items()}
            self.result = answer.failure or whole
            self.leaves.clear()
            return
        document = None if self.name is None else answer.document
        self.result = (
            answer.failure or answer.reading or document or Failure(CRASHED, "no answer to the task")
        )

    def lost(self, failure: Failure, clock: float) -> None:
        """Draw the conclusion from the loss of a worker: the next one goes on otherwise, or this is the result."""
        if not self.careful:
            self.careful, self.until = True, time.monotonic() + _LONGEST * clock
        elif self.begun is None or self.begun in _WHOLE or time.monotonic() >= self.until:
            self.result = failure
        else:
            self.spared[self.begun] = failure.code


def late(seconds: float) -> Failure:
    """Say that the clock has run out."""
    return Failure(TIMEOUT, f"not done after {seconds:g} s")


def died(number: int) -> Failure:
    """Say that a process ended by a signal, or (0) without one."""
    if number == signal.SIGXCPU:
        return Failure(TIMEOUT, "all of its processor time is used up")
    names = {each.value: each.name for each in signal.Signals}
    return Failure(CRASHED, f"its process ended: {names.get(number, number) if number else 'no signal'}")
