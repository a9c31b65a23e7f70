"""The parent's side of one process: start it, tell it what to do, hear its answers, end it with all that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from intake.sandbox.channel import Answer, Inbox, Setup, Task, send
from intake.sandbox.confinement import SIGNALLED

#: How the worker begins: with the places of modules of its parent, whatever its own environment says.
_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[3:]; from {module} import main; main()"

_START: Final = (
    60.0  # seconds until a worker has to have begun with its first task, on a machine that is busy
)
_MOMENT: Final = 1.0  # seconds
_NAP: Final = 0.01


class Process:
    """A process of its own session, so that one signal reaches it and everything it started."""

    module = ""  # what it runs

    def __init__(self) -> None:
        """Start it."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [
                    *(sys.executable, "-I", "-c", _PROGRAM.format(module=self.module)),
                    *(str(os.getpid()), str(theirs.fileno()), *_places()),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a stranger's words must not reach the terminal
                pass_fds=(theirs.fileno(),),
                env={},  # no secret of ours is there to be found
                cwd="/",
                start_new_session=True,
            )
        self.channel = ours

    def fileno(self) -> int:
        """Name the descriptor on which answers come."""
        return self.channel.fileno()

    def tell(self, value: object) -> None:
        """Send it a value; OSError where it is gone, or does not listen in time."""
        self.channel.settimeout(_START)
        send(self.channel, value)

    def end(self, *, gone: bool = False) -> int:
        """Kill it and all that it started; tell the signal that ended it, 0 for none.

        The group is killed before its leader is reaped: only so long is its number sure to be its own. One that
        is `gone` has a moment to tell how.
        """
        self.channel.close()
        if gone:
            self._expect_end(_MOMENT)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        return -code if code < 0 else max(0, code - SIGNALLED)

    def _expect_end(self, seconds: float) -> None:
        """Wait for the leader to end, without reaping it."""
        until = time.monotonic() + seconds
        seen = os.WEXITED | os.WNOHANG | os.WNOWAIT
        while os.waitid(os.P_PID, self._process.pid, seen) is None and time.monotonic() < until:
            time.sleep(_NAP)


class Worker(Process):
    """A process that reads."""

    module = "intake.sandbox.worker"

    def __init__(self, setup: Setup) -> None:
        """Start it; what it needs for the first task it does meanwhile."""
        super().__init__()
        self._inbox = Inbox(Answer)
        self._clock = setup.limits.seconds
        self.tasks = 0
        self.deadline = 0.0  # of time.monotonic(), while there is a task
        with suppress(OSError):  # it is gone already: whoever gives it a task finds out
            self.tell(setup)

    def give(self, task: Task, content: bytes) -> None:
        """Give a task to a worker that has none; OSError where it is gone, or does not listen in time."""
        self.tasks += 1
        self.deadline = time.monotonic() + _START
        self.tell(task)
        self.channel.sendall(content)

    def wind(self, latest: float) -> None:
        """Give the whole clock again, not beyond the latest moment."""
        self.deadline = min(time.monotonic() + self._clock, latest)

    def answers(self) -> Iterator[Answer]:
        """Give what the worker has said since; EOFError when it is gone, ValueError for what is none of ours."""
        going = self._inbox.take(self.channel)
        while (answer := self._inbox.next()) is not None:
            yield answer
        if not going:
            raise EOFError


def _places() -> list[str]:
    """Name where modules are found here; "" is the folder we were started in, which is not the worker's."""
    return [place or os.getcwd() for place in sys.path]  # noqa: PTH109  # a string among strings
