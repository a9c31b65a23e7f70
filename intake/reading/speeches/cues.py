"""Cues: everything seen of the lines before anything is decided; their weights stand in zones.toml."""

from collections.abc import Sequence
from typing import Final

from intake.reading.speeches.context import see_together
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.seen import Seen, see
from intake.reading.speeches.structure import Structure, structure_of

_BARRIERS: Final = frozenset({"byline", "salutation", "occasion_title"})  # counting of sections starts anew


def look(lines: Sequence[Line], grammar: Grammar) -> tuple[list[Seen], Structure]:
    """Look at every line: its shape, style, words, marker and neighbours."""
    seen = [see(line, grammar) for line in lines]
    barriers = [
        number for number, item in enumerate(seen) if item.cues & _BARRIERS and "long" not in item.cues
    ]
    structure = structure_of(lines, barriers, grammar)
    if seen:
        see_together(seen, structure, grammar)
    return seen, structure
