"""Cues: everything seen of the lines before anything is decided; their weights stand in zones.toml."""

from collections.abc import Sequence
from typing import Final

from intake.reading.speeches.byline import Byline
from intake.reading.speeches.context import see_together
from intake.reading.speeches.fields import header_of, under_header
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.seen import Seen, see
from intake.reading.speeches.structure import Structure, structure_of

_BARRIERS: Final = frozenset(
    {"byline", "byline_post", "field", "salutation", "occasion_title"}
)  # counting of sections starts anew


def look(lines: Sequence[Line], grammar: Grammar) -> tuple[list[Seen], Structure]:
    """Look at every line: its shape, style, words, marker and neighbours."""
    seen = [see(line, grammar) for line in lines]
    _read_tables(seen, grammar)
    barriers = [
        number for number, item in enumerate(seen) if item.cues & _BARRIERS and "long" not in item.cues
    ]
    structure = structure_of(lines, barriers, grammar)
    if seen:
        see_together(seen, structure, grammar)
    return seen, structure


def _read_tables(seen: Sequence[Seen], grammar: Grammar) -> None:
    """Read the rows under 姓名 单位 职务 as the fields of those columns."""
    header: tuple[str, ...] = ()
    for item in seen:
        keys = header_of(item.line, grammar)
        if keys:
            header = keys
            item.fields, item.byline = (), Byline()
            item.cues = {"table_header", "unmarked"}
            continue
        fields = under_header(header, item.line) if header else ()
        if not fields:
            header = ()
            continue
        item.fields, item.byline = fields, Byline()
        item.cues -= {"byline", "byline_post", "byline_name", "byline_unit", "row"}
        item.cues.add("field")
