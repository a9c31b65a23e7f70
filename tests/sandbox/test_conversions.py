"""Files that an office program converts: what comes of them, and what such a program can do meanwhile: next to nothing.

Where what it does is no matter another one stands for it: `true` makes nothing, and a script never ends.
"""

import logging
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from doc2docx.cfb import CompoundFile
from live import missing
from processes import descendants, soon

from intake.config import OFF, defaults
from intake.halt import Halt
from intake.model import Document, DocumentReading, Failure, Lexicon, Limits, Outcome, Reading
from intake.reading.documents import Unreadable, read, sniff
from intake.sandbox import FILES, Sandbox, converter_of, is_confined

DATA = Path(__file__).parents[1] / "data" / "documents"
DOC = (DATA / "05_two_line_title.doc").read_bytes()
#: A .doc that msdoc2docx refuses for what stands where nothing should; an office program looks over it.
ODD = DOC[:34] + b"\1\2\3\4\5\6" + DOC[40:]
WORDML = (
    b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
)
GOOD = "一、把路修好\n二、把水管好\n".encode() * 20


def true() -> Path:
    return Path(shutil.which("true") or missing("no program true")).resolve()


def mail(*files: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@example.cn"
    message.set_content("发言稿见附件。")
    for number, content in enumerate(files, start=1):
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=f"{number}.x"
        )
    return message.as_bytes()


def order(what: str) -> bytes:
    return f"From: a@example.cn\n\nDO:{what}\n".encode()


@pytest.fixture(scope="module")
def office(lexicon: Lexicon) -> Iterator[Sandbox]:
    """A sandbox with LibreOffice."""
    program = converter_of(defaults({}))
    if program is None:
        missing("no soffice: libreoffice-writer-nogui is not installed")
    with Sandbox(lexicon, Limits(), 1).converting(program) as opened:
        yield opened


@pytest.fixture
def endless() -> Iterator[Path]:
    """A program that starts another one and never ends; it lies where a converter can see it, /tmp is its own."""
    with TemporaryDirectory(dir="/var/tmp", prefix="intake-tests-") as folder:
        program = Path(folder) / "program" / "office"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\nsleep 600 &\nsleep 600\n")
        program.chmod(0o700)
        yield program


@pytest.fixture
def shut_in() -> None:
    """Nothing is converted where a converter cannot be shut in."""
    if not is_confined():
        missing("no user namespaces: nothing is converted here")


def of_docx() -> Document:
    return read((DATA / "05_two_line_title.docx").read_bytes(), "docx", Limits())


# ── with LibreOffice ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("shut_in")
def test_a_document_that_our_reader_refuses_is_read_by_way_of_docx(office: Sandbox) -> None:
    with pytest.raises(Unreadable):
        read(ODD, "doc", Limits())

    found = office.read(mail(ODD))

    assert isinstance(found, Reading)
    assert [(leaf.type, leaf.outcome) for leaf in found.attachments] == [("doc", Outcome.READ)]
    (one,) = found.contributions
    assert (one.engine, one.text) == ("soffice", of_docx().text)


@pytest.mark.usefixtures("shut_in")
def test_word_2003_xml_is_read_by_way_of_docx(office: Sandbox) -> None:
    xml = (DATA / "word97" / "letter.xml").read_bytes()
    assert sniff(xml, "a.doc") == "wordml"

    found = office.read_file(xml, "a.doc")

    assert isinstance(found, DocumentReading)
    assert found.problem is None
    assert "一、修路" in found.text


@pytest.mark.usefixtures("shut_in")
def test_what_no_program_can_read_stays_what_our_reader_calls_it(office: Sandbox) -> None:
    start = CompoundFile(DOC).get_entry("WordDocument").starting_sector * 512 + 512
    found = office.read_file(DOC[:start] + bytes(2_000) + DOC[start + 2_000 :], "a.doc")
    assert isinstance(found, DocumentReading)
    assert found.problem == ("corrupted", "doc")


# ── with any program ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("shut_in")
def test_a_program_that_makes_nothing_leaves_the_file_corrupted(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(), 1).converting(true()) as sandbox:
        found = sandbox.read_file(WORDML, "a.xml")
    assert isinstance(found, DocumentReading)
    assert found.problem == ("corrupted", "wordml")


@pytest.mark.usefixtures("shut_in")
def test_a_program_that_does_not_start_is_no_fault_of_the_file(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(), 1).converting(Path("/etc/group")) as sandbox:
        refused, odd = sandbox.read_file(WORDML, "a.xml"), sandbox.read_file(ODD, "a.doc")
    assert isinstance(refused, DocumentReading)
    assert refused.problem == ("not_converted", "wordml")
    assert isinstance(odd, DocumentReading)
    assert odd.problem == ("corrupted", "doc")  # what our reader said of it stands


