"""Rich Text Format (.rtf, and many a .doc that is none) to blocks.

No library tried keeps Chinese in all the ways in which it is written there, so this reads the file itself.
"""

import codecs
import re
from dataclasses import replace

from intake.model import Document, Limits
from intake.reading.documents.rtf.acts import ACTS
from intake.reading.documents.rtf.walk import Walk
from intake.reading.documents.runs import document
from intake.reading.documents.unwrap import rejoined
from intake.reading.unreadable import Unreadable

_START = re.compile(r"\s*(?=\{\\rtf)")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEYOND_ASCII = re.compile("[^\0-\x7f]")


def read(content: bytes, limits: Limits) -> Document:
    """Read an RTF file; raises Unreadable "corrupted", or "bomb" for groups nested without end."""
    text = _latin(content)
    start = _START.match(text)
    if start is None:
        raise Unreadable("corrupted", "does not begin with {\\rtf")
    walk = Walk(ACTS, limits.text)
    made = document(walk.blocks(text[start.end() :]), "rtf", "rtf", limits, walk.warnings)
    blocks = rejoined(made.blocks, walk.body.begins.told + [True] * len(walk.notes))
    return replace(made, blocks=blocks, disclosures=walk.traces.disclosures)


def _latin(content: bytes) -> str:
    r"""Give the bytes as Latin-1; a file that an editor saved as UTF-16 gets its characters written as \u."""
    if not content.startswith(_WIDE):
        return content.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    text = content.decode("utf-16", "replace")
    return _BEYOND_ASCII.sub(lambda char: f"\\u{ord(char[0])}?", text)
