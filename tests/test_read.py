from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from intake.errors import StoreBusy
from intake.halt import Halt
from intake.model import Lexicon, Limits, Number, Reading, Sighting
from intake.read import ReadingRun, read_landed, reread, retry
from intake.reading import Unreadable
from intake.sandbox import Sandbox
from intake.store import Store

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def land(store: Store, number: int, body: str = "附件是投稿") -> int:
    raw = f"From: a@example.cn\r\nSubject: {number}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    return store.land(Sighting("box", "INBOX", "1", str(number)), raw.encode(), NOON).message_id


def run(store: Store, sandbox: Sandbox, halt: Halt | None = None) -> ReadingRun:
    return read_landed(store, sandbox, halt or Halt(), progress=lambda _done, _total: None)


@pytest.fixture
def strict(lexicon: Lexicon) -> Iterator[Sandbox]:
    """A sandbox for mails of at most twenty lines."""
    with Sandbox(lexicon, Limits(lines=20), 1) as opened:
        yield opened


@pytest.fixture
def fragile(lexicon: Lexicon) -> Iterator[Sandbox]:
    """A sandbox whose reader does what a mail says."""
    with Sandbox(lexicon, Limits(), 1, "obedient_reader") as opened:
        yield opened


def test_every_landed_mail_is_read_once(store: Store, sandbox: Sandbox) -> None:
    land(store, 1)
    land(store, 2)
    assert run(store, sandbox) == ReadingRun(read=2, submissions=2)
    assert run(store, sandbox) == ReadingRun()
    assert [str(row.number) for row in store.submissions()] == ["2026-0001", "2026-0002"]


def test_a_mail_beyond_its_limits_becomes_a_problem_and_the_others_are_read(
    store: Store, strict: Sandbox
) -> None:
    long = land(store, 1, "很长\r\n" * 50)
    land(store, 2)
    assert run(store, strict) == ReadingRun(read=1, problems=1, submissions=1)
    assert [problem.message_id for problem in store.problems()] == [long]


def test_a_bug_of_a_reader_becomes_a_problem_and_the_others_are_read(store: Store, fragile: Sandbox) -> None:
    unlucky = land(store, 1, "DO:raise")
    land(store, 2)
    assert run(store, fragile) == ReadingRun(read=1, problems=1, submissions=1)
    problem = store.problems()[0]
    assert (problem.message_id, problem.code, problem.detail) == (
        unlucky,
        "crashed",
        "ZeroDivisionError: a bug",
    )


def test_a_problem_is_not_read_again_by_itself(store: Store, strict: Sandbox) -> None:
    land(store, 1, "很长\r\n" * 50)
    run(store, strict)
    assert run(store, strict) == ReadingRun()


def test_when_time_is_over_the_rest_waits_for_the_next_run(store: Store, sandbox: Sandbox) -> None:
    land(store, 1)
    land(store, 2)
    assert run(store, sandbox, halt=Halt(0.0)) == ReadingRun(waiting=2)
    assert run(store, sandbox).read == 2


def test_what_cannot_be_read_is_told_by_its_code() -> None:
    assert Unreadable("bomb", "42.zip").code == "bomb"


def test_a_reading_that_the_store_cannot_take_becomes_a_problem_and_the_others_are_read(
    store: Store, fragile: Sandbox
) -> None:
    unlucky = land(store, 1, "DO:double")
    land(store, 2)
    assert run(store, fragile) == ReadingRun(read=1, problems=1, submissions=1)
    assert [problem.message_id for problem in store.problems()] == [unlucky]


def test_a_busy_store_is_no_problem_of_the_mail(
    store: Store, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    land(store, 1)

    def busy(_self: Store, _id: int, _reading: Reading) -> tuple[Number, ...]:
        raise StoreBusy("busy")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "keep", busy)
        with pytest.raises(StoreBusy):
            run(store, sandbox)
    assert store.problems() == []
    assert run(store, sandbox).read == 1


def bundle(store: Store, number: int, *files: bytes) -> int:
    """Land a mail with these text files."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@example.cn"
    message.set_content("发言稿见附件。")
    for content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename="a.txt")
    return store.land(Sighting("box", "INBOX", "1", str(number)), message.as_bytes(), NOON).message_id


def test_a_mail_that_is_read_but_for_an_attachment_is_on_the_list_and_a_problem(
    store: Store, fragile: Sandbox
) -> None:
    mail = bundle(store, 1, "一份好好的发言稿".encode() * 10, b"DO:exit")
    assert run(store, fragile) == ReadingRun(read=1, problems=1, submissions=2)
    (problem,) = store.problems()
    assert (problem.message_id, problem.code, problem.detail) == (mail, "crashed", "attachment 3")
    assert problem.next_at is not None
    assert run(store, fragile) == ReadingRun()


def test_a_problem_of_other_readers_is_tried_again_after_what_is_new(store: Store, sandbox: Sandbox) -> None:
    old = land(store, 1)
    store.fail(old, "mime_depth", "", "an older version")
    land(store, 2)
    assert run(store, sandbox) == ReadingRun(read=2, submissions=2)
    assert store.problems() == []
    assert [row.id for row in store.messages() if row.submissions] == [2, 1]


def test_a_retry_costs_nothing_that_was_understood(store: Store, sandbox: Sandbox, fragile: Sandbox) -> None:
    mail = bundle(store, 1, b"DO:exit")
    run(store, sandbox)  # reads the letters, and does nothing of what they say
    before = store.message(mail).reading
    assert before is not None
    assert not before.lost

    assert [done for _, done in retry(store, [mail], fragile, Halt())] == [ReadingRun(problems=1, waiting=-1)]
    assert store.message(mail).reading == before
    assert store.problems()[0].code == "crashed"
    assert reread(store, mail, fragile).problem == "crashed"

    assert [done.read for _, done in retry(store, [mail], sandbox, Halt())] == [1]
    assert store.problems() == []


@pytest.mark.parametrize("name", ["05_two_line_title.doc", "numbered/06_automatic_numbers.wps"])
def test_a_word_97_file_comes_through_the_sandbox_to_the_list_as_its_docx_does(
    store: Store, sandbox: Sandbox, name: str
) -> None:
    path = Path(__file__).parent / "data" / "documents" / name
    for uid, file in enumerate((path, path.with_suffix(".docx")), start=1):
        message = EmailMessage(policy=SMTP)
        message["From"] = f"{uid}@example.cn"
        message.set_content("发言稿见附件。")
        message.add_attachment(
            file.read_bytes(), maintype="application", subtype="octet-stream", filename=file.name
        )
        store.land(Sighting("box", "INBOX", "1", str(uid)), message.as_bytes(), NOON)

    assert run(store, sandbox) == ReadingRun(read=2, submissions=2)
    old, new = (store.submission(str(row.number)) for row in store.submissions())
    assert (old.row.format, old.row.engine, new.row.engine) == (path.suffix[1:], "msdoc2docx", "docx")
    assert (old.row.title, old.row.speaker, old.row.unit) == (new.row.title, new.row.speaker, new.row.unit)
    assert old.row.speaker
    assert old.text == new.text
