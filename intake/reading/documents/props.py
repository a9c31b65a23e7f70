"""What the elements of a Word document say of how paragraphs and characters look."""

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from intake.model import Align
from intake.reading.documents.ooxml import OFF, W, integer, val

_ALIGNS: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
    "distribute": "both",
}
# The names of attributes are bytes, as lxml keeps them: from text it makes them anew each time it is asked.
_VAL, _EAST_ASIAN, _FIRST_LINE, _FIRST_CHARS = (
    f"{W}{name}".encode() for name in ("val", "eastAsia", "firstLine", "firstLineChars")
)
_SIZE, _FONTS, _BOLD, _HIDDEN = (f"{W}{name}" for name in ("sz", "rFonts", "b", "vanish"))
_LEVEL, _NUMBERING, _INDENT, _ALIGN, _MARK = (
    f"{W}{name}" for name in ("outlineLvl", "numPr", "ind", "jc", "rPr")
)
_LIST, _DEPTH = "numId", "ilvl"
#: The styles that a paragraph and a run name.
PARAGRAPH_STYLE, RUN_STYLE = f"{W}pStyle", f"{W}rStyle"
#: Marks of revisions, of things that came, and of things that went.
ARRIVED = frozenset({f"{W}ins", f"{W}moveTo"})
GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_LEVELS = range(9)  # outline levels count from 0, and 9 means body text

# The one attribute that is read of each child: to ask for more took longer than all else about a run.
_OF_RUN: Mapping[object, bytes] = {
    _SIZE: _VAL,
    _FONTS: _EAST_ASIAN,
    _BOLD: _VAL,
    _HIDDEN: _VAL,
    RUN_STYLE: _VAL,
}
_OF_PARAGRAPH = frozenset({_LEVEL, _ALIGN, PARAGRAPH_STYLE})

#: What a w:pPr or a w:rPr says as far as it is read: names of its children, or of their attributes, and values.
Said = tuple[tuple[object, str | None], ...]


class Props(NamedTuple):  # many are made for each document: a frozen dataclass takes twice as long
    """What a style or an element itself says; None where it says nothing."""

    size: float | None = None
    font: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    align: Align | None = None
    level: int | None = None  # outline level from 1; 0 is body text
    num: str | None = None  # the list it is numbered by; "0" is none
    depth: int | None = None  # its level in that list, from 0
    indented: bool | None = None  # by its first line

    def over(self, base: "Props") -> "Props":
        """Let what is said here win over a base."""
        if self is NOTHING or base is NOTHING:
            return base if self is NOTHING else self
        return Props._make([theirs if own is None else own for own, theirs in zip(self, base, strict=True)])


NOTHING = Props()


def said_of_run(element: etree._Element | None) -> Said:
    """Read a w:rPr."""
    if element is None:
        return ()
    said: list[tuple[object, str | None]] = []
    for child in element[:]:
        tag = child.tag
        name = _OF_RUN.get(tag)
        if name is not None:
            said.append((tag, child.get(name)))
    return tuple(said)


def said_of_paragraph(element: etree._Element | None) -> Said:
    """Read a w:pPr; of the w:rPr in it, which is the look of the paragraph mark only, the marks of revisions."""
    if element is None:
        return ()
    said: list[tuple[object, str | None]] = []
    for child in element[:]:
        tag = child.tag
        if tag in _OF_PARAGRAPH:
            said.append((tag, child.get(_VAL)))
        elif tag == _INDENT:
            said += ((_FIRST_LINE, child.get(_FIRST_LINE)), (_FIRST_CHARS, child.get(_FIRST_CHARS)))
        elif tag == _NUMBERING:
            said += ((_LIST, val(child, _LIST)), (_DEPTH, val(child, _DEPTH)))
        elif tag == _MARK:
            said += ((mark.tag, None) for mark in child if mark.tag in GONE or mark.tag in ARRIVED)
    return tuple(said)


def run_props(said: Mapping[object, str | None], base: Props = NOTHING) -> Props:
    """Understand what a w:rPr says on top of a base."""
    if not said:
        return base
    size, font = integer(said.get(_SIZE)), said.get(_FONTS)
    bold, hidden = _switch(said, _BOLD), _switch(said, _HIDDEN)
    return Props(
        base.size if size is None else size / 2,
        base.font if font is None else font,
        base.bold if bold is None else bold,
        base.hidden if hidden is None else hidden,
        base.align,
        base.level,
        base.num,
        base.depth,
        base.indented,
    )


def paragraph_props(said: Mapping[object, str | None], base: Props = NOTHING) -> Props:
    """Understand what a w:pPr says on top of a base."""
    if not said:
        return base
    level, num, depth = integer(said.get(_LEVEL)), said.get(_LIST), integer(said.get(_DEPTH))
    indented = _indented(said)
    return Props(
        base.size,
        base.font,
        base.bold,
        base.hidden,
        _ALIGNS.get(said.get(_ALIGN) or "", base.align),
        base.level if level is None else level + 1 if level in _LEVELS else 0,
        base.num if num is None else num,
        base.depth if depth is None else depth,
        base.indented if indented is None else indented,
    )


def _switch(said: Mapping[object, str | None], name: str) -> bool | None:
    """Read a switch: there without a value means on, absent means that something else decides."""
    return said[name] not in OFF if name in said else None


def _indented(said: Mapping[object, str | None]) -> bool | None:
    """Tell whether the first line is indented, in twips or in hundredths of a character."""
    line, characters = said.get(_FIRST_LINE), said.get(_FIRST_CHARS)
    if not line and not characters:
        return None
    return (integer(line) or 0) > 0 or (integer(characters) or 0) > 0
