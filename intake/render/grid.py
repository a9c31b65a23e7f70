"""A list as rows of text, before it is known whether a terminal, a pipe or a spreadsheet gets them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the most cells it takes on a terminal, or its share of what the others leave."""

    heading: str
    most: int = 0
    share: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows, and what to say below them on a terminal; every text is safe and of one line."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()


def plain(grid: Grid) -> str:
    """Write a grid for a pipe: a heading, one line a row, tabs between, nothing cut, nothing coloured."""
    heading = tuple(column.heading for column in grid.columns)
    return "".join("\t".join(row) + "\n" for row in (heading, *grid.rows))
