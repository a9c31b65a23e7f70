"""Pages set in two columns: the left one is read before the right one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from intake.reading.documents.pdf.lines import Line, cut

_GUTTER = 1.0  # of the size: the least space between columns
_FEWEST = 5  # lines of a column
_WHOLE = 0.2  # of the lines of a page with columns stand above or below them, at most
_NARROWEST = 8  # of the size: a column
_FULL = 0.35  # of the lines of a column reach its edge; those of a table's cells do not
_SHORT = 1.6  # of the size, by which a full line may be short
_PLACES = 20  # where a gutter is looked for
_MIDDLE = (0.3, 0.7)  # of the width, between which the gutter is


@dataclass(frozen=True, slots=True)
class _Split:
    """The lines of a page at a gutter: whole ones, and parts at its left and right."""

    line: Line
    left: Line | None
    right: Line | None


def in_reading_order(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Put the lines of each page into the order in which they are read; where there is one column they stay as they are.

    Where other pages have columns, one that is too short to tell has the same.
    """
    gutters = [_gutter(lines) for lines in pages]
    usual = Counter(round(gutter) for gutter in gutters if gutter is not None).most_common(1)
    ordered = []
    for lines, own in zip(pages, gutters, strict=True):
        gutter = own
        if gutter is None and usual and _crossing(lines, usual[0][0]) < _WHOLE * len(lines):
            gutter = usual[0][0]
        ordered.append(list(lines) if gutter is None else _ordered(lines, gutter))
    return ordered


def _ordered(lines: Sequence[Line], gutter: float) -> list[Line]:
    ordered: list[Line] = []
    zone: list[_Split] = []
    column = 0
    for split in [_split(line, gutter) for line in lines]:
        if split.left is None and split.right is None:
            column = _close(zone, ordered, column)
            split.line.column = column
            ordered.append(split.line)
        else:
            zone.append(split)
    _close(zone, ordered, column)
    return ordered


def _crossing(lines: Sequence[Line], gutter: float) -> int:
    return sum((split := _split(line, gutter)).left is None and split.right is None for line in lines)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Find the place that no line crosses but those above and below the columns."""
    if len(lines) < _FEWEST:
        return None
    size = median(line.size for line in lines)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + part * (right - left) for part in _MIDDLE)
    seen = Counter(round(place) for line in lines for place in (*_gaps(line, size), line.x0 - size / 2))
    places = [place for place, _ in seen.most_common(_PLACES) if low < place < high]
    worth, best = max(((_worth(lines, place, size), place) for place in places), default=(0, 0))
    return best if worth else None


def _gaps(line: Line, size: float) -> list[float]:
    """Give the middles of the gaps in a line that are as wide as a gutter."""
    return [
        (one.x1 + other.x0) / 2
        for one, other in zip(line.glyphs, line.glyphs[1:], strict=False)
        if other.x0 - one.x1 >= _GUTTER * size
    ]


def _worth(lines: Sequence[Line], place: float, size: float) -> int:
    """Count the lines at a gutter; 0 where it is none."""
    splits = [_split(line, place) for line in lines]
    lefts = [split.left for split in splits if split.left is not None]
    rights = [split.right for split in splits if split.right is not None]
    if min(len(lefts), len(rights)) < _FEWEST:
        return 0
    for part in (lefts, rights):
        edge = max(line.x1 for line in part)
        if edge - min(line.x0 for line in part) < _NARROWEST * size:
            return 0
        if sum(edge - line.x1 < _SHORT * size for line in part) < _FULL * len(part):
            return 0
    return len(lefts) + len(rights)


def _split(line: Line, place: float) -> _Split:
    half = _GUTTER * line.size / 2
    if any(glyph.x0 < place + half / 2 and glyph.x1 > place - half / 2 for glyph in line.glyphs):
        return _Split(line, None, None)
    return _Split(line, *cut(line, place))


def _close(zone: list[_Split], ordered: list[Line], column: int) -> int:
    """Read what stands beside a gutter down to here, and give the number of what comes next."""
    if not zone:
        return column
    left = [split.left for split in zone if split.left is not None]
    right = [split.right for split in zone if split.right is not None]
    for side, part in enumerate((left, right), 1):
        for line in part:
            line.column, line.side = column + side, side
        ordered += part
    zone.clear()
    return column + 3
