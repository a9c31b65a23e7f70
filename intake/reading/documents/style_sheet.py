"""The style sheet of a Word document, inflated and parsed only as far as its styles are asked for.

A template brings hundreds of styles, and a speech uses two or three of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml import etree

from intake.reading.documents.ooxml import W
from intake.reading.documents.safe_xml import BROKEN, SAFE, corrupted, parsed, refuse_dtd
from intake.reading.unreadable import Unreadable

_WANTED: Final = (f"{W}docDefaults", f"{W}style")
_BEGIN, _END, _SHEET_END = b"<w:style ", b"</w:style>", b"</w:styles>"
_TABLE, _NAMES, _NAMES_END = b'<w:style w:type="table"', b"<w:latentStyles", b"</w:latentStyles>"
_LONGEST: Final = 2**18  # bytes that are looked through again for the end of a style
# The beginning of a style that is told by its id alone: of the others one holds for paragraphs that name no style.
_NAMED = re.compile(
    rb'<w:style w:type="(?:paragraph"|(?:character|numbering)"(?: w:default="[01]")?)'
    rb'(?: w:customStyle="[01]")? w:styleId="([\w.-]+)">'
)


class StyleSheet:
    """A style sheet that is read on from where it was left."""

    def __init__(self, pieces: Iterable[bytes], name: str) -> None:
        """Take it piece by piece, and the name of its part for what is said of it."""
        self._parts = _parts(pieces)
        self._name = name
        self._begun: bytes | None = None
        self._parser: etree.XMLPullParser | None = None
        self._passed: dict[str, bytes] = {}  # styles passed over, by id
        self._odd = False  # a remark came, in which a style may seem to end
        self._closed = False

    def more(self, wanted: str | None = None) -> Sequence[etree._Element] | None:
        """Read on to a style by its id, or to one that may hold where none is named; None at the end.

        What is met on the way is given, too, some of it twice, and of two styles of one id the first comes first.
        Raises Unreadable "corrupted".
        """
        if self._begun is None:
            self._begun = next(self._parts, b"")
            self._odd = b"<!" in self._begun
            if given := self._first(self._begun):
                return given
        if self._parser is None:
            self._parser = etree.XMLPullParser(events=("end",), tag=_WANTED, **SAFE)
            return self._ended(self._begun)
        if wanted in self._passed:
            return self._ended(self._passed.pop(wanted))
        return self._next(wanted)

    def _first(self, begun: bytes) -> list[etree._Element]:
        """Give what it begins with, down to its first style, or nothing where that is not plain to see.

        Most documents ask for no more: to set up a parser that goes on takes twice as long.
        """
        try:
            root = parsed(begun + _SHEET_END, self._name)
        except Unreadable:  # or it has another prefix
            return []
        return [*root.iter(*_WANTED)]

    def _next(self, wanted: str | None) -> list[etree._Element] | None:
        for part in self._parts:
            self._odd = self._odd or b"<!" in part
            named = None if self._odd or part.find(_BEGIN, 1) >= 0 else _NAMED.match(part)
            if named is None:  # it may be any style: those before it come first
                passed, self._passed = self._passed, {}
                return [element for each in (*passed.values(), part) for element in self._ended(each)]
            name = named[1].decode()
            if name == wanted:
                return self._ended(part)
            self._passed.setdefault(name, part)
        return None if self._closed else self._ended(b"", last=True)

    def _ended(self, data: bytes, *, last: bool = False) -> list[etree._Element]:
        """Parse a part, and give the elements that end in it."""
        parser = self._parser
        if parser is None:
            return []
        try:
            parser.feed(data)
            if last:
                self._closed = True
                parser.close()
            ended = [element for _, element in parser.read_events()]
        except BROKEN as error:
            raise corrupted(self._name, error) from error
        for element in ended[:1]:  # before the root there was a DTD, or there is none
            refuse_dtd(element, self._name)
        return ended


def _parts(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a style sheet behind each style, and leave out the looks of tables, and the names of built-in styles.

    Those are nine tenths of it, and of the time it takes.
    """
    rest = b""
    for piece in pieces:
        rest += piece
        # From the end, where it is near: to look for it from the start takes longer than to inflate it.
        end = rest.rfind(_END)
        if end >= 0:
            whole, rest = rest[:end], rest[end + len(_END) :]
            for part in _without_names(whole).split(_END):
                if not part.startswith(_TABLE):
                    yield part + _END
        elif len(rest) > _LONGEST:
            yield rest
            rest = b""
    yield rest


def _without_names(styles: bytes) -> bytes:
    begin, end = styles.find(_NAMES), styles.rfind(_NAMES_END)
    return styles[:begin] + styles[end + len(_NAMES_END) :] if 0 <= begin < end else styles
