"""Where the values of a record stand in the text: found again after all rules, whichever of them read a value."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from intake.model import Document, Evidence, SpeechRecord
from intake.reading.speeches.dates import places_of
from intake.signs import plain, squeeze

Span = tuple[int, int]

_LINE_END: Final = 1  # the character between two blocks of a document's text
_SHARED: Final = frozenset(
    {"editor_note", "occasion", "date", "credits"}
)  # what speeches of a digest have in common


class Text:
    """A document's text without its blanks, as rules see it, and where each of its characters stands."""

    def __init__(self, document: Document) -> None:
        """Squeeze the text, and note where its blocks begin."""
        self.view = plain(document.text)
        self._places = [place for place, character in enumerate(self.view) if not character.isspace()]
        self._letters = squeeze(self.view)
        self._starts = [0]
        for block in document.blocks:
            self._starts.append(self._starts[-1] + len(block.text) + _LINE_END)

    def between(self, first: int, last: int) -> Span:
        """Give where a run of blocks, both ends included, stands in the text."""
        return self._starts[first], self._starts[last + 1]

    def find(self, words: str, within: Span) -> Span | None:
        """Find words between two places of the text; blanks and the widths of signs make no difference."""
        sought = squeeze(plain(words))
        start, end = (bisect_left(self._places, place) for place in within)
        found = self._letters.find(sought, start, end) if sought else -1
        return None if found < 0 else (self._places[found], self._places[found + len(sought) - 1] + 1)


def located(record: SpeechRecord, text: Text, blocks: Span) -> SpeechRecord:
    """Add to the evidence of a record where its values stand between two blocks; what stands nowhere is inferred."""
    whole = text.between(*blocks)
    wanted = _values(record)
    evidence = {}
    for name, found in record.evidence.items():
        values = wanted.get(name, ())
        near = whole if found.block is None else (text.between(found.block, found.block)[0], whole[1])
        anywhere = ((0, len(text.view)),) if name in _SHARED else ()
        spans = tuple(_spans(name, values, text, (near, whole, *anywhere)))
        stated = found.source == "stated"
        source = "inferred" if stated and any(values) and not spans else found.source
        evidence[name] = replace(found, spans=spans, source=source)
    return replace(record, evidence=evidence)


def _spans(name: str, values: Iterable[str], text: Text, places: Sequence[Span]) -> Iterator[Span]:
    """Find each value near its block, else anywhere in the speech; one of several lines perhaps line by line."""
    for value in filter(None, values):
        if name == "date":
            found = next((span for place in places for span in places_of(text.view, value, *place)), None)
            yield from () if found is None else (found,)
            continue
        whole = _first(value, text, places)
        pieces = (_first(piece, text, places) for piece in value.split()) if whole is None else (whole,)
        yield from (span for span in pieces if span is not None)


def _first(words: str, text: Text, places: Sequence[Span]) -> Span | None:
    return next((span for place in places if (span := text.find(words, place))), None)


def _values(record: SpeechRecord) -> Mapping[str, tuple[str, ...]]:
    """Give the words of every field that may stand in the text."""
    title, region, contact = record.title, record.region, record.contact
    single = {
        "title.main": title.main,
        "title.subtitle": title.subtitle,
        "title.kicker": title.kicker,
        "title.issue": title.issue,
        "unit": record.unit,
        "post": record.post,
        "region.city": region.city,
        "region.district": region.district,
        "region.town": region.town,
        "region.village": region.village,
        "occasion": record.occasion,
        "speech_type": record.speech_type,
        "date": record.date,
        "editor_note": record.editor_note,
        "salutation": record.salutation,
        "lead": record.lead,
        "closing": record.closing,
        "contact.name": contact.name if contact else None,
        "contact.phone": contact.phone if contact else None,
    }
    several = {
        "speaker": tuple(speaker.name for speaker in record.speakers),
        "other_posts": record.other_posts,
        "sections": tuple(
            words for section in record.sections for words in (section.heading, section.subheading) if words
        ),
        "contributors": record.contributors,
        "credits": tuple(dict.fromkeys(name for names in record.credits.values() for name in names)),
    }
    return {name: (value,) if value else () for name, value in single.items()} | several


def moved(evidence: Mapping[str, Evidence], by: int, length: int) -> dict[str, Evidence]:
    """Turn spans of a document's text into those of a part of it, which begins at `by`."""
    return {
        name: replace(
            found,
            spans=tuple(
                (start - by, end - by) for start, end in found.spans if by <= start and end <= by + length
            ),
        )
        for name, found in evidence.items()
    }
