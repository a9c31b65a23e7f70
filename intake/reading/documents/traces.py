"""What a file holds beside the text that is seen, and should not reach a reader unnoticed."""

from dataclasses import dataclass, field

from intake.model import Disclosure
from intake.reading.documents.runs import clean

TRACKED = "tracked_changes"
HIDDEN = "hidden_text"
COMMENTS = "comments"
MACROS = "macros"
SYMBOLS = "unknown_symbols"  # signs of a symbol font without a counterpart in Unicode were left out
EMBEDDED = "embedded_part"  # a document of another format, inserted as a whole, was left out
PICTURES = "pictures"
AUTHORS = "author_metadata"

_MOST = 5  # things that are shown of one kind
_LONGEST = 40  # characters of one


@dataclass(slots=True)
class Traces:
    """What was noticed, by slug: how often, and the first few different things to show for it."""

    _counts: dict[str, int] = field(default_factory=dict)
    _shown: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, code: str, shown: str = "", count: int = 1) -> None:
        """Count something once more."""
        self._counts[code] = self._counts.get(code, 0) + count
        kept = self._shown.setdefault(code, {})
        if len(kept) < _MOST and (text := brief(shown)):
            kept[text] = None

    def name(self, person: str) -> None:
        """Note a name of an author, each once."""
        if (text := brief(person)) and text not in self._shown.get(AUTHORS, ()):
            self.add(AUTHORS, text)

    @property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """Give what was noticed in a fixed order."""
        return tuple(
            Disclosure(code, count, tuple(self._shown[code])) for code, count in self._counts.items()
        )


def brief(text: str) -> str:
    """Give the beginning of a text, on one line."""
    line = " ".join(clean(text[: 4 * _LONGEST]).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
