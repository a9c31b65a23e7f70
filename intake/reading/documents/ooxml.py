"""A WordprocessingML package: its parts by relationship."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from io import BytesIO

from lxml import etree

from intake.model import Limits
from intake.reading.documents.directory import Entry
from intake.reading.documents.relations import relations, resolved
from intake.reading.documents.safe_xml import BROKEN, SAFE, corrupted, parsed, refuse_dtd
from intake.reading.documents.unzip import Unzip, fold
from intake.reading.unreadable import Unreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_BODY = f"{W}body"
_FLOW = frozenset(
    (
        *(
            f"{W}{name}"
            for name in ("p", "tbl", "sdt", "customXml", "ins", "moveTo", "del", "moveFrom", "altChunk")
        ),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    )
)
_AUTHORS = re.compile(rb"<(?:\w++:)?+(?:creator|lastModifiedBy|Company|Manager)>([^<]++)</")
_SMALL = 2**20  # bytes of XML that may stand in memory as a tree, which takes twenty times as much
#: What turns a switch off that is there.
OFF = frozenset({"0", "false", "off"})


class Package:
    """The parts of a package by folded name; of two entries of one name the last counts, as in Word."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open the zip; raises Unreadable as `Unzip` does."""
        self._zip = Unzip(content, limits)
        self._parts: dict[str, Entry] = {fold(entry.filename): entry for entry in self._zip.entries}
        self._related: Mapping[str, str] | None = None
        self._root = self._relations("")
        self.main = self._main()

    def part(self, name: str) -> bytes | None:
        """Inflate a part; a strict document is given the namespaces everybody else writes."""
        entry = self._parts.get(fold(name))
        return None if entry is None else _transitional(self._zip.read(entry))

    def related(self, kind: str) -> etree._Element | None:
        """Parse the part that the main part names by the last word of a relationship type ("numbering")."""
        name = self._target(kind)
        data = self.part(name) if name else None
        return parsed(data, name) if name and data else None

    def aside(self, kind: str) -> Iterable[etree._Element]:
        """Parse a part that the text does without: a damaged one holds nothing."""
        name = self._target(kind)
        data = self._spare(name) if name else b""
        try:
            return parsed(data, kind) if data else ()
        except Unreadable:
            return ()

    def authors(self) -> Iterator[str]:
        """Name who wrote the document, who saved it last, and where, as far as it says."""
        for kind in ("core-properties", "extended-properties"):
            target = self._root.get(kind)
            data = self._spare(resolved("", target)) if target else b""
            for name in _AUTHORS.findall(data):  # to parse so little takes longer than to find it
                yield unescape(name.decode("utf-8", "replace"))

    def _spare(self, name: str) -> bytes:
        try:
            return self.part(name) or b""
        except Unreadable as refusal:
            if refusal.code != "corrupted":
                raise
            return b""

    def styles(self) -> tuple[Iterator[bytes], str] | None:
        """Give the style sheet, inflated piece by piece as far as it is asked for, and its name."""
        name = self._target("styles")
        entry = self._parts.get(fold(name)) if name else None
        return None if entry is None else (self._pieces(entry), entry.filename)

    def _pieces(self, entry: Entry) -> Iterator[bytes]:
        pieces = self._zip.pieces(entry)
        first = next(pieces, b"")
        if _STRICT in first:  # as early as in the root, where namespaces are declared
            yield _transitional(first + b"".join(pieces))
        else:
            yield first
            yield from pieces

    def has(self, ending: str) -> bool:
        """Tell whether any part's name ends so."""
        return any(name.endswith(ending) for name in self._parts)

    def _main(self) -> str:
        name = resolved("", self._root.get("officeDocument") or "word/document.xml")
        if fold(name) not in self._parts:
            raise Unreadable("corrupted", f"no {name} in it")
        return name

    def _target(self, kind: str) -> str | None:
        """Name the part that the main part names by the last word of a relationship type."""
        if self._related is None:
            self._related = self._relations(self.main)
        target = self._related.get(kind)
        return None if target is None else resolved(self.main, target)

    def _relations(self, source: str) -> Mapping[str, str]:
        """Map the kinds of a part's relationships to its targets."""
        folder, _, base = source.rpartition("/")
        data = self.part(f"{folder}/_rels/{base}.rels")
        return relations(data, f"the relationships of {source or 'the package'}") if data else {}


def _transitional(data: bytes) -> bytes:
    if _STRICT in data:
        for strict, usual in _TRANSITIONAL:
            data = data.replace(strict, usual)
    return data


def streamed(
    data: bytes, name: str, tags: Collection[str] = _FLOW, bodies: Collection[str] = (_BODY,)
) -> Iterator[etree._Element]:
    """Parse the main part and give what stands directly in its bodies.

    Raises Unreadable "corrupted". A document may have several bodies, and a million paragraphs: of a large one each
    is freed when the next is asked for.
    """
    if len(data) <= _SMALL:
        for body in parsed(data, name).iter(*bodies):
            yield from [element for element in body[:] if element.tag in tags]
        return
    events = etree.iterparse(BytesIO(data), events=("end",), tag=[*tags], **SAFE)
    try:
        for _, element in events:
            parent = element.getparent()
            refuse_dtd(element, name)
            if parent is not None and parent.tag in bodies:
                yield element
                element.clear()
                while (elder := element.getprevious()) is not None:
                    parent.remove(elder)
    except BROKEN as error:
        raise corrupted(name, error) from error


def child_of(parent: etree._Element, name: str) -> etree._Element | None:
    """Find the first child of a name, for which `find` takes several times as long."""
    return next(parent.iterchildren(f"{W}{name}"), None)


def val(parent: etree._Element, name: str) -> str | None:
    """Read the w:val of a child."""
    found = child_of(parent, name)
    return None if found is None else found.get(f"{W}val")


def flag(parent: etree._Element, name: str) -> bool:
    """Read a child that is a switch: there without a value it means on."""
    found = child_of(parent, name)
    return found is not None and found.get(f"{W}val") not in OFF


def integer(text: str | None) -> int | None:
    """Read a number that may not be one; more digits than any honest file has are none."""
    if text is None or len(text) > 9:  # noqa: PLR2004  # a 32-bit number
        return None
    try:
        return int(text)
    except ValueError:
        return None
