"""What a hostile mail costs: at most itself, and of a mail with several attachments at most the hostile one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from processes import children, descendants, soon, workers_of

from intake.errors import SandboxUnavailable
from intake.halt import Halt
from intake.model import Failure, Heading, Lexicon, Limits, Outcome, Reading
from intake.reading import Unreadable, read
from intake.sandbox import PROCESSES, Sandbox

SAMPLES = sorted((Path(__file__).parent.parent / "data" / "mail").glob("*.eml"))
GOOD = "一、把路修好\n二、把水管好\n".encode() * 20
CLOCK = 2  # seconds, long for a machine that is busy and short for a test
MEMORY = 200 * 2**20


def mail(order: str) -> bytes:
    return f"From: a@example.cn\r\nSubject: x\r\n\r\nDO:{order}\r\n".encode()


def bundle(*files: bytes) -> bytes:
    """Write a mail with these text files."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@example.cn"
    message.set_content("发言稿见附件。")
    for number, content in enumerate(files, start=1):
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=f"{number}.txt"
        )
    return message.as_bytes()


@pytest.fixture
def obedient(lexicon: Lexicon) -> Iterator[Sandbox]:
    with Sandbox(lexicon, Limits(seconds=CLOCK, memory=MEMORY), 2, "obedient_reader") as opened:
        yield opened


def directly(raw: bytes, lexicon: Lexicon) -> Reading | Failure:
    try:
        return read(raw, lexicon, Limits())
    except Unreadable as problem:
        return Failure(problem.code, problem.detail)


def test_every_sample_is_read_as_it_is_without_a_sandbox(sandbox: Sandbox, lexicon: Lexicon) -> None:
    raws = [path.read_bytes() for path in SAMPLES]

    found = dict(sandbox.read_all(range(len(raws)), raws.__getitem__, Halt()))

    assert list(found) == list(range(len(raws)))
    assert list(found.values()) == [directly(raw, lexicon) for raw in raws]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("hang", "timeout"),
        ("spin", "timeout"),
        ("hog", "memory"),
        ("raise", "crashed"),
        ("exit", "crashed"),
        ("crash", "crashed"),
        ("flood", "crashed"),
    ],
)
def test_a_mail_that_costs_two_workers_is_a_problem_and_those_around_it_are_read(
    obedient: Sandbox, order: str, code: str
) -> None:
    mails = [mail("environ"), mail(order), mail("environ")]

    before, bad, after = (found for _, found in obedient.read_all(range(3), mails.__getitem__, Halt()))

    assert isinstance(bad, Failure)
    assert bad.code == code
    assert isinstance(before, Reading)
    assert isinstance(after, Reading)


@pytest.mark.parametrize(
    ("order", "code"),
    [(b"DO:hang", "timeout"), (b"DO:hog", "memory"), (b"DO:crash", "crashed"), (b"DO:exit", "crashed")],
)
def test_an_attachment_that_costs_a_worker_costs_only_itself(
    obedient: Sandbox, order: bytes, code: str
) -> None:
    found = obedient.read(bundle(GOOD, order, GOOD, order))

    assert isinstance(found, Reading)
    assert [leaf.outcome for leaf in found.attachments] == [
        Outcome.READ,
        Outcome.UNREADABLE,
        Outcome.READ,
        Outcome.UNREADABLE,
    ]
    assert {leaf.detail for leaf in found.attachments} == {None, code}
    assert [one.source for one in found.contributions if code in one.warnings] == ["3", "5"]


def test_attachments_that_use_up_all_clocks_of_a_mail_make_it_a_problem(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(seconds=1), 1, "obedient_reader") as short:
        found = short.read(bundle(*[b"DO:hang"] * 7))

    assert isinstance(found, Failure)
    assert found.code == "timeout"


def test_a_file_that_costs_two_workers_is_told_by_the_code(obedient: Sandbox) -> None:
    found = obedient.read_file(b"DO:exit", "a.txt")

    assert not isinstance(found, Failure | Reading)
    assert found.problem == ("crashed", "unknown")


