"""The objects of a page, before its characters are asked for: lines of tables, pictures, and text without extent."""

from collections.abc import Iterator
from ctypes import addressof, byref, c_float, c_int
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import PdfPage, raw

Handle = Any  # a pointer of ctypes to what pdfium holds; pypdfium2 ships no types
_Box = tuple[float, float, float, float]  # left, bottom, right, top
_Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.0  # points: the thickest line of a table
_SHORT = 6.0  # points: a shorter line is a part of a sign
_EXTENT = 0.01  # points: what is narrower has no extent for pdfium
_OBJECTS = 20_000  # objects that are looked at
_CORNERS = 256  # of a path; more is a picture
_DEEPEST = 4  # forms in forms
_STRAIGHT = 1.0  # points by which a line may lean


@dataclass(slots=True)
class Drawings:
    """The lines of a page, the area of its largest picture in square points, and what there is at all.

    `modes` is by the address of a text object.
    """

    rules: list[_Box] = field(default_factory=list)
    largest: float = 0.0
    anything: bool = False
    text: bool = False
    modes: dict[int, int] = field(default_factory=dict)  # how text was to be drawn that had to be widened


def drawings(page: PdfPage) -> Drawings:
    """Look at the objects of a page, through the forms that some printers wrap all of it in."""
    found = Drawings()
    for drawn, matrices in _objects(page, (), [_OBJECTS]):
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.text = True
            _widen(drawn, found.modes)
            continue
        found.anything = True
        if kind == raw.FPDF_PAGEOBJ_PATH:
            found.rules += [_placed(box, matrices) for box in _lines(drawn)]
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _placed(_bounds(drawn), matrices)
            found.largest = max(found.largest, (right - left) * (top - bottom))
    return found


def _widen(text: Handle, modes: dict[int, int]) -> None:
    """Give extent to text that has none, by a stroke around it; pdfium leaves out what has no width, or takes it for a copy.

    Text has none in a font that is not in the file and not on this machine, as glyphs are measured: an upright
    line, or a single character, and that is silently lost.
    """
    left, bottom, right, top = _bounds(text)
    if right - left >= _EXTENT and top - bottom >= _EXTENT:
        return
    modes[addressof(text.contents)] = raw.FPDFTextObj_GetTextRenderMode(text)
    raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_FILL_STROKE)
    raw.FPDFPageObj_SetStrokeWidth(text, 1.0)
    matrix = raw.FS_MATRIX()  # set anew, it has the extent computed anew
    raw.FPDFPageObj_GetMatrix(text, byref(matrix))
    raw.FPDFPageObj_SetMatrix(text, byref(matrix))


def _objects(
    holder: Handle, matrices: tuple[_Matrix, ...], left: list[int]
) -> Iterator[tuple[Handle, tuple[_Matrix, ...]]]:
    """Give the objects of a page or a form with the matrices that place them, innermost first."""
    on_page = isinstance(holder, PdfPage)
    count = raw.FPDFPage_CountObjects(holder) if on_page else raw.FPDFFormObj_CountObjects(holder)
    for number in range(max(count, 0)):
        left[0] -= 1
        if left[0] < 0:
            return
        drawn = (
            raw.FPDFPage_GetObject(holder, number) if on_page else raw.FPDFFormObj_GetObject(holder, number)
        )
        if drawn and raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_FORM and len(matrices) < _DEEPEST:
            yield from _objects(drawn, (_matrix(drawn), *matrices), left)
        elif drawn:
            yield drawn, matrices


def _lines(path: Handle) -> Iterator[_Box]:
    """Give the thin lines of a path: itself, or the flat and upright sides of what is stroked."""
    left, bottom, right, top = bounds = _bounds(path)
    if min(right - left, top - bottom) <= _THIN:
        if max(right - left, top - bottom) >= _SHORT:
            yield bounds
        return
    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    if not stroke.value or raw.FPDFPath_CountSegments(path) > _CORNERS:
        return
    placing = (_matrix(path),)
    for (x0, y0), (x1, y1) in _sides(path):
        side = _placed((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), placing)
        width, height = side[2] - side[0], side[3] - side[1]
        if min(width, height) <= _STRAIGHT and max(width, height) >= _SHORT:
            yield side


def _sides(path: Handle) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    start = last = (0.0, 0.0)
    for number in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = (x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            start = point
        else:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point


def _bounds(drawn: Handle) -> _Box:
    left, bottom, right, top = (c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value


def _matrix(drawn: Handle) -> _Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(drawn, byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _placed(box: _Box, matrices: tuple[_Matrix, ...]) -> _Box:
    left, bottom, right, top = box
    for a, b, c, d, e, f in matrices:
        corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return left, bottom, right, top
