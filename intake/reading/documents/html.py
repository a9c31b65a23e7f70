"""HTML as mail programs and word processors write it, to blocks."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree, html

from intake.model import Align, Block, Document, Limits
from intake.reading.charset import codec_name, decode
from intake.reading.documents.runs import EDGES, Frame, Look, Run, block, clean, document, row
from intake.reading.documents.text import plain_blocks

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
_BOLD = frozenset({
    "b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_FONT_STEPS = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK_IN_HAN = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f])[ \t\f]*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*(pt|px)")
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right|justify)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|normal|\d{3})")
_FAMILY = re.compile(r"font-family\s*:[^;]*?([\u4e00-\u9fff][\w\u4e00-\u9fff]{1,20})")
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_SEMI_BOLD = 600
_PX = 0.75  # points a CSS pixel


def read(content: bytes, limits: Limits) -> Document:
    """Read an HTML file."""
    blocks = html_blocks(decode_html(content, None))
    return document(blocks, "html", "lxml", limits)


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
    """Turn a page into blocks: one for each paragraph and each line that <br> ends; never raises.

    Rows of real tables become rows; tables of one column, or around other tables, are page layout and dissolve.
    """
    text = _XML_HEAD.sub("", clean(text))
    if not text.strip(EDGES):
        return ()
    # Without huge_tree libxml2 stops at 256 levels of nesting and drops what is deeper.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return plain_blocks(_TAG.sub("\n", text))
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return plain_blocks(_TAG.sub("\n", text))
    page = _Page()
    page.walk(root)
    return tuple(page.blocks)


_PLAIN_LOOK = Look()


@dataclass(frozen=True, slots=True)
class _Style:
    """What an element hands down to what is in it."""

    look: Look = _PLAIN_LOOK
    align: Align | None = None
    level: int | None = None
    preformatted: bool = False


@dataclass(slots=True)
class _Page:
    """The blocks so far, the runs of the one being filled, and the cells of the row being filled."""

    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    styles: list[_Style] = field(default_factory=lambda: [_Style()])
    row: etree._Element | None = None
    cells: list[list[Run]] = field(default_factory=list)

    def walk(self, root: etree._Element) -> None:
        """Go through the elements in order, without recursion: pages nest deeper than Python likes."""
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            if event == "start":
                if _dropped(element):
                    self.styles.append(self.styles[-1])
                    events.skip_subtree()
                else:
                    self.enter(element)
            else:
                self.leave(element)
        self.end_block()

    def enter(self, element: etree._Element) -> None:
        """Begin an element: the paragraph before it ends, its style holds for its own text."""
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "br":  # mail programs write a paragraph as a line
            self.end_block()
        if tag == "tr" and self.row is None and _is_data(element):
            self.row, self.cells = element, []
        elif tag in {"td", "th"} and self.row is not None:
            self.cells.append([])
        self.styles.append(_styled(self.styles[-1], element, tag))
        self.add(element.text)

    def leave(self, element: etree._Element) -> None:
        """End an element: what follows it has the style of its parent."""
        if str(element.tag) in _BLOCKS:
            self.end_block()
        if element is self.row:
            self.end_row()
        self.styles.pop()
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Add text as a browser would show it; line ends between Chinese characters are no spaces."""
        if not text:
            return
        style = self.styles[-1]
        if style.preformatted:
            for number, line in enumerate(text.splitlines()):
                if number:
                    self.end_block()
                self.runs.append(Run(line, style.look))
            return
        text = _SPACE.sub(" ", _BREAK_IN_HAN.sub("", text)).replace("\xa0", " ")
        self.runs.append(Run(text, style.look))

    def end_line(self) -> None:
        """End a line: a block of its own, since mail programs write a paragraph as a line."""
        self.end_block()

    def end_block(self) -> None:
        """Finish the block being filled; inside a row its text goes to the cell."""
        runs, self.runs = self.runs, []
        if self.row is not None:
            if self.cells and any(run.text.strip(EDGES) for run in runs):
                self.cells[-1] += [Run("\n", runs[0].look), *runs] if self.cells[-1] else runs
            return
        style = self.styles[-1]
        if (made := block(runs, Frame(level=style.level, align=style.align))) is not None:
            self.blocks.append(made)

    def end_row(self) -> None:
        """Join the cells of a finished row."""
        self.row = None
        if (made := row(self.cells)) is not None:
            self.blocks.append(made)


def _dropped(element: etree._Element) -> bool:
    return element.tag in _DROPPED or _HIDDEN.search((element.get("style") or "").lower()) is not None


def _is_data(row: etree._Element) -> bool:
    """Tell a row of data from page layout: several cells with text, and no table in them."""
    if next(row.iter("table"), None) is not None:
        return False
    filled = sum(bool("".join(cell.itertext()).strip(EDGES)) for cell in row.iterchildren("td", "th"))
    return filled > 1


def _styled(style: _Style, element: etree._Element, tag: str) -> _Style:
    """Add what an element says of its looks to what it inherits."""
    if tag in _BOLD:
        style = replace(style, look=replace(style.look, bold=True))
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():  # noqa: PLR2004  # h1 to h6
        style = replace(style, level=int(tag[1]))
    elif tag == "center":
        style = replace(style, align="center")
    elif tag == "pre":
        style = replace(style, preformatted=True)
    elif tag == "font" and (size := _FONT_STEPS.get(element.get("size", ""))):
        style = replace(style, look=replace(style.look, size=size))
    if align := _ALIGNS.get((element.get("align") or "").lower()):
        style = replace(style, align=align)
    css = element.get("style")
    return _by_css(style, css.lower()) if css else style


def _by_css(style: _Style, css: str) -> _Style:
    look = style.look
    if found := _WEIGHT.search(css):
        look = replace(look, bold=found[1] == "bold" or (found[1].isdigit() and int(found[1]) >= _SEMI_BOLD))
    if found := _SIZE.search(css):
        look = replace(look, size=float(found[1]) * (_PX if found[2] == "px" else 1))
    if found := _FAMILY.search(css):
        look = replace(look, font=found[1])
    align = _ALIGNS[found[1]] if (found := _ALIGN.search(css)) else style.align
    return replace(style, look=look, align=align)
