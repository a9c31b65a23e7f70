"""What a worker gives up before it sees a stranger's bytes, layer by layer; one that the kernel refuses is passed over.

No layer relies on another. Limits of resources, and a session that is killed as a whole, are there on every machine.
"""

import ctypes
import os
import resource
import signal
from collections.abc import Mapping
from contextlib import suppress
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
_NEW_MOUNTS: Final = 0x00020000
_NO_SUID: Final = 2
_NO_DEVICES: Final = 4
_RECURSIVE: Final = 0x4000
_PRIVATE: Final = 0x40000

SIGNALLED: Final = 128  # what a shell adds to the number of a signal that ended a program


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
    return _unshared(0) and _first_of_its_processes(channel)


def seclude(channel: int, folder: Path, room: str) -> bool:
    """Move into namespaces as `isolate` does, with an empty file system at a folder that goes with the last process.

    `room` is what tmpfs(5) takes. Tells whether all of that went.
    """
    user, group = os.getuid(), os.getgid()
    if not _unshared(_NEW_MOUNTS):
        return False
    with suppress(OSError):  # in no user namespace of our own nobody has to be mapped
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{user} {user} 1")
        _write("/proc/self/gid_map", f"{group} {group} 1")
    _first_of_its_processes(channel)
    ours = _mount("none", "/", None, _RECURSIVE | _PRIVATE, None)
    _mount(
        "proc", "/proc", "proc", _NO_SUID | _NO_DEVICES, None
    )  # a container may forbid it: it stays that of all
    return ours and _mount("tmpfs", str(folder), "tmpfs", _NO_SUID | _NO_DEVICES, room)


def _first_of_its_processes(channel: int) -> bool:
    """Go on as the first process of a new namespace, for whose end this one waits."""
    child = os.fork()
    if child:
        os.close(channel)
        _wait_for(child)
    _prctl(_PDEATHSIG, signal.SIGKILL)  # a child does not inherit it
    return True


def _unshared(more: int) -> bool:
    """Leave the namespaces of the parent; a user namespace lets anybody do so, where it is allowed."""
    apart = _NEW_PID | _NEW_NET | _NEW_IPC | more
    return any(_libc().unshare(apart | user) == 0 for user in (_NEW_USER, 0))


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> bool:
    words = [None if word is None else word.encode() for word in (source, target, kind, options)]
    return bool(_libc().mount(*words[:3], ctypes.c_ulong(flags), words[3]) == 0)


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, "ascii")


def _wait_for(child: int) -> NoReturn:
    """End as the child did, so that the parent sees the signal that ended it."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else SIGNALLED - code)


def restrain(memory: int, *, apart: bool) -> tuple[str, ...]:
    """Take limits for all that follows; `memory` is bytes beyond what is used now. Gives the layers there are.

    Nothing is written, no core left, no privilege gained, and no file read but those of Python. `apart` says that
    `isolate` went.
    """
    give_up(
        {
            resource.RLIMIT_AS: _used() + memory,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: _FILES,
        }
    )
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


def give_up(limits: Mapping[int, int]) -> None:
    """Give up what no stranger's bytes need, for all that follows: more of each resource than a limit, and any core.

    Besides, others go first, what is written is nobody else's, and no program that is run gains a privilege.
    """
    os.umask(0o077)
    os.nice(_NICENESS)
    for kind, most in {**limits, resource.RLIMIT_CORE: 0}.items():
        _limit(kind, most)
    _prctl(_NO_NEW_PRIVS, 1)


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
    """Take at most so much of a resource for ever; what is less already stays."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (least, least))


def _prctl(option: int, value: int) -> bool:
    return bool(_libc().prctl(option, value, 0, 0, 0) == 0)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
