"""Help as wide as it looks: a Chinese character takes two cells, and click counts it as one."""

import gettext
import unicodedata
from collections.abc import Iterable

import click

from intake.locale import N_
from intake.render.wrap import breaks


class Formatter(click.HelpFormatter):
    """Help that is wrapped by cells, with headings that end as the language ends them."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        said = gettext.gettext(N_("{heading}:")).format(heading=heading)
        self.write(f"{' ' * self.current_indent}{said}\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - len(indent)):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, and what is said of each beside it."""
        taken = list(rows)
        label = min(max(len(term) for term, _ in taken), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, said in taken:
            first, *others = wrapped(said, self.width - len(indent) - label)
            if len(term) + col_spacing > label:
                self.write(f"{indent}{term}\n")
                term = ""  # noqa: PLW2901  # it has a line of its own
            self.write(f"{indent}{term:{label}}{first}\n")
            for line in others:
                self.write(f"{indent}{' ' * label}{line}\n")


class Context(click.Context):
    """A context whose help is written so."""

    formatter_class = Formatter


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many cells, as Chinese is broken; one line at least."""
    said = text.replace("\n", " ")
    starts = [0, *breaks(said, max(width, 20), _cells)]
    return [said[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(said)], strict=True)]


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
