"""Plain text, in files and in bodies of mails, to blocks."""

import re
import unicodedata
from itertools import pairwise

from intake.model import Align, Block, Document, Limits
from intake.reading.charset import decode
from intake.reading.documents.runs import EDGES, clean, document

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_SHORTEST = 30  # columns: no program wraps narrower, and lists of names are narrower
_SLACK = 4  # columns by which a wrapped line may fall short: a full-width mark that may not begin the next
_SENTENCE_ENDS = "。！？：；.!?:;…”」』)）"
_FEW = 3  # lines from which a common width can be told


def read(content: bytes, limits: Limits) -> Document:
    """Read a text file of any charset Chinese senders use."""
    decoded = decode(content)
    return document(plain_blocks(decoded.text), "txt", f"text/{decoded.charset}", limits, decoded.warnings)


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Take each line for a paragraph, unless most of them are wrapped to one width: then join those; never raises.

    Indents are taken off; a line that stands in the middle of the text's width by leading spaces is "center".
    """
    lines = _LINE_END.split(clean(text))
    width = _wrap_width(lines)
    blocks: list[Block] = []
    for paragraph in _unwrapped(lines, width) if width else ([line] for line in lines):
        joined = _joined(paragraph)
        if joined:
            blocks.append(Block(joined, align=_align(paragraph[0]) if len(paragraph) == 1 else None))
    return tuple(blocks)


def columns(text: str) -> int:
    """Count the columns of a text where full-width characters take two."""
    if text.isascii():
        return len(text)
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _wrap_width(lines: list[str]) -> int:
    """Find the width most lines were wrapped to, in columns; 0 where lines are paragraphs.

    A text is wrapped when most lines that something follows directly are of one width and end inside a sentence.
    """
    followed = [line.rstrip(EDGES) for line, after in pairwise(lines) if _flows(line, after)]
    widest = max((columns(line) for line in followed), default=0)
    if widest < _SHORTEST or len(followed) < _FEW:
        return 0
    full = [line for line in followed if columns(line) > widest - _SLACK - 1]
    within = [line for line in full if line[-1] not in _SENTENCE_ENDS]
    return widest if len(full) * 2 > len(followed) and len(within) * 2 > len(full) else 0


def _flows(line: str, after: str) -> bool:
    """Tell whether a line might go on in the next: neither is empty, the next is not indented."""
    return bool(line.strip(EDGES)) and bool(after.strip(EDGES)) and after[0] not in EDGES


def _unwrapped(lines: list[str], width: int) -> list[list[str]]:
    """Group the lines of one paragraph: full ones go on in the next unless that is empty or indented."""
    paragraphs: list[list[str]] = [[lines[0]]]
    for line, after in pairwise(lines):
        if _flows(line, after) and columns(line.rstrip(EDGES)) > width - _SLACK - 1:
            paragraphs[-1].append(after)
        else:
            paragraphs.append([after])
    return paragraphs


def _joined(lines: list[str]) -> str:
    text = lines[0].strip(EDGES)
    for line in lines[1:]:
        more = line.strip(EDGES)
        text += f" {more}" if text[-1:].isascii() and more[:1].isascii() else more
    return text


_CENTRED = 8  # columns of leading space: twice an indent of two characters


def _align(line: str) -> Align | None:
    """Take a short line behind many spaces for a centred one."""
    text = line.lstrip(EDGES)
    lead = columns(line[: len(line) - len(text)])
    return "center" if lead >= _CENTRED and columns(text.rstrip(EDGES)) <= _SHORTEST * 2 else None
