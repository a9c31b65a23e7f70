"""Lines that a program broke at one width, told from lines that are paragraphs of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from intake.model import Block
from intake.reading.documents.runs import EDGES, Run

_NARROWEST = 20  # characters: no program wraps narrower
_WIDEST = 80  # characters: beyond this a line is a paragraph
_SLACK = 2  # characters a wrapped line may fall short by: marks that may not begin the next
_FEWEST = 3  # lines of one width before it is taken for a pattern
# The wide characters of Chinese text, with its quotes and dashes, which Unicode leaves open (UAX #11 "ambiguous").
# Counting them one by one took longer than all else in reading a document.
_WIDE = re.compile("[—-…\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]+")
# What numbers a paragraph; behind a sentence's end it begins one.
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[、)）]|[（(]?\d{1,2}[)）、.．](?!\d)|第[一二三四五六七八九十][，,、]|[一二三四五六七八九十][是要]"
)
_ENDS = "。！？；.!?;…”」』)）"


@dataclass(slots=True)
class Beginnings:
    """Of each block of a document, as they come, whether a paragraph surely begins there."""

    told: list[bool] = field(default_factory=list)
    gap: bool = False  # something before the next block parts it from the last: an empty paragraph, an indent

    def look(self, made: Block | None, runs: Sequence[Run], *, indented: bool) -> None:
        """Look at what a paragraph was made of, whether or not that is a block."""
        self.gap = self.gap or made is None or indented or runs[0].text[:1] in EDGES

    def add(self, made: Block, *, surely: bool = False) -> None:
        """Tell of the next block; what is none of the running text always begins one."""
        self.told.append(surely or self.gap or made.kind != "paragraph")
        self.gap = False


def columns(text: str) -> int:
    """Count the columns of a text where full-width characters take two."""
    return len(text) + (0 if text.isascii() else sum(map(len, _WIDE.findall(text))))


def paragraphs(lines: Sequence[str]) -> list[list[int]]:
    """Group line numbers by paragraph: one each, unless the text was wrapped at one width.

    Lines keep their indents here, since an indent begins a paragraph; so does an empty line.
    """
    if any(len(line) > _WIDEST * 2 for line in lines):
        return [[number] for number in range(len(lines))]
    bare = [line.rstrip(EDGES) for line in lines]
    on = [_goes_on(line, after) for line, after in pairwise(lines)]
    # Terminals and mail programs wrap by columns, typists and some converters by characters.
    widths, lengths = [columns(line) for line in bare], [len(line) for line in bare]
    by_columns, by_length = _measure(bare, on, widths, 2), _measure(bare, on, lengths, 1)
    sizes, least = (widths, by_columns[1]) if by_columns[0] >= by_length[0] else (lengths, by_length[1])
    groups: list[list[int]] = [[0]] if lines else []
    for number, goes_on in enumerate(on, 1):
        if least and goes_on and sizes[number - 1] >= least:
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def rejoined(blocks: Sequence[Block], begins: Sequence[bool]) -> tuple[Block, ...]:
    """Join paragraphs of a document into which wrapped text was pasted, a paragraph a line.

    `begins` tells of each block whether something, such as an indent or an empty line, begins a paragraph there.
    """
    longest = max((block.text for block in blocks), key=len, default="")
    # The text is wider than any that is joined: see _measure.
    if len(longest) > _WIDEST * 2 or len(longest) > _WIDEST < columns(longest) / 2:
        return tuple(blocks)
    lines = [
        "\u3000" * (begin or _differs(before, block)) + block.text
        for before, block, begin in zip((None, *blocks), blocks, begins, strict=False)
    ]
    joined: list[Block] = []
    for group in paragraphs(lines):
        text = blocks[group[0]].text
        for number in group[1:]:
            text += joint(text, blocks[number].text) + blocks[number].text
        joined.append(replace(blocks[group[0]], text=text) if len(group) > 1 else blocks[group[0]])
    return tuple(joined)


def _differs(before: Block | None, block: Block) -> bool:
    """Tell whether a block cannot be the rest of the one before it."""
    if before is None or block.kind != "paragraph" or block.label or block.align == "center":
        return True
    same = (before.kind, before.align, before.size, before.level) == (
        block.kind,
        block.align,
        block.size,
        block.level,
    )
    return not same


def joint(before: str, after: str) -> str:
    """Give what stands between two joined lines: a space between Latin words, nothing in Chinese or a number."""
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return " " if latin or (before[-1:] in ",.;:" and after[:1].isascii() and after[:1].isalpha()) else ""


def _measure(lines: Sequence[str], on: Sequence[bool], sizes: Sequence[int], unit: int) -> tuple[int, int]:
    """Count the lines broken at the greatest size of a text, and say from which size on a line is full.

    No line is full where the text has lines of a paragraph's length, or most full lines end a sentence.
    """
    width = max(sizes, default=0)
    if not _NARROWEST * unit <= width <= _WIDEST * unit:
        return 0, 0
    least = width - _SLACK * unit
    wrapped = [(line, size) for line, size, goes_on in zip(lines, sizes, on, strict=False) if goes_on]
    full = [(line, size) for line, size in wrapped if size >= least]
    broken = sum(line[-1] not in _ENDS for line, _ in full)
    # by their length: a short text has as many headings and names as broken lines
    most = sum(size for _, size in full) * 2 > sum(size for _, size in wrapped)
    return (broken, least) if broken >= _FEWEST and broken * 2 > len(full) and most else (0, 0)


def _goes_on(line: str, after: str) -> bool:
    """Tell whether a line might go on in the next: neither is empty, the next begins no paragraph."""
    if not line.strip(EDGES) or not after.strip(EDGES) or after[0] in EDGES:
        return False
    return line.rstrip(EDGES)[-1] not in _ENDS or not _NUMBERED.match(after)
