"""Quotation marks, book marks and brackets without a partner (GB/T 15834)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding

#: Each closing sign and what it closes; a half-width bracket is often closed by a full-width one.
_CLOSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "”": "“",
        "’": "‘",
        "》": "《",
        "〉": "〈",
        "」": "「",
        "』": "『",
        "】": "【",
        "〗": "〖",
        "〕": "〔",
        "）": "(",
        ")": "(",
    }
)
_OPENS: Final = frozenset({*_CLOSES.values(), "（"})
_SIGNS: Final = re.compile("[“”‘’《》〈〉「」『』【】〖〗〔〕（）()]")
_NUMBER: Final = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")  # 1) and 一） close nothing
_BEFORE: Final = 4  # characters in front of a bracket that may be its number

SLUGS: Final = frozenset({"unpaired"})


@dataclass(slots=True)
class _Signs:
    """What is open on a line, and what the line before left open."""

    open: list[tuple[str, int]] = field(default_factory=list)
    left: list[tuple[str, int]] = field(default_factory=list)
    lone: list[int] = field(default_factory=list)

    def see(self, sign: str, place: int, before: str) -> None:
        """Open or close a pair."""
        if sign in _OPENS:
            self.open.append(("(" if sign == "（" else sign, place))
        elif not (self._closed(self.open, _CLOSES[sign]) or self._closed(self.left, _CLOSES[sign])):
            self.lone += [] if _closes_nothing(sign, before) else [place]

    @staticmethod
    def _closed(around: list[tuple[str, int]], opening: str) -> bool:
        """Close the innermost; what was opened inside and not closed stays alone."""
        if around and around[-1][0] == opening:
            around.pop()
            return True
        at = next(
            (at for at in range(len(around) - 1, max(len(around) - 4, -1), -1) if around[at][0] == opening),
            -1,
        )
        if at >= 0:
            del around[at]
        return at >= 0

    def end_line(self, following: str) -> None:
        """Give up what the line before left open; a paragraph that begins with the same sign goes on with a quotation."""
        self.lone += [place for _, place in self.left]
        self.left = [one for one in self.open if not following.startswith(one[0])]
        self.open = []


def _closes_nothing(sign: str, before: str) -> bool:
    """Tell the bracket of 1) and the apostrophe of a Latin word from a closing sign."""
    if sign in ")）":
        return bool(_NUMBER.search(before))
    return sign == "’" and before[-1:].isascii() and before[-1:].isalpha()


def unpaired(copy: Copy) -> Iterator[Finding]:
    """Find the signs whose partner is neither in their paragraph nor in the next, where a title may go on."""
    signs = _Signs()
    straight: list[int] = []
    for (start, line), (_, following) in pairwise((*copy.lines, (len(copy.text), ""))):
        for match in _SIGNS.finditer(line):
            before = line[max(match.start() - _BEFORE, 0) : match.start()]
            signs.see(match.group(), start + match.start(), before)
        signs.end_line(following.lstrip())
        straight += _odd(line, start)
    signs.end_line("")
    for place in sorted({*signs.lone, *straight}):
        yield copy.finding("unpaired", (place, place + 1))


def _odd(line: str, start: int) -> Iterator[int]:
    """Find the straight quotation mark without a partner on a line; behind a digit it may be inches."""
    places = [
        at
        for at, sign in enumerate(line)
        if sign == '"' and not (at and line[at - 1].isdigit() and line[at - 1].isascii())
    ]
    if len(places) % 2:
        yield start + places[-1]
