"""How the characters of a page look: asked once for each text object, since characters come in thousands."""

from collections.abc import Mapping
from ctypes import addressof, byref, c_double, c_ulong, c_ushort, create_string_buffer, sizeof
from dataclasses import dataclass
from math import atan2, degrees, hypot

from pypdfium2 import PdfTextPage, raw

from intake.reading.documents.pdf.drawings import Handle
from intake.reading.documents.pdf.letters import font_name, is_bold_name
from intake.reading.documents.runs import Look

ASKEW = -1  # the way of text that runs along no side of its page
_SLANT = 3  # degrees by which text may lean and still run along its page
_LEAST = 0.1  # points: what is smaller is nothing to measure by
_HEAVY = 600
_BOLD_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_FILL_STROKE, raw.FPDF_TEXTRENDERMODE_FILL_STROKE_CLIP})
_UNSEEN = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_ARTIFACT = (c_ushort * 9)(*b"Artifact\0")
_NAME = 256  # bytes of a font's name


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of a text object look.

    `size` is in points on the page, `way` into which quarter of a full turn it runs, `origin` a place on its base line.
    An `artifact` is said by the file itself to be no part of its text.
    """

    look: Look
    font: str
    size: float
    way: int
    origin: tuple[float, float]
    unseen: bool
    artifact: bool


class Styles:
    """The looks of the text objects of one page, as far as they were asked for."""

    def __init__(self, text: PdfTextPage, modes: Mapping[int, int]) -> None:
        """Take the characters of a page, and how text was to be drawn where that was changed, by its address."""
        self._text = text
        self._modes = modes
        self._styles: dict[int, Style] = {}
        self._fonts: dict[int, tuple[str, bool]] = {}

    def of(self, drawn: Handle, number: int) -> Style:
        """Give the look of a text object, to which a character belongs."""
        key = addressof(drawn.contents)
        if key not in self._styles:
            mode = self._modes.get(key, raw.FPDFTextObj_GetTextRenderMode(drawn))
            self._styles[key] = self._style(drawn, number, mode)
        return self._styles[key]

    def _style(self, drawn: Handle, number: int, mode: int) -> Style:
        name, bold = self._font(raw.FPDFTextObj_GetFont(drawn))
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, number, byref(matrix))
        size = max(raw.FPDFText_GetFontSize(self._text, number) * (hypot(matrix.c, matrix.d) or 1.0), _LEAST)
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self._text, number, byref(x), byref(y))
        angle = degrees(atan2(matrix.b, matrix.a))
        way = round(angle / 90)
        return Style(
            look=Look(bold or mode in _BOLD_MODES, round(size * 2) / 2, name or None),
            font=name,
            size=size,
            way=way % 4 if abs(angle - way * 90) <= _SLANT else ASKEW,
            origin=(x.value, y.value),
            unseen=mode in _UNSEEN,
            artifact=_is_artifact(drawn),
        )

    def _font(self, font: Handle) -> tuple[str, bool]:
        """Give a font's name, and whether it is bold."""
        key = addressof(font.contents) if font else 0
        if font and key not in self._fonts:
            buffer = create_string_buffer(_NAME)
            length = raw.FPDFFont_GetBaseFontName(font, buffer, _NAME)
            name = buffer.value if 0 < length <= _NAME else b""
            self._fonts[key] = font_name(name), is_bold_name(name) or raw.FPDFFont_GetWeight(font) >= _HEAVY
        return self._fonts.get(key, ("", False))


def _is_artifact(drawn: Handle) -> bool:
    """Tell what is marked as no part of the text: the running heads and page numbers of tagged files (ISO 32000-1 14.8.2.2)."""
    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        name, length = (c_ushort * len(_ARTIFACT))(), c_ulong()
        mark = raw.FPDFPageObj_GetMark(drawn, number)
        if raw.FPDFPageObjMark_GetName(mark, name, sizeof(name), byref(length)) and bytes(name) == bytes(
            _ARTIFACT
        ):
            return True
    return False
