"""A watch that runs in a thread of its own, making real passes, and the wait for what is to happen in it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from intake.config import Config, ImapConfig
from intake.errors import IntakeError
from intake.halt import Halt, Latch
from intake.passes import Desk, Outcome, Pass, run
from intake.poll import Landing
from intake.store import Store
from intake.watch import Listener, Watch

FOREVER = 3600.0  # seconds: an interval that no test lives to see
PATIENCE = 60.0  # seconds after which something that has not happened never will


def until(happened: Callable[[], object]) -> None:
    """Wait until something has happened; fail if it never does."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


@dataclass
class Watched:
    """A watch that runs: its passes so far, and how to end it or to have one more."""

    watch: Watch
    halt: Halt
    passes: list[Outcome] = field(default_factory=list)
    told: list[IntakeError] = field(default_factory=list)
    seen: int = 0  # passes that the test has waited for, beside the first

    @property
    def landings(self) -> Sequence[Landing]:
        """What each pass did in the one mailbox."""
        return [outcome.landings[0] for outcome in tuple(self.passes)]

    def once_more(self) -> Landing:
        """Have a pass now, as if the interval were over."""
        self.watch.told.set()
        return self.next()

    def next(self) -> Landing:
        """Wait for the next pass that nobody has seen yet."""
        self.seen += 1
        until(lambda: len(self.passes) > self.seen)
        return self.landings[self.seen]


@contextmanager
def watching(
    store: Store,
    box: ImapConfig,
    environ: Mapping[str, str],
    listener: Callable[[Latch], Listener],
    after: Callable[[int], object] = lambda _passes: None,
) -> Iterator[Watched]:
    """Watch a mailbox until the block ends, or what happens in it fails; `after` is called at the end of each pass."""
    told, halt = Latch(), Halt()
    config = Config(None, "", (box,))

    def make() -> Outcome:
        desk = Desk(environ, lambda _label: nullcontext(lambda _done, _total: None), watched.told.append)
        outcome = run(Pass(store, config, desk, halt=halt.within(config.budget)))
        after(len(watched.passes) + 1)
        watched.passes.append(outcome)
        return outcome

    watched = Watched(Watch(make, FOREVER, {box.name: listener(told)}, told, gap=0.0), halt)
    thread = threading.Thread(target=watched.watch.run, args=(halt,), daemon=True)
    thread.start()
    try:
        until(lambda: watched.passes)
        yield watched
    finally:
        halt.ask()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the watch never ended"
