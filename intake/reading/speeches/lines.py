"""Blocks → lines: one line for each thing that can have a label of its own."""

from dataclasses import dataclass, replace

from intake.model import Block, Document
from intake.signs import plain


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
        Line(text.strip(), plain(text.strip()), number, block, joined=order > 0)
        for number, block in enumerate(document.blocks)
        for order, text in enumerate(block.text.split("\n"))
        if text.strip()
    )
