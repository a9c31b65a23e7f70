"""The text that is checked, and the form that rules see."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from intake.model import Finding, SpeechRecord, Standard
from intake.signs import plain


@dataclass(frozen=True)
class Copy:
    """A text on its way to print, what was recognised in it, and the year in which it came."""

    text: str
    record: SpeechRecord | None
    standard: Standard
    year: int

    @cached_property
    def view(self) -> str:
        """The text with one form for each sign; as long as the text."""
        return plain(self.text)

    @cached_property
    def lines(self) -> tuple[tuple[int, str], ...]:
        """Every line with the place where it begins, in the text and in its view."""
        return tuple(self._lines())

    def _lines(self) -> Iterator[tuple[int, str]]:
        start = 0
        for line in self.text.split("\n"):
            yield start, line
            start += len(line) + 1

    def finding(self, slug: str, *spans: tuple[int, int], advice: str = "") -> Finding:
        """Make a finding of spans of the text; it quotes the first."""
        quote = self.text[slice(*spans[0])] if spans else ""
        return Finding(slug, quote, spans, advice)
