"""What each field of a record rests on, and the text with every value marked where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from intake.locale import N_
from intake.model import DOUBTFUL, RECOGNISED, Evidence, SpeechRecord
from intake.render.decisions import NOTHING, field_label
from intake.render.page import Line, Mark, Part, Tone, short
from intake.render.safe import one_line, show
from intake.render.submission import EXPECTED, offered, values
from intake.render.view import View, day
from intake.render.words import SOURCES, confidence

_VALUE: Final = 60  # characters of a value; the text below shows the whole of it
_OPEN, _CLOSE = "〖", "〗"  # GB 2312 has them, and speeches hardly ever do
_PARTS: Final = frozenset(
    {"region.city", "region.district", "region.town", "region.village"}
)  # the unit has them


@dataclass(frozen=True, slots=True)
class _Place:
    """A span of the text, and the field whose value stands there."""

    start: int
    end: int
    name: str


def evidence_page(heading: str, record: SpeechRecord, text: str, view: View) -> tuple[Part, ...]:
    """Lay out the evidence of every field, then the text with the fields' spans in it."""
    fields = tuple(line for name, value in _told(record) for line in _field(name, value, record, view))
    return Part(heading, fields), Part(view.say(N_("Text")), tuple(_marked(record, text, view)))


def _told(record: SpeechRecord) -> Iterator[tuple[str, str]]:
    """Give every field that has evidence, in the order of the page, and what it holds."""
    contact, region = record.contact, record.region
    known = dict(values(record)) | {
        "region.city": region.city,
        "region.district": region.district,
        "region.town": region.town,
        "region.village": region.village,
        "speech_type": record.speech_type,
        "salutation": record.salutation,
        "sections": " / ".join(f"{one.marker or ''}{one.heading}" for one in record.sections if one.heading),
        "closing": record.closing,
        "contact.name": contact.name if contact else None,
        "contact.phone": contact.phone if contact else None,
        "contributors": "、".join(record.contributors),
        "credits": "、".join(dict.fromkeys(name for names in record.credits.values() for name in names)),
    }
    for name, value in known.items():
        if name in record.evidence:
            yield name, short(one_line(value or ""), _VALUE)


def _field(name: str, value: str, record: SpeechRecord, view: View) -> Iterator[Line]:
    evidence = record.evidence[name]
    if not (value or evidence.alternatives or name in EXPECTED):
        return
    withheld = record.withheld(name)
    shown = (day(value, view) if name == "date" else value) if value and not withheld else NOTHING
    yield Line(view.say(field_label(name)), shown, _why(value, evidence, view), tone_of(evidence.confidence))
    if others := offered(value if withheld else "", evidence):
        said = N_("perhaps: {guesses}") if shown == NOTHING else N_("or: {others}")
        listed = short(others, _VALUE)
        yield Line("", view.say(said).format(guesses=listed, others=listed), tone="quiet", indent=1)


def _why(value: str, evidence: Evidence, view: View) -> str:
    """Say how sure a field is, by which rule, from where, and what the file name or the text itself says to it."""
    state = confidence(evidence.confidence) if value else N_("not recognised")
    said = [f"{evidence.confidence:.2f} {view.say(state)}"]
    said.append(view.say(N_("rule {rule}")).format(rule=one_line(evidence.rule)))
    if value or evidence.source not in {"stated", "inferred"}:
        said.append(view.say(SOURCES.get(evidence.source, evidence.source)))
    if evidence.agrees is not None:
        said.append(view.say(N_("confirmed elsewhere") if evidence.agrees else N_("contradicted elsewhere")))
    return view.listed(said)


def tone_of(sure: float) -> Tone:
    """Choose how loud a confidence is shown."""
    if sure >= RECOGNISED:
        return "quiet"
    return "doubt" if sure >= DOUBTFUL else "bad"


def _marked(record: SpeechRecord, text: str, view: View) -> Iterator[Line]:
    """Write the text with a bracket around each value, which names its field."""
    pieces: list[str] = []
    marks: list[Mark] = []
    open_: list[tuple[_Place, int]] = []
    length = at = 0
    for position, place in [*_events(nested(_places(record, len(text)))), (len(text), None)]:
        chunk = show(text[at:position], lines=True)
        if place is not None and open_ and open_[-1][0] is place:
            chunk += _CLOSE
            _, begun = open_.pop()
            marks.append(Mark(begun, length + len(chunk), tone_of(record.evidence[place.name].confidence)))
        elif place is not None:
            open_.append((place, length + len(chunk)))
            chunk += _OPEN + _label(place.name, record, view)
        pieces.append(chunk)
        length, at = length + len(chunk), position
    yield from _lines("".join(pieces), marks)


def _label(name: str, record: SpeechRecord, view: View) -> str:
    doubt = "" if record.evidence[name].confidence >= RECOGNISED else "?"
    return view.say(N_("{label}: {text}")).format(label=view.say(field_label(name)) + doubt, text="")


def _places(record: SpeechRecord, length: int) -> Iterator[_Place]:
    for name, evidence in record.evidence.items():
        if name not in _PARTS:
            yield from (
                _Place(start, end, name) for start, end in evidence.spans if 0 <= start < end <= length
            )


def nested(places: Iterable[_Place]) -> list[_Place]:
    """Keep the places that lie beside or inside one another, the outer first; one that crosses another is left out."""
    kept: list[_Place] = []
    around: list[_Place] = []
    for place in sorted(set(places), key=lambda one: (one.start, -one.end, one.name)):
        while around and around[-1].end <= place.start:
            around.pop()
        if not around or place.end <= around[-1].end:
            kept.append(place)
            around.append(place)
    return kept


def _events(places: Iterable[_Place]) -> Iterator[tuple[int, _Place | None]]:
    """Give where a place begins, and where it ends, in the order of the text; the inner ends before the outer."""
    around: list[_Place] = []
    for place in places:
        while around and around[-1].end <= place.start:
            yield around[-1].end, around.pop()
        yield place.start, place
        around.append(place)
    while around:
        yield around[-1].end, around.pop()


def _lines(text: str, marks: Iterable[Mark]) -> Iterator[Line]:
    """Cut a marked text into its lines; a mark that runs over several is on each."""
    left, start = sorted(marks, key=lambda mark: mark.start), 0
    for line in text.split("\n"):
        end = start + len(line)
        here = tuple(
            Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.tone)
            for mark in left
            if line and mark.start < end and mark.end > start
        )
        yield Line("", line, marks=here)
        left, start = [mark for mark in left if mark.end > end], end + 1
