"""Figures with their units, and a text's length as Word counts it."""

import re
from collections.abc import Iterable
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.signs import plain

_WORD: Final = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]{1,200}"
)
_CHINESE_MARKS: Final = "“”‘’…—·"


def figures_in(texts: Iterable[str], grammar: Grammar) -> tuple[str, ...]:
    """Every number with its unit, as written, in order; dates and ordinals are none."""
    found: list[str] = []
    for text in texts:
        view = plain(text)
        found += [text[match.start() : match.end()] for match in grammar.figure.finditer(view)]
    return tuple(found)


def word_count(text: str) -> int:
    """Word's 字数: every Chinese character and sign is one, a run of Latin letters or digits is one."""
    for mark in _CHINESE_MARKS:
        text = text.replace(mark, "，")
    return sum(1 for _ in _WORD.finditer(text))
