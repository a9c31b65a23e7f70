"""How HTML elements look: by their tags, their attributes and the little of CSS that stands inline."""

import re
from dataclasses import dataclass, replace

from lxml import etree

from intake.model import Align, BlockKind
from intake.reading.documents import word_page
from intake.reading.documents.runs import Look

_BOLD = frozenset({
    "b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6",
})  # fmt: skip
_FONT_STEPS = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,4})?)\s*(pt|px)")
_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right|justify)")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|normal|\d{3})")
_FAMILY = re.compile(r"font-family\s*:[^;]*?([\u4e00-\u9fff][\w\u4e00-\u9fff]{1,20})")
_CHINESE = re.compile(r"[\u4e00-\u9fff][\w\u4e00-\u9fff]{1,20}")
_INDENT = re.compile(r"text-indent\s*:\s*(-?\d{1,4}(?:\.\d{1,4})?)")
_PRE = re.compile(r"white-space\s*:\s*pre")
_ALIGNS: dict[str, Align] = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_SEMI_BOLD = 600
_CSS = 2_000  # characters of a style attribute that are looked at
_PX = 0.75  # points a CSS pixel


_PLAIN_LOOK = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """What an element hands down to what is in it."""

    look: Look = _PLAIN_LOOK
    align: Align | None = None
    level: int | None = None
    preformatted: bool = False
    kind: BlockKind = "paragraph"
    indented: bool = False


def css(element: etree._Element) -> str:
    """Give an element's inline style in small letters, as far as it is looked at."""
    return element.get("style", "")[:_CSS].lower()


def hidden(element: etree._Element) -> bool:
    """Tell whether an element hides itself."""
    return element.get("hidden") is not None or _HIDDEN.search(css(element)) is not None


def styled(style: Style, element: etree._Element, tag: str) -> Style:
    """Add what an element says of its looks to what it inherits."""
    if tag in _BOLD:
        style = replace(style, look=replace(style.look, bold=True))
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():  # noqa: PLR2004  # h1 to h6
        style = replace(style, level=int(tag[1]))
    elif tag == "center":
        style = replace(style, align="center")
    elif tag == "pre":
        style = replace(style, preformatted=True)
    elif tag == "font":
        style = replace(style, look=_by_font(style.look, element))
    if align := _ALIGNS.get((element.get("align") or "").lower()):
        style = replace(style, align=align)
    said = css(element)
    return _by_css(style, said) if said else style


def _by_font(look: Look, element: etree._Element) -> Look:
    face = _CHINESE.search(element.get("face", ""))
    size = _FONT_STEPS.get(element.get("size", ""))
    return replace(look, font=face[0] if face else look.font, size=size or look.size)


def _by_css(style: Style, said: str) -> Style:
    look = style.look
    if found := _WEIGHT.search(said):
        look = replace(look, bold=found[1] == "bold" or (found[1].isdigit() and int(found[1]) >= _SEMI_BOLD))
    if found := _SIZE.search(said):
        look = replace(look, size=float(found[1]) * (_PX if found[2] == "px" else 1))
    if found := _FAMILY.search(said):
        look = replace(look, font=found[1].upper())  # 仿宋_GB2312, whose style is read in small letters
    return replace(
        style,
        look=look,
        align=_ALIGNS[found[1]] if (found := _ALIGN.search(said)) else style.align,
        preformatted=style.preformatted or _PRE.search(said) is not None,
        kind=word_page.kind(said, style.kind),
        indented=found[1] != "0" if (found := _INDENT.search(said)) else style.indented,
    )