@pytest.mark.parametrize("where", ["here", "session"])
def test_no_descendant_survives_a_time_out(obedient: Sandbox, where: str) -> None:
    if where == "session" and PROCESSES not in obedient.layers():
        pytest.skip("what leaves its session is ended by process namespaces alone")
    obedient.close()
    before, bred, done = descendants(), set[int](), threading.Event()

    def count() -> None:
        while not done.wait(0.05):
            bred.update(workers_of(os.getpid()) - before)

    counting = threading.Thread(target=count)
    counting.start()
    found = obedient.read(mail(f"breed {where}"))
    done.set()
    counting.join()
    obedient.close()

    assert isinstance(found, Failure)
    assert len(bred) >= 6  # two workers, each with a child and a grandchild
    assert soon(lambda: descendants() <= before)
    assert soon(lambda: workers_of(os.getpid()) <= before)


def test_many_mails_are_read_by_several_workers_and_come_in_their_order(obedient: Sandbox) -> None:
    mails = [mail("nap 0.5"), *[mail("environ")] * 60]
    before, most, found = children(), 0, []

    for key, result in obedient.read_all(range(61), mails.__getitem__, Halt()):
        most = max(most, len(children() - before))
        found.append((key, type(result)))

    assert found == [(key, Reading) for key in range(61)]
    assert most == 2


def test_no_worker_starts_before_there_is_something_to_read(lexicon: Lexicon) -> None:
    before = descendants()
    with Sandbox(lexicon, Limits()) as idle:
        assert list(idle.read_all([], lambda _key: b"", Halt())) == []
        assert descendants() == before


def test_a_worker_that_is_killed_while_it_waits_is_replaced(obedient: Sandbox) -> None:
    before = descendants()
    obedient.read(mail("environ"))
    for pid in descendants() - before:
        os.kill(pid, signal.SIGKILL)

    assert isinstance(obedient.read(mail("environ")), Reading)


def test_a_reader_that_does_not_load_is_no_fault_of_the_mail(lexicon: Lexicon) -> None:
    with (
        Sandbox(lexicon, Limits(), 1, "no_such_reader") as broken,
        pytest.raises(SandboxUnavailable, match="no_such_reader"),
    ):
        broken.read(mail("environ"))


