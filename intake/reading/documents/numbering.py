"""The automatic numbers of a Word document: its text does not hold the 一、 that everybody sees."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from intake.reading.documents.counting import counted
from intake.reading.documents.ooxml import W, flag, integer, val
from intake.reading.documents.styles import Styles

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 8
_SILENT = frozenset({"bullet", "none"})  # a bullet is decoration, and its glyph mostly a private character


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, and the pattern ("%1、") its number is set in."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    legal: bool = False  # all numbers in it in decimal
    restart: int | None = None  # the level (from 1) whose step restarts this one; 0 never
    paragraph_style: str | None = None


_UNKNOWN = Level()


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted.

    Counters belong to the abstract list, so two w:num of one list go on with each other's numbers.
    """

    styles: Styles
    root: etree._Element | None
    _nums: dict[str, etree._Element] = field(default_factory=dict)
    _abstracts: dict[str, etree._Element] = field(default_factory=dict)
    _lists: dict[str, tuple[str, Mapping[int, Level]]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find the lists by their ids; what is not referred to is never looked at."""
        for element in self.root if self.root is not None else ():
            if element.tag == f"{W}num":
                self._nums[element.get(f"{W}numId", "")] = element
            elif element.tag == f"{W}abstractNum":
                self._abstracts[element.get(f"{W}abstractNumId", "")] = element

    def label(self, num: str, depth: int | None, style: str | None) -> str | None:
        """Count a paragraph of a list on and write its number; None for bullets and lists that do not exist.

        `depth` is the level from 0; where a paragraph style brought the list, the level that names the style.
        """
        if num not in self._nums:
            return None
        abstract, levels = self._list(num)
        if depth is None:
            depth = next((at for at, level in levels.items() if style and level.paragraph_style == style), 0)
        depth = min(max(depth, 0), _DEEPEST)
        counters = self._counters.setdefault(abstract, {})
        return counted_on(levels, counters, depth, self._override(num, depth))

    def _override(self, num: str, depth: int) -> int | None:
        """Give the start that a list states for a level of its own, once."""
        if (num, depth) in self._restarted:
            return None
        self._restarted.add((num, depth))
        for override in self._nums[num].iterchildren(f"{W}lvlOverride"):
            if integer(override.get(f"{W}ilvl")) == depth:
                return integer(val(override, "startOverride"))
        return None

    def _list(self, num: str) -> tuple[str, Mapping[int, Level]]:
        """Resolve a w:num to its abstract list and levels, through links and overrides."""
        if num not in self._lists:
            key = val(self._nums[num], "abstractNumId") or ""
            key = self._linked(key)
            levels = _levels(self._abstracts.get(key))
            for override in self._nums[num].iterchildren(f"{W}lvlOverride"):
                levels |= _levels(override)
            self._lists[num] = key, levels
        return self._lists[num]

    def _linked(self, key: str) -> str:
        """Follow w:numStyleLink: such a list is only a reference to the list of a numbering style."""
        for _ in range(len(self._abstracts)):
            abstract = self._abstracts.get(key)
            link = val(abstract, "numStyleLink") if abstract is not None else None
            target = self.styles.numbering_of(link) if link else None
            if target is None or target not in self._nums:
                break
            key = val(self._nums[target], "abstractNumId") or ""
        return key


def counted_on(
    levels: Mapping[int, Level], counters: dict[int, int], depth: int, start: int | None
) -> str | None:
    """Count a level on, or begin it anew at `start`, and write its number; None for bullets and levels not told about."""
    level = levels.get(depth)
    if level is None:
        return None
    counters[depth] = counters.get(depth, level.start - 1) + 1 if start is None else start
    for deeper in [each for each in counters if each > depth]:
        restart = levels[deeper].restart if deeper in levels else None
        # By default any higher level restarts; otherwise only the one named, or one above it.
        if restart is None or depth < restart:
            del counters[deeper]
    return _written(level, levels, counters)


def _written(level: Level, levels: Mapping[int, Level], counters: Mapping[int, int]) -> str | None:
    """Write the number of a level in its pattern, by how far each level has counted."""
    if level.style in _SILENT and "%" not in level.pattern:
        return None

    def number(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        other = levels.get(depth, _UNKNOWN)
        style = "decimal" if level.legal else other.style
        return "" if style in _SILENT else counted(counters.get(depth, other.start), style)

    return _PLACE.sub(number, level.pattern).strip() or None


def _levels(parent: etree._Element | None) -> dict[int, Level]:
    if parent is None:
        return {}
    found = ((integer(element.get(f"{W}ilvl")), element) for element in parent.iterchildren(f"{W}lvl"))
    return {depth: _level(element) for depth, element in found if depth is not None}


def _level(element: etree._Element) -> Level:
    start = integer(val(element, "start"))
    # Word 2010 wraps new formats in mc:AlternateContent; the fallback, which we know, stands last.
    formats = [found.get(f"{W}val", "decimal") for found in element.iter(f"{W}numFmt")]
    return Level(
        start=1 if start is None else start,
        style=formats[-1] if formats else "decimal",
        pattern=val(element, "lvlText") or "",
        legal=flag(element, "isLgl"),
        restart=integer(val(element, "lvlRestart")),
        paragraph_style=val(element, "pStyle"),
    )
