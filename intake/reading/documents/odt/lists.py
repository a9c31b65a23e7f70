"""The automatic numbers of an OpenDocument text: of its lists, and of its headings by their outline."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from intake.reading.documents.numbering import Level, counted_on
from intake.reading.documents.odt.names import LO, STYLE, TEXT, XML
from intake.reading.documents.ooxml import integer

OUTLINE = ""  # the name under which the outline is kept: no list has it
_LEVELS = range(1, 10)  # as deep as patterns go
_PLACE = re.compile(r"%(\d)%")
# A format is told by how its first number is written: LibreOffice writes the first three ("一, 二, 三, ...").
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "甲": "ideographTraditional",
    "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth", "0": "decimalZero",
    "㊀": "ideographEnclosedCircle", "⑴": "decimalEnclosedParen", "⒈": "decimalEnclosedFullstop",
}  # fmt: skip


@dataclass(slots=True)
class Open:
    """A list being read: its style, how far each level has counted, and whether its item has its number yet."""

    style: str
    counters: dict[int, int]
    depth: int = 0
    start: int | None = None  # what the next item begins with
    due: bool = False  # the next paragraph is the first of an item


@dataclass(slots=True)
class Lists:
    """The list styles by name, and the lists so far by style and by id."""

    _styles: dict[str, dict[int, Level]] = field(default_factory=dict)
    _latest: dict[str, dict[int, int]] = field(default_factory=dict)
    _by_id: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, element: etree._Element) -> None:
        """Take in the list styles of a container of styles."""
        for child in element:
            if child.tag == f"{TEXT}list-style":
                self._styles[child.get(f"{STYLE}name", "")] = _levels(child)
            elif child.tag == f"{TEXT}outline-style":
                self._styles[OUTLINE] = _levels(child)

    def begin(self, element: etree._Element, around: Open | None) -> Open:
        """Begin a list, which may stand in another one, or go on with an earlier one."""
        style = element.get(f"{TEXT}style-name") or (around.style if around else "")
        if around is not None:
            return replace(
                around, style=style, depth=min(around.depth + 1, _LEVELS.stop), start=None, due=False
            )
        counters: dict[int, int] = {}
        if element.get(f"{TEXT}continue-numbering") == "true":
            counters = self._latest.get(style, counters)
        if continued := element.get(f"{TEXT}continue-list"):
            counters = self._by_id.get(continued, counters)
        self._latest[style] = self._by_id[element.get(f"{XML}id", "")] = counters
        return Open(style, counters)

    def label(self, opened: Open, own: str | None) -> str | None:
        """Count an item on and write its number; `own` is the list style of its paragraph, if the list has none."""
        levels = self._styles.get(opened.style or own or "", {})
        return counted_on(levels, opened.counters, opened.depth, opened.start)

    def heading(self, element: etree._Element, depth: int) -> str | None:
        """Count a heading on that stands in no list; its depth is from 0."""
        counters = self._latest.setdefault(OUTLINE, {})
        restart = element.get(f"{TEXT}restart-numbering") == "true"
        start = (integer(element.get(f"{TEXT}start-value")) or 1) if restart else None
        return counted_on(self._styles.get(OUTLINE, {}), counters, depth, start)


def _levels(style: etree._Element) -> dict[int, Level]:
    found = ((integer(element.get(f"{TEXT}level")), element) for element in style)
    return {depth - 1: _level(element, depth) for depth, element in found if depth in _LEVELS and depth}


def _level(element: etree._Element, depth: int) -> Level:
    style = element.get(f"{STYLE}num-format")
    if style is None:  # a bullet or a picture
        return Level(style="bullet")
    start = integer(element.get(f"{TEXT}start-value"))
    stated = element.get(f"{LO}num-list-format")
    if stated is None:
        shown = min(integer(element.get(f"{TEXT}display-levels")) or 1, depth)
        places = ".".join(f"%{place}" for place in range(depth - shown + 1, depth + 1))
        pattern = element.get(f"{STYLE}num-prefix", "") + places + element.get(f"{STYLE}num-suffix", "")
    else:
        pattern = _PLACE.sub(r"%\1", stated)
    return Level(
        start=1 if start is None else start,
        style=_FORMATS.get(style.strip()[:1], "decimal") if style else "none",
        pattern=pattern if style else "",
    )
