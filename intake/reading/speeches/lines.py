"""Blocks → lines: one line for each thing that can have a label of its own."""

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.model import Block, Document
from intake.signs import plain

_MARKS: Final = re.compile(r"^(?:>[ \t\u3000]{0,8}){1,4}|^#{1,6}[ \t]{1,4}(?=\S)")
_BOLD: Final = re.compile(r"\*{2,3}([^*\n]{1,200})\*{2,3}")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text that gets one label; `view` is its plain view, `block` the number of its block.

    `joined` says that it continues the paragraph of the line before it.
    """

    text: str
    view: str
    block: int
    source: Block
    joined: bool = False

    def cut(self, start: int, end: int | None = None, *, joined: bool = True) -> "Line":
        """Give a part of the line as a line; positions are of its text."""
        return replace(self, text=self.text[start:end], view=self.view[start:end], joined=joined)


def lines_of(document: Document) -> tuple[Line, ...]:
    """Cut a document into lines: a break inside a paragraph ends one, blank ones go."""
    return tuple(
        Line(text, plain(text), number, block, joined=order > 0)
        for number, block in enumerate(document.blocks)
        for order, text in enumerate(map(_bare, block.text.split("\n")))
        if text
    )


def _bare(text: str) -> str:
    """Take off blanks, and the marks of Markdown and of quoted mails around a line."""
    text = _MARKS.sub("", text.strip())
    bold = _BOLD.fullmatch(text)
    return bold[1].strip() if bold else text
