"""Tables by their ruled lines: rows of cells, whatever is merged; and frames, which are text boxes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.model import Block
from intake.reading.documents.pdf.lines import Line, lines_of
from intake.reading.documents.pdf.page import Box, Glyph, Page
from intake.reading.documents.pdf.paragraphs import joined
from intake.reading.documents.runs import Run, row

_TOUCH = 3.0  # points between lines that meet
_MOST = 2_000  # lines of a page; more is a drawing
_CELLS = 5_000
_PADDING = 5.4  # points beside the text of a cell, as Word has it
_SLACK = 0.3  # of the size


@dataclass(slots=True)
class Grid:
    """A table: where its lines are from the left and from the top, and how far they reach."""

    xs: list[float]
    ys: list[float]
    upright: list[list[tuple[float, float]]]  # of each of `xs`, from where to where lines stand there
    flat: list[list[tuple[float, float]]]  # of each of `ys`

    @property
    def columns(self) -> int:
        """How many cells stand beside each other."""
        return len(self.xs) - 1

    def holds(self, glyph: Glyph) -> bool:
        """Tell whether a character stands in the table."""
        x, y = middle(glyph)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def homes(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Give for each place the cell it is part of: that at its top left, as (row, column)."""
        homes: dict[tuple[int, int], tuple[int, int]] = {}
        for down in range(len(self.ys) - 1):
            y = (self.ys[down] + self.ys[down + 1]) / 2
            for along in range(self.columns):
                x = (self.xs[along] + self.xs[along + 1]) / 2
                if along and not _stands(self.upright[along], y):
                    homes[down, along] = homes[down, along - 1]
                elif down and not _stands(self.flat[down], x):
                    homes[down, along] = homes[down - 1, along]
                else:
                    homes[down, along] = (down, along)
        return homes


def middle(glyph: Glyph) -> tuple[float, float]:
    """Give the middle of a character."""
    return (glyph.x0 + glyph.x1) / 2, glyph.y - 0.3 * glyph.size


def grids(page: Page) -> list[Grid]:
    """Find what on a page is ruled in both directions."""
    rules = sorted(page.rules, key=lambda rule: rule[1])
    if len(rules) > _MOST:
        return []
    made = (_grid(group) for group in _meeting(rules))
    return [grid for grid in made if grid is not None]


def rows(grid: Grid, glyphs: Iterable[Glyph]) -> list[Block]:
    """Read a table row by row; a merged cell stands in the first of its rows, and its place is empty in the others."""
    homes = grid.homes()
    held: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        x, y = middle(glyph)
        down = min(bisect_right(grid.ys, y) - 1, len(grid.ys) - 2)
        along = min(bisect_right(grid.xs, x) - 1, grid.columns - 1)
        held[homes[down, along]].append(glyph)
    made = []
    for down in range(len(grid.ys) - 1):
        cells = [
            cell_text(held.get((down, along), ()), _width(grid, homes, down, along))
            for along in range(grid.columns)
            if homes[down, along][1] == along
        ]
        if (one := row(cells)) is not None:
            made.append(one)
    return made


def cell_text(glyphs: Iterable[Glyph], width: float) -> list[Run]:
    """Read a cell: its paragraphs on lines of their own, those that only the cell was too narrow for on one."""
    runs: list[Run] = []
    group: list[Line] = []
    for line in lines_of(glyphs):
        if group and width - 2 * _PADDING - (group[-1].x1 - group[-1].x0) >= line.start + _SLACK * line.size:
            runs += [*joined(group), Run("\n", line.glyphs[0].look)]
            group = []
        group.append(line)
    return runs + joined(group)


def _width(grid: Grid, homes: dict[tuple[int, int], tuple[int, int]], down: int, along: int) -> float:
    last = along
    while last + 1 < grid.columns and homes[down, last + 1] == homes[down, along]:
        last += 1
    return grid.xs[last + 1] - grid.xs[along]


def _meeting(rules: Sequence[Box]) -> list[list[Box]]:
    """Group lines that meet, directly or over others; they come sorted by their tops."""
    groups: list[list[Box]] = []
    open_groups: list[list[Box]] = []
    for rule in rules:
        open_groups = [group for group in open_groups if max(each[3] for each in group) >= rule[1] - _TOUCH]
        met = [group for group in open_groups if any(_meet(each, rule) for each in group)]
        home = met[0] if met else []
        for other in met[1:]:
            home += other
            other.clear()
        if not met:
            groups.append(home)
            open_groups.append(home)
        open_groups = [group for group in open_groups if group or group is home]
        home.append(rule)
    return [group for group in groups if group]


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _TOUCH <= other[2]
        and other[0] - _TOUCH <= one[2]
        and one[1] - _TOUCH <= other[3]
        and other[1] - _TOUCH <= one[3]
    )


def _grid(rules: Sequence[Box]) -> Grid | None:
    upright = [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
    flat = [rule for rule in rules if rule[3] - rule[1] <= rule[2] - rule[0]]
    if not upright or len(flat) < 2:  # noqa: PLR2004  # a roof and a floor
        return None
    ends = [
        min(rule[0] for rule in flat),
        max(rule[2] for rule in flat),
    ]  # many tables are open at their sides
    xs = _places([(rule[0] + rule[2]) / 2 for rule in upright] + ends)
    ys = _places([(rule[1] + rule[3]) / 2 for rule in flat])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _CELLS:  # noqa: PLR2004  # as above
        return None
    return Grid(xs, ys, _at(upright, xs, 0), _at(flat, ys, 1))


def _places(values: Iterable[float]) -> list[float]:
    """Give places that are apart, of many that nearly are the same."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH:
            places.append(value)
    return places


def _at(rules: Iterable[Box], places: Sequence[float], axis: int) -> list[list[tuple[float, float]]]:
    """Sort lines by the place they stand at (axis 0: their x, 1: their y), and give from where to where they reach."""
    sorted_by: list[list[tuple[float, float]]] = [[] for _ in places]
    for rule in rules:
        at = bisect_right(places, (rule[axis] + rule[axis + 2]) / 2) - 1
        sorted_by[max(at, 0)].append((rule[1 - axis], rule[3 - axis]))
    return sorted_by


def _stands(reaches: Iterable[tuple[float, float]], at: float) -> bool:
    return any(start <= at <= end for start, end in reaches)
