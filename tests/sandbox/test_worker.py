"""What a worker answers, tried in a thread of this process: what it gives up is tried in test_confinement."""

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import cast

import pytest

import intake.reading
from intake.model import Course, DocumentReading, Heading, Leaf, Lexicon, Limits, Reading
from intake.sandbox.channel import Answer, Setup, Task, receive, send
from intake.sandbox.worker import Reader, serve

MAIL = b"MIME-Version: 1.0\r\nFrom: a@example.cn\r\nSubject: x\r\n\r\nhello\r\n"
LIMITS = Limits(
    lines=20, seconds=10**8
)  # a worker limits the processor time of its process: here it is that of the tests
GENUINE = cast("Reader", intake.reading)
Ask = Callable[..., list[Answer]]


class Faulty:
    """A reader with a bug."""

    Unreadable = intake.reading.Unreadable

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, _raw: bytes, _lexicon: Lexicon, _limits: Limits, _course: Course) -> Reading:
        raise self.error

    def read_file(
        self, _content: bytes, _name: str, _lexicon: Lexicon, _limits: Limits, _course: Course
    ) -> Reading | DocumentReading:
        raise self.error

    def cut(self, _raw: bytes, _paths: Iterable[str], _limits: Limits) -> Iterator[Leaf]:
        raise self.error

    def heading(self, _raw: bytes, _limits: Limits) -> Heading:
        raise self.error


@pytest.fixture
def ask(lexicon: Lexicon) -> Iterator[Ask]:
    """Give a worker one task, and hear all that it says until it is done."""
    ours, theirs = socket.socketpair()
    threads: list[threading.Thread] = []

    def one(content: bytes, name: str | None = None, reader: Reader = GENUINE) -> list[Answer]:
        if not threads:
            threads.append(threading.Thread(target=serve, args=(theirs, reader, Setup("", lexicon, LIMITS))))
            threads[0].start()
        send(ours, Task(len(content), name))
        ours.sendall(content)
        found = [receive(ours, Answer)]
        while found[-1].begun is not None:
            found.append(receive(ours, Answer))
        return found

    with ours:
        yield one
    threads[0].join()
    theirs.close()


def test_each_leaf_is_told_before_what_came_of_the_mail(ask: Ask, lexicon: Lexicon) -> None:
    *begun, last = ask(MAIL)
    assert [answer.begun for answer in begun] == ["", "body"]
    assert last.reading == intake.reading.read(MAIL, lexicon, LIMITS)


def test_one_task_follows_another(ask: Ask) -> None:
    first = ask("一、提高认识\n二、狠抓落实\n".encode(), "a.txt")[-1].document
    assert first is not None
    assert first.type == "txt"
    assert ask(MAIL, "a.eml")[-1].reading is not None


def test_a_mail_that_no_reader_takes_is_no_fault_of_the_worker(ask: Ask) -> None:
    last = ask(MAIL + b"x\r\n" * 30)[-1]
    assert last.failure is not None
    assert (last.failure.code, last.spent) == ("mail_lines", False)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ZeroDivisionError("x"), "crashed"), (MemoryError(), "memory"), (RecursionError(), "crashed")],
)
def test_after_a_bug_or_without_memory_a_worker_is_spent(ask: Ask, error: Exception, code: str) -> None:
    last = ask(MAIL, reader=Faulty(error))[-1]
    assert last.failure is not None
    assert (last.failure.code, last.spent) == (code, True)
    assert type(error).__name__ in last.failure.trace
