r"""The lexical layer of RTF (Rich Text Format Specification 1.9.1): braces, control words, symbols, characters."""

import re
from collections.abc import Iterator
from typing import Literal

Kind = Literal["open", "close", "word", "symbol", "characters"]

# Pairs of hexadecimal digits are taken by the run, since Chinese text consists of them; of a run without end the
# regular expression would remember each pair: 48 MB of them took 3 GB.
_TOKEN = re.compile(
    r"([{}])|\\([A-Za-z]+)(-?\d+)? ?|((?:\\'[0-9A-Fa-f]{2}){1,1000})|\\(.)|([^\\{}\r\n]+)", re.DOTALL
)
_BRACE, _WORD, _NUMBERED, _HEX, _SYMBOL = range(1, 6)
_DIGITS = 10  # of a 32-bit number: a file that has more is made to harm


def tokens(text: str) -> Iterator[tuple[Kind, str, int | None]]:
    r"""Give the tokens of a file decoded as Latin-1: bytes stand for themselves, those behind \' as well.

    The number is the parameter of a control word, None where it has none. What \bin announces is skipped.
    """
    at = 0
    while at < len(text):
        start, at = at, len(text)
        for found in _TOKEN.finditer(text, start):
            which = found.lastindex
            if which in {_WORD, _NUMBERED}:
                number = None if found[3] is None else int(found[3][:_DIGITS])
                if found[2] == "bin":
                    at = found.end() + max(0, number or 0)
                    break
                yield "word", found[2], number
            elif which == _BRACE:
                yield "open" if found[1] == "{" else "close", found[1], None
            elif which == _HEX:
                yield "characters", bytes.fromhex(found[4].replace("\\'", "")).decode("latin-1"), None
            else:
                yield "symbol" if which == _SYMBOL else "characters", found[which or 0], None
