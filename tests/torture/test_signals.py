"""The program as a child, and signals at any moment of its poll; a server that drips, and a poll that ends all the same."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from random import Random

import pytest
from ledger import unsound, violations
from lying_server import CODE, LyingServer, calm, lie, wire
from post_office import Office, letter, refill
from watching import until

from intake.demo.faults import Faults
from intake.errors import Exit

MAILS = tuple(letter(number) for number in range(40))
CODES = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}
#: The program, with a reader that never ends.
READS_FOR_EVER = """
import signal, time, intake.sandbox
from intake.cli import main
def read(*_):
    print("reading", flush=True)
    while signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL: time.sleep(0.01)
    print("asked to end", flush=True)
    while True: time.sleep(1)
intake.sandbox.Sandbox.read_all = read
main()
"""


def started(office: Office, program: Sequence[str] = ("-m", "intake")) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", *program, "--config", str(office.config), "poll", "--quiet"]
    environ = {"INTAKE_PASSWORD": CODE, "HOME": str(office.home), "LC_ALL": "C.UTF-8"}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environ, cwd=office.home, text=True, stdout=pipe, stderr=pipe)


def heard(server: LyingServer, word: bytes) -> None:
    """Wait until a client or the server said something."""
    until(lambda: any(word in line for line in server.do(wire)))


@pytest.mark.parametrize("number", CODES)
def test_a_signal_at_any_moment_ends_a_poll_without_a_word_and_the_next_one_completes(
    office: Office, server: LyingServer, number: signal.Signals
) -> None:
    chance, ends = Random(number), []
    for _ in range(4):
        for path in office.home.glob("intake.db*"):
            path.unlink()
        server.do(refill, {"INBOX": MAILS})
        with started(office) as poll:
            heard(server, b"LOGIN")
            time.sleep(chance.uniform(0, 0.6))
            poll.send_signal(number)
            said = poll.communicate()
        ends.append(poll.returncode)
        assert said == ("", "")
        assert unsound(office.database) == []
        with started(office) as poll:
            assert poll.communicate() == ("", "")
        assert poll.returncode == Exit.DONE
        assert violations(office.database, MAILS) == []
    # it may have been done before, and be just about to leave
    assert set(ends) <= {CODES[number], Exit.DONE, -number}


@pytest.mark.parametrize("number", CODES)
def test_a_signal_cuts_off_a_server_that_stalls_and_only_what_was_in_flight_is_asked_for_again(
    office: Office, server: LyingServer, number: signal.Signals
) -> None:
    server.do(refill, {"INBOX": MAILS[:5], "Junk": MAILS[5:]})
    server.do(lie, Faults(stall_mid_fetch={11: 1}))
    with started(office) as poll:
        heard(server, b"F: stall_mid_fetch 11")
        poll.send_signal(number)
        assert poll.communicate() == ("", "")
    assert poll.returncode == CODES[number]
    assert violations(office.database, MAILS[:5]) == []
    with started(office) as poll:
        assert poll.communicate() == ("", "")
    assert violations(office.database, MAILS) == []


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_a_second_signal_ends_at_once_what_the_first_one_asked_to_end(
    office: Office, server: LyingServer, number: signal.Signals, code: int
) -> None:
    server.do(refill, {"INBOX": MAILS})
    with started(office, ("-c", READS_FOR_EVER)) as poll:
        assert poll.stdout is not None
        assert poll.stdout.readline() == "reading\n"
        poll.send_signal(number)
        assert poll.stdout.readline() == "asked to end\n"
        poll.send_signal(number)
        assert "".join(poll.communicate()).strip() == ""  # a terminal's ^C has a line of its own
    assert poll.returncode == code
    assert unsound(office.database) == []


def test_a_server_that_drips_holds_no_poll_beyond_its_budget(office: Office, server: LyingServer) -> None:
    office.configure(server, poll="budget = 3")
    server.do(refill, {"INBOX": MAILS})
    server.do(lie, Faults(drip=1))
    with started(office) as poll:
        said = poll.communicate()  # the greeting alone takes a minute
    server.do(calm)
    assert b"F: drip" in server.do(wire)
    assert poll.returncode == Exit.TRY_LATER
    assert (said[0], said[1].count("\n")) == ("", 1)
    assert unsound(office.database) == []
    with started(office) as poll:
        assert poll.communicate() == ("", "")
    assert violations(office.database, MAILS) == []
