"""A watch that stays for weeks takes no more memory than one that has just begun."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from lying_server import CODE, USER, LyingServer, deliver, lying_server

MAILS = [b"Subject: %d\r\n\r\n%d\r\n" % (number, number) for number in range(20)]


def configured(folder: Path, server: LyingServer) -> Path:
    config = folder / "intake.toml"
    config.write_text(
        f'[store]\nurl = "sqlite:///{folder}/intake.db"\n[metrics]\nfile = "intake.prom"\n'
        f'[mailbox.lying]\nhost = "127.0.0.1"\nport = {server.port}\nuser = "{USER}"\ntls = false\n'
    )
    return config


def polls(folder: Path) -> int:
    """Count the rows of `run`."""
    with closing(sqlite3.connect(folder / "intake.db")) as connection:
        return int(connection.execute("SELECT max(id) FROM run").fetchone()[0] or 0)


def resident(pid: int) -> int:
    """Tell how many bytes of a process are in memory."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def grown(folder: Path, early: int, late: int) -> tuple[int, int]:
    """Watch a mailbox without a pause; give the bytes in memory at an early poll and at a late one."""
    with lying_server("INBOX") as server:
        for raw in MAILS:
            server.do(deliver, raw)
        command = [sys.executable, "-m", "intake", "--config", str(configured(folder, server)), "watch"]
        process = subprocess.Popen(
            [*command, "--interval", "0", "--passes", str(late + 1000)],
            env={**os.environ, "INTAKE_PASSWORD": CODE, "HOME": str(folder)},
            cwd=folder,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            process.stdout.readline()  # the first poll found something
            found = []
            for moment in (early, late):
                while polls(folder) < moment:
                    assert process.poll() is None
                    time.sleep(0.02)
                found.append(resident(process.pid))
        finally:
            process.terminate()
            process.communicate()
    assert process.returncode == 143
    return found[0], found[1]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc")
@pytest.mark.parametrize(("early", "late"), [(200, 500), pytest.param(1000, 10_000, marks=pytest.mark.slow)])
def test_memory_does_not_grow_with_the_polls(tmp_path: Path, early: int, late: int) -> None:
    before, after = grown(tmp_path, early, late)
    print(f"{before / 2**20:.1f} MB at poll {early}, {after / 2**20:.1f} MB at poll {late}")  # noqa: T201  # -s
    assert after <= before * 1.05
