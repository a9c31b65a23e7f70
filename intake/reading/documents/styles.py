"""The named styles of a Word document, resolved through what they are based on."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from intake.model import Align
from intake.reading.documents.ooxml import W, integer, switch, val

_ALIGNS: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
    "distribute": "both",
}
#: The attributes that are read of what a paragraph or a run says of itself, beside those of w:numPr and its mark.
VAL, EAST_ASIAN = f"{W}val", f"{W}eastAsia"
FIRST_LINE = f"{W}firstLine", f"{W}firstLineChars"
_SIZE, _FONTS, _BOLD, _HIDDEN = (f"{W}{name}" for name in ("sz", "rFonts", "b", "vanish"))
_LEVEL, _NUMBERING, _INDENT, _ALIGN = (f"{W}{name}" for name in ("outlineLvl", "numPr", "ind", "jc"))
_OF_RUN, _OF_PARAGRAPH, _BASE = (f"{W}{name}" for name in ("rPr", "pPr", "basedOn"))
_LEVELS = range(9)  # outline levels count from 0, and 9 means body text
_DEEPEST = 20  # styles based on styles; the end of every loop


@dataclass(frozen=True, slots=True)
class Props:
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
        return Props(
            base.size if self.size is None else self.size,
            base.font if self.font is None else self.font,
            base.bold if self.bold is None else self.bold,
            base.hidden if self.hidden is None else self.hidden,
            base.align if self.align is None else self.align,
            base.level if self.level is None else self.level,
            base.num if self.num is None else self.num,
            base.depth if self.depth is None else self.depth,
            base.indented if self.indented is None else self.indented,
        )


NOTHING = Props()


def run_props(element: etree._Element | None) -> Props:
    """Read a w:rPr."""
    if element is None or not len(element):
        return NOTHING
    said = {child.tag: child for child in element}
    size = integer(_val(said.get(_SIZE)))
    fonts = said.get(_FONTS)
    return Props(
        size=None if size is None else size / 2,
        font=None if fonts is None else fonts.get(EAST_ASIAN),
        bold=switch(said.get(_BOLD)),
        hidden=switch(said.get(_HIDDEN)),
    )


def paragraph_props(element: etree._Element | None) -> Props:
    """Read a w:pPr, without the w:rPr in it, which is the look of the paragraph mark only."""
    if element is None or not len(element):
        return NOTHING
    said = {child.tag: child for child in element}
    level = integer(_val(said.get(_LEVEL)))
    numbering, indent = said.get(_NUMBERING), said.get(_INDENT)
    return Props(
        align=_ALIGNS.get(_val(said.get(_ALIGN)) or ""),
        level=None if level is None else level + 1 if level in _LEVELS else 0,
        num=None if numbering is None else val(numbering, "numId"),
        depth=None if numbering is None else integer(val(numbering, "ilvl")),
        indented=None if indent is None else _indented(indent),
    )


def _val(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(VAL)


def _indented(indent: etree._Element) -> bool | None:
    """Tell whether the first line is indented, in twips or in hundredths of a character."""
    stated = [indent.get(name) for name in FIRST_LINE]
    return any((integer(each) or 0) > 0 for each in stated) if any(stated) else None


@dataclass(slots=True)
class Styles:
    """The styles by id, each parsed and resolved when it is first used: a template brings hundreds."""

    source: Iterator[etree._Element]  # the defaults, then the styles, in the order of the part
    _defaults: Props = Props(size=10.0)  # Word's own, where the document states none
    _paragraph: str | None = None
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _resolved: dict[str | None, Props] = field(default_factory=dict)
    _based: dict[str | None, Props] = field(default_factory=dict)  # on the defaults

    @property
    def paragraph(self) -> str | None:
        """The style of paragraphs that name none."""
        while self._paragraph is None and self._advance():
            pass
        return self._paragraph

    def paragraph_props(self, style: str | None) -> Props:
        """Resolve a paragraph style, down to the defaults, which stand before it in the part."""
        if style not in self._based:
            self._based[style] = self.props(style).over(self._defaults)
        return self._based[style]

    def props(self, style: str | None) -> Props:
        """Resolve a style through the chain of styles it is based on, without the defaults."""
        if style not in self._resolved:
            self._resolved[style] = self._chain(style)
        return self._resolved[style]

    def numbering_of(self, style: str) -> str | None:
        """Tell the list a numbering style stands for."""
        return self.props(style).num

    def _chain(self, style: str | None) -> Props:
        props = NOTHING
        for _ in range(_DEEPEST):
            element = self._element(style) if style else None
            if element is None:
                break
            said = {child.tag: child for child in element}
            own = run_props(said.get(_OF_RUN)).over(paragraph_props(said.get(_OF_PARAGRAPH)))
            props = props.over(own)
            style = _val(said.get(_BASE))
        return props

    def _element(self, style: str) -> etree._Element | None:
        while style not in self._elements and self._advance():
            pass
        return self._elements.get(style)

    def _advance(self) -> bool:
        """Take in the next style, or the defaults; of two styles of one id the first counts."""
        element = next(self.source, None)
        if element is None:
            return False
        if element.tag == f"{W}style":
            name = element.get(f"{W}styleId", "")
            self._elements.setdefault(name, element)
            if element.get(f"{W}default") in {"1", "true", "on"} and element.get(f"{W}type") == "paragraph":
                self._paragraph = self._paragraph or name
        else:
            run = element.find(f"{W}rPrDefault/{W}rPr")
            paragraph = element.find(f"{W}pPrDefault/{W}pPr")
            self._defaults = run_props(run).over(paragraph_props(paragraph)).over(self._defaults)
        return True
