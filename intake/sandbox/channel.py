"""What passes between the parent and a worker: frames of JSON, each behind its length.

Nothing is unpickled on either side: a worker that a mail took over can send the parent values of known types only,
and no more than `LARGEST` bytes of them. Pools that send results as pickles cannot promise that.
"""

import socket
import struct
from dataclasses import dataclass, field
from typing import Final, Generic, Literal, TypeVar

import msgspec

from intake.model import DocumentReading, Failure, Heading, Lexicon, Limits, Reading
from intake.plain import as_json
from intake.workflow import Status

LARGEST: Final = 16 * 2**20  # bytes of an answer
LARGEST_FILE: Final = LARGEST // 4 * 3 - 2**10  # bytes of a file in one: JSON holds it as base64
NOT_CONVERTED: Final = "not_converted"  # why there is no .docx of a file: it was not for the file
_PROPOSED: Final = frozenset({Status.PENDING, Status.NEEDS_MATERIAL})
_LENGTH: Final = struct.Struct("!Q")
_STEP: Final = 2**20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is told once: the module that reads, the word lists, the limits, whether files are converted."""

    reader: str
    lexicon: Lexicon
    limits: Limits
    converts: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One mail or file to read; its `size` bytes follow. `spared` are the leaves that are not to be touched.

    A file has a name, and may be a mail or a document; a mail has none. With paths `wanted` nothing is read: the leaves
    of those paths are cut from the mail. Of a mail's beginning as `heading` its header alone is read.
    """

    size: int
    name: str | None = None
    spared: dict[str, str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a leaf, in their order."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that a worker wants a .docx of, and the ending that says what it is."""

    ending: Literal["doc", "wps", "xml", "wpd"]
    content: bytes


@dataclass(frozen=True, slots=True)
class Commission:
    """What a converter is told: the office program, what that may take, and the file."""

    program: str
    seconds: int
    memory: int  # bytes
    draft: Draft


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a file: a .docx, or why there is none."""

    content: bytes = b""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One frame of a worker: its layers, the leaf it begins with ("" for the whole), or what came of its task.

    A file that it wants converted it waits for.
    Of leaves that are wanted come pieces, and behind the last one an answer that says nothing.
    A worker that is `spent` is not to be given another task: what it holds is not known.
    """

    layers: tuple[str, ...] | None = None
    begun: str | None = None
    draft: Draft | None = None
    reading: Reading | None = None
    document: DocumentReading | None = None
    failure: Failure | None = None
    piece: Piece | None = None
    heading: Heading | None = None
    spent: bool = False

    def __post_init__(self) -> None:
        """Refuse every status that only editors give: a mail that takes its reader over must not publish itself."""
        for contribution in self.reading.contributions if self.reading else ():
            if contribution.status not in _PROPOSED:
                raise ValueError(f"a reading that proposes {contribution.status}")


def send(channel: socket.socket, value: object) -> None:
    """Send a value; OSError where nobody listens any more."""
    try:
        frame = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate: the store would not take it either
        frame = msgspec.json.encode(as_json(value))
    channel.sendall(_LENGTH.pack(len(frame)) + frame)


def receive(channel: socket.socket, kind: type[T]) -> T:
    """Wait for a value of a type; EOFError where nobody sends any more, ValueError for anything else."""
    (length,) = _LENGTH.unpack(exactly(channel, _LENGTH.size))
    return msgspec.json.decode(exactly(channel, length), type=kind)


def exactly(channel: socket.socket, length: int) -> bytearray:
    """Wait for so many bytes; EOFError."""
    content = bytearray(length)
    view, got = memoryview(content), 0
    while got < length:
        step = channel.recv_into(view[got:], min(length - got, _STEP))
        if step == 0:
            raise EOFError
        got += step
    return content


class Inbox(Generic[T]):
    """What came from a process of ours so far, cut into frames as far as they are whole."""

    def __init__(self, kind: type[T]) -> None:
        """Begin with nothing; `kind` is what a frame holds."""
        self._kind = kind
        self._bytes = bytearray()

    def take(self, channel: socket.socket) -> bool:
        """Take what is there without waiting for more; False at the end."""
        part = channel.recv(_STEP)
        self._bytes += part
        return bool(part)

    def next(self) -> T | None:
        """Give the next answer, None where it is not whole yet; ValueError for one that is none of ours."""
        if len(self._bytes) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._bytes)
        if length > LARGEST:
            raise ValueError(f"an answer of {length} bytes, taken are {LARGEST}")
        end = _LENGTH.size + length
        if len(self._bytes) < end:
            return None
        frame = bytes(self._bytes[_LENGTH.size : end])
        del self._bytes[:end]
        try:
            return msgspec.json.decode(frame, type=self._kind)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise ValueError(str(error)) from error
