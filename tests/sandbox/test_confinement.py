"""What a reader that a mail took over can do in a worker: next to nothing, as far as the kernel has the layers."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.halt import Halt
from intake.model import Lexicon, Limits, Reading
from intake.sandbox import CALLS, FILES, NETWORK, PROCESSES, Sandbox
from intake.sandbox.seccomp import DENIED, number_of

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "mail").glob("*.eml"))


@pytest.fixture(scope="module")
def taken(lexicon: Lexicon) -> Iterator[Sandbox]:
    """A sandbox whose reader does what a mail says."""
    with Sandbox(lexicon, Limits(), 1, "obedient_reader") as opened:
        yield opened


def told(sandbox: Sandbox, order: str) -> str:
    found = sandbox.read(f"From: a@example.cn\r\nSubject: x\r\n\r\nDO:{order}\r\n".encode())
    assert isinstance(found, Reading)
    return found.text


def needs(sandbox: Sandbox, layer: str) -> None:
    if layer not in sandbox.layers():
        pytest.skip(f"this kernel has no layer {layer}")


def test_no_file_is_written(taken: Sandbox, tmp_path: Path) -> None:
    assert told(taken, f"write {tmp_path}/a").startswith("refused")
    assert not (tmp_path / "a").exists() or (tmp_path / "a").read_bytes() == b""


def test_no_file_of_ours_is_read(taken: Sandbox, tmp_path: Path) -> None:
    needs(taken, FILES)
    (tmp_path / "intake.toml").write_text("x")

    assert told(taken, f"look {tmp_path}/intake.toml") == "refused: Permission denied"
    assert told(taken, "look /etc/passwd") == "refused: Permission denied"
    assert told(taken, f"write {tmp_path}/b") == "refused: Permission denied"
    assert not (tmp_path / "b").exists()


def test_no_program_is_started(taken: Sandbox) -> None:
    needs(taken, FILES)

    assert told(taken, "run /bin/true") == "refused: Permission denied"


def test_no_network_is_reached(taken: Sandbox) -> None:
    needs(taken, NETWORK)
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert told(taken, f"connect {server.getsockname()[1]}").startswith("refused")


def test_no_other_process_is_seen(taken: Sandbox) -> None:
    needs(taken, PROCESSES)

    assert told(taken, f"kill {os.getpid()}").startswith("refused")


@pytest.mark.parametrize("call", DENIED)
def test_calls_that_reading_never_needs_are_refused(taken: Sandbox, call: str) -> None:
    needs(taken, CALLS)

    assert told(taken, f"call {number_of(call)}") == "refused: Permission denied"


@pytest.mark.parametrize("flag", ["10000000", "20000000", "40000000", "00020000", "02000000"])
def test_no_namespace_is_made(taken: Sandbox, flag: str) -> None:
    needs(taken, CALLS)

    assert told(taken, f"namespace {flag}") == "refused: Permission denied"


def test_calls_that_libraries_need_are_not(taken: Sandbox) -> None:
    assert told(taken, "namespace 0") == told(taken, "thread") == "done"


_READ_SAMPLES = """
import sys
from pathlib import Path
from intake.config import load_lexicon
from intake.halt import Halt
from intake.model import Limits
from intake.sandbox import Sandbox

raws = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.eml"))]
with Sandbox(load_lexicon(None), Limits(), 1) as sandbox:
    for _, found in sandbox.read_all(range(len(raws)), raws.__getitem__, Halt()):
        print(repr(found))
"""


@pytest.mark.skipif(
    os.getuid() != 0 or not shutil.which("setpriv"), reason="takes root's power away from itself"
)
def test_results_are_the_same_without_root_and_without_network(sandbox: Sandbox) -> None:
    raws = [path.read_bytes() for path in SAMPLES]
    powerless = [
        "setpriv", "--securebits", "+noroot,+noroot_locked", "--bounding-set", "-all", "--inh-caps", "-all",
    ]  # fmt: skip
    done = subprocess.run(
        ["unshare", "--net", *powerless, sys.executable, "-c", _READ_SAMPLES, str(SAMPLES[0].parent)],
        capture_output=True, text=True, check=True, cwd="/",
    )  # fmt: skip

    found = [repr(found) for _, found in sandbox.read_all(range(len(raws)), raws.__getitem__, Halt())]
    assert done.stdout.splitlines() == found
