"""Reading in this very process: for tests that kill it at every step, or that make thousands of passes."""

from collections.abc import Callable, Iterator, Sequence

from intake.halt import Halt
from intake.model import CRASHED, Failure, Lexicon, Limits, Reading
from intake.reading import Unreadable, read
from intake.sandbox import Sandbox


class AtHand(Sandbox):
    """A sandbox without workers."""

    def __init__(self, lexicon: Lexicon, limits: Limits) -> None:
        super().__init__(lexicon, limits)
        self._reading = (lexicon, limits)

    def read_all(
        self, keys: Sequence[int], load: Callable[[int], bytes], halt: Halt
    ) -> Iterator[tuple[int, Reading | Failure]]:
        for key in keys:
            if halt.now:
                return
            yield key, self.read(load(key))

    def read(self, raw: bytes) -> Reading | Failure:
        try:
            return read(raw, *self._reading)
        except Unreadable as problem:
            return Failure(problem.code, problem.detail)
        except Exception as bug:  # noqa: BLE001  # as a worker does
            return Failure(CRASHED, type(bug).__name__)
