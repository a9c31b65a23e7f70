"""PDF files to blocks: text by pdfium, and what it leaves open, lines, paragraphs and tables, by where characters stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.model import Document, Limits
from intake.reading.documents.pdf.flow import blocks_of
from intake.reading.documents.pdf.page import Page
from intake.reading.documents.pdf.quality import Verdict, even_out, judge
from intake.reading.documents.pdf.streams import refuse_bombs
from intake.reading.documents.pdf.struck import mark_struck
from intake.reading.documents.runs import TRUNCATED, document
from intake.reading.documents.traces import COMMENTS, EMBEDDED, HIDDEN, SYMBOLS, TRACKED
from intake.reading.unreadable import Unreadable

LAYER = "text_layer"  # text that a scanner recognised, under pictures of the pages
SCANNED = "scanned_pages"  # some pages are pictures
GARBLED = "garbled_pages"  # the characters of some pages cannot be told
BROKEN = "broken_pages"

_MOST = 1_000_000  # characters: each has a place, and to look at them all takes a third of the clock
_END = b"%%EOF"
_TAIL = 2_048  # bytes in which a whole file ends; mail programs append to it


@dataclass(slots=True)
class _Taken:
    """The pages with text, the numbers of those without, and what has to be said of the file."""

    pages: list[Page] = field(default_factory=list)
    scans: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(content: bytes, limits: Limits) -> Document:
    """Read a PDF file.

    Raises Unreadable "encrypted", "corrupted", "bomb", "too_big", "empty", "needs_ocr" for one of nothing but pictures, or
    "garbled" for one whose fonts do not say what their characters are.
    """
    refuse_bombs(content, limits)
    taken = _taken(content, limits)
    if not taken.pages:
        raise _refusal(taken)
    if _END not in content[-_TAIL:]:
        taken.warnings.append(TRUNCATED)
    for slug, numbers in ((SCANNED, taken.scans), (GARBLED, taken.garbled), (BROKEN, taken.broken)):
        if numbers:
            taken.warnings.append(f"{slug}:{ranges(numbers)}")
    return document(blocks_of(taken.pages), "pdf", "pdfium", limits, taken.warnings)


def _taken(content: bytes, limits: Limits) -> _Taken:
    from intake.reading.documents.pdf.pdfium import pages  # noqa: PLC0415  # a library of 30 MB for .pdf only

    taken = _Taken()
    for number, (about, page) in enumerate(pages(content, limits.pages, min(limits.text, _MOST)), 1):
        if about.attached:
            taken.warnings.append(EMBEDDED)
        if about.pages > limits.pages or (page is not None and page.cut):
            taken.warnings.append(TRUNCATED)
        if page is None:
            taken.broken.append(number)
        else:
            _sort(taken, page)
    return taken


def _sort(taken: _Taken, page: Page) -> None:
    """Put a page where it belongs, without what nobody sees."""
    verdict = judge(page)
    if verdict is Verdict.SCAN:
        taken.scans.append(page.number)
    elif verdict is Verdict.GARBLED:
        taken.garbled.append(page.number)
    elif verdict is not Verdict.BLANK:
        taken.warnings += _seen(page, verdict)
        taken.pages.append(page)


def _seen(page: Page, verdict: Verdict) -> Iterator[str]:
    """Leave on a page what is meant to be read, and give what has to be said of that."""
    if verdict is Verdict.LAYER:
        even_out(page.glyphs)
        yield LAYER
    elif any(glyph.unseen for glyph in page.glyphs):
        for glyph in page.glyphs:
            glyph.gone = glyph.unseen
        yield HIDDEN
    if page.beyond:
        yield HIDDEN
    if page.symbols:
        yield SYMBOLS
    if page.comments:
        yield COMMENTS
    if mark_struck(page.glyphs, page.rules):
        yield TRACKED


def _refusal(taken: _Taken) -> Unreadable:
    """Say why there is no page to read."""
    if taken.scans:
        return Unreadable("needs_ocr", f"pages {ranges(sorted(taken.scans + taken.garbled))}")
    if taken.garbled:
        return Unreadable("garbled", f"pages {ranges(taken.garbled)}")
    if taken.broken:
        return Unreadable("corrupted", f"pages {ranges(taken.broken)}")
    return Unreadable("empty", "no text on its pages")


def ranges(numbers: Sequence[int]) -> str:
    """Write numbers in rising order as 1-3,7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ",".join("-".join(map(str, part)) for part in parts)


__all__ = ["BROKEN", "GARBLED", "LAYER", "SCANNED", "ranges", "read"]
