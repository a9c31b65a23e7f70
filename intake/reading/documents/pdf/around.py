"""What stands around the text of pages: running heads and feet, page numbers, footnotes."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from intake.reading.documents.pdf.lines import Line, without
from intake.reading.documents.pdf.page import Box, Page

_BAND = 0.13  # of the height of a page: its margins, with what stands in them
_OUTSIDE = 0.075  # of the height of a page: above and below no printer sets text
_FEW = 3  # lines of a running head or foot
_APART = 2.0  # of its size, between a page number and the text
_GAP = 2.2  # of the size, between a running line and the text: more than lines are apart
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_NUMBER = re.compile(r"[-—–－一·\s]*(?:第|page)?\s*\d{1,4}\s*(?:页)?(?:\s*[/／,，共of]+\s*\d{1,4}\s*页?)?[-—–－一·\s]*", re.IGNORECASE)  # fmt: skip
_SAME = 4.0  # points by which the same line may be off on the next page
_NOTE = 0.87  # of the size of the text: footnotes are smaller
_MARK = re.compile(r"[0-9①-⑳*†‡\[［〔﹝【]")
_NEAR = 2.0  # points between places that are meant to be one


def without_running(pages: Sequence[Page], lines: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """Leave out what the margins of several pages repeat but for digits, page numbers, and small lines outside of the text.

    `body` is the size of the text.
    """
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    edges = [_edges(page, held) for page, held in zip(pages, lines, strict=True)]
    for number, edge in enumerate(edges):
        for line in edge:
            seen[_folded(line)].append((number, line.y))
    kept = []
    for page, held, edge in zip(pages, lines, edges, strict=True):
        gone = [
            id(line)
            for line in edge
            if (_repeats(seen[_folded(line)], line) and _is_apart(page, line, held, body))
            or _is_number(page, line, held)
            or _is_outside(page, line, body)
            or (_is_marked(line) and not all(map(_is_marked, held)))
        ]
        kept.append([line for line in held if id(line) not in gone])
    return kept if any(kept) else [list(held) for held in lines]


def _edges(page: Page, lines: Sequence[Line]) -> list[Line]:
    """Give the first and last lines as far as they stand in the margins."""
    band = _BAND * page.height
    top = [line for line in lines[:_FEW] if line.y < band]
    return top + [line for line in lines[-_FEW:] if line.y > page.height - band and line not in top]


def _folded(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))


def _repeats(places: Sequence[tuple[int, float]], line: Line) -> bool:
    return len({number for number, y in places if abs(y - line.y) <= _SAME}) > 1


def _is_apart(page: Page, line: Line, lines: Sequence[Line], body: float) -> bool:
    """Tell a running line from text that happens to stand at the same place twice: by its size, its place or a gap."""
    if line.size < _NOTE * body or not page.height * _OUTSIDE < line.y < page.height * (1 - _OUTSIDE):
        return True
    inwards = [
        other.y for other in lines if (other.y > line.y) == (line.y < page.height / 2) and other is not line
    ]
    return min((abs(y - line.y) for y in inwards), default=page.height) > _GAP * line.size


def _is_marked(line: Line) -> bool:
    """Tell what the file says is no part of its text."""
    return all(glyph.artifact for glyph in line.glyphs)


def _is_number(page: Page, line: Line, lines: Sequence[Line]) -> bool:
    """Tell a page number: nothing else is in its line, and nothing near it."""
    if not _NUMBER.fullmatch(line.text.strip()):
        return False
    gaps = [abs(other.y - line.y) for other in lines if other is not line]
    return min(gaps, default=page.height) > _APART * line.size


def _is_outside(page: Page, line: Line, body: float) -> bool:
    """Tell a small line where no text reaches, on the only page there may be."""
    outside = line.y < _OUTSIDE * page.height or line.y > (1 - _OUTSIDE) * page.height
    return outside and line.size < _NOTE * body


def without_marks(lines: Iterable[Line], notes: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Leave out the marks of footnotes, in the text and before the notes."""
    notes = list(notes)
    marks = {note.glyphs[0].text for note in notes if _begins_note(note)}
    if not marks:
        return list(lines), notes
    return _unmarked(lines, marks), _unmarked(notes, marks)


def _unmarked(lines: Iterable[Line], marks: Container[str]) -> list[Line]:
    kept = (without(line, lambda glyph: glyph.raised and glyph.text in marks) for line in lines)
    return [line for line in kept if line is not None]


def notes_of(page: Page, lines: Sequence[Line], body: float) -> list[Line]:
    """Give the lines of the footnotes: small ones at the foot, below a short stroke or begun by a mark."""
    count = 0
    for line in reversed(lines):
        if line.size > _NOTE * body or line.y < page.height / 2:
            break
        count += 1
    small = list(lines[len(lines) - count :])
    while small and not (_below_stroke(small[0], page.rules) or _MARK.match(small[0].text)):
        small.pop(0)
    return small if len(small) < len(lines) else []


def _below_stroke(line: Line, rules: Iterable[Box]) -> bool:
    top = line.y - line.size
    return any(
        0 <= top - rule[3] < 1.5 * line.size
        and rule[0] - _NEAR <= line.x0
        and rule[3] - rule[1] < rule[2] - rule[0]
        for rule in rules
    )


def _begins_note(line: Line) -> bool:
    first = line.glyphs[0]
    return first.raised and bool(_MARK.match(first.text))
