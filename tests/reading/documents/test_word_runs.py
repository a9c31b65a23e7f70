"""How many runs a Word 97 document has, by tables that lie and pieces that share their bytes."""

import struct
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from intake.reading.documents.word_runs import runs

PAGE = 512


@dataclass
class Piece:
    cp_start: int
    cp_end: int
    file_offset: int
    compressed: bool = True


def page(*starts: int) -> bytes:
    """Write a page of runs that begin at these places of the stream."""
    return struct.pack(f"<{len(starts)}I", *starts).ljust(PAGE - 1, b"\0") + bytes([len(starts)])


def plc(*pages: int) -> bytes:
    """Write a table that names pages."""
    return bytes(4 * (len(pages) + 1)) + struct.pack(f"<{len(pages)}I", *pages)


WORD = page(1_024, 1_100, 1_200) + page(1_300, 1_400)
TABLE = plc(0, 1)


def test_every_run_of_a_text_in_one_piece_counts() -> None:
    assert runs(WORD, TABLE, [(0, len(TABLE))], [Piece(0, 500, 1_024)]) == 5
    assert runs(WORD, TABLE, [(0, len(TABLE))], [Piece(0, 250, 1_024, compressed=False)]) == 5


def test_pieces_that_share_their_bytes_have_all_their_runs_each() -> None:
    shared = [Piece(number, number + 500, 1_024) for number in range(1_000)]
    assert runs(WORD, TABLE, [(0, len(TABLE))], shared) == 5_000


def test_pages_beyond_the_stream_and_tables_beyond_theirs_count_as_none() -> None:
    assert runs(WORD, plc(0, 10**6), [(0, 20)], [Piece(0, 500, 1_024)]) == 3
    assert runs(WORD, TABLE, [(0, 2**31), (2**31, 20), (0, 0)], [Piece(0, 500, 1_024)]) == 1


@given(st.binary(max_size=2_000), st.binary(max_size=200), st.integers(0, 300), st.integers(0, 300))
def test_no_bytes_break_the_count(word: bytes, table: bytes, offset: int, size: int) -> None:
    assert runs(word, table, [(offset, size)], [Piece(0, 1_000, 0)]) >= 1
