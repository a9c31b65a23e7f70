"""Parts that are missing, a text that breaks off, and lengths beyond what is agreed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding, SpeechRecord
from intake.signs import plain

_HELD: Final[Mapping[str, tuple[str, Callable[[SpeechRecord], object]]]] = MappingProxyType(
    {
        "title": ("title.main", lambda record: record.title.main),
        "speaker": ("speaker", lambda record: record.speakers),
        "unit": ("unit", lambda record: record.unit),
        "post": ("post", lambda record: record.post),
        "occasion": ("occasion", lambda record: record.occasion),
        "date": ("date", lambda record: record.date),
        "salutation": ("salutation", lambda record: record.salutation),
        "lead": ("lead", lambda record: record.lead),
        "closing": ("closing", lambda record: record.closing),
        "contact": ("contact", lambda record: record.contact),
    }
)
_ENDS: Final = frozenset("。!?;…\"”’'》」』)】〕:~—.,")
_SENTENCE: Final = 15  # characters; what is shorter may be a name, a place, a thank-you

SLUGS: Final = frozenset({f"missing_{part}" for part in _HELD}) | {
    "breaks_off",
    "name_elsewhere",
    "title_long",
    "text_short",
    "text_long",
}


def missing(copy: Copy) -> Iterator[Finding]:
    """Name the parts that were agreed on and are not there, or only guessed; a text that ends within a sentence."""
    record = copy.record
    if record is None:
        return
    for part in copy.standard.demands.parts:
        field, held = _HELD[part]
        if not held(record) or record.withheld(field):
            yield copy.finding(f"missing_{part}")
    yield from _contradicted(copy, record)
    last = _last(record)
    if len(last) >= _SENTENCE and last[-1] not in _ENDS:
        start = copy.view.rfind(last[-_SENTENCE:])
        yield copy.finding("breaks_off", *(((start, start + _SENTENCE),) if start >= 0 else ()))


def _contradicted(copy: Copy, record: SpeechRecord) -> Iterator[Finding]:
    """Tell that file name or subject name somebody else."""
    found = record.evidence.get("speaker")
    if found is not None and found.agrees is False and record.speakers:
        yield copy.finding("name_elsewhere", *found.spans[:1], advice=" / ".join(found.alternatives))


def _last(record: SpeechRecord) -> str:
    """Give the view of the last paragraph of the speech."""
    texts = [record.lead or ""]
    for section in record.sections:
        texts += section.paragraphs
        texts += [point.text for point in section.points]
    texts.append(record.closing or "")
    paragraphs = [text for text in texts if text.strip()]
    return plain(paragraphs[-1]).split("\n")[-1].strip() if paragraphs else ""


def lengths(copy: Copy) -> Iterator[Finding]:
    """Tell of a title and a text that are longer or shorter than was agreed."""
    record, demands = copy.record, copy.standard.demands
    if record is None:
        return
    for slug, length, most in (
        ("title_long", len(record.title.main or ""), demands.title_most),
        ("text_long", record.word_count, demands.words_most),
    ):
        if most is not None and length > most:
            yield Finding(slug, str(length), advice=str(most))
    if demands.words_least is not None and 0 < record.word_count < demands.words_least:
        yield Finding("text_short", str(record.word_count), advice=str(demands.words_least))
