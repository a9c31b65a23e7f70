"""Characters at their places → lines, with the spaces that nobody wrote and everybody sees."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from intake.reading.documents.pdf.letters import HYPHEN, is_chinese
from intake.reading.documents.pdf.page import Glyph
from intake.reading.documents.runs import EDGES, Run

_ONE_LINE = 0.25  # of the size, by which base lines of one line may differ
_SMALL = 0.75  # of the size of the line: a superscript or a subscript
_ABOVE, _BELOW = 0.8, 0.3  # of the size of the line: how far up and down its scripts stand
_TWICE = 0.12  # of the size: how far a character drawn twice, to look bold, is off itself
#: The least spaces between words, of the size: in Latin, where Chinese meets Latin, which is set apart for looks alone, and
#: in Chinese.
_SPACES = (0.15, 0.45, 0.2)
_WIDE = 0.8  # of the size: a gap that is no spacing of Chinese text
#: No line begins with these, none ends with those, and quotes go with both sides (UAX #14).
CLOSING = "，。、；：！？）」』》】〉〕,.;:!?)%％‰℃"
_PAIRED = "—…"  # neither half of these does
_OPENING = "（「『《【〈〔([￥$"
_QUOTES = "“”‘’\"'"
_SIGNS = frozenset(
    "，。、；：！？）」』》】〉〕（「『《【〈〔·•" + _PAIRED + HYPHEN
)  # they have room of their own


@dataclass(slots=True)
class Line:
    """A line of a column whose text may stand from `left` to `right`; its characters from the left, none of them blank.

    `spaces` says what stands before each; `x0` and `x1` are the ends of the line with what was left out of it; `page`
    and `column` tell what it stands in.
    """

    glyphs: list[Glyph]
    spaces: list[str]
    y: float
    x0: float
    x1: float
    size: float
    page: int = 0
    left: float = 0.0
    right: float = 0.0
    column: int = 0  # counted down the page
    tail: str = ""  # the spaces that it ends with
    side: int = 0  # 1 and 2: of the left and of the right one of two columns

    @property
    def text(self) -> str:
        """Its characters and spaces."""
        return "".join(
            space + glyph.text for space, glyph in zip(self.spaces, self.glyphs, strict=True)
        ).lstrip()

    @property
    def start(self) -> float:
        """How much room its first characters, which no line break can part, need at the end of another line."""
        at = 1
        while at < len(self.glyphs) and self._is_glued(at):
            at += 1
        return self.glyphs[at - 1].x1 - self.glyphs[0].x0

    def _is_glued(self, at: int) -> bool:
        """Tell whether no line may end before a character."""
        before, here = self.glyphs[at - 1].text, self.glyphs[at].text
        if here in CLOSING or here in _QUOTES or before in _OPENING or before in _QUOTES:
            return True
        if here in _PAIRED or (here.isdecimal() and before in CLOSING):
            return True
        return not (self.spaces[at] or is_chinese(before) or is_chinese(here))

    def runs(self) -> list[Run]:
        """Give its characters as runs of one look; letters and digits have the font of the Chinese around them."""
        fonts = Counter(glyph.look.font for glyph in self.glyphs if is_chinese(glyph.text))
        font = fonts.most_common(1)[0][0] if fonts else self.glyphs[0].look.font
        runs: list[Run] = []
        for space, glyph in zip(self.spaces, self.glyphs, strict=True):
            look = glyph.look if is_chinese(glyph.text) else replace(glyph.look, font=font)
            if runs and runs[-1].look == look:
                runs[-1] = Run(runs[-1].text + space + glyph.text, look)
            else:
                runs.append(Run(space + glyph.text, look))
        return runs


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Sort characters into lines from the top, each from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.y, each.x0)):
        if rows and glyph.y - rows[-1][0].y <= _ONE_LINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    made = (_line(row) for row in _with_scripts(rows))
    return [line for line in made if line is not None]


def cut(line: Line, at: float) -> tuple[Line | None, Line | None]:
    """Cut a line in two at a place where none of its characters stands."""
    count = sum(glyph.x0 < at for glyph in line.glyphs)
    if count in {0, len(line.glyphs)}:
        return (line, None) if count else (None, line)
    before, after = line.glyphs[:count], line.glyphs[count:]
    spaces = ["", *line.spaces[count + 1 :]]
    return (
        replace(line, glyphs=before, spaces=line.spaces[:count], x1=before[-1].x1, size=_size(before)),
        replace(line, glyphs=after, spaces=spaces, x0=after[0].x0, size=_size(after)),
    )


def without(line: Line, gone: Callable[[Glyph], bool]) -> Line | None:
    """Leave characters out of a line; None where no other is left."""
    kept = [(glyph, space) for glyph, space in zip(line.glyphs, line.spaces, strict=True) if not gone(glyph)]
    if not kept:
        return None
    return replace(line, glyphs=[glyph for glyph, _ in kept], spaces=["", *[space for _, space in kept[1:]]])


def _with_scripts(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Put rows of small characters into the line that they belong to: they have base lines of their own."""
    sizes = [_size(row) for row in rows]
    homes: dict[int, int] = {}
    for number, row in enumerate(rows):
        for other in (number + 1, number - 1):
            if 0 <= other < len(rows) and sizes[number] < _SMALL * sizes[other]:
                base, size = rows[other][0].y, sizes[other]
                if base - _ABOVE * size < row[0].y < base + _BELOW * size and _beside(row, rows[other]):
                    homes[number] = other
                    break
    scripts: dict[int, list[Glyph]] = defaultdict(list)
    for number in homes:
        home = number
        while home in homes:  # a script of a script; each home is larger than the one before
            home = homes[home]
        for glyph in rows[number]:
            glyph.raised = True
            scripts[home].append(glyph)
    return [row + scripts[number] for number, row in enumerate(rows) if number not in homes]


