"""Pages → blocks in reading order: boxes and tables where they stand, notes at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from intake.model import Block
from intake.reading.documents.pdf.around import notes_of, without_marks, without_running
from intake.reading.documents.pdf.columns import in_reading_order
from intake.reading.documents.pdf.lines import Line, lines_of
from intake.reading.documents.pdf.margins import pitches, place_between, set_margins
from intake.reading.documents.pdf.page import Glyph, Page
from intake.reading.documents.pdf.paragraphs import paragraphs
from intake.reading.documents.pdf.tables import Grid, grids, rows

_NARROW = 0.7  # of the page: a frame around some of the text
_LOW = 0.5  # of the page


@dataclass(slots=True)
class _Laid:
    """What is on a page: its lines, and what stands among them from which height on."""

    lines: list[Line]
    among: list[tuple[float, list[Block]]] = field(default_factory=list)


def blocks_of(pages: Sequence[Page]) -> Iterator[Block]:
    """Give the blocks of pages; text in another direction than that of its page comes last."""
    laid = [_laid(page) for page in pages]
    body = _most([line for each in laid for line in each.lines])
    kept = without_running(pages, [each.lines for each in laid], body)
    noted: list[list[Line]] = []
    for number, page in enumerate(pages):
        notes = notes_of(page, kept[number], body)
        text = kept[number][: len(kept[number]) - len(notes)]
        kept[number], notes = without_marks(text, notes)
        noted.append(notes)
    ordered = in_reading_order(kept)
    set_margins(pages, ordered)
    usual = pitches([line for lines in ordered for line in lines])
    flow = [each for lines, one in zip(ordered, laid, strict=True) for each in _merged(lines, one.among)]
    yield from paragraphs(flow, usual)
    for notes in noted:
        place_between(
            notes,
            min((line.x0 for line in notes), default=0.0),
            max((line.x1 for line in notes), default=0.0),
        )
        yield from paragraphs(notes, usual, "note")
    yield from _aside(pages)


def _laid(page: Page) -> _Laid:
    """Take tables and boxes off a page, and sort the rest into lines."""
    among: list[tuple[float, list[Block]]] = []
    rest = page.glyphs
    for grid in grids(page):
        box = _is_box(grid, page)
        if grid.columns < 2 and not box:  # noqa: PLR2004  # a table of one column only frames paragraphs
            continue
        inside = [glyph for glyph in rest if grid.holds(glyph)]
        if inside:
            rest = [glyph for glyph in rest if not grid.holds(glyph)]
            among.append((grid.ys[0], _boxed(inside, grid) if box else rows(grid, inside)))
    lines = lines_of(rest)
    for line in lines:
        line.page = page.number
    return _Laid(lines, sorted(among, key=lambda each: each[0]))


def _is_box(grid: Grid, page: Page) -> bool:
    """Tell a text box from a frame around paragraphs."""
    single = grid.columns == 1 and len(grid.ys) == 2  # noqa: PLR2004  # a roof and a floor
    small = grid.xs[-1] - grid.xs[0] < _NARROW * page.width and grid.ys[-1] - grid.ys[0] < _LOW * page.height
    return single and small


def _boxed(glyphs: Sequence[Glyph], grid: Grid) -> list[Block]:
    lines = lines_of(glyphs)
    place_between(lines, min(line.x0 for line in lines) if lines else 0.0, grid.xs[-1])
    return list(paragraphs(lines, pitches(lines), "box"))


def _merged(lines: Sequence[Line], among: Sequence[tuple[float, list[Block]]]) -> Iterator[Line | Block]:
    """Put tables and boxes before the first line that stands below their tops."""
    waiting = list(among)
    for line in lines:
        while waiting and waiting[0][0] < line.y - line.size / 2:
            yield from waiting.pop(0)[1]
        yield line
    for _, blocks in waiting:
        yield from blocks


def _most(lines: Sequence[Line]) -> float:
    """Give the size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.glyphs)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _aside(pages: Sequence[Page]) -> Iterator[Block]:
    """Give what is written across pages, once."""
    said = dict.fromkeys("".join(glyph.text for glyph in page.aside).strip() for page in pages)
    yield from (Block(text, kind="box") for text in said if text)
