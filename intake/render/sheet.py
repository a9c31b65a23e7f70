"""Rows as CSV that a spreadsheet opens and does not execute (RFC 4180; OWASP "CSV injection")."""

import csv
import io
from collections.abc import Iterable, Sequence

from intake.render.safe import show

#: What makes a spreadsheet take a cell for a formula; the full-width forms are folded to these by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def sheet(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write rows under their header, every cell in quotes, lines ended by CR LF."""
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return target.getvalue()


def cell(value: object) -> str:
    """Write a value so that no spreadsheet computes it."""
    if value is None:
        return ""
    text = show(" ".join(str(value).split())) if isinstance(value, str) else str(value)
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text
