"""Paragraphs of RTF, which come one after the other, put together to tables, boxes and notes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from intake.model import Block, BlockKind
from intake.reading.documents.runs import EDGES, Frame, Run, block, table
from intake.reading.documents.unwrap import Beginnings

_DEEPEST = 10  # tables in tables: \itap may claim any depth
_WIDEST = 1_000  # cells of a row; Word has 63
_REPEATED = 100  # texts of a paragraph that are looked for in it


@dataclass(slots=True)
class _Table:
    """A table being read: its rows, the cells of the row, the blocks of the cell."""

    rows: list[list[list[Block]]] = field(default_factory=list)  # without the empty ones
    framed: bool = True  # no row has more than one cell
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)

    def end_cell(self) -> None:
        if len(self.cells) < _WIDEST:
            self.cells.append(self.cell)
        else:
            self.cells[-1] += self.cell
        self.cell = []

    def end_row(self, merged: Collection[int]) -> None:
        """End a row, in which some cells only go on with the one before them."""
        if self.cell:
            self.end_cell()
        row = [cell for at, cell in enumerate(self.cells) if at not in merged or cell]
        self.framed = self.framed and len(row) <= 1
        if any(row):
            self.rows.append(row)
        self.cells = []


@dataclass(slots=True)
class Flow:
    """A text on its own: the body, a text box or a note; its paragraph and the tables it stands in, outermost first.

    Each block of a table is told to begin a paragraph.
    """

    kind: BlockKind = "paragraph"
    runs: list[Run] = field(default_factory=list)
    label: str = ""
    boxes: list[Block] = field(default_factory=list)  # anchored in the paragraph being read
    blocks: list[Block] = field(default_factory=list)
    begins: Beginnings = field(default_factory=Beginnings)
    repeated: list[tuple[int, list[Run]]] = field(
        default_factory=list
    )  # where it was, and what may stand there twice
    _tables: list[_Table] = field(default_factory=list)

    def end_paragraph(self, frame: Frame, depth: int, *, indented: bool) -> None:
        """End a paragraph in a table of a depth, 0 for none."""
        self._enter(depth)
        runs, self.runs = self._once(), []
        self.label = ""
        made = block(runs, frame)
        self.begins.look(made, runs, indented=indented)
        boxes, self.boxes = self.boxes, []
        self._put(boxes if made is None else [made, *boxes])

    def set_aside(self, start: int) -> None:
        """Set runs aside that the paragraph may hold once more."""
        if len(self.repeated) < _REPEATED:
            self.repeated.append((start, self.runs[start:]))
            del self.runs[start:]

    def _once(self) -> list[Run]:
        """Give the runs of the paragraph, and those set aside that it does not hold where they stood."""
        runs, repeated = self.runs, self.repeated
        self.repeated = []
        for start, copy in reversed(repeated):
            before, text, after = _text(runs[:start]), _text(copy), _text(runs[start:])
            if not before.endswith(text) and not after.startswith(text):
                runs = [*runs[:start], *copy, *runs[start:]]
        return runs

    def number(self) -> str | None:
        """Give the paragraph's number; a bullet is decoration, for which Word also takes the letter o."""
        label = self.label.strip(EDGES)
        return label if any(char.isalnum() for char in label) and label != "o" else None

    def end_cell(self, depth: int) -> None:
        """End a cell, of the outermost table if the file does not say that there is one."""
        self._enter(max(1, depth))
        self._tables[-1].end_cell()

    def end_row(self, depth: int, merged: Collection[int]) -> None:
        """End a row; the cells whose numbers are given only widen the one before them."""
        self._enter(max(1, depth))
        self._tables[-1].end_row(merged)

    def taken(self) -> Iterator[Block]:
        """Give the blocks that are finished, once."""
        blocks, self.blocks = self.blocks, []
        yield from blocks

    def close(self) -> None:
        """End all tables; where the file is cut off, with the row it has begun."""
        self._enter(0)
        boxes, self.boxes = self.boxes, []
        self._put(boxes)

    def _enter(self, depth: int) -> None:
        depth = min(depth, _DEEPEST)
        while len(self._tables) > depth:
            ended = self._tables.pop()
            if ended.cell or ended.cells:
                ended.end_row(frozenset())
            self._put(list(table(ended.rows, framed=ended.framed)), every=True)
        while len(self._tables) < depth:
            self._tables.append(_Table())

    def _put(self, blocks: list[Block], *, every: bool = False) -> None:
        if self._tables:
            self._tables[-1].cell += blocks
            return
        for made in blocks:
            self.begins.add(made, surely=every)
        self.blocks += blocks


def _text(runs: list[Run]) -> str:
    return "".join(run.text for run in runs)
