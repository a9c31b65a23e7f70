"""What is on the disk before the server is touched: a commit that the power takes back must not have moved a mail.

SIGKILL cannot show it, since the kernel keeps what a dead process wrote. The order of system calls can.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

import pytest
from live import missing
from lying_server import CODE, LyingServer, snapshot
from post_office import FIXTURE, Office, refill

_CALL = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)")
_TRACED = "fdatasync,fsync,write,writev,pwrite64,sendto,sendmsg"
#: The program, with synchronous=NORMAL whatever it asks for.
NORMAL = """
from sqlalchemy import Engine, event
from intake.cli import main
from intake.store import engine
event.listen(Engine, "begin", lambda connection: connection.exec_driver_sql("PRAGMA synchronous=NORMAL"), insert=True)
main()
"""


@pytest.fixture
def moving(office: Office, server: LyingServer) -> Office:
    """A mailbox whose mails are moved once they are stored."""
    office.configure(server, 'move_to = "Done"')
    server.do(refill, {**FIXTURE, "Done": ()})
    return office


def traced(office: Office, program: Sequence[str]) -> list[str]:
    """Poll under strace; give the calls that write or sync, with the files they are about."""
    log = office.home / "calls"
    command = ["strace", "-f", "-qq", "-y", "-s", "64", "-e", f"trace={_TRACED}", "-o", str(log)]
    if shutil.which("strace") is None:
        missing("no strace: apt-get install strace")
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        missing("strace may not trace here: ptrace is refused")
    environ = {"INTAKE_PASSWORD": CODE, "HOME": str(office.home), "LC_ALL": "C.UTF-8"}
    asked = ["--config", str(office.config), "poll"]
    subprocess.run(
        [*command, sys.executable, "-P", *program, *asked], check=True, env=environ, cwd=office.home
    )
    return log.read_text(errors="replace").splitlines()


def unsynced(calls: Sequence[str]) -> list[str]:
    """Name the moves that were asked for while a commit, or the making of its file, was not on the disk."""
    waiting, found = set[str](), []
    for line in calls:
        called = _CALL.match(line)
        if called is None:
            continue
        name, rest = called.groups()
        file = rest.partition("<")[2].partition(">")[0]
        if "UID MOVE" in rest:
            found += [f"{file} not synced" for file in sorted(waiting)]
        elif name in {"fdatasync", "fsync"}:
            waiting.discard(file)
        elif file.endswith((".db", ".db-wal")):
            waiting.add(file)
    return found


def test_a_mail_is_on_the_disk_before_it_is_moved(moving: Office, server: LyingServer) -> None:
    calls = traced(moving, ["-m", "intake"])
    assert len(server.do(snapshot)["Done"].mails) == 4
    assert [line for line in calls if "-wal>" in line and "fdatasync" in line]
    assert sum("UID MOVE" in line for line in calls) == 2
    assert unsynced(calls) == []


def test_synchronous_normal_is_found_by_the_order_of_its_calls(moving: Office, server: LyingServer) -> None:
    calls = traced(moving, ["-c", NORMAL])
    assert len(server.do(snapshot)["Done"].mails) == 4
    assert unsynced(calls) == [f"{moving.database}-wal not synced"] * 2
