"""SIGINT and SIGTERM end long work after what is being stored, not in the middle of it."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from intake.errors import Exit
from intake.halt import NEVER, Halt

_CODES = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}


@dataclass(slots=True)
class Stopping:
    """Work that a signal may end; `exit_code` is that of the first signal that came, or None."""

    halt: Halt
    exit_code: Exit | None = None


@contextmanager
def stoppable(seconds: float = NEVER) -> Iterator[Stopping]:
    """Give work its time; the first signal asks it to end, a second one ends it at once."""
    stopping = Stopping(Halt(time.monotonic() + seconds))
    before = {number: signal.getsignal(number) for number in _CODES}

    def ask(number: int, _frame: object) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)
        stopping.exit_code = _CODES[signal.Signals(number)]
        stopping.halt.ask()

    for number in _CODES:
        signal.signal(number, ask)
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
