"""Plain text, in files and in bodies of mails, to blocks."""

import re

from intake.model import Align, Block, Document, Limits
from intake.reading.charset import LOSSY, decode
from intake.reading.documents.runs import EDGES, TRUNCATED, clean, document
from intake.reading.documents.unwrap import columns, joint, paragraphs

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_CENTRED = 8  # columns of space before a line that is centred: twice the indent of a paragraph
_SHORT = 60  # columns of the longest centred line


def read(content: bytes, limits: Limits) -> Document:
    """Read a text file of any charset Chinese senders use."""
    decoded = decode(content)
    cut = (TRUNCATED,) if len(decoded.text) > limits.text else ()
    unwritten = (LOSSY,) if "\0" in decoded.text else ()
    blocks = plain_blocks(decoded.text[: limits.text])
    return document(blocks, "txt", f"text/{decoded.charset}", limits, (*decoded.warnings, *unwritten, *cut))


def plain_blocks(text: str) -> tuple[Block, ...]:
    """Take each line for a paragraph, unless most of them are wrapped to one width: then join those; never raises.

    Indents are taken off; a short line behind many spaces is "center".
    """
    lines = _LINE_END.split(clean(text))
    blocks: list[Block] = []
    for group in paragraphs(lines):
        joined = lines[group[0]].strip(EDGES)
        for number in group[1:]:
            more = lines[number].strip(EDGES)
            joined += joint(joined, more) + more
        if joined:
            blocks.append(Block(joined, align=_align(lines[group[0]]) if len(group) == 1 else None))
    return tuple(blocks)


def _align(line: str) -> Align | None:
    text = line.lstrip(EDGES)
    lead = columns(line[: len(line) - len(text)])
    return "center" if lead >= _CENTRED and columns(text.rstrip(EDGES)) <= _SHORT else None
