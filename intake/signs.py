"""A text as rules see it: one form for each sign, and exactly as long as the text itself; words as patterns for it."""

import re
from collections.abc import Iterable
from typing import Final

_SIGNS: Final = {
    "，": ",",
    "、": "、",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "！": "!",
    "？": "?",
    "｜": "|",
    "丨": "|",
    "│": "|",
    "┃": "|",
    "∣": "|",
    "．": ".",
    "〔": "[",
    "〕": "]",
    "〈": "《",
    "〉": "》",
    "｡": "。",
}
_QUOTES: Final = "“”„‟«»『』「」＂"
_DASHES: Final = "—―–‒─━－‐‑−﹣"
_DOTS: Final = "·•・‧∙⋅･"
_BLANKS: Final = "\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff\t\v\f"


def _table() -> dict[int, str]:
    # full-width forms of ASCII first: the signs below overrule some of them
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update((ord(sign), plain) for sign, plain in _SIGNS.items())
    for signs, plain in ((_QUOTES, '"'), (_DASHES, "—"), (_DOTS, "·"), (_BLANKS, " ")):
        table.update((ord(sign), plain) for sign in signs)
    return table


_TABLE: Final = _table()


def plain(text: str) -> str:
    """Give the text's view: punctuation and digits half-width, one quote, one dash, one dot, blanks for blanks.

    Position i of the view is position i of the text, so spans found in one are cut from the other.
    """
    return text.translate(_TABLE)


def squeeze(text: str) -> str:
    """Take every blank out: 张　三 is 张三."""
    return "".join(text.split())


def tidy(text: str) -> str:
    """Make every run of blanks one space and strip the ends: a title's clauses stay apart by one."""
    return " ".join(text.split())


def longest_first(words: Iterable[str]) -> list[str]:
    """Put different words in the order in which a pattern has to try them, so that the longest wins."""
    return sorted(set(words), key=lambda word: (-len(word), word))


def any_of(words: Iterable[str]) -> str:
    """Write words as the alternatives of a pattern; without any word it matches everywhere."""
    return "|".join(map(re.escape, longest_first(words)))
