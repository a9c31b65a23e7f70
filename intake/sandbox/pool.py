"""Mails and files through workers: in order, within the clock, and a leaf that costs a worker costs only itself."""

import logging
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from intake.errors import SandboxUnavailable
from intake.halt import Halt
from intake.locale import N_
from intake.model import CRASHED, DocumentReading, Failure, Lexicon, Limits, Reading, version_of
from intake.sandbox.channel import NOT_CONVERTED, Answer, Converted, Draft, Setup
from intake.sandbox.conversions import Conversions
from intake.sandbox.jobs import Job, Leaves, Result, died, late
from intake.sandbox.process import Worker

log = logging.getLogger(__name__)

_FEW: Final = 50  # mails that one worker has read before another one would have started
_AHEAD: Final = 4  # tasks a worker that are begun before the first of them is done: results wait in memory
_WORN: Final = 500  # tasks after which a worker is replaced: what libraries leak does not add up
_SLICE: Final = 0.2  # seconds after which a request to end is seen
_NONE_STARTS: Final = N_(
    "mails cannot be read — no process for reading starts — {why} — free memory, then try again; no mail is lost"
)
_DRAFTS: Final = 3  # files of one mail that are converted: an office program may take minutes over each
_STARTS: Final = 3  # workers in a row that end before they have begun anything: it is not the mails


