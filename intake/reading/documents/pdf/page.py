"""What stands on a page, without anything of the library that took it off there."""

from dataclasses import dataclass, field

from intake.reading.documents.runs import Look

Box = tuple[float, float, float, float]  # left, top, right, bottom: points, y grows downwards


@dataclass(slots=True)
class Glyph:
    """One character: where it begins and ends on its base line `y`, its size in points, how it looks."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    look: Look
    unseen: bool = False  # there for programs only
    artifact: bool = False  # by what the file says, no part of its text
    raised: bool = False  # a superscript or a subscript
    gone: bool = False  # left out of the text, not of its line: struck out or hidden


@dataclass(slots=True)
class Page:
    """The characters of a page in the order in which they were written, and the thin lines drawn on it.

    The page is turned so that most of its text runs from left to right.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    aside: list[Glyph] = field(default_factory=list)  # text in another direction: watermarks, stamps
    rules: list[Box] = field(default_factory=list)
    covered: float = 0.0  # the share of the page under its largest picture
    drawn: bool = False  # there is something on it beside text
    written: bool = False  # there is text on it, whether or not its characters can be told
    bad: int = 0  # characters that stand for nothing
    symbols: bool = False  # signs of a symbol font that have no counterpart in Unicode
    beyond: bool = False  # text outside of the page
    cut: bool = False  # there is more text on it than is read
    comments: bool = False  # somebody wrote remarks onto it
