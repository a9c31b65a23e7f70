"""Files that workers want converted, one after the other: an office program takes more memory than all workers."""

import shutil
import time
from collections import deque
from pathlib import Path
from typing import Final

from intake.config import AUTO, OFF, Config
from intake.model import CRASHED, Failure, Limits
from intake.sandbox.channel import NOT_CONVERTED, Commission, Converted, Draft, Inbox
from intake.sandbox.jobs import late
from intake.sandbox.process import Process, Worker

_USUAL: Final = "soffice"
_NOTHING: Final = "/bin/true"
_GRACE: Final = 10  # seconds beyond the clock: the converter itself comes first


def converter_of(config: Config) -> Path | None:
    """Find the office program that converts what no reader can read; None where there is none, or none is wanted."""
    if config.converter == OFF:
        return None
    found = shutil.which(_USUAL if config.converter == AUTO else config.converter)
    return Path(found).resolve() if found else None


def is_confined() -> bool:
    """Tell whether this machine lets a converter be shut in, by trying it with a program that makes nothing."""
    order = Commission(_NOTHING, _GRACE, Limits().converting_memory, Draft("doc", b""))
    running = None
    try:
        running = Converter(order)
        running.channel.settimeout(_GRACE)
        while (found := running.heard()) is None:
            pass
    except (EOFError, OSError, ValueError):
        return False
    finally:
        if running is not None:
            running.end()
    return found.failure is not None and found.failure.code != NOT_CONVERTED


class Converter(Process):
    """A process that has one file converted."""

    module = "intake.sandbox.converter"

    def __init__(self, order: Commission) -> None:
        """Start it with what it needs."""
        super().__init__()
        self._inbox = Inbox(Converted)
        self.deadline = time.monotonic() + order.seconds + _GRACE
        try:
            self.tell(order)
        except OSError:
            self.end()
            raise

    def heard(self) -> Converted | None:
        """Give what came of the file, None where that is not known yet; EOFError, ValueError as of a worker."""
        going = self._inbox.take(self.channel)
        found = self._inbox.next()
        if found is None and not going:
            raise EOFError
        return found


class Conversions:
    """What is to be converted, and for which worker."""

    def __init__(self, program: Path | None, limits: Limits) -> None:
        """Begin with nothing; without a program nothing is converted."""
        self._program = program
        self._limits = limits
        self._waiting: deque[tuple[Worker, Draft]] = deque()
        self._for: Worker | None = None
        self.running: Converter | None = None

    def want(self, worker: Worker, draft: Draft) -> None:
        """Have a file converted when its turn comes; ValueError without a program, where no worker is told to ask."""
        if self._program is None:
            raise ValueError("a file to be converted where none is")
        self._waiting.append((worker, draft))

    def has(self, worker: Worker) -> bool:
        """Tell whether a file of a worker is converted, or waits for it."""
        return self._for is worker or any(each is worker for each, _ in self._waiting)

    def drop(self, worker: Worker) -> None:
        """Forget a worker that is gone."""
        self._waiting = deque(each for each in self._waiting if each[0] is not worker)
        if self._for is worker:
            self._end()

    def close(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._end()

    def done(self, *, ready: bool) -> tuple[Worker, Converted] | None:
        """Begin with what waits; give what was converted, or was not in time, and for whom. `ready` says that it speaks."""
        if self.running is None:
            return self._begun()
        worker, found = self._for, self._outcome(self.running) if ready else None
        if found is None and self.running.deadline <= time.monotonic():
            found = Converted(failure=late(self._limits.converting_seconds))
        if found is None or worker is None:
            return None
        self._end()
        return worker, found

    def _begun(self) -> tuple[Worker, Converted] | None:
        if not self._waiting or self._program is None:
            return None
        worker, draft = self._waiting.popleft()
        limits = self._limits
        try:
            self.running = Converter(
                Commission(str(self._program), limits.converting_seconds, limits.converting_memory, draft)
            )
        except OSError as error:
            return worker, Converted(failure=Failure(CRASHED, str(error)))
        self._for = worker
        return None

    def _outcome(self, running: Converter) -> Converted | None:
        try:
            return running.heard()
        except (EOFError, OSError, ValueError) as error:
            return Converted(failure=Failure(CRASHED, f"the converter ended: {error}"))

    def _end(self) -> None:
        if self.running is not None:
            self.running.end()
        self.running = self._for = None
