"""A WordprocessingML package: its parts by relationship, parsed without DTDs, entities or network."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Final, TypedDict
from zipfile import ZipInfo

from lxml import etree

from intake.model import Limits
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
_FLOW = (
    *(
        f"{W}{name}"
        for name in ("p", "tbl", "sdt", "customXml", "ins", "moveTo", "del", "moveFrom", "altChunk")
    ),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)
_OFF = frozenset({"0", "false", "off"})


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    huge_tree: bool
    collect_ids: bool
    remove_comments: bool
    remove_pis: bool


#: How a stranger's XML is parsed: nothing is fetched or expanded, and what is no text is not kept.
_SAFE: Final = _Options(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    collect_ids=False,
    remove_comments=True,
    remove_pis=True,
)


class Package:
    """The parts of a package by folded name; of two entries of one name the last counts, as in Word."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open the zip; raises Unreadable as `Unzip` does."""
        self._zip = Unzip(content, limits)
        self._parts: dict[str, ZipInfo] = {fold(entry.filename): entry for entry in self._zip.entries}
        self._related: dict[str, str] | None = None
        self.main = self._main()

    def part(self, name: str) -> bytes | None:
        """Inflate a part; a strict document is given the namespaces everybody else writes."""
        entry = self._parts.get(fold(name))
        if entry is None:
            return None
        data = self._zip.read(entry)
        if _STRICT in data:
            for strict, usual in _TRANSITIONAL:
                data = data.replace(strict, usual)
        return data

    def related(self, kind: str) -> etree._Element | None:
        """Parse the part that the main part names by the last word of a relationship type ("styles")."""
        if self._related is None:
            self._related = self._relations(self.main)
        name = self._related.get(kind)
        data = self.part(name) if name else None
        if not name or not data:
            return None
        return parsed(_without_table_styles(data) if kind == "styles" else data, name)

    def has(self, ending: str) -> bool:
        """Tell whether any part's name ends so."""
        return any(name.endswith(ending) for name in self._parts)

    def _main(self) -> str:
        name = self._relations("").get("officeDocument") or "word/document.xml"
        if fold(name) not in self._parts:
            raise Unreadable("corrupted", f"no {name} in it")
        return name

    def _relations(self, source: str) -> dict[str, str]:
        """Map the kinds of a part's relationships to its targets; external ones are never followed."""
        folder, _, base = source.rpartition("/")
        data = self.part(f"{folder}/_rels/{base}.rels")
        if not data:
            return {}
        return {
            relation.get("Type", "").rpartition("/")[2]: normpath(
                join("/", dirname(source), relation.get("Target", "").replace("\\", "/"))
            )
            for relation in parsed(data, f"the relationships of {source or 'the package'}")
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        }


def _without_table_styles(data: bytes) -> bytes:
    """Cut the looks of tables, of which nothing is read: nine tenths of a style sheet, and of the time to parse it."""
    end = b"</w:style>"
    return end.join(part for part in data.split(end) if not part.startswith(b'<w:style w:type="table"'))


def parsed(data: bytes, name: str) -> etree._Element:
    """Parse a whole part; raises Unreadable "corrupted"."""
    with _well_formed(name):
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
    _refuse_dtd(root, name)
    return root


def streamed(
    data: bytes, name: str, tags: Sequence[str] = _FLOW, bodies: Collection[str] = (_BODY,)
) -> Iterator[etree._Element]:
    """Parse the main part and give what stands directly in its bodies, freeing each when the next is asked for.

    Raises Unreadable "corrupted". A document may have several bodies, and a million paragraphs.
    """
    events = etree.iterparse(BytesIO(data), events=("end",), tag=tags, **_SAFE)
    with _well_formed(name):
        for _, element in events:
            parent = element.getparent()
            _refuse_dtd(element, name)
            if parent is not None and parent.tag in bodies:
                yield element
                element.clear()
                while (elder := element.getprevious()) is not None:
                    parent.remove(elder)


@contextmanager
def _well_formed(name: str) -> Iterator[None]:
    try:
        yield
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("corrupted", f"{name}: {error}") from error


def _refuse_dtd(element: etree._Element, name: str) -> None:
    """Refuse what no word processor writes: a DTD serves only to attack; its entities were left alone anyway."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("corrupted", f"{name} declares a DTD")


def val(parent: etree._Element, name: str) -> str | None:
    """Read the w:val of a child."""
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def flag(parent: etree._Element, name: str) -> bool | None:
    """Read a switch: there without a value means on, absent means that something else decides."""
    child = parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


def integer(text: str | None) -> int | None:
    """Read a number that may not be one; more digits than any honest file has are none."""
    if text is None or len(text) > 9:  # noqa: PLR2004  # a 32-bit number
        return None
    try:
        return int(text)
    except ValueError:
        return None
