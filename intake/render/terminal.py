"""Grids and pages as a terminal shows them, drawn by rich; the only module that loads it."""

import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from intake.render.grid import Grid
from intake.render.page import Line, Part, Tone
from intake.render.view import View
from intake.render.wrap import breaks

_RULE = "    \n    \n {0}{0} \n    \n    \n    \n    \n    \n"  # a line below the headings, nothing else
_STYLES: Final[Mapping[Tone, str]] = MappingProxyType(
    {"": "", "doubt": "yellow", "bad": "red", "quiet": "dim"}
)
_MARKS: Final[Mapping[Tone, str]] = MappingProxyType({**_STYLES, "quiet": "green"})
_BETWEEN: Final = "  "
NARROWEST = 40  # cells; below, columns would vanish
LABELS = 15  # cells; a part with wider labels, as a log has them, takes no room from the other parts
GAP = 2  # cells between labels and texts


def draw_grid(grid: Grid, view: View) -> str:
    """Draw a list; every row takes exactly the width of the terminal."""
    table = Table(
        box=Box(_RULE.format("─" if view.utf8 else "-"), ascii=not view.utf8),
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        expand=True,
        header_style="bold",
    )
    for column in grid.columns:
        table.add_column(
            Text(column.heading),
            no_wrap=True,
            overflow="ellipsis",
            ratio=column.share or None,
            max_width=column.most or None,
        )
    for row in grid.rows:
        table.add_row(*(Text(cell) for cell in row))
    return _drawn(table, view) + "".join(f"{line}\n" for text in grid.below for line in _packed(text, view))


def _packed(text: str, view: View) -> Iterator[str]:
    """Break what stands below a list between its pieces, which two spaces keep apart."""
    line = ""
    for piece in text.split(_BETWEEN):
        longer = f"{line}{_BETWEEN}{piece}" if line else piece
        if line and cell_len(longer) > max(view.width, NARROWEST):
            yield line
            longer = piece
        line = longer
    yield line


def draw_page(parts: tuple[Part, ...], view: View) -> str:
    """Draw a page: labels in one column, texts wrapped beside them; wider labels widen their own part only."""
    widths = [max((cell_len(line.label) for line in part.lines), default=0) for part in parts]
    usual = max((width for width in widths if width <= LABELS), default=0)
    return "\n".join(_part(part, max(width, usual), view) for part, width in zip(parts, widths, strict=True))


def _part(part: Part, labels: int, view: View) -> str:
    table = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column(min_width=labels, no_wrap=True)
    table.add_column(overflow="fold")
    left = max(view.width, NARROWEST) - labels - GAP
    for line in part.lines:
        table.add_row(Text(line.label, style="dim"), _wrapped(_text(line), left))
    lines = _drawn(table, view).splitlines() if part.lines else []
    heading = _drawn(Text(part.heading, style="bold"), view)
    return heading + "".join(f"{line.rstrip()}\n" for line in lines)


def _text(line: Line) -> Text:
    indent = 2 * line.indent
    text = Text(" " * indent + line.text)
    if line.remark:
        text.append(f"  [{line.remark}]", style=_STYLES[line.tone])
    elif line.tone:
        text.stylize(_STYLES[line.tone])
    for mark in line.marks:
        text.stylize(f"underline {_MARKS[mark.tone]}", indent + mark.start, indent + mark.end)
    return text


def _wrapped(text: Text, width: int) -> Text:
    """Break a text as Chinese is broken, before rich would do it anywhere; an indent is kept."""
    if "\n" in text.plain:
        return text
    indent = len(text.plain) - len(text.plain.lstrip(" "))
    room = max(width - indent, NARROWEST // 2)
    body = text[indent:] if indent else text
    lines = body.divide(breaks(body.plain, room, cell_len))
    for line in lines:
        line.rstrip()
        if indent:
            line.pad_left(indent)
    return Text("\n").join(lines)


def _drawn(renderable: RenderableType, view: View) -> str:
    target = io.StringIO()
    console = Console(
        file=target,
        width=max(view.width, NARROWEST),
        color_system="standard" if view.colour else None,
        force_terminal=view.colour,
        no_color=not view.colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(renderable)
    return target.getvalue()
