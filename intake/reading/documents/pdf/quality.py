"""What of a page can be believed: scans, layers of recognised text under pictures, and fonts that name no characters."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from intake.reading.charset import plausibility
from intake.reading.documents.pdf.letters import is_chinese
from intake.reading.documents.pdf.page import Glyph, Page
from intake.reading.documents.quality import foreign
from intake.reading.documents.runs import EDGES

_SCAN = 0.5  # of the page: a picture that large is the page
_FEW = 20  # characters: a stamp or a page number on a scan
_BAD = 0.02  # of the characters: so many stand for nothing
_ACCENTED = 0.3  # of the characters are letters that no Chinese office writes
_RARE = 0.31  # the plausibility of characters taken at random is below, that of a list of names above it
_LETTERS = 0.4  # of the characters of a text are letters, at least
_UNEVEN = 0.15  # of the size: by which a scanner is off
_LEAST = 50  # characters from which a text can be judged by its letters


_REPEATED = re.compile(r"(.)\1{2,}")


class Verdict(Enum):
    """What a page is."""

    TEXT = "text"
    LAYER = "layer"  # a scan with text that was recognised by whoever made it
    SCAN = "scan"
    GARBLED = "garbled"
    BLANK = "blank"


def judge(page: Page) -> Verdict:
    """Tell what a page is, by its text before anything is left out of it."""
    told = [glyph for glyph in page.glyphs if glyph.text.strip(EDGES)]
    seen = sum(not glyph.unseen for glyph in told)
    under = len(told) - seen
    if page.bad and page.bad > _BAD * (len(told) + page.bad):
        return Verdict.GARBLED
    if page.covered >= _SCAN and seen < _FEW:
        return Verdict.LAYER if under >= _FEW else Verdict.SCAN
    if not told:
        return _without_text(page)
    if is_strange("".join(glyph.text for glyph in told)):
        return Verdict.GARBLED
    return Verdict.TEXT if seen else Verdict.LAYER


def _without_text(page: Page) -> Verdict:
    """Tell what a page without text that runs along it is; blank ones may hold spaces."""
    if page.aside:
        return Verdict.TEXT
    if page.written and not page.glyphs:
        return Verdict.GARBLED
    return Verdict.SCAN if page.drawn else Verdict.BLANK


def is_strange(text: str) -> bool:
    """Tell what fonts without a true map to Unicode give: signs in any order, accented letters, rare characters."""
    text = _REPEATED.sub(r"\1", text)  # leaders to the numbers of pages, lines to write on
    if len(text) < _LEAST:
        return False
    letters = sum(char.isalnum() for char in text)
    accented = foreign(text)
    chinese = sum(is_chinese(char) for char in text)
    rare = chinese > len(text) / 2 and plausibility(text) < _RARE
    return letters < _LETTERS * len(text) or accented > _ACCENTED * len(text) or rare


def even_out(glyphs: Sequence[Glyph]) -> None:
    """Give recognised characters of nearly the usual size that size: each line was measured on its own."""
    usual = Counter(glyph.look.size or 0.0 for glyph in glyphs).most_common(1)[0][0]
    for glyph in glyphs:
        if abs(glyph.size - usual) <= _UNEVEN * usual:
            glyph.size, glyph.look = usual, replace(glyph.look, size=usual)
