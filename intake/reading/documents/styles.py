"""The named styles of a Word document, resolved through what they are based on."""

from dataclasses import dataclass, field

from lxml import etree

from intake.model import Align
from intake.reading.documents.ooxml import W, flag, integer, val

_ALIGNS: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "both",
    "distribute": "both",
}
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
    size = integer(val(element, "sz"))
    fonts = element.find(f"{W}rFonts")
    return Props(
        size=None if size is None else size / 2,
        font=None if fonts is None else fonts.get(f"{W}eastAsia"),
        bold=flag(element, "b"),
        hidden=flag(element, "vanish"),
    )


def paragraph_props(element: etree._Element | None) -> Props:
    """Read a w:pPr, without the w:rPr in it, which is the look of the paragraph mark only."""
    if element is None or not len(element):
        return NOTHING
    level = integer(val(element, "outlineLvl"))
    numbering = element.find(f"{W}numPr")
    indent = element.find(f"{W}ind")
    return Props(
        align=_ALIGNS.get(val(element, "jc") or ""),
        level=None if level is None else level + 1 if level in _LEVELS else 0,
        num=None if numbering is None else val(numbering, "numId"),
        depth=None if numbering is None else integer(val(numbering, "ilvl")),
        indented=None if indent is None else _indented(indent),
    )


def _indented(indent: etree._Element) -> bool | None:
    """Tell whether the first line is indented, in twips or in hundredths of a character."""
    stated = [indent.get(f"{W}{name}") for name in ("firstLine", "firstLineChars")]
    return any((integer(each) or 0) > 0 for each in stated) if any(stated) else None


@dataclass(slots=True)
class Styles:
    """The styles by id, each resolved when it is first used."""

    root: etree._Element | None
    defaults: Props = Props(size=10.0)  # Word's own, where the document states none
    paragraph: str | None = None  # the style of paragraphs that name none
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _resolved: dict[str | None, Props] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the styles by their ids, and the defaults."""
        if self.root is None:
            return
        for element in self.root.iterchildren(f"{W}style"):
            name = element.get(f"{W}styleId", "")
            self._elements[name] = element
            if element.get(f"{W}default") in {"1", "true", "on"} and element.get(f"{W}type") == "paragraph":
                self.paragraph = name
        defaults = self.root.find(f"{W}docDefaults")
        if defaults is not None:
            run = defaults.find(f"{W}rPrDefault/{W}rPr")
            paragraph = defaults.find(f"{W}pPrDefault/{W}pPr")
            self.defaults = run_props(run).over(paragraph_props(paragraph)).over(self.defaults)

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
            element = self._elements.get(style or "")
            if element is None:
                break
            own = run_props(element.find(f"{W}rPr")).over(paragraph_props(element.find(f"{W}pPr")))
            props = props.over(own)
            style = val(element, "basedOn")
        return props
