"""Word documents (.docx, .docm, .dotx) to blocks, as a reader with all changes accepted sees them.

No library tried keeps automatic numbers and accepts revisions rightly, so this walks the XML itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from intake.model import Block, BlockKind, Document, Limits
from intake.reading.documents.numbering import Numbering
from intake.reading.documents.ooxml import Package, W, flag, streamed, val
from intake.reading.documents.runs import EDGES, Frame, Look, Run, block, document, table
from intake.reading.documents.styles import (
    EAST_ASIAN,
    FIRST_LINE,
    VAL,
    Props,
    Styles,
    paragraph_props,
    run_props,
)
from intake.reading.documents.symbols import symbol
from intake.reading.documents.unwrap import rejoined

TRACKED = "tracked_changes"
HIDDEN = "hidden_text"
COMMENTS = "comments"
MACROS = "macros"
SYMBOLS = "unknown_symbols"  # signs of a symbol font without a counterpart in Unicode were left out
EMBEDDED = "embedded_part"  # a document of another format, inserted as a whole, was left out

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def _tags(names: str) -> frozenset[str]:
    return frozenset(f"{W}{name}" for name in names.split())


_P, _R, _T, _TBL, _TR, _TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_P_ABOUT, _R_ABOUT = f"{W}pPr", f"{W}rPr"
_SDT, _BOX = f"{W}sdt", f"{W}txbxContent"
_EITHER = f"{_MC}AlternateContent"
_ARRIVED = _tags("ins moveTo")
_GONE = _tags("del moveFrom")
_AROUND = _tags("hyperlink smartTag customXml fldSimple dir bdo sdtContent rubyBase") | _ARRIVED
_COMMENT = _tags("commentRangeStart commentReference")
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_DRAWN = _tags("drawing pict object")


def read(content: bytes, limits: Limits) -> Document:
    """Read a Word document; raises Unreadable "corrupted", "too_big", "bomb", "encrypted" or "unsupported"."""
    package = Package(content, limits)
    walk = _Walk(package)
    if package.has("vbaproject.bin"):
        walk.warnings.append(MACROS)
    made = document(walk.blocks(), "docx", "docx", limits, walk.warnings)
    return replace(made, blocks=rejoined(made.blocks, walk.begins))


@dataclass(slots=True)
class _Manner:
    """What holds for some characters, and for runs that say more on top of it, by what they say.

    A document has few manners: to resolve each for every run took most of the time of reading.
    """

    props: Props
    look: Look
    style: str | None = None  # of a paragraph
    gone: bool = False  # the mark that ends the paragraph was deleted or moved away
    changed: bool = False  # or came with a change
    runs: dict[object, "_Manner"] = field(default_factory=dict)


@dataclass(slots=True)
class _Walk:
    """A walk through a document in reading order, and what has to be remembered on the way."""

    package: Package
    styles: Styles = field(init=False)
    numbering: Numbering | None = None
    warnings: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)  # of the paragraph being read, and those joined to it
    fields: list[bool] = field(default_factory=list)  # open fields, outermost first: is this their result?
    boxes: list[etree._Element] = field(default_factory=list)  # anchored in the paragraph being read
    notes: list[tuple[str, str]] = field(default_factory=list)  # part and id, in the order of their marks
    manners: dict[object, _Manner] = field(default_factory=dict)  # of paragraphs, by what they say
    begins: list[bool] = field(default_factory=list)  # of each block: does a paragraph surely begin here?
    gap: bool = False  # an empty paragraph stood before this one

    def __post_init__(self) -> None:
        """Open the styles; the numbering is loaded when the first paragraph asks for a number."""
        self.styles = Styles(self.package.styles())

    def blocks(self) -> Iterator[Block]:
        """Give the blocks, and note of each whether a paragraph surely begins there."""
        for made in self.everything():
            self.begins.append(self.gap or made.kind != "paragraph")
            self.gap = False
            yield made

    def everything(self) -> Iterator[Block]:
        """Give the body, then the notes it refers to; headers and footers are no part of a speech."""
        body = self.package.part(self.package.main) or b""
        yield from self.flow(streamed(body, self.package.main))
        yield from self.left_over()
        yield from self.noted()

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
                yield from self.paragraph(element, kind)
            elif tag == _TBL:
                yield from self.table(element, kind)
            elif tag in _GONE:
                self.warnings.append(TRACKED)
            elif tag == f"{W}altChunk":
                self.warnings.append(EMBEDDED)
            elif (inside := self.unwrapped(element)) is not None:
                yield from self.flow(inside, kind)

    def unwrapped(self, element: etree._Element) -> etree._Element | None:
        """Give what a wrapper holds: a content control unless it shows its prompt, a choice, an insertion."""
        tag = element.tag
        if tag == _SDT:
            about = element.find(f"{W}sdtPr")
            prompt = about is not None and flag(about, "showingPlcHdr")
            return None if prompt else element.find(f"{W}sdtContent")
        if tag == _EITHER:
            return _chosen(element)
        if tag in _ARRIVED:
            self.warnings.append(TRACKED)
        return element if tag in _AROUND else None

    def paragraph(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        """Give a paragraph and the boxes anchored in it; where its mark is deleted it joins the next one."""
        manner = self.manner(element)
        props = manner.props
        self.spans(element, manner)
        self.fields = [True] * len(self.fields)  # an instruction never closed must not swallow the document
        if manner.changed:
            self.warnings.append(TRACKED)
        if manner.gone:
            return
        runs, self.runs = self.runs, []
        boxes, self.boxes = self.boxes, []
        made = block(runs, Frame(kind, self.label(manner), props.level or None, props.align or "left"))
        self.gap = self.gap or made is None or props.indented is True or runs[0].text[:1] in EDGES
        if made is not None:
            yield made
        for box in boxes:
            yield from self.flow(box, "box" if kind == "paragraph" else kind)

    def manner(self, element: etree._Element) -> _Manner:
        """Resolve what holds in a paragraph."""
        about = _about(element)
        key = None if about is None else _paragraph_said(about)
        if key not in self.manners:
            style = (val(about, "pStyle") if about is not None else None) or self.styles.paragraph
            props = paragraph_props(about).over(self.styles.paragraph_props(style))
            mark = about.find(_R_ABOUT) if about is not None else None
            tags = {child.tag for child in mark} if mark is not None else set()
            self.manners[key] = _Manner(
                props, _look(props), style, bool(tags & _GONE), bool(tags & (_GONE | _ARRIVED))
            )
        return self.manners[key]

    def label(self, manner: _Manner) -> str | None:
        """Count a numbered paragraph on and give its number."""
        num = manner.props.num
        if not num or num == "0":
            return None
        if self.numbering is None:
            self.numbering = Numbering(self.styles, self.package.related("numbering"))
        return self.numbering.label(num, manner.props.depth, manner.style)

    def spans(self, parent: etree._Element, manner: _Manner) -> None:
        """Collect the runs in a paragraph, through links, insertions, controls and fields."""
        for child in parent:
            tag = str(child.tag)
            if tag == _R:
                self.pieces(child, manner)
            elif tag == _P_ABOUT:
                pass
            elif tag in _GONE:
                self.warnings.append(TRACKED)
            elif tag in _COMMENT:
                self.warnings.append(COMMENTS)
            elif tag.startswith(_MATH):
                self.say("".join(found.text or "" for found in child.iter(f"{_MATH}t", _T)), manner)
            elif (inside := self.unwrapped(child)) is not None:
                self.spans(inside, manner)

    def told(self, about: etree._Element, manner: _Manner) -> _Manner:
        """Resolve what holds in a run."""
        key = _run_said(about)
        if key not in manner.runs:
            style = val(about, "rStyle")
            base = self.styles.props(style).over(manner.props) if style else manner.props
            props = run_props(about).over(base)
            manner.runs[key] = _Manner(props, _look(props))
        return manner.runs[key]

    def pieces(self, parent: etree._Element, manner: _Manner) -> None:
        """Read what stands in a run; what it says of itself stands first."""
        for child in parent:
            tag = str(child.tag)
            if tag == _T:
                self.say(child.text or "", manner)
            elif tag == _R_ABOUT:
                manner = self.told(child, manner)
            elif tag in _SIGNS:
                self.say(_SIGNS[tag], manner)
            elif tag == f"{W}fldChar":
                self.follow(child.get(f"{W}fldCharType", ""))
            elif tag in _DRAWN:
                self.boxes += _boxes(child)
            else:
                self.rare(child, tag, manner)

    def rare(self, child: etree._Element, tag: str, manner: _Manner) -> None:
        """Read the rarer things in a run."""
        if tag == _EITHER:
            chosen = _chosen(child)
            if chosen is not None:
                self.pieces(chosen, manner)
        elif tag in _NOTES and not manner.props.hidden:
            self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
        elif tag == f"{W}sym":
            sign = symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            if sign is None:
                self.warnings.append(SYMBOLS)
            self.say(sign or "", manner)
        elif tag == f"{W}ruby":
            self.spans(child, manner)
        elif tag in _COMMENT:
            self.warnings.append(COMMENTS)

    def follow(self, step: str) -> None:
        """Follow a field: instructions ("HYPERLINK …") are not text, results are."""
        if step == "begin":
            self.fields.append(False)
        elif self.fields and step == "separate":
            self.fields[-1] = True
        elif self.fields and step == "end":
            self.fields.pop()

    def say(self, text: str, manner: _Manner) -> None:
        """Add text to the paragraph, unless it is hidden or a field's instruction."""
        if not text or not all(self.fields):
            return
        if not manner.props.hidden:
            self.runs.append(Run(text, manner.look))
        elif text.strip():
            self.warnings.append(HIDDEN)

    def table(self, element: etree._Element, kind: BlockKind) -> Iterator[Block]:
        """Give the rows of a table; a table of one column is a frame around paragraphs."""
        rows = [list(self.held(line, _TC)) for line in self.held(element, _TR) if not self.row_is_gone(line)]
        filled = ([list(self.flow(cell, kind)) for cell in cells] for cells in rows)
        yield from table(filled, framed=all(len(cells) <= 1 for cells in rows))

    def held(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """Give the rows of a table or the cells of a row, through content controls."""
        for child in parent:
            if child.tag == wanted:
                yield child
            elif (inside := self.unwrapped(child)) is not None:
                yield from self.held(inside, wanted)

    def row_is_gone(self, line: etree._Element) -> bool:
        """Tell whether a row was deleted."""
        about = line.find(f"{W}trPr")
        tags = {child.tag for child in about} if about is not None else set()
        if tags & (_GONE | _ARRIVED):
            self.warnings.append(TRACKED)
        return bool(tags & _GONE)


def _look(props: Props) -> Look:
    return Look(bool(props.bold), props.size, props.font)


def _about(paragraph: etree._Element) -> etree._Element | None:
    """Find what a paragraph says of itself, which by the schema stands first."""
    first = paragraph[0] if len(paragraph) else None
    return first if first is None or first.tag == _P_ABOUT else paragraph.find(_P_ABOUT)


def _paragraph_said(about: etree._Element) -> tuple[object, ...]:
    """Give what a paragraph says of itself, as far as it is read, in a form that can be compared."""
    first, chars = FIRST_LINE
    said: list[object] = []
    for child in about:
        said += (child.tag, child.get(VAL), child.get(first), child.get(chars))
        if len(child):
            said.append(_run_said(child))
    return tuple(said)


def _run_said(about: etree._Element) -> tuple[object, ...]:
    """Give what a run says of itself, as far as it is read, in a form that can be compared."""
    said: list[object] = []
    for child in about:
        said += (child.tag, child.get(VAL), child.get(EAST_ASIAN))
    return tuple(said)


def _chosen(either: etree._Element) -> etree._Element | None:
    """Choose one form of what Word wrote twice for older readers: the first that has text."""
    return next((form for form in either if next(form.iter(_T, _BOX, _P), None) is not None), None)


def _boxes(drawn: etree._Element) -> Iterator[etree._Element]:
    """Find the text boxes in a drawing; those in a box are found when the box is read."""
    for child in drawn:
        if child.tag == _BOX:
            yield child
        elif child.tag == _EITHER:
            chosen = _chosen(child)
            yield from _boxes(chosen) if chosen is not None else ()
        else:
            yield from _boxes(child)
