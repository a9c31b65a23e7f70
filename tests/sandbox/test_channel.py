"""What passes between the parent and a worker, however it is cut, and what the parent refuses to hear."""

import socket
import struct
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Contribution, DocumentReading, Failure, MailKind, Reading
from intake.sandbox.channel import LARGEST, Answer, Inbox, Task, exactly, receive, send
from intake.workflow import Status

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def heard(content: bytes, cuts: list[int]) -> list[Answer]:
    """Send bytes in pieces; give the answers that are taken from them."""
    inbox, found = Inbox(Answer), []
    ours, theirs = socket.socketpair()
    with ours, theirs:
        edges = [0, *sorted(min(cut, len(content)) for cut in cuts), len(content)]
        for start, end in pairwise(edges):
            if start == end:
                continue
            theirs.sendall(content[start:end])
            assert inbox.take(ours)
            while (answer := inbox.next()) is not None:
                found.append(answer)
    return found


def sent(*answers: Answer) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for answer in answers:
            send(theirs, answer)
        return ours.recv(2**16)


@given(st.lists(st.text(max_size=20), max_size=5), st.lists(st.integers(0, 300), max_size=8))
def test_answers_arrive_whole_wherever_they_are_cut(paths: list[str], cuts: list[int]) -> None:
    answers = [Answer(begun=path) for path in paths]
    assert heard(sent(*answers) if answers else b"", cuts) == answers


def test_a_lone_surrogate_is_sent_as_the_store_keeps_it() -> None:
    found = heard(sent(Answer(document=DocumentReading("txt", text="a\ud800b"))), [])
    assert found == [Answer(document=DocumentReading("txt", text="a\ufffdb"))]


@pytest.mark.parametrize(
    "frame",
    [
        b"garbage",
        b"[]",
        b'{"begun": 7}',
        b'{"failure": {"code": "x", "detail": []}}',
        b'{"reading": ' + b"[" * 100_000,
        b"\x80\x04\x95cos\nsystem\n",  # the beginning of a pickle
    ],
)
def test_what_is_no_answer_is_refused(frame: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        heard(struct.pack("!Q", len(frame)) + frame, [])


@pytest.mark.parametrize("status", ["accepted", "published", "dismissed"])
def test_no_reading_decides_on_its_own_submissions(status: str) -> None:
    made = Contribution("body", 0, Status.PENDING, None, "发言", "同志们", "text", "")
    reading = Reading("1", "", "", "", None, None, MailKind.SUBMISSION, "", contributions=(made,))
    frame = sent(Answer(reading=reading))
    assert heard(frame, []) == [Answer(reading=reading)]
    forged = frame[8:].replace(b'"pending"', f'"{status}"'.encode())
    with pytest.raises(ValueError, match=status):
        heard(struct.pack("!Q", len(forged)) + forged, [])


def test_an_answer_that_would_fill_the_memory_is_refused_before_it_comes() -> None:
    with pytest.raises(ValueError, match="bytes"):
        heard(struct.pack("!Q", LARGEST + 1), [])


def test_a_task_and_its_bytes_arrive(pair: Pair) -> None:
    ours, theirs = pair
    send(ours, Task(3, "a.txt", {"2": "timeout"}))
    ours.sendall(b"abc")
    assert receive(theirs, Task) == Task(3, "a.txt", {"2": "timeout"})
    assert exactly(theirs, 3) == b"abc"


def test_the_end_of_the_parent_is_an_end(pair: Pair) -> None:
    ours, theirs = pair
    ours.sendall(b"\0\0")
    ours.close()
    with pytest.raises(EOFError):
        receive(theirs, Failure)
