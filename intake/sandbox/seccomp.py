"""seccomp by its system call (seccomp(2)): a process gives up, for ever, calls of the kernel that reading never needs.

They are those by which taken-over programs have got out before: other processes' memory, keys, filters, rings, mounts,
modules, namespaces; and those that would reach further: sockets and programs. Whatever is not named stays allowed, so
that no library fails over a call that its next version makes. The numbers are those of the kernel's own tables.
"""

import ctypes
import errno
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

#: x86_64 and aarch64 number the calls up to 424 each in its own way, and all after it alike.
_NUMBERS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "socket": (41, 198),
        "bind": (49, 200),
        "listen": (50, 201),
        "connect": (42, 203),
        "execve": (59, 221),
        "execveat": (322, 281),
        "ptrace": (101, 117),
        "process_vm_readv": (310, 270),
        "process_vm_writev": (311, 271),
        "kcmp": (312, 272),
        "mount": (165, 40),
        "umount2": (166, 39),
        "pivot_root": (155, 41),
        "chroot": (161, 51),
        "name_to_handle_at": (303, 264),
        "open_by_handle_at": (304, 265),
        "unshare": (272, 97),
        "setns": (308, 268),
        "add_key": (248, 217),
        "request_key": (249, 218),
        "keyctl": (250, 219),
        "bpf": (321, 280),
        "userfaultfd": (323, 282),
        "perf_event_open": (298, 241),
        "init_module": (175, 105),
        "finit_module": (313, 273),
        "delete_module": (176, 106),
        "kexec_load": (246, 104),
        "kexec_file_load": (320, 294),
        "swapon": (167, 224),
        "swapoff": (168, 225),
        "quotactl": (179, 60),
        "acct": (163, 89),
        "reboot": (169, 142),
        **{
            name: (number, number)
            for name, number in (
                ("io_uring_setup", 425),
                ("io_uring_enter", 426),
                ("io_uring_register", 427),
                ("open_tree", 428),
                ("move_mount", 429),
                ("fsopen", 430),
                ("fsconfig", 431),
                ("fsmount", 432),
                ("fspick", 433),
                ("pidfd_getfd", 438),
                ("mount_setattr", 442),
            )
        },
    }
)
DENIED: Final = tuple(_NUMBERS)


@dataclass(frozen=True, slots=True)
class _Machine:
    """An architecture: its place in the table, its name for the kernel (linux/audit.h), and calls that are special."""

    column: int
    audit: int
    clone: int
    seccomp: int


_MACHINES: Final[Mapping[str, _Machine]] = MappingProxyType(
    {
        "x86_64": _Machine(0, 0xC000003E, 56, 317),
        "aarch64": _Machine(1, 0xC00000B7, 220, 277),
    }
)
_CLONE3: Final = 435
_FOREIGN: Final = 0x40000000  # from here on the numbers of x32, another table on x86_64

# linux/filter.h, linux/seccomp.h, linux/sched.h
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENT = 0, 4, 16
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_NEW_NAMESPACES: Final = 0x7E020000
_SET_FILTER, _ALL_THREADS = 1, 1


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def number_of(call: str) -> int | None:
    """Give the number of a denied call on this machine; None where it is of another architecture."""
    machine = _MACHINES.get(platform.machine())
    return None if machine is None else _NUMBERS[call][machine.column]


def deny_calls() -> bool:
    """Have the kernel refuse those calls to this process and all that it starts; tell whether it does.

    It asks for PR_SET_NO_NEW_PRIVS before.
    """
    machine = _MACHINES.get(platform.machine())
    if machine is None or ctypes.sizeof(ctypes.c_void_p) * 8 != 64:  # noqa: PLR2004  # bits: of a 32-bit Python the calls are others
        return False
    steps = [_Step(*step) for step in _steps(machine)]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    made = ctypes.CDLL(None, use_errno=True).syscall(
        machine.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(program)
    )
    return bool(made == 0)


def _steps(machine: _Machine) -> Iterator[tuple[int, int, int, int]]:
    """Write the filter: each step says how many to pass over if it holds, and if not."""
    refusal = (_RETURN, 0, 0, _REFUSE | errno.EACCES)
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _IF_EQUAL, 1, 0, machine.audit
    yield _RETURN, 0, 0, _KILL  # who changes the architecture wants other calls than we name
    yield _LOAD, 0, 0, _NUMBER
    yield _IF_AT_LEAST, 0, 1, _FOREIGN
    yield refusal
    for numbers in _NUMBERS.values():
        yield _IF_EQUAL, 0, 1, numbers[machine.column]
        yield refusal
    yield _IF_EQUAL, 0, 1, _CLONE3  # its flags cannot be seen; libraries then use clone
    yield _RETURN, 0, 0, _REFUSE | errno.ENOSYS
    yield _IF_EQUAL, 0, 3, machine.clone
    yield _LOAD, 0, 0, _ARGUMENT
    yield _IF_ANY, 0, 1, _NEW_NAMESPACES
    yield refusal
    yield _RETURN, 0, 0, _ALLOW
