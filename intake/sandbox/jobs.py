"""One mail or file on its way through workers, and what the loss of a worker over it means."""

import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from intake.model import CRASHED, TIMEOUT, DocumentReading, Failure, Heading, Reading
from intake.sandbox.channel import Answer, Piece, Task

Result = Reading | DocumentReading | Failure
Leaves = Mapping[str, bytes | bytearray]  # what was cut from a mail, by path

_LONGEST: Final = 5  # clocks that one mail may use in all, however many of its leaves cost a worker
_HEADING: Final = 2**20  # bytes of a mail in which its header is looked for
_WHOLE: Final = frozenset({"", "body"})  # what is told as begun and is no leaf


@dataclass(slots=True)
class Job:
    """What to give a worker, and what has come of it so far.

    The first worker has the clock for the whole. Is it lost, every leaf has the clock to itself: which leaf it was
    that took the time is not known before. A leaf over which a worker is lost then is spared.

    With paths `wanted` leaves are cut, each of at most so many bytes. After a `failure` the header alone is read.
    """

    key: int
    load: Callable[[], bytes]
    name: str | None = None
    begun: str | None = None  # what its worker told last
    careful: bool = False
    spared: dict[str, str] = field(default_factory=dict)
    until: float = float("inf")  # when all its clocks are used up
    drafts: int = 0  # files it wanted converted
    waits_since: float = 0.0  # of time.monotonic(), while one of them is
    wanted: Mapping[str, int] = field(default_factory=dict)
    leaves: dict[str, bytearray] = field(default_factory=dict)  # as far as they came
    failure: Failure | None = None
    result: Result | Leaves | None = None

    def begin(self) -> tuple[Task, bytes]:
        """Make the task for another worker, and give its bytes: nothing that one before it said of leaves counts."""
        self.begun = None
        self.leaves = {}
        content = self.load()
        if self.failure is not None:
            content = content[:_HEADING]
            return Task(len(content), heading=True), content
        return Task(len(content), self.name, self.spared, tuple(self.wanted)), content

    def add(self, piece: Piece) -> None:
        """Take some bytes of a leaf; ValueError for what was not asked for, and for more than there can be."""
        leaf = self.leaves.setdefault(piece.path, bytearray())
        leaf += piece.content
        if len(leaf) > self.wanted.get(piece.path, -1):
            raise ValueError(f"more of a leaf than was asked for: {len(leaf)} bytes")

    def settle(self, answer: Answer) -> None:
        """Take a worker's last word; one that does not answer what was asked counts for nothing."""
        if self.wanted:
            self.result = answer.failure or self.leaves
            return
        found = answer.reading or (None if self.name is None else answer.document)
        if self.failure is not None:
            self.result = replace(self.failure, heading=answer.heading or Heading())
        elif found is not None:
            self.result = found
        else:
            self._fail(answer.failure or Failure(CRASHED, "no answer to the task"))

    def lost(self, failure: Failure, clock: float) -> None:
        """Draw the conclusion from the loss of a worker: the next one goes on otherwise, or this is the result."""
        if not self.careful:
            self.careful, self.until = True, time.monotonic() + _LONGEST * clock
        elif self.begun is None or self.begun in _WHOLE or time.monotonic() >= self.until:
            self._fail(failure)
        else:
            self.spared[self.begun] = failure.code

    def _fail(self, failure: Failure) -> None:
        """Have a mail that cannot be read named by its header; where that fails too, or for a file, this is the result."""
        if self.failure is None and self.name is None and not self.wanted:
            self.failure, self.until = failure, float("inf")
        else:
            self.result = self.failure or failure


def late(seconds: float) -> Failure:
    """Say that the clock has run out."""
    return Failure(TIMEOUT, f"not done after {seconds:g} s")


def died(number: int) -> Failure:
    """Say that a process ended by a signal, or (0) without one."""
    if number == signal.SIGXCPU:
        return Failure(TIMEOUT, "all of its processor time is used up")
    names = {each.value: each.name for each in signal.Signals}
    return Failure(CRASHED, f"its process ended: {names.get(number, number) if number else 'no signal'}")
