"""Children that are forks of the tests: nothing is imported again, and what is changed in them is changed in them alone.

They open their own database connections: none may be open here.
"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

FORK: Final = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code, or the negative number of a signal; and what it said on stderr."""

    code: int
    said: str


def killed(act: Callable[[], object]) -> bool:
    """Run something in a fork; tell whether it was killed. That it fails in any other way fails the test."""
    code = _code(act)
    assert code in {0, -signal.SIGKILL}, f"the child ended with {code}"
    return code != 0


def ended(act: Callable[[], object]) -> Ended:
    """Run something in a fork; tell how it ended."""
    with TemporaryDirectory() as folder:
        said = Path(folder, "stderr")

        def run() -> None:
            for name, descriptor, file in (("stdout", 1, os.devnull), ("stderr", 2, said)):
                stream = open(file, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # for the rest of its life
                os.dup2(stream.fileno(), descriptor)
                setattr(sys, name, stream)
            act()

        return Ended(_code(run), said.read_text("utf-8"))


def _code(act: Callable[[], object]) -> int:
    child = FORK.Process(target=act)
    child.start()
    child.join()
    code = child.exitcode
    child.close()
    assert code is not None
    return code
