"""Text that is struck out: what programs print of a deletion that nobody has accepted yet."""

from bisect import bisect_left
from collections.abc import Sequence

from intake.reading.documents.pdf.page import Box, Glyph

_LOWEST, _HIGHEST = 0.18, 0.5  # of the size above the base line, where a stroke goes through a character
_FLAT = 3.0  # points: the thickest stroke
_MOST = 0.8  # of a character lies under the stroke


def mark_struck(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> bool:
    """Mark the characters that a stroke goes through, and tell whether there are any: a space alone is crossed by chance.

    They stay in their lines, whose ends tell where paragraphs end.
    """
    strokes = sorted((rule for rule in rules if rule[3] - rule[1] <= _FLAT), key=_height)
    heights = [_height(stroke) for stroke in strokes]
    struck = [glyph for glyph in glyphs if _is_struck(glyph, heights, strokes)]
    for glyph in struck:
        glyph.gone = True
    return any(glyph.text.strip() for glyph in struck)


def _height(rule: Box) -> float:
    return (rule[1] + rule[3]) / 2


def _is_struck(glyph: Glyph, heights: Sequence[float], strokes: Sequence[Box]) -> bool:
    at = bisect_left(heights, glyph.y - _HIGHEST * glyph.size)
    while at < len(heights) and heights[at] <= glyph.y - _LOWEST * glyph.size:
        left, _, right, _ = strokes[at]
        if min(right, glyph.x1) - max(left, glyph.x0) >= _MOST * (glyph.x1 - glyph.x0):
            return True
        at += 1
    return False
