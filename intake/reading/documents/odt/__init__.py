"""OpenDocument texts (.odt, .ott) to blocks."""

from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipInfo

from lxml import etree

from intake.model import Document, Limits
from intake.reading.documents.docx import MACROS
from intake.reading.documents.odt.walk import BODIES, FLOW, Walk
from intake.reading.documents.ooxml import streamed
from intake.reading.documents.runs import document
from intake.reading.documents.unwrap import rejoined
from intake.reading.documents.unzip import Unzip, fold
from intake.reading.unreadable import Unreadable

_STYLES, _CONTENT, _MANIFEST = "styles.xml", "content.xml", "meta-inf/manifest.xml"


def read(content: bytes, limits: Limits) -> Document:
    """Read an OpenDocument text; raises Unreadable "corrupted", "too_big", "bomb" or "encrypted"."""
    package = Unzip(content, limits)
    parts = {fold(entry.filename): entry for entry in package.entries}
    if _CONTENT not in parts:
        raise Unreadable("corrupted", f"no {_CONTENT} in it")
    if _MANIFEST in parts and b"encryption-data" in package.read(parts[_MANIFEST]):
        raise Unreadable("encrypted", "needs a password")
    walk = Walk()
    if any(name.startswith(("basic/", "scripts/")) and not name.endswith("/") for name in parts):
        walk.warnings.append(MACROS)
    made = document(walk.blocks(_elements(package, parts)), "odt", "odt", limits, walk.warnings)
    return replace(made, blocks=rejoined(made.blocks, walk.begins))


def _elements(package: Unzip, parts: dict[str, ZipInfo]) -> Iterator[etree._Element]:
    """Give the styles, then the text; of what headers and footers say nothing is read."""
    for name in (_STYLES, _CONTENT):
        if name in parts:
            yield from streamed(package.read(parts[name]), name, FLOW, BODIES)
