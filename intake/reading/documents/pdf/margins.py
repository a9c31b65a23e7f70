"""Between which margins the text of pages stands, and how far apart its lines usually are."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from intake.reading.documents.pdf.lines import Line
from intake.reading.documents.pdf.page import Page
from intake.reading.documents.pdf.paragraphs import begins_point

_COMMON = 0.08  # of all lines: so many begin at a margin
_FULL = 0.8  # of the greatest width: shorter lines do not reach the margin
_FEWEST = 3
_ENDS = "。！？；：.!?;:"
_NEAR = 2.0  # points between places that are meant to be one


def set_margins(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> None:
    """Say of each line from where to where its text may stand: as most lines of such columns on such pages do."""
    alike: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for page, held in zip(pages, lines, strict=True):
        for line in held:
            alike[round(page.width), line.side].append(line)
    for (width, side), held in alike.items():
        place_between(held, *edges_of(held, None if side else float(width)))


def place_between(lines: Iterable[Line], left: float, right: float) -> None:
    """Say of lines from where to where their text may stand."""
    for line in lines:
        line.left, line.right = left, right


def edges_of(lines: Sequence[Line], width: float | None = None) -> tuple[float, float]:
    """Find the margins: the leftmost place where several lines begin, and where most of the long lines end.

    Where no lines are long, the right margin is as wide as the left one, on a page of `width`.
    """
    starts = sorted(line.x0 for line in lines)
    if not starts:
        return 0.0, width or 0.0
    common = max(2, _COMMON * len(starts))
    left = next(
        (at for at in starts if bisect_left(starts, at + _NEAR) - bisect_right(starts, at - _NEAR) >= common),
        starts[0],
    )
    farthest = max(line.x1 for line in lines)
    ends = Counter(round(line.x1 / _NEAR) for line in lines if line.x1 - left > _FULL * (farthest - left))
    (most, times), *_ = ends.most_common(1)
    end = most * _NEAR
    believed = width is None or end - left > _FULL * (width - 2 * left) or _wraps(lines, left, end)
    if times >= _FEWEST and believed:
        near = [line.x1 for line in lines if abs(round(line.x1 / _NEAR) - most) <= 1]
        return left, max(near)
    return left, farthest if width is None else max(farthest, width - left)


def _wraps(lines: Sequence[Line], left: float, end: float) -> bool:
    """Tell a narrow column by its lines: most that reach its edge go on in the next, at its other edge."""
    reach = [
        (line, after)
        for line, after in pairwise(lines)
        if abs(line.x1 - end) <= _NEAR and line.page == after.page
    ]
    going = sum(
        abs(after.x0 - left) <= _NEAR
        and line.text[-1] not in _ENDS
        and not begins_point(after.text)
        and not any(line.spaces)  # an item of a list, set in columns
        for line, after in reach
    )
    return going >= _FEWEST and going * 2 > len(reach)


def pitches(lines: Sequence[Line]) -> dict[float, float]:
    """Give the usual distance of lines, by their size."""
    found: dict[float, Counter[float]] = defaultdict(Counter)
    for above, line in pairwise(lines):
        step = line.y - above.y
        if (above.page, above.column, above.size) == (line.page, line.column, line.size) and step > 0:
            found[line.size][round(step)] += 1
    return {size: steps.most_common(1)[0][0] for size, steps in found.items()}
