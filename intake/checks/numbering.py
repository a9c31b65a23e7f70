"""Numbers that skip, repeat or do not begin at one: 一是 … 三是, 一、三、, (一)(一)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding

_UNITS: Final = "一二三四五六七八九"
#: 一 … 九十九, each at the place of what it counts; nothing counts none.
_NUMERALS: Final[tuple[str, ...]] = tuple(
    tens + ones for tens in ("", "十", *(f"{unit}十" for unit in _UNITS[1:])) for ones in ("", *_UNITS)
)
_ORDINALS: Final[Mapping[str, int]] = MappingProxyType(
    {text: number for number, text in enumerate(_NUMERALS)}
)
_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_SENTENCE: Final = re.compile(r"[。;:!?]\"?")  # behind it, points may begin inside a paragraph

SLUGS: Final = frozenset({"number_missing", "number_repeated"})


@dataclass(frozen=True, slots=True)
class _Family:
    """A way of numbering: how deep it stands, its pattern, how the number of an ordinal is written.

    `inside` paragraphs its numbers may stand at the start of any sentence. Does a run of it always begin at one?
    """

    rank: int
    pattern: re.Pattern[str]
    written: str
    inside: bool = False
    whole: bool = True


_FAMILIES: Final = (
    _Family(0, re.compile(f"(?P<n>{_CHINESE})、"), "{}、"),
    _Family(1, re.compile(rf"\((?P<n>{_CHINESE})\)"), "({})"),
    _Family(2, re.compile(r"(?P<n>[1-9]\d?)[.、](?!\d)"), "{}.", whole=False),
    _Family(3, re.compile(r"\((?P<n>[1-9]\d?)\)"), "({})", whole=False),
    _Family(4, re.compile(r"(?P<n>[①-⑳])"), "{}", whole=False),
    _Family(5, re.compile(f"第(?P<n>{_CHINESE}),"), "第{}", inside=True),
    _Family(6, re.compile(f"(?P<n>{_CHINESE})是(?!否|非|的)"), "{}是", inside=True),
    _Family(6, re.compile(f"(?P<n>{_CHINESE})要(?!求|素|点|务|么|是|不)"), "{}要", inside=True, whole=False),
)  # fmt: skip


@dataclass(slots=True)
class _Run:
    """The last number of a run, and where it ends in the text."""

    last: int
    end: int


@dataclass(slots=True)
class _Counting:
    """What was counted so far, by family, and where the text began that holds the present deepest runs."""

    copy: Copy
    runs: dict[int, _Run] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)

    def step(self, number: int, match: re.Match[str]) -> Iterator[Finding]:
        """Count one number; runs that stand deeper begin anew below it."""
        family, ordinal = _FAMILIES[number], _ordinal(match["n"])
        run = self.runs.get(number)
        if run is None and ordinal > 1 and family.whole:
            yield from self._skipped(number, range(1, ordinal), self.begun.get(family.rank, 0), match)
        elif run is not None and ordinal > run.last + 1:
            yield from self._skipped(number, range(run.last + 1, ordinal), run.end, match)
        elif run is not None and 1 < ordinal <= run.last and family.whole:
            yield self.copy.finding("number_repeated", match.span())
        self.runs[number] = _Run(ordinal, match.end())
        for other, deeper in enumerate(_FAMILIES):
            if deeper.rank > family.rank:
                self.runs.pop(other, None)
                self.begun[deeper.rank] = match.end()

    def _skipped(self, number: int, ordinals: range, start: int, match: re.Match[str]) -> Iterator[Finding]:
        """Name the numbers that stand nowhere between, not even within a sentence."""
        if len(ordinals) > len(_UNITS):  # a year, a clause of a law: no number of a point
            return
        written = [_FAMILIES[number].written.format(_written(ordinal, match["n"])) for ordinal in ordinals]
        between = self.copy.view[start : match.start()]
        absent = [text for text in written if text not in between]
        if absent:
            yield self.copy.finding("number_missing", match.span(), advice="".join(absent))


def gaps(copy: Copy) -> Iterator[Finding]:
    """Tell of numbers that are missing in a run, or that come twice."""
    counting = _Counting(copy)
    for start, line in copy.lines:
        if "\t" in line:  # a row of a table
            continue
        for place, first in _starts(copy.view[start : start + len(line)]):
            found = _at(copy.view, start + place, first=first)
            if found is not None:
                yield from counting.step(*found)


def _starts(line: str) -> Iterator[tuple[int, bool]]:
    """Give where a line and its sentences begin, blanks skipped."""
    yield len(line) - len(line.lstrip()), True
    for match in _SENTENCE.finditer(line):
        yield match.end(), False


def _at(view: str, place: int, *, first: bool) -> tuple[int, re.Match[str]] | None:
    for number, family in enumerate(_FAMILIES):
        if (first or family.inside) and (match := family.pattern.match(view, place)):
            return (number, match) if _ordinal(match["n"]) else None
    return None


def _ordinal(text: str) -> int:
    """Read an ordinal; 0 for what is none: 十十."""
    if text.isascii():
        return int(text)
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else _ORDINALS.get(text, 0)


def _written(ordinal: int, like: str) -> str:
    """Write an ordinal as another one is written."""
    if like.isascii():
        return str(ordinal)
    if "①" <= like <= "⑳":
        return chr(ord("①") + ordinal - 1)
    return _NUMERALS[ordinal]
