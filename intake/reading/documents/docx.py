"""Word documents (.docx, .docm, .dotx) to blocks, as a reader with all changes accepted sees them.

No library tried keeps automatic numbers and accepts revisions rightly, so this walks the XML itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from intake.model import Block, BlockKind, Document, Limits
from intake.reading.documents.drawn import EITHER, boxes, chosen, pictures
from intake.reading.documents.equation import MOST as INSTRUCTED
from intake.reading.documents.equation import drawn
from intake.reading.documents.manners import Manner, Manners
from intake.reading.documents.numbering import Numbering
from intake.reading.documents.ooxml import Package, W, child_of, flag, streamed
from intake.reading.documents.props import ARRIVED, GONE
from intake.reading.documents.runs import Frame, Run, block, document, table
from intake.reading.documents.style_sheet import StyleSheet
from intake.reading.documents.styles import Styles
from intake.reading.documents.symbols import symbol
from intake.reading.documents.traces import (
    COMMENTS,
    EMBEDDED,
    HIDDEN,
    MACROS,
    PICTURES,
    SYMBOLS,
    TRACKED,
    Traces,
)
from intake.reading.documents.unwrap import Beginnings, rejoined

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def _tags(names: str) -> frozenset[str]:
    return frozenset(f"{W}{name}" for name in names.split())


_P, _R, _T, _TBL, _TR, _TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_P_ABOUT, _R_ABOUT, _SDT, _AUTHOR = (f"{W}{name}" for name in ("pPr", "rPr", "sdt", "author"))
_AROUND = _tags("hyperlink smartTag customXml fldSimple dir bdo sdtContent rubyBase") | ARRIVED
_COMMENT = f"{W}commentReference"
_INSTRUCTION = f"{W}instrText"
_NOTES: Mapping[object, str] = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_SIGNS: Mapping[object, str] = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_DELETIONS = GONE | _tags("cellDel")
_CHANGES = _DELETIONS | ARRIVED | _tags("cellIns")
_TR_ABOUT, _TC_ABOUT = "trPr", "tcPr"
_DRAWN = _tags("drawing pict object")
_KEPT = 1_000  # characters of hidden text: no more is shown, and to join a million runs takes minutes


def read(content: bytes, limits: Limits) -> Document:
    """Read a Word document; raises Unreadable "corrupted", "too_big", "bomb", "encrypted" or "unsupported"."""
    package = Package(content, limits)
    walk = _Walk(package)
    if package.has("vbaproject.bin"):
        walk.warnings.append(MACROS)
    made = document(walk.blocks(), "docx", "docx", limits, walk.warnings)
    blocks = rejoined(made.blocks, walk.begins.told)
    return Document(blocks, "docx", "docx", made.warnings, walk.traces.disclosures)


@dataclass(slots=True)
class _Walk:
    """A walk through a document in reading order, and what has to be remembered on the way."""

    package: Package
    manners: Manners = field(init=False)
    numbering: Numbering | None = None
    warnings: list[str] = field(default_factory=list)
    traces: Traces = field(default_factory=Traces)
    hidden: str = ""  # the beginning of the hidden text just read
    runs: list[Run] = field(default_factory=list)  # of the paragraph being read, and those joined to it
    fields: list[bool] = field(default_factory=list)  # open fields, outermost first: is this their result?
    instruction: str = ""  # of the innermost field
    before: int = 0  # how many runs there were before it
    boxes: list[etree._Element] = field(default_factory=list)  # anchored in the paragraph being read
    notes: list[tuple[str, str]] = field(default_factory=list)  # part and id, in the order of their marks
    begins: Beginnings = field(default_factory=Beginnings)

    def __post_init__(self) -> None:
        """Get the styles ready; the numbering is loaded when the first paragraph asks for a number."""
        self.manners = Manners(Styles(self.sheet))

    def sheet(self) -> StyleSheet | None:
        """Open the style sheet."""
        found = self.package.styles()
        return None if found is None else StyleSheet(*found)

    def blocks(self) -> Iterator[Block]:
        """Give the blocks, and note of each whether a paragraph surely begins there."""
        for made in self.everything():
            self.begins.add(made)
            yield made

    def everything(self) -> Iterator[Block]:
        """Give the body, then the notes it refers to; headers and footers are no part of a speech."""
        body = self.package.part(self.package.main) or b""
        yield from self.flow(streamed(body, self.package.main))
        yield from self.left_over()
        yield from self.noted()
        self.aside()

    def aside(self) -> None:
        """Note what the file holds beside the text: comments, and who wrote it."""
        for comment in self.package.aside("comments"):
            text = "".join(found.text or "" for found in comment.iter(_T))
            self.note(COMMENTS, f"{comment.get(_AUTHOR, '')}: {text}".removeprefix(": "))
        for name in self.package.authors():
            self.traces.name(name)

    def note(self, code: str, shown: str = "") -> None:
        """Warn of something that is not seen, and keep a little of it."""
        self.warnings.append(code)
        self.traces.add(code, shown)

    def left_over(self) -> Iterator[Block]:
        """Give what waits for a next paragraph that never came: the last mark was deleted."""
        runs, self.runs = self.runs, []
        if (rest := block(runs)) is not None:
            yield rest
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from self.flow(box, "box")

    def noted(self) -> Iterator[Block]:
        """Give the footnotes and endnotes in the order of their marks."""
        parts: dict[str, dict[str, etree._Element]] = {}
        for part, name in dict.fromkeys(self.notes):
            if part not in parts:
                root = self.package.related(part)
                parts[part] = {note.get(f"{W}id", ""): note for note in (root if root is not None else ())}
            yield from self.flow(parts[part].get(name, ()), "note")

    def flow(self, elements: Iterable[etree._Element], kind: BlockKind = "paragraph") -> Iterator[Block]:
        """Give the blocks of elements on the level of paragraphs, through what only wraps them."""
        for element in elements:
            tag = element.tag
            if tag == _P:
                made, boxes = self.paragraph(element, kind)
                if made is not None:
                    yield made
                for box in boxes:
                    yield from self.flow(box, "box" if kind == "paragraph" else kind)
            elif tag == _TBL:
                yield from self.table(element, kind)
            elif (inside := self.held_in(element)) is not None:
                yield from self.flow(inside, kind)

    def held_in(self, element: etree._Element) -> etree._Element | None:
        """Give what wraps paragraphs, and note what is left out."""
        if element.tag in GONE:
            self.note(TRACKED, element.get(_AUTHOR, ""))
            return None
        if element.tag == f"{W}altChunk":
            self.warnings.append(EMBEDDED)
            return None
        return self.unwrapped(element)

    def unwrapped(self, element: etree._Element) -> etree._Element | None:
        """Give what a wrapper holds: a content control unless it shows its prompt, a choice, an insertion."""
        tag = element.tag
        if tag == _SDT:
            about = child_of(element, "sdtPr")
            prompt = about is not None and flag(about, "showingPlcHdr")
            return None if prompt else child_of(element, "sdtContent")
        if tag == EITHER:
            return chosen(element)
        if tag in ARRIVED:
            self.note(TRACKED, element.get(_AUTHOR, ""))
        return element if tag in _AROUND else None

    def paragraph(
        self, element: etree._Element, kind: BlockKind
    ) -> tuple[Block | None, Sequence[etree._Element]]:
        """Read a paragraph and find the boxes anchored in it; where its mark is deleted it joins the next one."""
        children = element[:]
        manner = self.manners.of_paragraph(_about(children))
        self.spans(children, manner)
        if self.fields:  # an instruction never closed must not swallow the document
            self.fields = [True] * len(self.fields)
        if self.hidden:
            self.unseen()
        if manner.changed:
            self.note(TRACKED)
            if manner.gone:
                return None, ()
        runs, self.runs = self.runs, []
        boxes, self.boxes = self.boxes, []
        frame = manner.frame
        label = self.label(manner, manner.num) if manner.num else None
        if label is not None or kind != "paragraph":
            frame = Frame(kind, label, frame.level, frame.align)
        made = block(runs, frame)
        self.begins.look(made, runs, indented=manner.indented)
        return made, boxes

    def label(self, manner: Manner, num: str) -> str | None:
        """Count a numbered paragraph on and give its number."""
        if self.numbering is None:
            self.numbering = Numbering(self.manners.styles, self.package.related("numbering"))
        return self.numbering.label(num, manner.props.depth, manner.style)

    def spans(self, children: Iterable[etree._Element], manner: Manner) -> None:
        """Collect the runs in a paragraph, through links, insertions, controls and fields."""
        for child in children:
            tag = child.tag
            if tag == _R:
                self.pieces(child, manner)
            elif tag == _P_ABOUT:
                pass
            elif tag in GONE:
                self.note(TRACKED, child.get(_AUTHOR, ""))
            elif str(tag).startswith(_MATH):
                self.say("".join(found.text or "" for found in child.iter(f"{_MATH}t", _T)), manner)
            elif (inside := self.unwrapped(child)) is not None:
                self.spans(inside, manner)

    def pieces(self, parent: etree._Element, manner: Manner) -> None:
        """Read what stands in a run; what it says of itself stands first."""
        for child in parent[:]:
            tag = child.tag
            if tag == _T:
                if text := child.text:
                    self.say(text, manner)
            elif tag == _R_ABOUT:
                manner = self.manners.of_run(child, manner)
            elif tag in _SIGNS:
                self.say(_SIGNS[tag], manner)
            elif tag == f"{W}fldChar":
                self.follow(child.get(f"{W}fldCharType", ""), manner)
            elif tag in _DRAWN:
                self.draw(child)
            else:
                self.rare(child, tag, manner)

    def rare(self, child: etree._Element, tag: object, manner: Manner) -> None:
        """Read the rarer things in a run."""
        if tag == EITHER:
            self.either(child, manner)
        elif tag in _NOTES and not manner.hidden:
            self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
        elif tag == f"{W}sym":
            sign = symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            if sign is None:
                self.warnings.append(SYMBOLS)
            self.say(sign or "", manner)
        elif tag == f"{W}ruby":
            self.spans(child, manner)
        elif tag == _INSTRUCTION:
            self.instruction = (self.instruction + (child.text or ""))[:INSTRUCTED]
        elif tag == _COMMENT:
            self.warnings.append(COMMENTS)

    def either(self, element: etree._Element, manner: Manner) -> None:
        """Read one form of what is written twice for older readers."""
        form = chosen(element)
        if form is not None:
            self.pieces(form, manner)
        elif len(element):
            self.draw(element[0])

    def draw(self, element: etree._Element) -> None:
        """Keep the boxes of a drawing for later, and count its pictures."""
        self.boxes += boxes(element)
        if count := pictures(element):
            self.traces.add(PICTURES, count=count)

    def follow(self, step: str, manner: Manner) -> None:
        """Follow a field: instructions ("HYPERLINK …") are not text, results are, and what an instruction draws."""
        if step == "begin":
            self.fields.append(False)
            self.instruction, self.before = "", len(self.runs)
        elif self.fields and step == "separate":
            self.fields[-1] = True
        elif self.fields and step == "end":
            self.fields.pop()
            if len(self.runs) == self.before:
                self.say(drawn(self.instruction), manner)
            self.instruction = ""

    def say(self, text: str, manner: Manner) -> None:
        """Add text to the paragraph, unless it is hidden or a field's instruction."""
        if not text or False in self.fields:
            return
        if manner.hidden:
            self.hidden = (self.hidden + text).lstrip()[:_KEPT]
            return
        if self.hidden:
            self.unseen()
        self.runs.append(Run(text, manner.look))

    def unseen(self) -> None:
        """Note the hidden text that has come to its end."""
        hidden, self.hidden = self.hidden, ""
        if hidden:
            self.note(HIDDEN, hidden)

    def table(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        """Give the rows of a table; a table of one column is a frame around paragraphs."""
        lines = [line for line in self.held(element, _TR) if not self.is_gone(line, _TR_ABOUT)]
        rows = [
            [cell for cell in self.held(line, _TC) if not self.is_gone(cell, _TC_ABOUT)] for line in lines
        ]
        filled = ([list(self.flow(cell, kind)) for cell in cells] for cells in rows)
        yield from table(filled, framed=all(len(cells) <= 1 for cells in rows))

    def held(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Give the rows of a table or the cells of a row, through content controls."""
        for child in parent:
            if child.tag == wanted:
                yield child
            elif (inside := self.unwrapped(child)) is not None:
                yield from self.held(inside, wanted)

    def is_gone(self, element: etree._Element, about: str) -> bool:
        """Tell whether a row or a cell was deleted, by what it says about itself."""
        said = child_of(element, about)
        marks = [child for child in said if child.tag in _CHANGES] if said is not None else []
        for mark in marks:
            self.note(TRACKED, mark.get(_AUTHOR, ""))
        return any(mark.tag in _DELETIONS for mark in marks)


def _about(children: Iterable[etree._Element]) -> etree._Element | None:
    """Find what a paragraph says of itself, which by the schema stands first."""
    for child in children:
        if child.tag == _P_ABOUT:
            return child
    return None
