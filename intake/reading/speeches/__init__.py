"""Document → speech records: class, zones, byline, sections, each field with evidence."""

from dataclasses import dataclass

from intake.model import Document, Lexicon, SpeechRecord
from intake.reading.speeches.classes import DocumentClass, class_of
from intake.reading.speeches.confidence import Hints
from intake.reading.speeches.cues import look
from intake.reading.speeches.grammar import compiled
from intake.reading.speeches.lines import lines_of
from intake.reading.speeches.markers import spread
from intake.reading.speeches.parting import parted
from intake.reading.speeches.record import Context, Shared, record_of, shared_of
from intake.reading.speeches.spans import Text, located, moved
from intake.reading.speeches.split import parts_of
from intake.reading.speeches.unnumbered import with_points
from intake.reading.speeches.zoned import Zoned
from intake.reading.speeches.zones import labels_of

__all__ = ["DocumentClass", "Hints", "Judgement", "judge", "moved", "recognise"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What kind of document this is, with the cues that spoke for it, and the speeches in it; () where it is none."""

    kind: DocumentClass
    records: tuple[SpeechRecord, ...] = ()


def recognise(document: Document, lexicon: Lexicon, hints: Hints) -> tuple[SpeechRecord, ...]:
    """Read the speeches of a document; () where it is none. See `judge`."""
    return judge(document, lexicon, hints).records


def judge(document: Document, lexicon: Lexicon, hints: Hints) -> Judgement:
    """Tell what a document is, and read the speeches in it.

    File name and subject raise or lower confidence and offer alternatives; they never fill a field.
    """
    grammar = compiled(lexicon)
    seen, structure = look(tuple(spread(tuple(parted(lines_of(document), grammar)), grammar)), grammar)
    kind = class_of(seen, grammar, (hints.filename, hints.subject))
    if not seen or not kind.is_speech:
        return Judgement(kind)
    markers = {**structure.inner, **structure.points, **structure.headings}
    lines = tuple(
        Zoned(item, label.zone, markers.get(number), structure.role(number), label.margin)
        for number, (item, label) in enumerate(zip(seen, labels_of(seen, grammar), strict=True))
    )
    common, parts = parts_of(lines)
    shared = shared_of(common, lines, grammar) if len(parts) > 1 else Shared()
    context = Context(shared, hints, kind.lead)
    text = Text(document)
    return Judgement(
        kind,
        tuple(
            located(record_of(with_points(part), context, grammar), text, (part[0].block, part[-1].block))
            for part in parts
        ),
    )
