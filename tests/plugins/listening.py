"""Ports for a server of our own, and the wait until it listens there."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

HOST = "127.0.0.1"


def free_ports(number: int) -> list[int]:
    """Name ports that were free a moment ago, all of them different."""
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_server((HOST, 0))) for _ in range(number)]
        return [one.getsockname()[1] for one in held]


@contextmanager
def listening(process: subprocess.Popen[bytes], port: int, log: Path) -> Iterator[None]:
    """Stop a server at the end of the `with` block; fail when it ends before it listens, or never does."""
    try:
        _wait(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(500):
        if process.poll() is not None:
            pytest.fail(
                f"{process.args!r} ended with {process.returncode}: {log.read_text(errors='replace')}"
            )
        if _listens(port):
            return
        time.sleep(0.02)
    pytest.fail(f"{process.args!r} did not listen")


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
