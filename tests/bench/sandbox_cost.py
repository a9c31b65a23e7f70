"""Measures what the sandbox costs: python tests/bench/sandbox_cost.py

CPU of the demo's mails read in this process and in workers, the time to the first reading, and the parent's memory
for mails of 50 and 75 MB, read and with their attachment cut.
"""

import base64
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from intake.config import load_lexicon
from intake.demo.letters import letters
from intake.halt import Halt
from intake.model import Failure, Limits, Sighting
from intake.read import read_landed
from intake.reading import read
from intake.sandbox import Sandbox
from intake.store import open_store

_ZONE = ZoneInfo("Asia/Shanghai")
_HEAD = (
    b"From: a@example.cn\r\nSubject: x\r\nContent-Type: application/zip; name=a.zip\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def in_process() -> None:
    """Read the demo's mails here; importing the readers is not counted."""
    mails, lexicon = [letter.raw for letter in letters(datetime.now(UTC))], load_lexicon(None)
    before = time.process_time()
    for raw in mails:
        read(raw, lexicon, Limits())
    _say(f"{len(mails)} mails in this process: {time.process_time() - before:.2f} s CPU")


def sandboxed(workers: int) -> None:
    """Read them in workers; starting these, and importing the readers in them, is counted."""
    mails, lexicon = [letter.raw for letter in letters(datetime.now(UTC))], load_lexicon(None)
    before, began, first = time.process_time(), time.perf_counter(), 0.0
    with Sandbox(lexicon, Limits(), workers) as sandbox:
        for _ in sandbox.read_all(range(len(mails)), mails.__getitem__, Halt()):
            first = first or time.perf_counter() - began
        below = _below(os.getpid())
    here = time.process_time() - before
    _say(
        f"in {workers} workers: {here:.2f} s CPU here, {below:.2f} s there, first reading after {first:.2f} s"
    )


def _below(pid: int) -> float:
    """Give the CPU of all processes below one, in seconds."""
    seconds = 0.0
    for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()):
        fields = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + _below(child)
    return seconds


def land(size: int, folder: str) -> None:
    """Store a mail of so many bytes."""
    body = base64.encodebytes(os.urandom((size - len(_HEAD)) // 78 * 57)).replace(b"\n", b"\r\n")
    with open_store(f"sqlite:///{folder}/intake.db", _ZONE) as store:
        store.land(Sighting("a", "INBOX", "1", "1"), _HEAD + body, datetime.now(UTC))


def read_stored(folder: str) -> None:
    """Read it, and tell the most memory that took here."""
    with (
        open_store(f"sqlite:///{folder}/intake.db", _ZONE) as store,
        Sandbox(load_lexicon(None), Limits(), 1) as sandbox,
    ):
        size = store.messages()[0].size
        done = read_landed(store, sandbox, Halt(), lambda _done, _total: None)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"a mail of {size / 2**20:.0f} MB: parent at most {most:.0f} MB; read {done.read}")


def cut_stored(folder: str) -> None:
    """Cut its attachment, and tell the most memory that took here."""
    with (
        open_store(f"sqlite:///{folder}/intake.db", _ZONE) as store,
        Sandbox(load_lexicon(None), Limits(), 1) as sandbox,
    ):
        size = store.messages()[0].size
        cut = sandbox.cut(store.raw(1), {"1": size})
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    _say(f"its attachment cut: parent at most {most:.0f} MB; cut {not isinstance(cut, Failure)}")


def _alone(*part: object) -> None:
    """Run one part in a process of its own."""
    subprocess.run([sys.executable, __file__, *map(str, part)], check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["here"]:
            in_process()
        case ["workers", number]:
            sandboxed(int(number))
        case ["land", size, folder]:
            land(int(size), folder)
        case ["read", folder]:
            read_stored(folder)
        case ["cut", folder]:
            cut_stored(folder)
        case _:
            for part in (("here",), ("workers", 1), ("workers", 2)):
                _alone(*part)
            for megabytes in (50, 75):
                with TemporaryDirectory() as place:
                    _alone("land", megabytes * 2**20, place)
                    _alone("read", place)
                    _alone("cut", place)
