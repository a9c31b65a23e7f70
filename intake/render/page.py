"""A page as lines of label and text, before it is known whether a terminal or a pipe gets it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from intake.locale import N_

Tone = Literal["", "doubt", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a line's text, from and to, that a terminal underlines in the colour of a tone."""

    start: int
    end: int
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A label, a safe text, and a remark on it with its tone; a heading has no text."""

    label: str
    text: str = ""
    remark: str = ""
    tone: Tone = ""
    indent: int = 0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading; the first part of a page has its title as heading."""

    heading: str
    lines: tuple[Line, ...]


def plain(parts: tuple[Part, ...], say: Callable[[str], str] = str) -> str:
    """Write a page for a pipe: one line a fact, nothing cut, nothing coloured; `say` knows the language's colon."""
    return "\n".join("".join(_plain_part(part, say)) for part in parts)


SLACK = 10  # characters: to say that fewer are left out takes as much room as they do


def short(text: str, most: int) -> str:
    """Cut a text after so many characters, and say how many are left out."""
    return text if len(text) <= most + SLACK else f"{text[:most].rstrip()}… (+{len(text) - most})"


def _plain_part(part: Part, say: Callable[[str], str]) -> list[str]:
    return [f"{part.heading}\n", *(f"{'  ' * line.indent}{_plain_line(line, say)}\n" for line in part.lines)]


def _plain_line(line: Line, say: Callable[[str], str]) -> str:
    text = line.label or line.text
    if line.label and line.text:
        text = say(N_("{label}: {text}")).format(label=line.label, text=line.text)
    return f"{text} [{line.remark}]" if line.remark else text