class Sandbox:
    """Worker processes that read; none is started before there is something to read. Use it in a `with` block.

    A worker ends with the thread that started it: use it in one that lives as long.
    """

    def __init__(
        self, lexicon: Lexicon, limits: Limits, workers: int = 2, reader: str = "intake.reading"
    ) -> None:
        """Keep what every worker will be told; `reader` names the module that reads."""
        self._setup = Setup(reader, lexicon, limits)
        self._conversions = Conversions(None, limits)
        self._most = workers
        self._idle: list[Worker] = []
        self._busy: dict[Worker, Job] = {}
        self._again: deque[Job] = deque()
        self._false_starts = 0
        self._layers: tuple[str, ...] = ()

    def converting(self, program: Path | None) -> Self:
        """Have an office program convert what no reader can read; None has nothing converted. Say so before reading."""
        self._setup = replace(self._setup, converts=program is not None)
        self._conversions = Conversions(program, self._setup.limits)
        return self

    def __enter__(self) -> Self:
        """End all workers at the end of a with block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers."""
        self.close()

    def close(self) -> None:
        """End all workers, whatever they are at."""
        for worker in (*self._idle, *self._busy):
            worker.end()
        self._idle.clear()
        self._busy.clear()
        self._again.clear()
        self._conversions.close()

    @property
    def version(self) -> str:
        """Name what its readings are made with."""
        return version_of(self._setup.lexicon)

    def layers(self) -> tuple[str, ...]:
        """Tell which of LAYERS this machine has, by trying; SandboxUnavailable."""
        self.read_file(b"", "")
        return self._layers

    def read(self, raw: bytes) -> Reading | Failure:
        """Read one mail; SandboxUnavailable."""
        return next(_mails(self._results(deque([Job(0, lambda: raw)]), Halt())))[1]

    def read_file(self, content: bytes, name: str) -> Result:
        """Read one mail or document; SandboxUnavailable."""
        ((_, found),) = self._results(deque([Job(0, lambda: content, name)]), Halt())
        return found if isinstance(found, Reading | DocumentReading | Failure) else Failure(CRASHED)

    def cut(self, raw: bytes, wanted: Mapping[str, int]) -> Leaves | Failure:
        """Cut leaves from a mail, each by its path and of at most so many bytes; one that is not there is left out.

        SandboxUnavailable.
        """
        ((_, found),) = self._results(deque([Job(0, lambda: raw, wanted=wanted)]), Halt())
        return Failure(CRASHED) if isinstance(found, Reading | DocumentReading) else found

    def read_all(
        self, keys: Sequence[int], load: Callable[[int], bytes], halt: Halt
    ) -> Iterator[tuple[int, Reading | Failure]]:
        """Read mails by their keys, in their order; when the run has to end, those not begun are left out.

        SandboxUnavailable, and whatever `load` raises.
        """
        return _mails(self._results(deque(Job(key, partial(load, key)) for key in keys), halt))

    def _results(self, waiting: deque[Job], halt: Halt) -> Iterator[tuple[int, Result | Leaves]]:
        """Give results in the order of the jobs, each as soon as all before it are done."""
        begun: deque[Job] = deque()
        hands = min(self._most, 1 + len(waiting) // _FEW)
        try:
            while not halt.asked and (begun or (waiting and not halt.now)):
                while len(self._busy) < hands and (job := self._next(begun, waiting, halt)) is not None:
                    self._begin(job)
                self._hear()
                while begun and (found := begun[0].result) is not None:
                    yield begun.popleft().key, found
        finally:
            if (
                self._busy
            ):  # somebody asked for the end, or the store failed: these are begun anew another time
                self.close()

    def _next(self, begun: deque[Job], waiting: deque[Job], halt: Halt) -> Job | None:
        """Choose what to begin: what cost a worker goes first, so that all behind it need not wait longer."""
        if self._again:
            return self._again.popleft()
        if not waiting or halt.now or len(begun) >= _AHEAD * self._most:
            return None
        begun.append(waiting.popleft())
        return begun[-1]

    def _begin(self, job: Job) -> None:
        task, content = job.begin()
        worker = self._idle.pop() if self._idle else self._started()
        self._busy[worker] = job
        try:
            worker.give(task, content)
        except (BrokenPipeError, ConnectionResetError):  # it is gone already, and may have said why
            self._listen(worker)
        except OSError as error:
            self._lose(worker, Failure(CRASHED, str(error)))

    def _started(self) -> Worker:
        try:
            return Worker(self._setup)
        except OSError as error:  # no memory, or too many processes
            raise SandboxUnavailable(_NONE_STARTS, why=error) from error

    def _hear(self) -> None:
        """Take what workers say, and end those whose time is over."""
        with selectors.DefaultSelector() as selector:
            for worker in self._busy:
                selector.register(worker, selectors.EVENT_READ, worker)
            if self._conversions.running is not None:
                selector.register(self._conversions.running, selectors.EVENT_READ, None)
            soonest = min((worker.deadline for worker in self._busy), default=0.0)
            ready = selector.select(min(_SLICE, max(0.0, soonest - time.monotonic())))
        for worker in (key.data for key, _ in ready if key.data is not None):
            self._listen(worker)
        self._convert(ready=any(key.data is None for key, _ in ready))
        for worker in [each for each in self._busy if each.deadline <= time.monotonic()]:
            self._lose(worker, late(self._setup.limits.seconds))

    def _convert(self, *, ready: bool) -> None:
        """Go on with what is to be converted; the time for which a worker waits is not its own."""
        done = self._conversions.done(ready=ready)
        if done is None:
            return
        worker, converted = done
        job = self._busy[worker]
        job.until += time.monotonic() - job.waits_since
        worker.wind(job.until)
        self._hand(worker, converted)

    def _want(self, worker: Worker, draft: Draft) -> None:
        """Take a file to be converted; a mail has only so many. ValueError where nothing is converted."""
        job = self._busy[worker]
        job.drafts += 1
        if job.drafts > _DRAFTS:  # its clock runs on: one that was taken over would want more for ever
            self._hand(worker, Converted(failure=Failure(NOT_CONVERTED, f"more than {_DRAFTS} in one mail")))
            return
        self._conversions.want(worker, draft)
        job.waits_since, worker.deadline = time.monotonic(), float("inf")

    def _hand(self, worker: Worker, converted: Converted) -> None:
        try:
            worker.tell(converted)
        except OSError as error:
            self._lose(worker, Failure(CRASHED, str(error)))

    def _listen(self, worker: Worker) -> None:
        try:
            for answer in worker.answers():
                if not self._take(worker, answer):
                    return
        except (EOFError, OSError):
            self._lose(worker, None)
        except ValueError as error:  # it says what no reader of ours says
            self._lose(worker, Failure(CRASHED, str(error)))

    def _take(self, worker: Worker, answer: Answer) -> bool:
        """Take one answer; tell whether the worker goes on with its task. ValueError for one that no reader of ours gives."""
        if self._conversions.has(worker):
            raise ValueError("an answer while a file of its task is converted")
        job = self._busy[worker]
        if self._is_under_way(worker, job, answer):
            return worker in self._busy
        if answer.failure is not None and (answer.spent or job.begun is None):
            self._lose(worker, answer.failure)
            return False
        job.settle(answer)
        if job.result is None:
            self._again.append(job)
        del self._busy[worker]
        if answer.spent or worker.tasks >= _WORN:
            worker.end()
        else:
            self._idle.append(worker)
        return False

    def _is_under_way(self, worker: Worker, job: Job, answer: Answer) -> bool:
        """Take an answer behind which others come; tell whether it is one."""
        if answer.layers is not None:
            self._layers = answer.layers
        elif answer.begun is not None:
            self._false_starts = 0
            if job.begun is None or job.careful:
                worker.wind(job.until)
            job.begun = answer.begun
        elif answer.piece is not None:
            job.add(answer.piece)
        elif answer.draft is not None and job.begun is not None:
            self._want(worker, answer.draft)
        else:
            return False
        return True

    def _lose(self, worker: Worker, failure: Failure | None) -> None:
        """End a worker that is late, gone or not to be trusted, and see what that means for its job."""
        job = self._busy.pop(worker)
        self._conversions.drop(worker)
        signalled = worker.end(gone=failure is None)
        found = failure or died(signalled)
        if job.begun is None:
            self._false_start(found)
        else:
            log.error(
                "reading %s failed at leaf %r: %s %s %s",
                job.key,
                job.begun,
                found.code,
                found.detail,
                found.trace,
            )
            job.lost(found, self._setup.limits.seconds)
        if job.result is None:
            self._again.append(job)

    def _false_start(self, failure: Failure) -> None:
        """Give up where no worker gets as far as to begin: that is no fault of any mail."""
        self._false_starts += 1
        if self._false_starts >= _STARTS:
            raise SandboxUnavailable(_NONE_STARTS, why=failure.detail)


def _mails(results: Iterator[tuple[int, Result | Leaves]]) -> Iterator[tuple[int, Reading | Failure]]:
    """Tell the type checker that of mails come no documents."""
    for key, found in results:
        if isinstance(found, Reading | Failure):
            yield key, found
