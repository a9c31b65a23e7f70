"""Lines → paragraphs: a paragraph ends where its last line had room for what begins the next."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from intake.model import Align, Block, BlockKind
from intake.reading.documents.pdf.letters import HYPHEN
from intake.reading.documents.pdf.lines import CLOSING, Line
from intake.reading.documents.runs import Frame, Run, block
from intake.reading.documents.unwrap import joint

_ALIKE = 0.06  # by which sizes of one paragraph may differ
_FARTHER = 1.35  # times the usual distance of lines: a gap between paragraphs
_FARTHEST = 2.2  # of the size: as far as lines of one paragraph ever are
_SLACK = 0.3  # of the size: what a line is short by is not measured finer
_OFF = 0.5  # of the size: places nearer are meant to be one
_INDENT = 2  # of the size: the first line of a Chinese paragraph
_STOPS = "。！？；"
_ENDS = "。！？；：…!?;:”」』）)"
_EXACT = 0.15  # of the size: nothing is as exact by chance
_COUPLET = 6  # characters of a half, at least
_POINTS = 1.0  # by which what fills a column nearly is in its middle
_RIGHT = 4  # of the size, at the left of a line that is set to the right
_LABEL = re.compile(
    r"(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z])[)）.．、]|[①-⑳])(?=\u3000| [\u2e80-\uffff])"
)
_BULLET = re.compile("[●•■◆➢➤▪○□✓·❖★-](?=[\u3000 ])")
_POINT = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:是|要|、)|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[，,、]|\d{1,2}[.．、][^\d]|[①-⑳]"
    r"|[^，。；：:]{2,5}[：:]"
)


def paragraphs(
    flow: Iterable[Line | Block], usual: Mapping[float, float], kind: BlockKind = "paragraph"
) -> Iterator[Block]:
    """Join the lines of a flow, in which blocks stand that are ready; `usual` is how far lines are apart, by size."""
    held: list[Line] = []
    for each in flow:
        if isinstance(each, Line) and held and goes_on(held, each, usual):
            held.append(each)
            continue
        yield from _made(held, kind)
        held = [each] if isinstance(each, Line) else []
        if isinstance(each, Block):
            yield each
    yield from _made(held, kind)


def goes_on(held: Sequence[Line], line: Line, usual: Mapping[float, float]) -> bool:
    """Tell whether a line belongs to the paragraph of the lines before it."""
    last = held[-1]
    if abs(last.size - line.size) > _ALIKE * last.size:
        return False
    if _breaks_off(held, line):
        return True
    if not _is_near(last, line, usual):
        return False
    apart = aligned(line) != "left"
    full = room(last, anywhere=apart) < line.start + _SLACK * line.size
    return full and (_is_set_alike(held, line) if apart else _is_below(held, line))


def begins_point(text: str) -> bool:
    """Tell a number, or a label, that a paragraph begins with."""
    return _POINT.match(text) is not None


def room(line: Line, *, anywhere: bool) -> float:
    """Measure what is left of a line for more text, at its end or anywhere."""
    return line.right - line.x1 + (line.x0 - line.left if anywhere else 0.0)


def aligned(line: Line) -> Align:
    """Tell how a line is set by the space beside it."""
    before, after = line.x0 - line.left, line.right - line.x1
    size = line.size
    if before > _OFF * size and after > _OFF * size:
        # A line behind the indent of a paragraph may end as far from the right by chance.
        by_chance = abs(before - _INDENT * size) < _SLACK * size and _is_text(line.text)
        # A title that is centred behind the indent of a paragraph is off by half of it.
        shifted = before - after - _INDENT * size
        if abs(before - after) <= _OFF * size and not by_chance:
            return "center"
        if abs(shifted) <= _EXACT * size and after > _INDENT * size:
            return "center"
    elif before > _EXACT * size and abs(before - after) <= _POINTS:
        return "center"
    return "right" if after < _OFF * size and before > _RIGHT * size else "left"


def _is_text(line: str) -> bool:
    """Tell a sentence, or what begins with a number, from a title."""
    return line[-1] in _ENDS or begins_point(line)


def _breaks_off(held: Sequence[Line], line: Line) -> bool:
    """Tell the rest of a sentence by itself, wherever its program broke the line."""
    first, last = held[0], held[-1]
    if last.page == line.page and not 0 < line.y - last.y <= _FARTHEST * line.size:
        return False
    if line.glyphs[0].text in CLOSING and line.text[1:]:
        return True
    off = _OFF * line.size
    wrapped = len(held) > 1 and first.x0 - first.left > off and last.x0 - last.left <= off
    return wrapped and line.x0 - line.left <= off and last.text[-1] not in _ENDS


def _is_set_alike(held: Sequence[Line], line: Line) -> bool:
    """Tell the next line of what is centred or set to the right, whose first line may be as wide as the column."""
    first, align = held[0], aligned(line)
    wide = len(held) == 1 and first.x0 - first.left <= _OFF * first.size and first.text[-1] not in _STOPS
    # The two halves of a title that is a couplet are two lines, however little room the first one left.
    couplet = len(held) == 1 and len(first.glyphs) == len(line.glyphs) >= _COUPLET
    return (wide or aligned(first) == align == "center") and not couplet


def _is_near(last: Line, line: Line, usual: Mapping[float, float]) -> bool:
    if (last.page, last.column) != (line.page, line.column):
        return True
    return 0 < line.y - last.y <= _FARTHER * usual.get(line.size, 2 * line.size)


def _is_below(held: Sequence[Line], line: Line) -> bool:
    """Tell whether a line begins where the lines of a paragraph do."""
    first, last = held[0], held[-1]
    off = _OFF * line.size
    here, there = line.x0 - line.left, first.x0 - first.left
    ended = last.text[-1] in _ENDS
    if abs(here - there) <= off and ended and (begins_point(line.text) or here > off):
        return False
    if len(held) > 1:
        return abs(here - (held[1].x0 - held[1].left)) <= off
    if abs(here) <= off:
        return True
    if abs(here - there) <= off:
        return not begins_point(line.text) and not begins_point(first.text)
    return here < there or not ended or abs(line.x0 - _behind_label(first)) <= off


def _behind_label(line: Line) -> float:
    """Find where the text behind a number begins."""
    number = _LABEL.match(line.text) or _BULLET.match(line.text)
    return line.glyphs[number.end()].x0 if number and number.end() < len(line.glyphs) else -line.size


def _made(lines: Sequence[Line], kind: BlockKind) -> Iterator[Block]:
    if not lines:
        return
    # The last line tells of several: the first of what is centred may be full, and an indented one look centred.
    align = aligned(lines[-1])
    made = block(joined([_unlabelled(lines[0]), *lines[1:]]), Frame(kind, align=align))
    if made is not None:
        yield made


def _unlabelled(line: Line) -> Line:
    """Set the number of a list directly before its text, as it is in other formats, and leave out bullets."""
    text = line.text
    if number := _LABEL.match(text):
        at = number.end()
        return replace(line, spaces=[*line.spaces[:at], "", *line.spaces[at + 1 :]])
    return (
        replace(line, glyphs=line.glyphs[1:], spaces=["", *line.spaces[2:]]) if _BULLET.match(text) else line
    )


def joined(lines: Sequence[Line]) -> list[Run]:
    """Join lines as what they were before they were broken."""
    runs: list[Run] = []
    tail = ""
    for line in lines:
        more = line.runs()
        if runs:
            between = tail or _between(runs[-1].text, more[0].text)
            runs[-1] = runs[-1]._replace(text=runs[-1].text + between)
        runs += more
        tail = line.tail
    return [run._replace(text=_hyphens(run.text, last=run is runs[-1])) for run in runs]


def _between(before: str, after: str) -> str:
    if not before.endswith(HYPHEN):
        return joint(before, after)
    return "" if before[-2:-1].isalpha() and after[:1].islower() else "-"


def _hyphens(text: str, *, last: bool) -> str:
    """Leave out the hyphens of broken words; one at the very end stands for itself."""
    if HYPHEN not in text:
        return text
    kept = "-" if last and text.endswith(HYPHEN) else ""
    return text.replace(HYPHEN, "") + kept
