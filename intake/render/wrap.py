"""Where a line of Chinese and Latin text may end: GB/T 15834 lets no closing mark begin a line, no opening mark end one."""

from collections.abc import Callable, Iterator
from typing import Final

_CLOSING: Final = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·％,.;:?!)]}%°℃")
_OPENING: Final = frozenset("（《〈「『【〔〖“‘([{￥$")


def breaks(text: str, width: int, cells: Callable[[str], int]) -> list[int]:
    """Give the indexes at which the lines of a text begin, the first left out; `cells` measures a character.

    No line is wider than `width` cells, apart from the space that ends it. A word longer than a line is cut.
    """
    found: list[int] = []
    start = used = 0
    for index, char in enumerate(text):
        size = cells(char)
        while used + size > width and start < index and not char.isspace():
            cut = next(_places(text, start, index), index)
            found.append(cut)
            start, used = cut, sum(map(cells, text[cut:index]))
        used += size
    return found


def _places(text: str, start: int, index: int) -> Iterator[int]:
    """Give the places at or before `index` where a line may begin, the last first."""
    return (place for place in range(index, start, -1) if _may_break(text[place - 1], text[place]))


def _may_break(before: str, after: str) -> bool:
    if before in _OPENING or after in _CLOSING or after.isspace():
        return False
    return before.isspace() or not (before.isascii() and after.isascii())
