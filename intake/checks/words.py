"""Words of the editors' own lists: forbidden, to be thought over, or with a better one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, cast

from intake.checks.copy import Copy
from intake.model import Finding, Lexicon
from intake.signs import any_of, plain

_LISTS: Final = ("forbidden", "sensitive", "preferred")

SLUGS: Final = frozenset(f"word_{name}" for name in _LISTS)


def listed(copy: Copy) -> Iterator[Finding]:
    """Find each word of the lists, with what the list advises; of two that overlap the longer one."""
    known = _words(copy.standard.lexicon)
    if not known:
        return
    for match in _pattern(tuple(known)).finditer(copy.view):
        name, advice = known[match.group()]
        yield copy.finding(f"word_{name}", match.span(), advice=advice)


def _words(lexicon: Lexicon) -> Mapping[str, tuple[str, str]]:
    """Give every word with its list and its advice."""
    table = lexicon.tables.get("words", {})
    return {
        plain(word): (name, advice)
        for name in reversed(_LISTS)  # what is forbidden is so in whatever other list, too
        for word, advice in _advised(table.get(name, {}))
        if word
    }


def _advised(words: object) -> Iterable[tuple[str, str]]:
    """Give the words of a list, each with its advice: "" where they are only listed."""
    if isinstance(words, Mapping):
        return words.items()
    return ((word, "") for word in cast("list[str]", words))


@lru_cache(maxsize=2)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(words))
