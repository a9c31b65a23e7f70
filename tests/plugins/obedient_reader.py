"""A reader that does what a mail or a file says in it, behind DO: — what a hostile one would try, and what bugs do.

A worker loads it in place of `intake.reading`, and otherwise it is that.
"""

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import intake.reading.documents.text
from intake.model import Course, Document, DocumentReading, Heading, Leaf, Lexicon, Limits, Reading
from intake.reading import Unreadable, read_file
from intake.reading import cut as genuinely_cut
from intake.reading import heading as genuine_heading
from intake.reading import read as genuine
from intake.sandbox.channel import Answer, Converted, Draft, receive, send

__all__ = ["Unreadable", "cut", "heading", "read", "read_file"]

_ORDER = re.compile(rb"DO:([a-z]+)(?: ([^\s]+))?")
_SLEEP = 600


def read(raw: bytes, lexicon: Lexicon, limits: Limits, course: Course) -> Reading | DocumentReading:
    """Read a mail and do what its body says."""
    reading = genuine(raw, lexicon, limits, course)
    if b"DO:double" in raw:  # two submissions of one place, which the store refuses
        return replace(reading, contributions=reading.contributions * 2)
    said = obey(raw.partition(b"\n\n")[2] or raw.partition(b"\r\n\r\n")[2]) if b"multipart" not in raw else ""
    return replace(reading, text=said) if said else reading


def cut(raw: bytes, paths: Iterable[str], limits: Limits) -> Iterator[Leaf]:
    """Cut leaves, and do what the mail says; it may say to give what nobody asked for, or more than there is."""
    for leaf in genuinely_cut(raw, paths, limits):
        yield leaf
        if b"DO:more" in raw:
            yield leaf
        elif b"DO:other" in raw:
            yield replace(leaf, path="9")
        else:
            obey(raw)


def heading(raw: bytes, limits: Limits) -> Heading:
    """Read a header, and do what its mail says if that is meant for here, too."""
    if b"X-Also: header" in raw:
        obey(raw)
    return genuine_heading(raw, limits)


def _obedient(content: bytes, limits: Limits) -> Document:
    """Do what a text file says, then read it."""
    obey(content)
    return _read_text(content, limits)


_read_text = intake.reading.documents.READERS["txt"]
intake.reading.documents.READERS = {**intake.reading.documents.READERS, "txt": _obedient}


def obey(content: bytes) -> str:
    """Do what is said; tell what came of it."""
    order = _ORDER.search(content)
    if order is None:
        return ""
    return ORDERS[order[1].decode()]((order[2] or b"").decode())


def _raise(_word: str) -> str:
    raise ZeroDivisionError("a bug")


def _hang(_word: str) -> str:
    time.sleep(_SLEEP)
    return ""


def _nap(seconds: str) -> str:
    time.sleep(float(seconds))
    return ""


def _spin(_word: str) -> str:
    while True:
        pass


def _hog(_word: str) -> str:
    held = []
    while True:
        held.append(bytearray(16 * 2**20))


def _crash(_word: str) -> str:
    ctypes.string_at(0)
    return ""


def _exit(_word: str) -> str:
    os._exit(0)


def _breed(word: str) -> str:
    """Start a grandchild that would outlive us, in a session of its own if that is asked for, and hang."""
    if os.fork() == 0:
        if word == "session":
            os.setsid()
        if os.fork() == 0:
            time.sleep(_SLEEP)
        time.sleep(_SLEEP)
    time.sleep(_SLEEP)
    return ""


def _attempt(deed: Callable[[], object]) -> str:
    try:
        deed()
    except OSError as error:
        return f"refused: {error.strerror}"
    return "done"


def _write(path: str) -> str:
    return _attempt(lambda: Path(path).write_text("x" * 100, "utf-8"))


def _look(path: str) -> str:
    return _attempt(lambda: Path(path).read_bytes())


def _connect(port: str) -> str:
    return _attempt(lambda: socket.create_connection(("127.0.0.1", int(port)), timeout=5).close())


def _run(program: str) -> str:
    return _attempt(lambda: subprocess.run([program], check=False))


def _kill(pid: str) -> str:
    return _attempt(lambda: os.kill(int(pid), signal.SIGTERM))


def _call(number: str) -> str:
    """Make a call of the kernel by its number, without arguments that it could do anything with."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(int(number), -1, -1, -1, -1, -1, -1) == -1:
        return f"refused: {os.strerror(ctypes.get_errno())}"
    return "done"


def _namespace(flags: str) -> str:
    """Start a process in a namespace of its own, as clone (x86_64: number 56, else 220) does it."""
    number = 56 if os.uname().machine == "x86_64" else 220
    libc = ctypes.CDLL(None, use_errno=True)
    child = libc.syscall(number, int(flags, 16) | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return "done" if child > 0 else f"refused: {os.strerror(ctypes.get_errno())}"


def _thread(_word: str) -> str:
    """Start a thread and a process as libraries do."""
    threads = [threading.Thread(target=lambda: None) for _ in range(2)]
    for each in threads:
        each.start()
        each.join()
    if (child := os.fork()) == 0:
        os._exit(0)
    return "done" if os.waitpid(child, 0)[1] == 0 else "failed"


def _environ(_word: str) -> str:
    return f"{dict(os.environ)} {sys.argv}"


def _flood(_word: str) -> str:
    return "x" * (17 * 2**20)


def _want(word: str) -> str:
    """Have a file converted without end, or two at once, or one without waiting for it."""
    with socket.socket(fileno=os.dup(int(sys.argv[2]))) as channel:
        while True:
            send(channel, Answer(draft=Draft("doc", b"x")))
            if word == "one":
                return ""
            if word != "two":
                receive(channel, Converted)


ORDERS: dict[str, Callable[[str], str]] = {
    "raise": _raise,
    "hang": _hang,
    "nap": _nap,
    "spin": _spin,
    "hog": _hog,
    "crash": _crash,
    "exit": _exit,
    "breed": _breed,
    "write": _write,
    "look": _look,
    "connect": _connect,
    "run": _run,
    "kill": _kill,
    "environ": _environ,
    "call": _call,
    "namespace": _namespace,
    "thread": _thread,
    "flood": _flood,
    "want": _want,
}