def _beside(row: Sequence[Glyph], line: Sequence[Glyph]) -> bool:
    """Tell whether small characters stand at others of a line, rather than in a column of their own."""
    reach = line[0].size
    first, last = min(glyph.x0 for glyph in line), max(glyph.x1 for glyph in line)
    return all(first - reach < glyph.x0 < last + reach for glyph in row)


def _size(glyphs: Sequence[Glyph]) -> float:
    """Give the size of most characters."""
    return Counter(round(glyph.size * 2) / 2 for glyph in glyphs).most_common(1)[0][0]


def _line(row: list[Glyph]) -> Line | None:
    row = sorted(row, key=lambda each: each.x0)
    glyphs: list[Glyph] = []
    spaces: list[str] = []
    written = ""
    ends: list[float] = []  # of what is left out
    for glyph in row:
        if not glyph.text.strip(EDGES):
            written += glyph.text if glyphs else ""
            continue
        last = glyphs[-1] if glyphs else None
        if last is not None and last.text == glyph.text and abs(glyph.x0 - last.x0) < _TWICE * glyph.size:
            continue
        if glyph.gone:
            ends, written = [*ends, glyph.x0, glyph.x1], ""
            continue
        beside = last is not None and not (ends and ends[-1] > last.x1)
        spaces.append(written or (_space(last, glyph) if last is not None and beside else ""))
        glyphs.append(glyph)
        written = ""
    if not glyphs:
        return None
    size = _size(glyphs)
    base = Counter(glyph.y for glyph in glyphs if glyph.size > _SMALL * size).most_common(1)
    y = base[0][0] if base else glyphs[0].y
    return Line(
        glyphs, spaces, y, min([glyphs[0].x0, *ends]), max([glyphs[-1].x1, *ends]), size, tail=written
    )


def _space(before: Glyph, after: Glyph) -> str:
    """Tell a gap that was left instead of a space."""
    gap = (after.x0 - before.x1) / max(before.size, after.size)
    if gap >= _WIDE:
        return "\u3000"
    if {before.text, after.text} & _SIGNS:
        return ""
    chinese = is_chinese(before.text) + is_chinese(after.text)
    return " " if gap >= _SPACES[chinese] else ""
