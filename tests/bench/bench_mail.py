"""What taking a mail apart costs: CPU against mail-parser on the same mails, and memory for large attachments.

    python -P -m pytest tests/bench/bench_mail.py -s

Run by hand: no figure here is a limit, and the file's name keeps it out of the tests.
"""

import subprocess
import sys
import time
from base64 import encodebytes
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median

import mailparser
import pytest

from intake.demo.manuscript import manuscript
from intake.model import Limits
from intake.reading.mail import parse

DATA = Path(__file__).parents[1] / "data" / "mail"
ROUNDS = 9
HEAD = (
    b"From: a@town.example\r\nSubject: x\r\nDate: Mon, 23 Nov 2026 08:00:00 +0800\r\n"
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n--b\r\n"
    b'Content-Type: application/octet-stream; name="a.docx"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
)
END = b"\r\n--b--\r\n"

# Memory is measured in a process of its own: the highest mark above what was there before the mail was read.
CHILD = """
import sys
from intake.config import load_lexicon
from intake.model import Limits
from intake.reading import read
from intake.reading.mail import parse

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024

lexicon = load_lexicon(None)
read(b"Subject: x\\n\\nhello", lexicon, Limits())
before = peak()
raw = open(sys.argv[1], "rb").read()
(read(raw, lexicon, Limits()) if sys.argv[2] == "read" else parse(raw, Limits()))
print(before, len(raw), peak())
"""


def large(size: int) -> bytes:
    return HEAD + encodebytes(bytes(range(256)) * (size // 256)).replace(b"\n", b"\r\n") + END


def cpu(work: Callable[[bytes], object], mails: list[bytes]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for raw in mails:
            work(raw)
        took.append(time.process_time() - began)
    return median(took) / len(mails)


def by_mail_parser(raw: bytes) -> object:
    """Ask for what `parse` gives: headers, text, attachments."""
    with suppress(AttributeError, ValueError):  # samples 27 and 28
        mail = mailparser.parse_from_bytes(raw)
        return mail.subject, mail.from_, mail.date, mail.body, mail.attachments
    return None


def test_cpu_against_mail_parser(pytestconfig: pytest.Config) -> None:
    say = pytestconfig.get_terminal_writer().line
    document = manuscript("# 题目\n> 石桥镇党委书记　陶一\n" + "一是修桥。今年修了三座桥。\n" * 100)
    with_document = HEAD + encodebytes(document * 15).replace(b"\n", b"\r\n") + END
    samples = [path.read_bytes() for path in sorted(DATA.glob("*.eml"))]
    for name, mails in (("with a document", [with_document] * 20), ("samples", samples)):
        ours, theirs = cpu(lambda raw: parse(raw, Limits()), mails), cpu(by_mail_parser, mails)
        say(
            f"\n{name}: {ours * 1000:.2f} ms, mail-parser {theirs * 1000:.2f} ms a mail: {ours / theirs:.2f} x"
        )


@pytest.mark.parametrize("what", ["parse", "read"])
@pytest.mark.parametrize("megabytes", [10, 36, 50, 54])
def test_memory_for_a_large_attachment(
    megabytes: int, what: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    size = megabytes * 2**20
    file = tmp_path / "large.eml"
    file.write_bytes(large(size))
    done = subprocess.run(
        [sys.executable, "-P", "-c", CHILD, str(file), what], check=True, capture_output=True, text=True
    )
    before, mail, after = (int(word) for word in done.stdout.split())
    pytestconfig.get_terminal_writer().line(
        f"\n{what}: an attachment of {megabytes} MB in a mail of {mail / 2**20:.0f} MB takes {(after - before) / 2**20:.0f} MB "
        f"(with the mail itself), {(after - before) / size:.2f} x the attachment"
    )
