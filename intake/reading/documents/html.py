"""HTML as mail programs and word processors write it, to blocks."""

import re
from dataclasses import dataclass, field, replace
from html import unescape

from lxml import etree, html

from intake.model import Block, Document, Limits
from intake.reading.charset import codec_name, decode
from intake.reading.documents import word_page
from intake.reading.documents.counting import counted
from intake.reading.documents.css import Style, css, hidden, styled
from intake.reading.documents.ooxml import integer
from intake.reading.documents.page_sheet import spread
from intake.reading.documents.runs import EDGES, MOST, TRUNCATED, Frame, Run, block, clean, document, row
from intake.reading.documents.text import plain_blocks
from intake.reading.documents.unwrap import Beginnings, rejoined

_DROPPED = frozenset({
    "script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe",
    "select", "textarea", "button",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHINESE_LIST = re.compile(r"list-style(?:-type)?\s*:\s*(?:cjk-ideographic|simp-chinese|trad-chinese)")

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_INDENTS = ("\u3000", "  ")
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LONGEST = 2_000_000  # characters that are parsed; Word's own pages of a speech have some 100,000
_MARKUP = 4  # characters of markup to one of text, at the limit: far more than any speech needs


def read(content: bytes, limits: Limits) -> Document:
    """Read an HTML file."""
    text = decode_html(content, None)
    most = limits.text * _MARKUP
    cut = (TRUNCATED,) if len(text) > most else ()
    blocks, begins = _blocks(text[:most].rpartition("<")[0] if cut else text)
    made = document(blocks, "html", "html", limits, cut)
    return replace(made, blocks=rejoined(made.blocks, begins))


def decode_html(content: bytes, declared: str | None) -> str:
    """Decode by mark, declaration, then what the page says of itself; gb2312 always means GB18030.

    Word saves GB18030 pages with a false declaration in the mail around them, and editors re-save pages as UTF-8
    under their old meta tag: strict UTF-8 contradicts both (see `intake.reading.charset`).
    """
    head = content[:4096]
    stated = _META.search(head) or _XML.search(head)
    label = declared if codec_name(declared) else None
    return decode(content, label or (stated[1].decode("ascii", "ignore") if stated else None)).text


def html_blocks(text: str) -> tuple[Block, ...]:
    """Turn a page into blocks: one for each paragraph and each line that <br> ends, until they are above MOST.

    Never raises. Rows of real tables become rows; tables of one column, or around other tables, are page layout and dissolve.
    """
    return _blocks(text)[0]


def _blocks(text: str) -> tuple[tuple[Block, ...], list[bool]]:
    """Turn a page into blocks, and tell of each whether a paragraph surely begins there."""
    text = _XML_HEAD.sub("", clean(text))
    if len(text) > _LONGEST:  # a tree takes a hundred bytes a tag: the rest is read without its markup
        parsed = text[:_LONGEST].rpartition("<")[0]
        blocks, begins = _blocks(parsed)
        more = () if len(blocks) > MOST else _without_markup(text[len(parsed) :])
        return blocks + more, begins + [True] * len(more)
    root = _tree(text) if text.strip(EDGES) else None
    if root is None:
        blocks = _without_markup(text)
        return blocks, [True] * len(blocks)
    spread(root)
    page = _Page()
    page.walk(root)
    return tuple(page.blocks), page.begins.told


def _tree(text: str) -> etree._Element | None:
    """Parse a page; None where it has nothing to parse, or nests too deep for a tree."""
    # Without huge_tree libxml2 stops at 256 levels of nesting and drops what is deeper.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    deep = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return None if deep else root


def _without_markup(text: str) -> tuple[Block, ...]:
    return plain_blocks(unescape(_TAG.sub("\n", text)))


class _List:
    """A list that numbers its items; the browser shows numbers which the text does not hold."""

    def __init__(self, element: etree._Element) -> None:
        """Read how it counts: by `type`, or in Chinese by its style."""
        chinese = _CHINESE_LIST.search(css(element)) is not None
        self._count = (integer(element.get("start")) or 1) - 1
        self._style = "chineseCounting" if chinese else _LIST_TYPES.get(element.get("type", "1"), "decimal")
        self._end = "、" if chinese else "."
        self._silent = element.tag == "ul"

    def next_label(self, item: etree._Element) -> str | None:
        """Count on to an item, which may state its own number."""
        stated = integer(item.get("value"))
        self._count = self._count + 1 if stated is None else stated
        return None if self._silent else counted(self._count, self._style) + self._end


@dataclass(slots=True)
class _Page:
    """The blocks so far, the runs of the one being filled, and the cells of the row being filled."""

    blocks: list[Block] = field(default_factory=list)
    begins: Beginnings = field(default_factory=Beginnings)
    runs: list[Run] = field(default_factory=list)
    styles: list[Style] = field(default_factory=lambda: [Style()])
    row: etree._Element | None = None
    cells: list[list[Run]] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    label: str | None = None  # the number of the list item whose text comes next

    def walk(self, root: etree._Element) -> None:
        """Go through the elements in order, without recursion: pages nest deeper than Python likes."""
        events = etree.iterwalk(root, events=("start", "end"))
        gone: etree._Element | None = None
        for event, element in events:
            if event == "start" and self.passes_over(element):
                gone = element
                events.skip_subtree()
            elif event == "start":
                self.enter(element)
            elif element is gone:
                self.add(element.tail)
            else:
                self.leave(element)
            if len(self.blocks) > MOST:
                return
        self.end_block()

    def passes_over(self, element: etree._Element) -> bool:
        """Tell whether nothing of an element is shown; a number that Word wrote out becomes that of the block."""
        if element.tag in _DROPPED or hidden(element):
            return True
        said = css(element)
        number = word_page.number(element, said)
        if number:
            self.label = number
        return number is not None or word_page.superfluous(element, said)

    def enter(self, element: etree._Element) -> None:
        """Begin an element: the paragraph before it ends, its style holds for its own text."""
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "br":  # mail programs write a paragraph as a line
            self.begins.gap |= tag == "br" and not self.runs
            self.end_block()
        if tag == "tr" and self.row is None and _is_data(element):
            self.row, self.cells = element, []
        elif tag in {"td", "th"} and self.row is not None:
            self.cells.append([])
        elif tag in {"ol", "ul"}:
            self.lists.append(_List(element))
        elif tag == "li" and self.lists:
            self.label = self.lists[-1].next_label(element)
        self.styles.append(styled(self.styles[-1], element, tag))
        self.add(element.text)

    def leave(self, element: etree._Element) -> None:
        """End an element: what follows it has the style of its parent."""
        if str(element.tag) in _BLOCKS:
            self.end_block()
        if element is self.row:
            self.end_row()
        elif element.tag in {"ol", "ul"}:
            self.lists.pop()
        elif element.tag == "li" or (element.tag == "p" and not self.lists):
            self.label = None
        self.styles.pop()
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Add text as a browser shows it: a line end in the source is a space, in Chinese as well."""
        if not text:
            return
        style = self.styles[-1]
        if style.preformatted:
            first, *others = text.split("\n")
            self.runs.append(Run(first, style.look))
            for line in others:
                self.end_block()
                self.runs.append(Run(line, style.look))
            return
        text = _SPACE.sub(" ", text)
        if self.runs or text != " ":  # what only parts the tags of a source is no empty line
            self.runs.append(Run(text.replace("\xa0", " "), style.look))

    def end_block(self) -> None:
        """Finish the block being filled; inside a row its text goes to the cell."""
        runs, self.runs = self.runs, []
        if self.row is not None and self.cells:
            if any(run.text.strip(EDGES) for run in runs):
                self.cells[-1] += [Run("\n", runs[0].look), *runs] if self.cells[-1] else runs
            return
        style = self.styles[-1]
        made = block(runs, _frame(style, self.label))
        if made is not None:
            self.put(made, begins=style.indented or runs[0].text.startswith(_INDENTS))
            self.label = None
        self.begins.gap |= made is None and bool(runs)

    def put(self, made: Block, *, begins: bool) -> None:
        """Add a block; one behind an empty line begins a paragraph, as all do that are none of the running text."""
        self.blocks.append(made)
        self.begins.add(made, surely=begins)

    def end_row(self) -> None:
        """Join the cells of a finished row."""
        self.row = None
        if (made := row(self.cells)) is not None:
            self.put(made, begins=True)


def _frame(style: Style, label: str | None) -> Frame:
    return Frame(kind=style.kind, label=label, level=style.level, align=style.align)


def _is_data(row: etree._Element) -> bool:
    """Tell a row of data from page layout: several cells with text, and no table in them."""
    if next(row.iter("table"), None) is not None:
        return False
    filled = sum(bool("".join(cell.itertext()).strip(EDGES)) for cell in row.iterchildren("td", "th"))
    return filled > 1
