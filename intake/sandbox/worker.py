"""A worker: reads what it is given until its parent hangs up; the parent starts it as a program of its own."""

import importlib
import os
import socket
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, Protocol

import msgspec

from intake.model import (
    CRASHED,
    MEMORY,
    Course,
    DocumentReading,
    Failure,
    Heading,
    Leaf,
    Lexicon,
    Limits,
    Reading,
)
from intake.sandbox import confinement
from intake.sandbox.channel import (
    LARGEST_FILE,
    NOT_CONVERTED,
    Answer,
    Converted,
    Draft,
    Piece,
    Setup,
    Task,
    exactly,
    receive,
    send,
)

_LONGEST: Final = 2_000  # characters of a detail
_TRACE: Final = 20_000
_PIECE: Final = 4 * 2**20  # bytes, a third more as JSON


class Reader(Protocol):
    """A module that reads: `intake.reading`."""

    Unreadable: type[Exception]

    def read(self, raw: bytes, lexicon: Lexicon, limits: Limits, course: Course) -> Reading:
        """Read a mail."""
        ...

    def read_file(
        self, content: bytes, name: str, lexicon: Lexicon, limits: Limits, course: Course
    ) -> Reading | DocumentReading:
        """Read a mail or a document."""
        ...

    def cut(self, raw: bytes, paths: Iterable[str], limits: Limits) -> Iterator[Leaf]:
        """Give the leaves of a mail that have these paths."""
        ...

    def heading(self, raw: bytes, limits: Limits) -> Heading:
        """Read the header of a mail alone."""
        ...


def main() -> None:
    """Serve the parent whose process id and descriptor stand on the command line."""
    parent, descriptor = map(int, sys.argv[1:3])
    confinement.tie_to(parent)
    apart = confinement.isolate(descriptor)
    with socket.socket(fileno=descriptor) as channel:
        os.set_inheritable(descriptor, False)  # noqa: FBT003  # its name says what False means
        try:
            setup = receive(channel, Setup)
            reader = importlib.import_module(setup.reader)
            layers = confinement.restrain(setup.limits.memory, apart=apart)
            send(channel, Answer(layers=layers))
        except Exception as error:  # noqa: BLE001  # whatever it is, the parent has to know why nothing is read
            send(channel, Answer(failure=_failure(error)))
            return
        serve(channel, reader, setup)


def serve(channel: socket.socket, reader: Reader, setup: Setup) -> None:
    """Do one task after another until the parent hangs up."""
    while True:
        try:
            task = receive(channel, Task)
            content = bytes(exactly(channel, task.size))
        except (EOFError, ConnectionResetError):
            return
        course = Course(lambda path: _begin(channel, path, setup.limits), task.spared)
        if setup.converts:
            course = replace(course, convert=lambda file, ending: _converted(channel, reader, file, ending))
        for answer in _answers(reader, setup, task, content, course):
            send(channel, answer)


def _begin(channel: socket.socket, path: str, limits: Limits) -> None:
    """Tell the parent what is read next: if it is the last that this worker tells, it is what ended it."""
    confinement.grant_time(limits.seconds)
    send(channel, Answer(begun=path))


def _converted(channel: socket.socket, reader: Reader, content: bytes, ending: str) -> bytes:
    """Have the parent make a .docx of a file, and wait for it."""
    if len(content) > LARGEST_FILE:
        raise reader.Unreadable(NOT_CONVERTED, f"{len(content)} bytes, converted are {LARGEST_FILE}")
    send(channel, Answer(draft=msgspec.convert({"ending": ending, "content": content}, Draft)))
    converted = receive(channel, Converted)
    if converted.failure is not None:
        raise reader.Unreadable(converted.failure.code, converted.failure.detail)
    return converted.content


def _answers(reader: Reader, setup: Setup, task: Task, content: bytes, course: Course) -> Iterator[Answer]:
    """Do one task: the last answer says what came of it."""
    try:
        course.begin("")
        if task.heading:
            yield Answer(heading=reader.heading(content, setup.limits))
        elif task.wanted:
            yield from _pieces(reader.cut(content, task.wanted, setup.limits))
        else:
            yield _read(reader, setup, task, content, course)
    except reader.Unreadable as problem:
        code, detail = problem.args
        yield Answer(failure=Failure(code, detail[:_LONGEST]))
    except Exception as bug:  # noqa: BLE001  # a reader's bug is told as what it is; the parent logs it
        yield Answer(failure=_failure(bug), spent=True)


def _pieces(leaves: Iterable[Leaf]) -> Iterator[Answer]:
    for leaf in leaves:
        for start in range(0, max(1, len(leaf.content)), _PIECE):
            yield Answer(piece=Piece(leaf.path, leaf.content[start : start + _PIECE]))
    yield Answer()


def _read(reader: Reader, setup: Setup, task: Task, content: bytes, course: Course) -> Answer:
    if task.name is None:
        found: Reading | DocumentReading = reader.read(content, setup.lexicon, setup.limits, course)
    else:
        found = reader.read_file(content, task.name, setup.lexicon, setup.limits, course)
    if isinstance(found, Reading):
        return Answer(reading=found, spent=MEMORY in found.lost.values())
    return Answer(document=found)


def _failure(error: Exception) -> Failure:
    code = MEMORY if isinstance(error, MemoryError) else CRASHED
    detail = f"{type(error).__name__}: {error}"
    return Failure(code, detail[:_LONGEST], "".join(traceback.format_exception(error))[-_TRACE:])
