"""What a worker gives up before it sees a stranger's bytes, layer by layer; one that the kernel refuses is passed over.

No layer relies on another. Limits of resources, and a session that is killed as a whole, are there on every machine.
"""

import ctypes
import os
import resource
import signal
from pathlib import Path
from typing import Final, NoReturn

from intake.sandbox import landlock, seccomp

#: The layers that a kernel may refuse: no foreign file is opened, no network reached, no process outlives its mail,
#: and no call of the kernel is made that reading never needs.
FILES: Final = "files"
NETWORK: Final = "network"
PROCESSES: Final = "processes"
CALLS: Final = "calls"
LAYERS: Final = (FILES, NETWORK, PROCESSES, CALLS)

_NICENESS: Final = 10
_FILES: Final = 64  # descriptors; what is read lies in memory
_SLACK: Final = 2  # seconds of CPU beyond the clock: the parent comes first

#: The numbers that prctl and unshare take on every Linux.
_PDEATHSIG: Final = 1
_DUMPABLE: Final = 4
_NO_NEW_PRIVS: Final = 38
_NEW_USER: Final = 0x10000000
_NEW_PID: Final = 0x20000000
_NEW_NET: Final = 0x40000000
_NEW_IPC: Final = 0x08000000

_SIGNALLED: Final = 128  # what a shell adds to the number of a signal that ended a program


def tie_to(parent: int) -> None:
    """End with the parent, however it ends: it may be killed without a chance to end us."""
    _prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(0)


def isolate(channel: int) -> bool:
    """Move into namespaces without network, and without processes that outlive this one; tell whether that went.

    The first process of a PID namespace takes all others with it when it ends, whatever session they are in
    (pid_namespaces(7)). It has to be a new process: the old one waits for it, to tell how it ended.
    """
    if not _unshared():
        return False
    child = os.fork()
    if child:
        os.close(channel)
        _wait_for(child)
    _prctl(_PDEATHSIG, signal.SIGKILL)  # a child does not inherit it
    return True


def _unshared() -> bool:
    """Leave the namespaces of the parent; a user namespace lets anybody do so, where it is allowed."""
    apart = _NEW_PID | _NEW_NET | _NEW_IPC
    return any(_libc().unshare(apart | more) == 0 for more in (_NEW_USER, 0))


def _wait_for(child: int) -> NoReturn:
    """End as the child did, so that the parent sees the signal that ended it."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else _SIGNALLED - code)


def restrain(memory: int, *, apart: bool) -> tuple[str, ...]:
    """Take limits for all that follows; `memory` is bytes beyond what is used now. Gives the layers there are.

    Nothing is written, no core left, no privilege gained, and no file read but those of Python. `apart` says that
    `isolate` went.
    """
    os.umask(0o077)
    os.nice(_NICENESS)
    _limit(resource.RLIMIT_AS, _used() + memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_CORE, 0)
    _prctl(_NO_NEW_PRIVS, 1)
    _prctl(_DUMPABLE, 0)
    closed = landlock.close_files()
    filtered = seccomp.deny_calls()
    there = {
        FILES: closed > 0,
        NETWORK: apart or filtered or closed >= landlock.TCP_SINCE,
        PROCESSES: apart,
        CALLS: filtered,
    }
    return tuple(layer for layer in LAYERS if there[layer])


def grant_time(seconds: float) -> None:
    """Let this process use so many seconds of CPU from now on; the kernel ends it then."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(spent.ru_utime + spent.ru_stime + seconds) + _SLACK
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or soft <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _used() -> int:
    """Tell how many bytes of address space are in use; without /proc, what an interpreter uses at most."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 2**29
    return pages * resource.getpagesize()


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))


def _prctl(option: int, value: int) -> bool:
    return bool(_libc().prctl(option, value, 0, 0, 0) == 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
