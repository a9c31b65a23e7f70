"""Pages as pdfium sees them; nothing of it leaves this module, and nothing of it stays open.

pypdfium2 is a thin layer over C: what its helpers do not have, the looks of single characters, is asked of the C
functions, and where that will do once for each text object, since characters come in thousands.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref
from dataclasses import dataclass, field

from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage, raw

from intake.reading.documents.pdf.drawings import Drawings, drawings
from intake.reading.documents.pdf.letters import is_symbolic, letter
from intake.reading.documents.pdf.looks import ASKEW, Style, Styles
from intake.reading.documents.pdf.page import Glyph, Page
from intake.reading.documents.pdf.turning import Turning
from intake.reading.unreadable import Unreadable

_LOCKED = frozenset({raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY})
_SPACE = 0x20
_REMARKS = 1_000  # annotations of a page that are looked at
_COMMENTS = frozenset({
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_CARET,
})  # fmt: skip
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(slots=True)
class _Found:
    """What is found on one page: characters with their boxes (left, bottom, right, top) where the file has them."""

    signs: list[tuple[str, tuple[float, float, float, float], Style]] = field(default_factory=list)
    bad: int = 0
    symbols: bool = False
    cut: bool = False

    def add(self, char: str, box: tuple[float, float, float, float], style: Style) -> None:
        """Take a character in; the letters of a ligature share one box and are one."""
        if self.signs and self.signs[-1][1] == box and self.signs[-1][2] is style:
            char = self.signs.pop()[0] + char
        self.signs.append((char, box, style))


@dataclass(frozen=True, slots=True)
class About:
    """How many pages a file has, and how many files are attached to it."""

    pages: int
    attached: int


def pages(content: bytes, most: int, letters: int) -> Iterator[tuple[About, Page | None]]:
    """Give each of the first `most` pages with what is to be said of the file, None for one that is broken.

    Of `letters` characters in all, no more are read. Raises Unreadable "encrypted" or "corrupted"; permissions that
    forbid copying are no password.
    """
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        code = "encrypted" if error.err_code in _LOCKED else "corrupted"
        raise Unreadable(code, str(error)) from error
    with closing(document):
        about = About(len(document), document.count_attachments())
        for number in range(min(about.pages, most)):
            if letters <= 0:
                yield about, Page(number + 1, 0.0, 0.0, cut=True)
                break
            page = _page(document, number, letters)
            letters -= len(page.glyphs) if page else 0
            yield about, page


def _page(document: PdfDocument, number: int, letters: int) -> Page | None:
    try:
        with closing(document[number]) as page:
            drawn = drawings(page)  # first, as it changes what characters are found
            with closing(page.get_textpage()) as text:
                found = _found(text, letters, Styles(text, drawn.modes))
            made = _turned(number + 1, page, found, drawn)
            made.comments = _has_comments(page)
            return made
    except PdfiumError:
        return None


def _found(text: PdfTextPage, letters: int, styles: Styles) -> _Found:
    """Give the characters of a page; those that pdfium adds as it sees fit are left out."""
    count = text.count_chars()
    found = _Found(cut=count > letters)
    known: dict[tuple[str, int], str | None] = {}
    box, placed = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox
    high = 0
    for number in range(min(count, letters)):
        drawn = raw.FPDFText_GetTextObject(text, number)
        code = raw.FPDFText_GetUnicode(text, number)
        if not drawn or (code == _SPACE and raw.FPDFText_IsGenerated(text, number)):
            continue
        if code in _HIGH:
            high = code
            continue
        if code in _LOW and high:
            code = 0x10000 + (high - _HIGH.start << 10) + code - _LOW.start
        high = 0
        style = styles.of(drawn, number)
        key = style.font, code
        if key not in known:
            known[key] = _letter(text, number, code, style.font)
        if (char := known[key]) is not None:
            placed(text, number, byref(box))
            found.add(char, (box.left, box.bottom, box.right, box.top), style)
        else:
            found.symbols = found.symbols or is_symbolic(style.font)
            found.bad += not is_symbolic(style.font)
    return found


def _letter(text: PdfTextPage, number: int, code: int, font: str) -> str | None:
    return None if raw.FPDFText_HasUnicodeMapError(text, number) == 1 else letter(code, font)


def _turned(number: int, page: PdfPage, found: _Found, drawn: Drawings) -> Page:
    """Turn a page so that most of its text runs to the right."""
    ways = Counter(style.way for _, _, style in found.signs if style.way != ASKEW)
    way = ways.most_common(1)[0][0] if ways else 0
    turning = Turning(way, page.get_bbox())
    made = Page(number, turning.width, turning.height, bad=found.bad, symbols=found.symbols, cut=found.cut)
    bases = {id(style): turning.point(*style.origin)[1] for _, _, style in found.signs}
    for char, box, style in found.signs:
        size, y = style.size, bases[id(style)]
        left, _, right, _ = turning.box(box)
        glyph = Glyph(
            char,
            left,
            right if right > left else left + size,
            y,
            size,
            style.look,
            style.unseen,
            style.artifact,
        )
        if style.way != way:
            made.aside.append(glyph)
        elif -size < left < turning.width + size and -size < y < turning.height + size:
            made.glyphs.append(glyph)
        else:
            made.beyond = True
    made.rules = [turning.box(rule) for rule in drawn.rules]
    area = turning.width * turning.height
    made.covered = drawn.largest / area if area > 0 else 0.0
    made.drawn, made.written = drawn.anything, drawn.text
    return made


def _has_comments(page: PdfPage) -> bool:
    """Tell whether somebody wrote a remark onto a page."""
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _REMARKS)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation) if annotation else raw.FPDF_ANNOT_UNKNOWN
        if annotation:
            raw.FPDFPage_CloseAnnot(annotation)
        if kind in _COMMENTS:
            return True
    return False
