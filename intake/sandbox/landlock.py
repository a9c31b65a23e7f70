"""Landlock by its system calls (landlock(7)): a process gives up files and TCP for ever, without any privilege.

What is not handled by the kernel's version (ABI) is left as it was: files from 1 on, TCP from 4, signals and abstract
sockets from 6. The numbers are those of include/uapi/linux/landlock.h, the same on every architecture of today.
"""

import ctypes
import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1

_EXECUTE: Final = 1 << 0
_WRITE_FILE: Final = 1 << 1
_READ_FILE: Final = 1 << 2
_READ_FOLDER: Final = 1 << 3
_ALL_OF_FILES: Final = {
    1: (1 << 13) - 1,
    2: (1 << 14) - 1,
    3: (1 << 15) - 1,
    5: (1 << 16) - 1,
}  # by the ABI that brought them
_READ: Final = _READ_FILE | _READ_FOLDER
_OF_A_FILE: Final = (
    _EXECUTE | _WRITE_FILE | _READ_FILE | 1 << 14 | 1 << 15
)  # the rights that are not those of a folder
_EVERYTHING: Final = (1 << 16) - 1
_ALL_OF_TCP: Final = 0b11
_ALL_OF_SCOPES: Final = 0b11
TCP_SINCE: Final = 4
_SCOPES_SINCE: Final = 6

#: What an interpreter and its libraries look for beside their own folders.
_SYSTEM: Final = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/dev/null", "/dev/urandom",
)  # fmt: skip


#: Where programs, their libraries, fonts and settings lie; no folder in which anybody keeps documents or codes.
_PROGRAMS: Final = ("/usr", "/bin", "/lib", "/lib64", "/opt")
_OF_PROGRAMS: Final = (
    "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/etc/libreoffice", "/etc/localtime", "/etc/nsswitch.conf",
    "/etc/passwd", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice", "/dev/urandom", "/proc",
)  # fmt: skip


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Tell the kernel's ABI of Landlock; 0 where there is none, or it is switched off."""
    return max(0, _syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))


def close_files() -> int:
    """Give up every file but those that Python needs to import, which can be read; and TCP, where the kernel can.

    Gives the ABI that is in force, 0 where none is. It asks for PR_SET_NO_NEW_PRIVS before.
    """
    return _close(dict.fromkeys(_readable(), _READ))


def close_all_but_programs(program: str, folder: str) -> int:
    """Give up every file but programs, those below `program` among them, and the folder to work in; and TCP.

    Gives what `close_files` gives.
    """
    return _close(
        {
            **dict.fromkeys(_OF_PROGRAMS, _READ),
            **dict.fromkeys((*_PROGRAMS, program), _READ | _EXECUTE),
            "/dev/null": _READ | _WRITE_FILE,
            folder: _EVERYTHING,
        }
    )


def _close(rights: Mapping[str, int]) -> int:
    """Give up every file but these paths and what lies below them, with these rights."""
    abi = version()
    if abi == 0:
        return 0
    files = _ALL_OF_FILES[max(since for since in _ALL_OF_FILES if since <= abi)]
    rules = _Ruleset(
        files=files,
        net=_ALL_OF_TCP if abi >= TCP_SINCE else 0,
        scopes=_ALL_OF_SCOPES if abi >= _SCOPES_SINCE else 0,
    )
    size = 8 * (1 + (abi >= TCP_SINCE) + (abi >= _SCOPES_SINCE))
    ruleset = _syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return 0
    try:
        for path, allowed in rights.items():
            _allow(ruleset, path, allowed & files)
        return abi if _syscall(_RESTRICT_SELF, ruleset, 0) == 0 else 0
    finally:
        os.close(ruleset)


def _readable() -> Iterator[str]:
    """Name what may be read: where modules are installed, never a folder that somebody works in."""
    yield from {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    yield from (place for place in sys.path if place.endswith("-packages"))
    yield str(Path(__file__).parent.parent)
    yield from _SYSTEM


def _allow(ruleset: int, path: str, rights: int) -> None:
    """Leave these rights at and below a path; one that is not there needs none."""
    with suppress(OSError):
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = _Beneath(rights if Path(path).is_dir() else rights & _OF_A_FILE, beneath)
            _syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
        finally:
            os.close(beneath)


def _syscall(number: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
