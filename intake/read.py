"""Landed messages → submissions: each message gets a reading or a problem, and one that fails stops no other."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from intake.errors import CannotWrite, SchemaError, StoreBusy
from intake.halt import Halt
from intake.model import CRASHED, Failure, Number, Reading
from intake.sandbox import Sandbox
from intake.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadingRun:
    """What one run of reading did: messages read, problems recorded, submissions made, messages left for later.

    A message that was read but for an attachment is both, read and a problem.
    """

    read: int = 0
    problems: int = 0
    submissions: int = 0
    waiting: int = 0

    def plus(self, other: "ReadingRun") -> "ReadingRun":
        """Add what was done besides."""
        return ReadingRun(
            self.read + other.read,
            self.problems + other.problems,
            self.submissions + other.submissions,
            self.waiting + other.waiting,
        )


def read_landed(
    store: Store, sandbox: Sandbox, halt: Halt, progress: Callable[[int, int], None]
) -> ReadingRun:
    """Read every message that has neither a reading nor a problem, oldest first, until the run has to end.

    Then those problems are tried again whose time has come, or that other readers met.
    """
    unread, due = store.unread(), store.due(sandbox.version)
    run, tried = ReadingRun(waiting=len(unread) + len(due)), frozenset(due)
    for message_id, found in sandbox.read_all([*unread, *due], store.raw, halt):
        again = message_id in tried
        run = run.plus(_settled(store, message_id, found, sandbox.version, again=again))
        progress(len(unread) + len(due) - run.waiting, len(unread) + len(due))
    return run


def retry(
    store: Store, message_ids: Sequence[int], sandbox: Sandbox, halt: Halt
) -> Iterator[tuple[int, ReadingRun]]:
    """Try to read messages again, whether they are due or not; give what came of each."""
    for message_id, found in sandbox.read_all(message_ids, store.raw, halt):
        yield message_id, _settled(store, message_id, found, sandbox.version, again=True)


def _settled(
    store: Store, message_id: int, found: Reading | Failure, version: str, *, again: bool
) -> ReadingRun:
    """Keep what was understood of a message, and why the rest was not.

    What the store says of itself (busy, full, of another version) is no fault of the mail and ends the run.
    """
    try:
        kept = _no_worse(store, message_id, found)
        if isinstance(kept, Reading):
            made = store.reread(message_id, kept).new if again else store.keep(message_id, kept)
            return ReadingRun(1, bool(kept.lost), len(made), -1)
        store.fail(message_id, kept.code, kept.detail, version, heading=kept.heading)
    except (CannotWrite, SchemaError, StoreBusy):
        raise
    except Exception as bug:  # a bug must not stop the queue: the mail is kept and can be read again
        log.exception("keeping the reading of message %d failed", message_id)
        store.fail(message_id, CRASHED, f"{type(bug).__name__}: {bug}", version)
    return ReadingRun(problems=1, waiting=-1)


def _no_worse(store: Store, message_id: int, found: Reading | Failure) -> Reading | Failure:
    """Refuse a reading that lost a leaf which an earlier one has: it must not cost what was understood."""
    if isinstance(found, Failure) or not found.lost:
        return found
    before = store.message(message_id).reading
    fresh = [item for item in found.lost.items() if before is not None and item[0] not in before.lost]
    return Failure(fresh[0][1], f"attachment {fresh[0][0]}") if fresh else found


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
    found = _no_worse(store, message_id, sandbox.read(store.raw(message_id)))
    if isinstance(found, Failure):
        return Reread(message_id, problems=1, problem=found.code)
    done = store.reread(message_id, found)
    return Reread(message_id, 1, 0, done.kept, done.changed, done.new, done.superseded)
