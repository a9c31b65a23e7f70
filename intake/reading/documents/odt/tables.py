"""The rows and cells of OpenDocument tables."""

from collections.abc import Iterator

from lxml import etree

from intake.reading.documents.odt.names import TABLE
from intake.reading.documents.ooxml import integer

_ROW, _CELL, _COVERED = f"{TABLE}table-row", f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_AROUND = frozenset(f"{TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_WIDEST = 20  # empty columns in a row: a file made to harm claims millions


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """Give the rows of a table, through what groups them."""
    for child in table:
        if child.tag == _ROW:
            yield child
        elif child.tag in _AROUND:
            yield from rows(child)


def cells(row: etree._Element) -> list[etree._Element]:
    """Give the cells of a row; a cell that another one covers from above stays, empty, to keep its column."""
    found: list[etree._Element] = []
    covered = 0  # cells still to come that the last one covers from the left
    for cell in row:
        repeated = min(max(1, integer(cell.get(f"{TABLE}number-columns-repeated")) or 1), _WIDEST)
        if cell.tag == _CELL:
            found += [cell] * (1 if len(cell) else repeated)
            covered = max(0, (integer(cell.get(f"{TABLE}number-columns-spanned")) or 1) - 1)
        elif cell.tag == _COVERED:
            found += [cell] * max(0, repeated - covered)
            covered = max(0, covered - repeated)
    return found
