"""How many runs of characters and paragraphs a Word 97 document has, told before any is read ([MS-DOC] 2.4.6, 2.9.33)."""

import struct
from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

_PAGE: Final = 512  # bytes of a page of formatting (FKP), whose last byte counts its runs
_MOST: Final = 101  # runs of a page


class Piece(Protocol):
    """A piece of the text, and where it lies in the stream WordDocument; pieces may share bytes."""

    cp_start: int
    cp_end: int
    file_offset: int
    compressed: bool  # one byte a character


def runs(word: bytes, table: bytes, tables: Iterable[tuple[int, int]], pieces: Iterable[Piece]) -> int:
    """Count the runs that the pieces of a text have by tables (offset and size) of pages; what is broken counts as none."""
    starts = sorted(
        start
        for offset, size in tables
        for page in _pages(table, offset, size)
        for start in _starts(word, page)
    )
    return sum(
        bisect(starts, piece.file_offset + _size(piece)) - bisect(starts, piece.file_offset) + 1
        for piece in pieces
    )


def _size(piece: Piece) -> int:
    return (piece.cp_end - piece.cp_start) * (1 if piece.compressed else 2)


def _pages(table: bytes, offset: int, size: int) -> Iterator[int]:
    """Give the numbers of the pages that a PlcBte names behind its n + 1 places in the text."""
    count = (size - 4) // 8
    first = offset + 4 * (count + 1)
    if count > 0 and first + 4 * count <= len(table):
        yield from struct.unpack_from(f"<{count}I", table, first)


def _starts(word: bytes, page: int) -> Iterator[int]:
    """Give where the runs of a page begin in the stream."""
    end = _PAGE * (page + 1)
    if end <= len(word):
        yield from struct.unpack_from(f"<{min(word[end - 1], _MOST)}I", word, end - _PAGE)