@pytest.mark.usefixtures("shut_in")
def test_a_program_that_does_not_end_costs_its_own_clock_and_nobody_elses(
    lexicon: Lexicon, endless: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = descendants()
    limits = Limits(seconds=2, converting_seconds=4)  # longer than a reader may take: waiting is not reading
    with (
        caplog.at_level(logging.ERROR, "intake.sandbox"),
        Sandbox(lexicon, limits, 1).converting(endless) as sandbox,
    ):
        found = sandbox.read(mail(GOOD, WORDML, GOOD))
    assert isinstance(found, Reading)
    assert [(leaf.outcome, leaf.detail) for leaf in found.attachments] == [
        (Outcome.READ, None),
        (Outcome.UNREADABLE, "timeout"),
        (Outcome.READ, None),
    ]
    assert caplog.records == []  # no worker was lost over it
    assert soon(lambda: descendants() <= before)


@pytest.mark.usefixtures("shut_in")
def test_only_a_few_files_of_a_mail_are_converted(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(), 1).converting(true()) as sandbox:
        found = sandbox.read(mail(*[WORDML] * 5))
    assert isinstance(found, Reading)
    assert [leaf.detail for leaf in found.attachments] == ["corrupted"] * 3 + ["not_converted"] * 2


@pytest.mark.usefixtures("shut_in")
def test_mails_of_several_workers_are_converted_one_after_the_other(lexicon: Lexicon) -> None:
    mails = [mail(WORDML), *[mail(GOOD)] * 60, mail(WORDML)]
    with Sandbox(lexicon, Limits(), 2).converting(true()) as sandbox:
        found = [each for _, each in sandbox.read_all(range(len(mails)), mails.__getitem__, Halt())]
    details = [each.attachments[0].detail for each in found if isinstance(each, Reading)]
    assert details == ["corrupted", *[None] * 60, "corrupted"]


@pytest.mark.usefixtures("shut_in")
def test_who_asks_for_the_end_gets_it_while_a_file_is_converted(lexicon: Lexicon, endless: Path) -> None:
    halt, before = Halt(), descendants()
    asking = threading.Timer(2.0, halt.ask)
    asking.start()
    with Sandbox(lexicon, Limits(), 1).converting(endless) as sandbox:
        assert list(sandbox.read_all([0], lambda _key: mail(WORDML), halt)) == []
    assert soon(lambda: descendants() <= before)
    asking.join()


def test_a_worker_that_wants_files_converted_without_end_runs_out_of_time(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(seconds=2), 1, "obedient_reader").converting(true()) as sandbox:
        found = sandbox.read(order("want ever"))
    assert isinstance(found, Failure)
    assert found.code == "timeout"


@pytest.mark.usefixtures("shut_in")
@pytest.mark.parametrize("how", ["two", "one"])
def test_a_worker_that_speaks_while_its_file_is_converted_is_not_heard(
    lexicon: Lexicon, endless: Path, how: str
) -> None:
    with Sandbox(lexicon, Limits(), 1, "obedient_reader").converting(endless) as sandbox:
        found, after = sandbox.read(order(f"want {how}")), sandbox.read(mail(GOOD))
    assert isinstance(found, Failure)
    assert found.code == "crashed"
    assert isinstance(after, Reading)


def test_where_nothing_is_converted_no_worker_waits_for_it(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(), 1, "obedient_reader") as sandbox:
        found = sandbox.read(order("want ever"))
    assert isinstance(found, Failure)
    assert found.code == "crashed"


def test_without_a_program_a_file_of_its_kind_is_unsupported(sandbox: Sandbox) -> None:
    found = sandbox.read_file(WORDML, "a.xml")
    assert isinstance(found, DocumentReading)
    assert found.problem == ("unsupported", "wordml")


def test_an_operator_can_name_a_program_or_want_none() -> None:
    usual = defaults({})
    assert converter_of(replace(usual, converter=OFF)) is None
    assert converter_of(replace(usual, converter="/nowhere/soffice")) is None
    assert converter_of(replace(usual, converter=str(true()))) == true()


# ── what it gives up ──────────────────────────────────────────────────────────────────────────────

_TRY = """
import os, socket, sys
from pathlib import Path
from intake.sandbox import confinement, landlock

channel, _ = socket.socketpair()
secluded = confinement.seclude(channel.fileno(), Path("/tmp"), "size=1m")
confinement.give_up({})
landlock.close_all_but_programs("/usr/lib/libreoffice", "/tmp")

def tried(deed):
    try:
        deed()
    except OSError as error:
        return error.strerror
    return "done"

home, port = sys.argv[1], int(sys.argv[2])
print(secluded)
print(os.listdir("/tmp"))
print(tried(lambda: Path("/tmp/a").write_bytes(b"x")))
print(tried(lambda: Path("/tmp/b").write_bytes(b"x" * 2**21)))
print(tried(lambda: Path(home, "c").write_bytes(b"x")))
print(tried(lambda: Path(home, "intake.toml").read_bytes()))
print(tried(lambda: Path("/etc/group").read_bytes()))
print(tried(lambda: Path("/var/tmp/intake-test").write_bytes(b"x")))
print(tried(lambda: socket.create_connection(("127.0.0.1", port), 5)), flush=True)
"""


@pytest.mark.usefixtures("shut_in")
def test_a_converter_sees_an_empty_folder_programs_and_nothing_else(sandbox: Sandbox, tmp_path: Path) -> None:
    if FILES not in sandbox.layers():
        missing("this kernel has no Landlock")
    (tmp_path / "intake.toml").write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        done = subprocess.run(
            [sys.executable, "-c", _TRY, str(tmp_path), str(server.getsockname()[1])],
            capture_output=True, text=True, check=True, cwd="/",
        )  # fmt: skip
    secluded, seen, *tried = done.stdout.splitlines()
    assert (secluded, seen) == ("True", "[]")
    assert tried[:2] == ["done", "No space left on device"]
    assert "done" not in tried[2:]
    assert not Path("/tmp/a").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["intake.toml"]
