"""Markers: 一、 (一) 1. ① 一是 首先 …, at the start of a line and inside a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from intake.reading.speeches.grammar import Family, Grammar
from intake.reading.speeches.lines import Line

_DIGITS: Final = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
_CAPITALS: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_SENTENCE_START: Final = re.compile(r"(?:^|(?<=[。;:!?])|(?<=[。!?]\"))")
_LAST: Final = ("最后", "此外", "另外")
_FEWEST: Final = 2  # members that make a sequence


#: The family of paragraphs that open in bold: no sign, only style.
BOLD: Final = Family("bold", 8, "heading", inline=False, pattern=re.compile("(?!)"), words={})


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker found in a line: its family, its ordinal (None for 最后, 0 for a bullet), and its span in the line."""

    family: Family
    ordinal: int | None
    start: int
    end: int

    def follows(self, last: int) -> bool:
        """Tell whether it can be the next after the ordinal `last`; one missing number is forgiven after two."""
        if not self.ordinal:
            return last > 0
        return self.ordinal == last + 1 or (last >= _FEWEST and self.ordinal == last + 2)


def chinese(text: str) -> int:
    """Read 一 … 九十九, or 壹 … 玖; 0 for what is no number."""
    tens, ten, ones = text.translate(_CAPITALS).rpartition("十")
    if not ten:
        return _DIGITS.get(ones, 0)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def marker_at(view: str, grammar: Grammar, start: int = 0, *, inline: bool = False) -> Marker | None:
    """Read the marker that starts at a position of a view; inline, only of families that stand in paragraphs."""
    for family in grammar.families:
        if inline and not family.inline:
            continue
        match = family.pattern.match(view, start)
        if match and match.end() < len(view):
            return Marker(family, _ordinal(match, family), start, match.end())
    return None


def _ordinal(match: re.Match[str], family: Family) -> int | None:
    name, text = next((name, text) for name, text in match.groupdict().items() if text)
    if name.startswith("word"):
        return None if text in _LAST else family.words[text]
    if name.startswith("cn"):
        return chinese(text)
    if name.startswith("bullet"):
        return 0
    return int(text) if name.startswith("num") else ord(text) - int(name[4:].split("_")[0]) + 1


def inline_run(view: str, grammar: Grammar, start: int = 0) -> tuple[Marker, ...]:
    """Find the first complete sequence of markers at sentence starts inside a paragraph; empty where there is none."""
    found: dict[str, list[Marker]] = {}
    for place in _SENTENCE_START.finditer(view, start):
        position = place.end()
        while view[position : position + 1] in ('"', " ") and position < len(view):
            position += 1
        marker = marker_at(view, grammar, position, inline=True)
        if marker:
            run = found.setdefault(marker.family.name, [])
            if marker.follows(len(run) and (run[-1].ordinal or len(run))):
                run.append(marker)
    runs = [tuple(run) for run in found.values() if len(run) >= _FEWEST]
    return min(runs, key=lambda run: run[0].start, default=())


def spread(lines: tuple[Line, ...], grammar: Grammar) -> Iterator[Line]:
    """Put every point of a paragraph on a line of its own, joined to the line before."""
    for line in lines:
        run = inline_run(line.view, grammar) if line.source.kind == "paragraph" else ()
        cuts = [marker.start for marker in run if marker.start]
        bounds = [0, *cuts, len(line.text)]
        for number, (start, end) in enumerate(pairwise(bounds)):
            yield line.cut(start, end, joined=number > 0) if cuts else line
