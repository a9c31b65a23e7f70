"""A walk through an OpenDocument text in reading order, as a reader sees it who accepts all changes."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from intake.model import Block, BlockKind
from intake.reading.documents.odt.lists import Lists, Open
from intake.reading.documents.odt.names import DC, DRAW, OFFICE, TABLE, TEXT
from intake.reading.documents.odt.styles import CONTAINERS, Styles
from intake.reading.documents.odt.tables import cells, rows
from intake.reading.documents.ooxml import integer
from intake.reading.documents.props import Props
from intake.reading.documents.runs import Frame, Look, Run, block, table
from intake.reading.documents.traces import COMMENTS, HIDDEN, PICTURES, TRACKED, Traces
from intake.reading.documents.unwrap import Beginnings


def _tags(prefix: str, names: str) -> frozenset[str]:
    return frozenset(f"{prefix}{name}" for name in names.split())


_P, _H, _LIST, _TABLE = f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table"
_ITEMS = _tags(TEXT, "list-item list-header")
_DRAWN = _tags(
    DRAW,
    "a frame custom-shape rect ellipse circle line polyline polygon path regular-polygon caption connector g",
)
#: What only holds paragraphs; the tables of contents of Word documents are read, too.
_AROUND = _tags(
    TEXT,
    "section index-body index-title numbered-paragraph table-of-content illustration-index table-index object-index "
    "user-index alphabetical-index bibliography",
)
#: What stands in a paragraph and is no text of it.
_SILENT = _tags(
    TEXT, "ruby-text script placeholder bibliography-mark alphabetical-index-mark-end note-citation"
) | _tags(OFFICE, "event-listeners")
_HIDING = _tags(TEXT, "hidden-text hidden-paragraph")
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_SPACE = re.compile(r"[ \t\r\n]+")
_WIDEST = 100  # spaces in a row that are believed
_LEVELS = range(1, 10)

#: What stands directly in a body, or holds the styles.
FLOW = frozenset((*CONTAINERS, _P, _H, _LIST, _TABLE, f"{TEXT}tracked-changes", *_AROUND, *_DRAWN))
BODIES = frozenset({f"{OFFICE}text", f"{OFFICE}document-content", f"{OFFICE}document-styles"})


@dataclass(slots=True)
class Walk:
    """What has to be remembered on the way."""

    styles: Styles = field(default_factory=Styles)
    lists: Lists = field(default_factory=Lists)
    warnings: list[str] = field(default_factory=list)
    traces: Traces = field(default_factory=Traces)
    begins: Beginnings = field(default_factory=Beginnings)
    runs: list[Run] = field(default_factory=list)  # of the paragraph being read
    anchored: list[etree._Element] = field(
        default_factory=list
    )  # boxes and notes of the paragraph being read
    notes: list[Block] = field(default_factory=list)

    def blocks(self, elements: Iterable[etree._Element]) -> Iterator[Block]:
        """Give the blocks of what stands in the bodies, then the notes; headers and footers stand elsewhere."""
        for element in elements:
            for made in self.flow([element]):
                self.begins.add(made)
                yield made
        for note in self.notes:
            self.begins.add(note)
            yield note

    def flow(
        self, elements: Iterable[etree._Element], kind: BlockKind = "paragraph", within: Open | None = None
    ) -> Iterator[Block]:
        """Give the blocks of elements on the level of paragraphs, `within` a list."""
        for element in elements:
            tag = str(element.tag)
            if tag in {_P, _H}:
                yield from self.paragraph(element, kind, within)
            elif tag == _LIST:
                yield from self.list(element, kind, within)
            elif tag == _TABLE:
                yield from self.table(element, kind)
            elif tag in _AROUND:
                yield from self.section(element, kind, within)
            elif tag in _DRAWN:
                yield from self.box(element, kind)
            else:
                self.about(element)

    def note(self, code: str, shown: str = "") -> None:
        """Warn of something that is not seen, and keep a little of it."""
        self.warnings.append(code)
        self.traces.add(code, shown)

    def about(self, element: etree._Element) -> None:
        """Take in what is said about the text rather than in it."""
        if element.tag in CONTAINERS:
            self.styles.add(element)
            self.lists.add(element)
        elif element.tag == f"{TEXT}tracked-changes":
            for change in element:
                self.note(TRACKED, change.findtext(f".//{DC}creator") or "")

    def section(self, element: etree._Element, kind: BlockKind, within: Open | None) -> Iterator[Block]:
        """Give the blocks of a section or an index, unless it is hidden."""
        if element.get(f"{TEXT}display") == "none":
            self.note(HIDDEN, "".join(element.itertext()))
        else:
            yield from self.flow(element, kind, within)

    def list(self, element: etree._Element, kind: BlockKind, within: Open | None) -> Iterator[Block]:
        """Give the items of a list; only the first paragraph of an item has its number."""
        opened = self.lists.begin(element, within)
        for item in element:
            if item.tag in _ITEMS:
                opened.due = item.tag == f"{TEXT}list-item"
                opened.start = integer(item.get(f"{TEXT}start-value"))
                yield from self.flow(item, kind, opened)

    def table(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        """Give the rows of a table; a table of one column is a frame around paragraphs."""
        lines = [cells(line) for line in rows(element)]
        filled = ([list(self.flow(cell, kind)) for cell in line] for line in lines)
        yield from table(filled, framed=all(len(line) <= 1 for line in lines))

    def box(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        """Give the text in a drawing: shapes hold paragraphs, frames hold boxes, groups hold shapes."""
        kind = "box" if kind == "paragraph" else kind
        if element.find(f"{DRAW}image") is not None:
            self.traces.add(PICTURES)
        yield from self.flow(element, kind)
        for inside in element.iterchildren(f"{DRAW}text-box"):
            yield from self.flow(inside, kind)

    def paragraph(self, element: etree._Element, kind: BlockKind, within: Open | None) -> Iterator[Block]:
        """Give a paragraph and the boxes anchored in it, and keep its notes."""
        props = self.styles.paragraph(element.get(f"{TEXT}style-name"))
        level = integer(element.get(f"{TEXT}outline-level")) if element.tag == _H else None
        self.spans(element, props)
        runs, self.runs = self.runs, []
        anchored, self.anchored = self.anchored, []
        frame = Frame(
            kind,
            self.label(element, within, props),
            level if level in _LEVELS else None,
            props.align or "left",
        )
        made = block(runs, frame)
        self.begins.look(made, runs, indented=props.indented is True)
        if made is not None:
            yield made
        for held in anchored:
            if held.tag == f"{TEXT}note-body":
                gap = self.begins.gap
                self.notes += list(self.flow(held, "note"))
                self.begins.gap = gap
            else:
                yield from self.box(held, kind)

    def label(self, element: etree._Element, within: Open | None, props: Props) -> str | None:
        """Give the number of a paragraph: that of its item, or of a heading by the outline."""
        if within is not None:
            due, within.due = within.due, False
            return self.lists.label(within, props.num) if due else None
        depth = integer(element.get(f"{TEXT}outline-level"))
        silent = element.get(f"{TEXT}is-list-header") == "true" or props.num == ""
        return (
            None if element.tag != _H or depth is None or silent else self.lists.heading(element, depth - 1)
        )

    def spans(self, parent: etree._Element, base: Props) -> None:
        """Collect the runs of a paragraph, through spans, links and fields, whose results are text."""
        self.say(parent.text, base)
        for child in parent:
            tag = str(child.tag)
            if tag in _SIGNS:
                self.say(_SIGNS[tag], base, spaces=True)
            elif tag == f"{TEXT}s":
                count = integer(child.get(f"{TEXT}c"))
                self.say(" " * min(1 if count is None else count, _WIDEST), base, spaces=True)
            elif tag in _DRAWN:
                self.anchored.append(child)
            elif tag == f"{TEXT}note":
                self.anchored += [] if base.hidden else child.iterchildren(f"{TEXT}note-body")
            elif not self.left_out(child, tag):
                style = child.get(f"{TEXT}style-name")
                self.spans(child, self.styles.props("text", style).over(base) if style else base)
            self.say(child.tail, base)

    def left_out(self, element: etree._Element, tag: str) -> bool:
        """Tell what is no text of a paragraph, and say so where somebody might look for it."""
        if tag == f"{OFFICE}annotation":
            said = "".join(text for part in element.iter(_P) for text in part.itertext())
            self.note(COMMENTS, f"{element.findtext(f'{DC}creator') or ''}: {said}".removeprefix(": "))
        elif tag in _HIDING:
            self.note(HIDDEN, "".join(element.itertext()))
        return tag in _SILENT or tag in _HIDING or tag == f"{OFFICE}annotation"

    def say(self, text: str | None, props: Props, *, spaces: bool = False) -> None:
        """Add text, in which spaces in a row count as one unless they were meant."""
        if not text:
            return
        if props.hidden:
            if text.strip():
                self.note(HIDDEN, text)
            return
        written = text if spaces else _SPACE.sub(" ", text)
        self.runs.append(Run(written, Look(bool(props.bold), props.size, props.font)))
