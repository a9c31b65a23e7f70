"""Attachments to blocks of text with style cues: a format is one module and one line of READERS.

What else may read a type, and when it is asked, stands in `engines`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from intake.model import Convert, Document, Limits
from intake.reading.documents import doc, docx, html, odt, ole, packages, pdf, rtf, text
from intake.reading.documents.archive import is_clutter, unpack
from intake.reading.documents.claims import MISMATCH, mismatch
from intake.reading.documents.engines import engines_of, first_good
from intake.reading.documents.html import decode_html, html_blocks
from intake.reading.documents.sniff import TYPES, sniff
from intake.reading.documents.text import plain_blocks
from intake.reading.unreadable import Unreadable

__all__ = [
    "CUT_OFF", "MISMATCH", "READERS", "TYPES", "Unreadable", "decode_html", "html_blocks", "is_clutter", "lacks_its_end", "mismatch",
    "plain_blocks", "read", "sniff", "unpack",
]  # fmt: skip

READERS: Mapping[str, Callable[[bytes, Limits], Document]] = MappingProxyType(
    {
        "doc": doc.read,
        "docx": docx.read,
        "html": html.read,
        "odt": odt.read,
        "pdf": pdf.read,
        "rtf": rtf.read,
        "txt": text.read,
        "wps": doc.read,
    }
)

CUT_OFF = "cut_off"  # the end of the file did not come with it


def lacks_its_end(content: bytes, type: str) -> bool:  # noqa: A002  # as below
    """Tell whether a file that cannot be read is one whose upload was interrupted, as far as its format shows that."""
    if content.startswith(ole.MAGIC):
        return ole.lacks_its_end(content)
    if type == "pdf":
        return content.rfind(b"%%EOF") < 0
    return packages.lacks_its_end(content)


def read(content: bytes, type: str, limits: Limits, convert: Convert | None = None) -> Document:  # noqa: A002  # the word of the contract
    """Read a document of a sniffed type; `convert` is asked where no engine of ours is of use.

    Raises Unreadable: the type itself where the file is protected or empty ("encrypted", "empty"), "unsupported"
    for a type without a reader, "too_big" for more than a member's limit, "garbled" for what cannot be its text, else
    what its reader says.
    """
    if type in {"encrypted", "empty"}:
        raise Unreadable(type)
    engines = engines_of(type, READERS.get(type), convert)
    if not engines:
        raise Unreadable("unsupported", type)
    if len(content) > limits.member:
        raise Unreadable("too_big", f"{len(content)} bytes, read are {limits.member}")
    document = first_good(engines, content, limits)
    return document if document.format == type else replace(document, format=type)