def test_a_worker_knows_nothing_of_the_environment(
    obedient: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTAKE_PASSWORD", "abcdefgh")

    found = obedient.read(mail("environ"))

    assert isinstance(found, Reading)
    assert "PATH" not in found.text
    assert "abcdefgh" not in found.text


def test_a_surrogate_comes_back_as_the_store_would_keep_it(sandbox: Sandbox) -> None:
    raw = b"From: a@example.cn\r\nSubject: =?utf-7?q?+2AA-?=\r\n\r\nx\r\n"

    found = sandbox.read(raw)

    assert isinstance(found, Reading)
    found.subject.encode()


def test_who_asks_for_the_end_gets_it_while_a_mail_is_read(lexicon: Lexicon) -> None:
    halt, before = Halt(), descendants()
    asking = threading.Timer(1.5, halt.ask)
    asking.start()
    with Sandbox(lexicon, Limits(), 1, "obedient_reader") as patient:
        assert list(patient.read_all([0], lambda _key: mail("hang"), halt)) == []
        assert soon(lambda: descendants() == before)
    asking.join()


def test_a_mail_whose_workers_are_killed_is_a_problem_that_says_so(lexicon: Lexicon) -> None:
    before, over = descendants(), threading.Event()

    def kill_whatever_works() -> None:
        while not over.wait(1.5):  # time enough to begin
            for pid in descendants() - before:
                with suppress(ProcessLookupError):  # the first of a namespace takes the others with it
                    os.kill(pid, signal.SIGKILL)

    killing = threading.Thread(target=kill_whatever_works)
    killing.start()
    with Sandbox(lexicon, Limits(), 1, "obedient_reader") as doomed:
        found = doomed.read(mail("hang"))
    over.set()
    killing.join()

    assert isinstance(found, Failure)
    assert (found.code, found.detail) == ("crashed", "its process ended: SIGKILL")
    assert soon(lambda: descendants() == before)


_READ_FOR_EVER = """
import sys
from intake.config import load_lexicon
from intake.model import Limits
from intake.sandbox import PROCESSES, Sandbox

sys.path.append(sys.argv[1])
with Sandbox(load_lexicon(None), Limits(), 1, "obedient_reader") as sandbox:
    sandbox.read(b"From: a@example.cn\\r\\n\\r\\nDO:breed session\\r\\n")
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_its_parent(sandbox: Sandbox, number: signal.Signals) -> None:
    if PROCESSES not in sandbox.layers():
        pytest.skip("what leaves its session is ended by process namespaces alone")
    plugins = str(Path(__file__).parent.parent / "plugins")
    with subprocess.Popen([sys.executable, "-c", _READ_FOR_EVER, plugins], cwd="/") as parent:
        assert soon(
            lambda: len(workers_of(parent.pid)) >= 4
        )  # the two that wait and work, and what these started
        parent.send_signal(number)

    assert soon(lambda: workers_of(parent.pid) == set())


def test_leaves_are_cut_byte_for_byte_and_what_is_not_there_is_left_out(sandbox: Sandbox) -> None:
    large = bytes(range(256)) * (40 * 2**10)  # of several pieces
    raw = bundle(GOOD, large, b"")
    assert sandbox.cut(raw, {"2": len(GOOD), "3": len(large), "4": 0, "7": 5}) == {
        "2": GOOD,
        "3": large,
        "4": b"",
    }
    assert sandbox.cut(raw, {"9": 1}) == {}


@pytest.mark.parametrize("order", ["more", "other", "hang", "exit", "raise", "hog"])
def test_who_is_asked_for_leaves_and_gives_something_else_gives_nothing(
    obedient: Sandbox, order: str
) -> None:
    raw = bundle(GOOD) + f"DO:{order}".encode()
    assert isinstance(obedient.cut(raw, {"2": len(GOOD)}), Failure)
    assert obedient.cut(bundle(GOOD), {"2": len(GOOD)}) == {"2": GOOD}


def test_a_mail_that_cannot_be_taken_apart_has_no_leaves(lexicon: Lexicon) -> None:
    with Sandbox(lexicon, Limits(lines=3), 1) as narrow:
        assert narrow.cut(bundle(GOOD), {"2": len(GOOD)}) == Failure("mail_lines", "more than 3 lines")


@pytest.mark.parametrize("order", ["hang", "raise", "exit", "hog"])
def test_a_mail_that_cannot_be_read_is_named_by_its_header(obedient: Sandbox, order: str) -> None:
    found = obedient.read(mail(order))
    assert isinstance(found, Failure)
    assert found.heading == Heading("x", "", "a@example.cn")


def test_a_mail_beyond_its_limits_is_named_however_long_it_is(lexicon: Lexicon) -> None:
    named = b"\r\nFrom: =?gb18030?B?1cXI/Q==?= <z@example.cn>\r\nSubject: y\r\n\r\n" + b"\n" * 2**21
    with Sandbox(lexicon, Limits(lines=3), 1) as narrow:
        found = narrow.read(named)
        assert narrow.read(GOOD[:0]) == read(b"", lexicon, Limits())
    assert found == Failure("mail_lines", "more than 3 lines", heading=Heading("y", "张三", "z@example.cn"))


@pytest.mark.parametrize("order", ["hang", "raise", "exit"])
def test_a_mail_whose_header_cannot_be_read_either_has_no_name(obedient: Sandbox, order: str) -> None:
    found = obedient.read(b"X-Also: header\r\n" + mail(order))
    assert isinstance(found, Failure)
    assert (found.code, found.heading) == ("timeout" if order == "hang" else "crashed", Heading())
