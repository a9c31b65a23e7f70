"""What Word and WPS Writer put into pages for themselves: numbers of lists, deleted text, comments, notes.

They mark it by properties of CSS that begin with `mso-`, so that the page can be opened in them again.
"""

import re

from lxml import etree

from intake.model import BlockKind
from intake.reading.documents.runs import EDGES

_NUMBER = re.compile(r"mso-list\s*:\s*ignore")
_NOTE = re.compile(r"mso-element\s*:\s*(?:foot|end)note(?!-)")
_OF_COMMENTS = re.compile(r"mso-element\s*:\s*comment|mso-special-character\s*:\s*comment")
_FILLER = re.compile(
    r"font\s*:\s*7(?:\.0)?pt [\"']?times new roman"
)  # what Word sets between a number and its text
_SYMBOLS = re.compile(r"font-family\s*:\s*[\"']?(?:symbol|wingdings|webdings)")


def superfluous(element: etree._Element, css: str) -> bool:
    """Tell what is no text of the document: what its author deleted, comments, the filler behind a number."""
    if element.tag == "del":  # on other pages it only strikes out
        return element.get("datetime") is not None or element.get("cite") is not None
    if element.get("class", "").lower() == "msocomanchor":
        return True
    if not css:
        return False
    filler = _FILLER.search(css) is not None and not len(element) and not (element.text or "").strip(EDGES)
    return filler or _OF_COMMENTS.search(css) is not None


def number(element: etree._Element, css: str) -> str | None:
    """Give the number that Word wrote out for programs which know no lists of its kind; "" for a bullet, else None."""
    if not css or _NUMBER.search(css) is None:
        return None
    bullet = any(_SYMBOLS.search(each.get("style", "").lower()) for each in (element, *element.iter("span")))
    written = _text(element)
    return written if not bullet and any(char.isalnum() for char in written) else ""


def kind(css: str, inherited: BlockKind) -> BlockKind:
    """Tell the notes that Word sets below a page from its paragraphs."""
    return "note" if _NOTE.search(css) else inherited


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip(EDGES)
