"""Whether a text that was got out of a file can be what its author wrote: the gate behind every engine."""

import re
from collections.abc import Iterable
from typing import Final

from intake.model import Block, Document

EMPTY: Final = "empty"
GARBLED: Final = "garbled"
FEW_HAN: Final = "few_han"

#: What makes a text none at all; the other faults leave it as it is, with a warning.
HARD: Final = frozenset({EMPTY, GARBLED})

_LOOKED_AT: Final = 100_000  # characters; what is garbled is so from the start
_STRANGE: Final = 0.02  # share of characters that no text has
_FOREIGN: Final = 0.2  # share of letters such as Õâ: Chinese bytes that were taken for Latin-1
_HAN: Final = 0.3  # share of letters in what should be Chinese
_TELLING: Final = 100  # letters that a share of them can be told by

# Characters are counted by their runs: asking of each one took a third of the time of reading a .docx.
_UNKNOWN: Final = re.compile("[\ue000-\uf8ff\ufffd]+")  # private use and replacement characters
_STRANGE_ONES: Final = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]+")  # control characters, too
# Accented letters, but no × or ÷; beside plain ones they are a word of another language.
_FOREIGN_ONES: Final = re.compile("(?<![A-Za-z])[\xc0-\xd6\xd8-\xf6\xf8-\u024f]+(?![A-Za-z])")
_HAN_ONES: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0010ffff]+")
# What nearly all texts consist of: nothing strange or foreign, and Han letters. Of their two bytes in UTF-16 these are
# the first, but for those shared with hexagrams: to leave bytes out takes a tenth of the time of finding characters.
_UNUSUAL: Final = re.compile("[\x00-\x1f\x7f-\x9f\xc0-\u024f\ue000-\uf8ff\ufffd]")
_HAN_LETTERS: Final = bytes({*range(0x34, 0xA0)} - {0x4D})


def fault(document: Document) -> str | None:
    """Name what is wrong with a text: "empty", "garbled", "few_han"; None where nothing is.

    A letter in English or a table of figures has few Han characters, too, and is no fault of any engine.
    """
    said = _characters(document.blocks)
    if not said:
        return EMPTY if not document.blocks else None
    if not _UNUSUAL.search(said) and _han_letters(said) >= _HAN * len(said):
        return None  # a share of all characters is one of the letters, too
    if _count(_strange_in(document), said) > _STRANGE * len(said):
        return GARBLED
    letters = "".join(filter(str.isalpha, said))
    if len(letters) < _TELLING:
        return None
    if foreign(letters) > _FOREIGN * len(letters):
        return GARBLED
    return FEW_HAN if _count(_HAN_ONES, letters) < _HAN * len(letters) else None


def _characters(blocks: Iterable[Block]) -> str:
    """Give the characters that stand for something; what begins a block may be a bullet of a symbol font."""
    return "".join("".join([block.text[1:] for block in blocks]).split())[:_LOOKED_AT]


def foreign(text: str) -> int:
    """Count accented Latin letters in a row of their own, which nobody writes."""
    return _count(_FOREIGN_ONES, text)


def _han_letters(text: str) -> int:
    """Count the Han letters of a text, or nearly all."""
    first = text.encode("utf-16-be", "replace")[::2]
    return len(first) - len(first.translate(None, _HAN_LETTERS))


def _count(characters: re.Pattern[str], text: str) -> int:
    return sum(map(len, characters.findall(text)))


def _strange_in(document: Document) -> re.Pattern[str]:
    """Choose what is strange: controls in a plain text are what somebody pasted, and harm no character beside them."""
    return _UNKNOWN if document.format == "txt" else _STRANGE_ONES
