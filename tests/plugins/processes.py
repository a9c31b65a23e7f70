"""Which processes there are: below this one, and workers of any parent, dead or alive."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 10  # seconds


def children() -> set[int]:
    """List the processes that this one started and that have not ended: of workers, one each."""
    return {pid for pid, parent in _parents().items() if parent == os.getpid()}


def descendants() -> set[int]:
    """List the processes below this one that have not ended."""
    parents, found = _parents(), {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def _parents() -> dict[int, int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text("ascii", "replace").rpartition(")")[2].split()[:2]
        except OSError:  # it ended while we looked
            continue
        if state != "Z":
            parents[int(stat.parent.name)] = int(parent)
    return parents


def workers_of(parent: int) -> set[int]:
    """List the workers of a parent, and what they started, wherever they hang now: they keep its command line."""
    found = set()
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes()
        except OSError:
            continue
        if b"intake.sandbox.worker" in words and b"\0%d\0" % parent in words:
            found.add(int(line.parent.name))
    return found


def soon(holds: Callable[[], bool]) -> bool:
    """Wait for the kernel to do what it was asked for."""
    until = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()
