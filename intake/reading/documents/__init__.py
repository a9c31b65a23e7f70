"""Attachments to blocks of text with style cues: a format is one module and one line of READERS."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from intake.model import Document, Limits
from intake.reading.documents import docx, html, odt, pdf, rtf, text
from intake.reading.documents.archive import unpack
from intake.reading.documents.html import decode_html, html_blocks
from intake.reading.documents.sniff import sniff
from intake.reading.documents.text import plain_blocks
from intake.reading.unreadable import Unreadable

__all__ = ["READERS", "Unreadable", "decode_html", "html_blocks", "plain_blocks", "read", "sniff", "unpack"]

READERS: Mapping[str, Callable[[bytes, Limits], Document]] = MappingProxyType(
    {
        "docx": docx.read,
        "html": html.read,
        "odt": odt.read,
        "pdf": pdf.read,
        "rtf": rtf.read,
        "txt": text.read,
    }
)


def read(content: bytes, type: str, limits: Limits) -> Document:  # noqa: A002  # the word of the contract
    """Read a document of a sniffed type.

    Raises Unreadable: the type itself where the file is protected or empty ("encrypted", "empty"), "unsupported"
    for a type without a reader, "too_big" for more than a member's limit, else what its reader says.
    """
    if type in {"encrypted", "empty"}:
        raise Unreadable(type)
    if type not in READERS:
        raise Unreadable("unsupported", type)
    if len(content) > limits.member:
        raise Unreadable("too_big", f"{len(content)} bytes, read are {limits.member}")
    document = READERS[type](content, limits)
    if not document.blocks:
        raise Unreadable("empty", type)
    return document
