"""Whether a text that was got out of a file can be what its author wrote: the gate behind every engine."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
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


def fault(document: Document) -> str | None:
    """Name what is wrong with a text: "empty", "garbled", "few_han"; None where nothing is.

    A letter in English or a table of figures has few Han characters, too, and is no fault of any engine.
    """
    said = list(islice(_characters(document.blocks), _LOOKED_AT))
    if not said:
        return EMPTY if not document.blocks else None
    if sum(map(_strange_in(document), said)) > _STRANGE * len(said):
        return GARBLED
    letters = list(filter(str.isalpha, said))
    if len(letters) < _TELLING:
        return None
    if sum(map(is_foreign, letters)) > _FOREIGN * len(letters):
        return GARBLED
    return FEW_HAN if sum(map(_is_han, letters)) < _HAN * len(letters) else None


def _characters(blocks: Iterable[Block]) -> Iterator[str]:
    """Give the characters that stand for something; what begins a block may be a bullet of a symbol font."""
    for block in blocks:
        yield from (character for character in block.text[1:] if not character.isspace())


def _strange_in(document: Document) -> Callable[[str], bool]:
    """Choose what is strange: controls in a plain text are what somebody pasted, and harm no character beside them."""
    return _is_unknown if document.format == "txt" else _is_strange


def _is_strange(character: str) -> bool:
    """Tell control characters from text, too."""
    return _is_unknown(character) or character < " " or "\x7f" <= character < "\xa0"


def _is_unknown(character: str) -> bool:
    """Tell private use and replacement characters."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd"


def is_foreign(character: str) -> bool:
    """Tell accented Latin letters, which no Chinese office writes."""
    return "\xc0" <= character <= "\u024f" and character not in "×÷"


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character > "\U0001ffff"
