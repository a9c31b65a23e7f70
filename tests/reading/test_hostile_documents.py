"""No document holds its reader: each hostile one is read, or refused with a reason, in 5 s of CPU and 1 GB."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import hostile_documents
import pytest
from hostile_documents import SHAPES
from live import missing

# One process for many documents, and one forked from it for each: the limits are the kernel's, and no program has to
# be loaded anew. What writes, connects or starts something meets a refusal, which its reader would be seen to crash by.
CHILD = """
import json, os, resource, sys
sys.path.insert(0, sys.argv[1])
from hostile_documents import SAID, SHAPES
from intake.config import load_lexicon
from intake.model import Limits
from intake.reading import read_document

LEXICON = load_lexicon(None)
REFUSED = ("socket.", "subprocess.", "os.exec", "os.system", "os.posix_spawn", "os.mkdir", "os.rename", "shutil.")

def guard(event, args):
    writes = event == "open" and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event.startswith(REFUSED):
        raise PermissionError(event)

def reading(name, content, channel):
    resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(guard)
    found = read_document(content, "x." + name.partition("-")[0], LEXICON, Limits())
    code = found.problem[0] if found.problem else ""
    told = [code, list(found.warnings), SAID in found.text, "root:" in found.text]
    os.write(channel, json.dumps(told).encode())

for name in sys.argv[2:]:
    content = SHAPES[name]()
    out, channel = os.pipe()
    child = os.fork()
    if not child:
        try:
            reading(name, content, channel)
        finally:
            os._exit(0)
    os.close(channel)
    with open(out, "rb") as told:
        answer = told.read().decode()
    print(json.dumps([name, os.waitpid(child, 0)[1], answer]))
"""
COMMAND = (sys.executable, "-B", "-P", "-c", CHILD, str(Path(hostile_documents.__file__).parent))


@dataclass(frozen=True, slots=True)
class Answer:
    """How a reader ended, the code of its problem, its warnings, whether the text was found, and a foreign file."""

    status: int
    code: str = "none"
    warnings: Sequence[str] = ()
    said: bool = False
    leaked: bool = False


def read(names: Sequence[str], folder: Path, *before: str) -> Mapping[str, Answer]:
    """Read hostile documents, each under the kernel's limits, in a folder where nothing may be left.

    Without the variables by which coverage would follow it there: the seconds are for reading.
    """
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run(
        [*before, *COMMAND, *names],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**environ, "HOME": str(folder), "TMPDIR": str(folder)},
    )
    assert (done.returncode, done.stderr.decode()[-2000:]) == (0, "")
    answers = (json.loads(line) for line in done.stdout.splitlines())
    return {name: Answer(status, *(json.loads(told) if told else ())) for name, status, told in answers}


@cache
def answers(folder: Path) -> Mapping[str, Answer]:
    """Read all of them, half of them at a time."""
    names = tuple(SHAPES)
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(read, (names[::2], names[1::2]), (folder, folder))
    return {**first, **second}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nothing")


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_document_is_read_or_refused_within_its_limits(name: str, folder: Path) -> None:
    answer = answers(folder)[name]
    assert answer.status == 0, "ended by the kernel"
    assert answer.code in {"", "bomb", "corrupted", "empty", "garbled", "needs_ocr", "too_big", "unsupported"}
    assert not answer.leaked


def test_few_hostile_documents_are_refused(folder: Path) -> None:
    assert len(SHAPES) >= 90
    assert sum(answer.code != "" for answer in answers(folder).values()) <= 30


def test_what_stands_beside_the_harm_is_read(folder: Path) -> None:
    assert {name for name, answer in answers(folder).items() if not answer.code and not answer.said} == set()


def test_hostile_documents_leave_no_files(folder: Path) -> None:
    assert len(answers(folder)) == len(SHAPES)
    assert list(folder.iterdir()) == []


OUTWARDS = tuple(name for name in SHAPES if re.search("afar|file|fetches|outside|names", name))


def test_no_hostile_document_makes_its_reader_open_a_file_or_a_connection(tmp_path: Path) -> None:
    """As the kernel sees it: libxml2 asks no interpreter."""
    if shutil.which("strace") is None:
        missing("no strace: apt-get install strace")
    trace = tmp_path / "trace"
    folder = tmp_path / "folder"
    folder.mkdir()
    strace = ("strace", "-f", "-qq", "-e", "trace=socket,connect,open,openat,creat", "-o", str(trace))
    assert len(read(OUTWARDS, folder, *strace)) == len(OUTWARDS) >= 10
    calls = [line for line in trace.read_text("utf-8", "replace").splitlines() if "ENOENT" not in line]
    assert any("hostile_documents.py" in call for call in calls), "nothing was traced"
    assert [call for call in calls if "passwd" in call or "socket(" in call or "connect(" in call] == []
    assert [
        call for call in calls if re.search("O_WRONLY|O_RDWR|O_CREAT", call) and "/dev/null" not in call
    ] == []
