"""Landed messages → submissions: each message gets a reading or a problem, and one that fails stops no other."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from intake.errors import CannotWrite, SchemaError, StoreBusy
from intake.halt import Halt
from intake.model import CRASHED, Failure, Number, Reading
from intake.sandbox import Sandbox
from intake.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadingRun:
    """What one run of reading did: messages read, problems recorded, submissions made, messages left for later."""

    read: int = 0
    problems: int = 0
    submissions: int = 0
    waiting: int = 0


def read_landed(
    store: Store, sandbox: Sandbox, halt: Halt, progress: Callable[[int, int], None]
) -> ReadingRun:
    """Read every message that has neither a reading nor a problem, oldest first, until the run has to end."""
    waiting = store.unread()
    done = problems = submissions = 0
    for message_id, found in sandbox.read_all(waiting, store.raw, halt):
        numbers = _keep(store, message_id, found)
        done += 1
        problems += numbers is None
        submissions += numbers or 0
        progress(done, len(waiting))
    return ReadingRun(done - problems, problems, submissions, len(waiting) - done)


def _keep(store: Store, message_id: int, found: Reading | Failure) -> int | None:
    """Keep what was understood of a message; the number of submissions, None for a problem.

    What the store says of itself (busy, full, of another version) is no fault of the mail and ends the run.
    """
    try:
        if isinstance(found, Reading):
            return len(store.keep(message_id, found))
        store.fail(message_id, found.code, found.detail)
    except (CannotWrite, SchemaError, StoreBusy):
        raise
    except Exception as bug:  # a bug must not stop the queue: the mail is kept and can be read again
        log.exception("keeping the reading of message %d failed", message_id)
        store.fail(message_id, CRASHED, f"{type(bug).__name__}: {bug}")
    return None


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading mails again did to their submissions, by number; `problem` says why one mail was not read."""

    message_id: int = 0
    mails: int = 0
    problems: int = 0
    kept: tuple[Number, ...] = ()
    changed: tuple[Number, ...] = ()
    new: tuple[Number, ...] = ()
    superseded: tuple[Number, ...] = ()
    problem: str | None = None

    def plus(self, other: "Reread") -> "Reread":
        """Add another mail."""
        return Reread(
            mails=self.mails + other.mails,
            problems=self.problems + other.problems,
            kept=self.kept + other.kept,
            changed=self.changed + other.changed,
            new=self.new + other.new,
            superseded=self.superseded + other.superseded,
        )


def reread(store: Store, message_id: int, sandbox: Sandbox) -> Reread:
    """Read a mail again; where that fails, what was understood of it before stays. NoSuchRecord."""
    found = sandbox.read(store.raw(message_id))
    if isinstance(found, Failure):
        return Reread(message_id, problems=1, problem=found.code)
    done = store.reread(message_id, found)
    return Reread(message_id, 1, 0, done.kept, done.changed, done.new, done.superseded)
