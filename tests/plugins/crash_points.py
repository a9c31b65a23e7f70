"""Crash points: a child that dies by SIGKILL at the k-th step it takes, for every k, and no word of it in the program.

A step is whatever the world outside can see or leave half done: a statement or commit of SQLite, a byte string sent
to a server or read from it, a file opened, made, locked, synced, renamed or removed. They are counted from outside:
by a class of connection that sqlite3 is told to use, by methods of socket, by an audit hook. A point lies before each
step; what is after one step is before the next, and the child that finishes is the one that died after the last.

The child is a fork, so that nothing is imported again. It opens its own database connections: none may be open here.
"""

import fcntl
import importlib
import multiprocessing
import os
import pkgutil
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import intake
from intake.config import load_lexicon
from intake.model import Limits
from intake.reading import read
from intake.store import open_store

_FILES: Final = {"open", "os.rename", "os.remove", "os.mkdir", "os.link", "os.truncate", "os.chmod"}
_FORK = multiprocessing.get_context("fork")


def killed(act: Callable[[], object]) -> bool:
    """Run something in a fork; tell whether it was killed. That it fails in any other way fails the test."""
    child = _FORK.Process(target=act)
    child.start()
    child.join()
    code = child.exitcode
    child.close()
    assert code in {0, -signal.SIGKILL}, f"the child ended with {code}"
    return code != 0


def dies_at(point: int, act: Callable[[], object], world: Path) -> bool:
    """Run something that dies before its step of this number; tell whether it came so far. Files count in one folder."""

    def run() -> None:
        Steps(world, point).watch()
        act()

    return killed(run)


def steps_of(act: Callable[[], object], world: Path) -> int:
    """Run something in a fork and count its steps."""
    there, here = _FORK.Pipe(duplex=False)

    def run() -> None:
        steps = Steps(world, last=0)
        steps.watch()
        try:
            act()
        finally:
            here.send(steps.taken)

    with there, here:
        assert not killed(run)
        number: int = there.recv()
        return number


@dataclass(frozen=True)
class Fate:
    """How a world begins, what must hold where a run of the program died in it, and what after another run."""

    fresh: Callable[[], None]
    look: Callable[[], list[str]]
    check: Callable[[], list[str]]


@dataclass(frozen=True)
class Deaths:
    """How many points there are, how many were tried, and what was found first."""

    points: int
    tried: int = 0
    found: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.points}, tried {self.tried}"


def die_everywhere(act: Callable[[], object], world: Path, fate: Fate, every: int = 1) -> Deaths:
    """Die at each point in a fresh world, look, run again, check; stop where anything is wrong."""
    fate.fresh()
    number = steps_of(act, world)
    if found := fate.check():
        return Deaths(number, 0, ("with no kill at all", *found))
    for tried, point in enumerate(range(1, number + 1, every), 1):
        fate.fresh()
        died = dies_at(point, act, world)
        found = fate.look()
        if not found and died:
            assert not killed(act)
        if found := found or fate.check():
            return Deaths(number, tried, (f"killed at point {point}", *found))
    return Deaths(number, len(range(1, number + 1, every)))


class _Cursor(sqlite3.Cursor):
    """A cursor whose statements are steps."""

    step: Callable[[], None] = staticmethod(lambda: None)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401  # as sqlite3's
        self.step()
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:  # noqa: ANN401  # as sqlite3's
        self.step()
        return super().executemany(sql, parameters)


class _Connection(sqlite3.Connection):
    """A connection whose statements and commits are steps."""

    step: Callable[[], None] = staticmethod(lambda: None)

    def cursor(self, factory: Any = _Cursor) -> Any:  # noqa: ANN401  # as sqlite3's
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401  # as sqlite3's, which would count nothing
        return self.cursor().execute(sql, parameters)

    def commit(self) -> None:
        self.step()
        super().commit()

    def rollback(self) -> None:
        self.step()
        super().rollback()

    def close(self) -> None:
        self.step()
        super().close()


@dataclass
class Steps:
    """The steps of this process; the one with the number `last` is not taken."""

    world: Path
    last: int
    taken: int = 0

    def step(self) -> None:
        self.taken += 1
        if self.taken == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count from now on; there is no way back, so this is for a child."""
        self._count_statements()
        for name in ("sendall", "send", "recv", "recv_into", "connect"):
            self._count_calls(socket.socket, name)
        self._count_calls(os, "fsync")
        self._count_calls(fcntl, "flock")
        sys.addaudithook(self._hear)

    def _count_calls(self, place: Any, name: str) -> None:  # noqa: ANN401  # a class or a module
        real = getattr(place, name)

        def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever it takes and gives
            self.step()
            return real(*arguments, **named)

        setattr(place, name, counted)

    def _hear(self, event: str, arguments: Iterable[object]) -> None:
        if event in _FILES and any(str(self.world) in str(argument) for argument in arguments):
            self.step()

    def _count_statements(self) -> None:
        module: Any = sqlite3.dbapi2  # where SQLAlchemy looks for it
        connect = module.connect
        _Connection.step = _Cursor.step = self.step

        def counted(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  # as sqlite3's
            self.step()
            return connect(*arguments, factory=_Connection, **named)

        module.connect = counted


def prepare(sample: bytes) -> None:
    """Import here, once, whatever the program would import in each child, and read a mail for what reading compiles."""
    for module in pkgutil.walk_packages(intake.__path__, "intake."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    for name in ("alembic.command", "alembic.script", "alembic.ddl.sqlite", "mailparser", "lxml.html"):
        importlib.import_module(name)
    read(sample, load_lexicon(None), Limits())
    with TemporaryDirectory() as folder:
        open_store(f"sqlite:///{folder}/first.db", ZoneInfo("UTC")).close()
