"""Files that stand in the text of a mail: uuencoded ones are taken out of it, yEnc is only noticed.

Old office systems and list servers still write attachments so (POSIX.1 uuencode). No data line holds a small letter,
so that looking for the end of one file never passes the beginning of the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from intake.reading.charset import decode
from intake.reading.mail.headers import clean
from intake.reading.mail.transfer import undo

YENC: Final = "yenc"
MOST: Final = 10  # files in one text; what follows stays in it

_BEGIN = re.compile(rb"begin [0-7]{3,4} ([^\r\n]{1,255})(?:\r\n|\r|\n)")
_LINE = re.compile(rb"([ -`]+)(?:\r\n|\r|\n|\Z)")
# The last line of data is a space, which relays take away.
_END = re.compile(rb"(?:\r\n|\r|\n)?end[ \t]*(?:\r\n|\r|\n|\Z)")
_YENC = re.compile(rb"=ybegin [^\r\n]{0,500}\bsize=\d")
_TRIES = 10_000  # words that only look like the beginning of a file
_SPARE = 2  # characters that encoders put behind a line: a checksum, a space


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file in a text: its name and bytes, where it stood, and warning slugs."""

    name: str
    content: bytes
    start: int
    end: int
    warnings: tuple[str, ...] = ()


def embedded(text: bytes) -> tuple[Embedded, ...]:
    """List the uuencoded files in a text; one that is cut off ends with its last line that is whole."""
    return tuple(_files(text))


def without(text: bytes, files: tuple[Embedded, ...]) -> bytes:
    """Take files out of the text they stand in."""
    pieces, at = [], 0
    for file in files:
        pieces.append(text[at : file.start])
        at = file.end
    return b"".join((*pieces, text[at:]))


def has_yenc(text: bytes) -> bool:
    """Tell whether a file in yEnc stands in a text."""
    return any(_YENC.match(text, at) for at in _starts(text, b"=ybegin "))


def _starts(text: bytes, word: bytes) -> Iterator[int]:
    """Find a word at the beginnings of lines; a search for bytes takes a tenth of a pattern's time."""
    at = text.find(word)
    for _ in range(_TRIES):
        if at < 0:
            return
        if at == 0 or text[at - 1] in b"\r\n":
            yield at
        at = text.find(word, at + 1)


def _files(text: bytes) -> Iterator[Embedded]:
    at, count = 0, 0
    for start in _starts(text, b"begin "):
        begin = _BEGIN.match(text, start)
        if begin is None or start < at:
            continue
        stop = _last(text, begin.end())
        end = _END.match(text, stop)
        if stop == begin.end() and end is None:  # words that only begin like one
            continue
        at = end.end() if end else stop
        content, damage = undo(memoryview(text)[start:at], "uuencode")
        yield Embedded(clean(decode(begin[1].strip()).text), content, start, at, damage)
        count += 1
        if count == MOST:
            return


def _last(text: bytes, at: int) -> int:
    """Give the place behind the last line that can be data."""
    while (line := _LINE.match(text, at)) is not None and _is_data(line[1]):
        at = line.end()
    return at


def _is_data(line: bytes) -> bool:
    """Compare a line's length with what it says of itself; spaces at its end may be lost on the way."""
    groups = ((line[0] - 32 & 63) + 2) // 3
    return len(line) - 1 <= 4 * groups + _SPARE and (groups > 0 or not line[1:].strip())
