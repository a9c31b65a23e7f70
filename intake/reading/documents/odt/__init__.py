"""OpenDocument texts (.odt, .ott) to blocks."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from intake.model import Document, Limits
from intake.reading.documents.directory import Entry
from intake.reading.documents.odt.names import DC, META
from intake.reading.documents.odt.walk import BODIES, FLOW, Walk
from intake.reading.documents.ooxml import streamed
from intake.reading.documents.runs import document
from intake.reading.documents.safe_xml import parsed
from intake.reading.documents.traces import MACROS
from intake.reading.documents.unwrap import rejoined
from intake.reading.documents.unzip import Unzip, fold
from intake.reading.unreadable import Unreadable

_STYLES, _CONTENT, _META, _MANIFEST = "styles.xml", "content.xml", "meta.xml", "meta-inf/manifest.xml"
_PERSONS = (f"{META}initial-creator", f"{DC}creator")


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
    for name in _authors(package, parts):
        walk.traces.name(name)
    return replace(made, blocks=rejoined(made.blocks, walk.begins.told), disclosures=walk.traces.disclosures)


def _authors(package: Unzip, parts: dict[str, Entry]) -> Iterator[str]:
    """Name who wrote the document, and who saved it last; a damaged part says nothing."""
    try:
        root = parsed(package.read(parts[_META]), _META) if _META in parts else None
    except Unreadable as refusal:
        if refusal.code != "corrupted":
            raise
        root = None
    for element in root.iter(*_PERSONS) if root is not None else ():
        yield element.text or ""


def _elements(package: Unzip, parts: dict[str, Entry]) -> Iterator[etree._Element]:
    """Give the styles, then the text; of what headers and footers say nothing is read."""
    for name in (_STYLES, _CONTENT):
        if name in parts:
            yield from streamed(package.read(parts[name]), name, FLOW, BODIES)
