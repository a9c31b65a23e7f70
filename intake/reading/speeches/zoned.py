"""A stretch of labelled lines: one speech, or what stands around it."""

from dataclasses import dataclass

from intake.reading.speeches.markers import Marker
from intake.reading.speeches.seen import Seen


@dataclass(frozen=True, slots=True)
class Zoned:
    """A line with its label and, where it is counted, its marker and role."""

    seen: Seen
    zone: str
    marker: Marker | None = None
    role: str | None = None
    margin: float = 0.0  # how much worse any other label would be

    @property
    def text(self) -> str:
        """The line's text as stored."""
        return self.seen.line.text

    @property
    def view(self) -> str:
        """The line's plain view."""
        return self.seen.line.view

    @property
    def block(self) -> int:
        """The number of the block it stands in."""
        return self.seen.line.block


Part = tuple[Zoned, ...]


def of(part: Part, *zones: str) -> Part:
    """Select the lines of a part that have one of these labels."""
    return tuple(line for line in part if line.zone in zones)


def text_of(part: Part) -> str | None:
    """Join the text of lines, a paragraph a line; None where there is none."""
    text = ""
    for line in part:
        text += line.text if line.seen.line.joined or not text else f"\n{line.text}"
    return text or None
