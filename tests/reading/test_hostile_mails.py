"""No mail holds its reader: each hostile one is read, or refused with a reason, in 5 s of CPU and 1 GB."""

import os
import subprocess
import sys
from functools import cache

import pytest
from hostile_mails import SHAPES

# The limits are the kernel's: what runs over them is killed, or meets a MemoryError, and is no reading.
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9))
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
from intake.config import load_lexicon
from intake.model import Limits
from intake.reading import Unreadable, read

def details(attachments):
    for one in attachments:
        yield one.detail or ""
        yield from details(one.members)

try:
    reading = read(sys.stdin.buffer.read(), load_lexicon(None), Limits())
except Unreadable as problem:
    print(problem.code)
else:
    print(next((slug for slug in details(reading.attachments) if slug.startswith("crashed")), "read"))
"""


@cache
def outcome(name: str) -> str:
    """Read a hostile mail in a process of its own; "read", or the code of its problem.

    Without the variables by which coverage would follow it there: the seconds are for reading.
    """
    environ = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-P", "-c", CHILD],
        input=SHAPES[name](),
        capture_output=True,
        check=False,
        env=environ,
    )
    assert (done.returncode, done.stderr.decode()[-2000:]) == (0, "")
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_mail_is_read_or_refused_within_its_limits(name: str) -> None:
    assert outcome(name) in {"read", "mail_lines", "mime_delimiters"}


def test_few_hostile_mails_are_refused_whole() -> None:
    assert len(SHAPES) >= 95
    assert sum(outcome(name) != "read" for name in SHAPES) <= 12
