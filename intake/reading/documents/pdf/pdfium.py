"""Pages as pdfium sees them; nothing of it leaves this module, and nothing of it stays open.

pypdfium2 is a thin layer over C: what its helpers do not have, the looks of single characters, is asked of the C
functions, and where that will do once for each text object, since characters come in thousands.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref, c_double
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
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A character where the file has it: its origin, then its box."""

    text: str
    at: tuple[float, float]
    box: tuple[float, float, float, float]
    size: float
    style: Style


@dataclass(slots=True)
class _Found:
    """What is found on one page."""

    signs: list[_Sign] = field(default_factory=list)
    bad: int = 0
    symbols: bool = False


def pages(content: bytes, most: int, letters: int) -> Iterator[tuple[int, Page | None]]:
    """Give the number of pages with each of the first `most`, None for one that is broken.

    Of `letters` characters in all, no more are read. Raises Unreadable "encrypted" or "corrupted"; permissions that
    forbid copying are no password.
    """
    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        code = "encrypted" if error.err_code in _LOCKED else "corrupted"
        raise Unreadable(code, str(error)) from error
    with closing(document):
        total = len(document)
        for number in range(min(total, most)):
            page = _page(document, number, letters)
            letters -= len(page.glyphs) if page else 0
            yield total, page
            if letters <= 0:
                break


def _page(document: PdfDocument, number: int, letters: int) -> Page | None:
    try:
        with closing(document[number]) as page:
            drawn = drawings(page)  # first, as it changes what characters are found
            with closing(page.get_textpage()) as text:
                found = _found(text, letters, Styles(text, drawn.modes))
            return _turned(number + 1, page, found, drawn)
    except PdfiumError:
        return None


def _found(text: PdfTextPage, letters: int, styles: Styles) -> _Found:
    """Give the characters of a page; those that pdfium adds as it sees fit are left out."""
    found = _Found()
    high = 0
    for number in range(min(text.count_chars(), letters)):
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
        _take(found, text, number, code, styles.of(drawn, number))
    return found


def _take(found: _Found, text: PdfTextPage, number: int, code: int, style: Style) -> None:
    char = None if raw.FPDFText_HasUnicodeMapError(text, number) == 1 else letter(code, style.font)
    if char is None:
        found.symbols = found.symbols or is_symbolic(style.font)
        found.bad += not is_symbolic(style.font)
        return
    x, y, box = c_double(), c_double(), raw.FS_RECTF()
    raw.FPDFText_GetCharOrigin(text, number, byref(x), byref(y))
    raw.FPDFText_GetLooseCharBox(text, number, byref(box))
    size = raw.FPDFText_GetFontSize(text, number) * style.scale
    found.signs.append(
        _Sign(char, (x.value, y.value), (box.left, box.bottom, box.right, box.top), size, style)
    )


def _turned(number: int, page: PdfPage, found: _Found, drawn: Drawings) -> Page:
    """Turn a page so that most of its text runs to the right."""
    ways = Counter(sign.style.way for sign in found.signs if sign.style.way != ASKEW)
    way = ways.most_common(1)[0][0] if ways else 0
    turning = Turning(way, page.get_bbox())
    made = Page(number, turning.width, turning.height, bad=found.bad, symbols=found.symbols)
    for sign in found.signs:
        x, y = turning.point(*sign.at)
        left, _, right, _ = turning.box(sign.box)
        glyph = Glyph(
            sign.text,
            left,
            right if right > left else left + sign.size,
            y,
            max(sign.size, 0.1),
            sign.style.look,
            sign.style.unseen,
        )
        if not (-sign.size < x < turning.width + sign.size and -sign.size < y < turning.height + sign.size):
            made.beyond = True
        elif sign.style.way == way:
            made.glyphs.append(glyph)
        else:
            made.aside.append(glyph)
    made.rules = [turning.box(rule) for rule in drawn.rules]
    area = turning.width * turning.height
    made.covered = drawn.largest / area if area > 0 else 0.0
    made.drawn, made.written = drawn.anything, drawn.text
    return made
