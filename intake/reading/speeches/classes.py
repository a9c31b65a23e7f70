"""What a document is: a speech, or one of the kinds that stand around the same words, with the reasons."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from intake.reading.speeches.grammar import Cue, Grammar, Kind
from intake.reading.speeches.interviews import is_interview, names_who_answers
from intake.reading.speeches.seen import Seen
from intake.signs import plain, squeeze

SPEECH: Final = "speech"
_NO_TITLE: Final = frozenset(
    {"byline", "byline_name", "row", "sentence", "point_marker", "inner_marker", "heading_marker"}
)
_SIGNING: Final = frozenset({"byline", "byline_name", "attribution"})
_SIGNING_FULLY: Final = frozenset({"byline", "attribution"})
_PERSONS: Final = frozenset({"byline", "byline_post", "byline_name", "field"})
_QUOTED: Final = re.compile(r'"[^"\n]{12,300}"')  # a sentence; shorter ones are terms
_TITLE_LINES: Final = 7
_TITLE_LENGTH: Final = 60
_INTERVIEW_LEAD: Final = 1.0  # whether an interview is a speech, an editor says
_SHORT_TEXT: Final = 120  # characters
_REASON: Final = 40  # characters of a pattern that a reason quotes
_TOP: Final = 12  # lines
_VERSE: Final = 22  # characters of a poem's line
_FEWEST_VERSES: Final = 8
_NEARLY_ALL: Final = 0.9
_NO_VERSE: Final = frozenset({"row", "field", "byline", "byline_name", "byline_post", "date", "attribution"})


@dataclass(frozen=True, slots=True)
class DocumentClass:
    """The kind of a document ("speech", "notice", "news" …), how far it leads, and what spoke for it."""

    kind: str
    lead: float  # score above the next kind; of a speech, above the best other kind
    reasons: tuple[str, ...]
    scores: Mapping[str, float]

    @property
    def is_speech(self) -> bool:
        """Tell whether it is a speech."""
        return self.kind == SPEECH

    @property
    def undecided(self) -> bool:
        """Tell whether nothing spoke for any kind."""
        return not self.reasons


def class_of(seen: Sequence[Seen], grammar: Grammar, outside: Sequence[str] = ()) -> DocumentClass:
    """Score every kind by the cues of classes.toml; the highest wins.

    `outside` are the names a document came under: file name and subject.
    """
    top = next((number for number, item in enumerate(seen) if "long" in item.cues), len(seen))
    titles = _titles(seen[:_TITLE_LINES])
    above = _titles(seen[: min(top, _TITLE_LINES)]) or titles  # a heading of the text names no kind
    text = "\n".join(item.line.view for item in seen)
    structure = _structure(seen)
    structure["answers"] = _answers(seen, grammar)
    speech = next(kind for kind in grammar.kinds if kind.name == SPEECH)
    names = [squeeze(plain(name)).rsplit(".", 1)[0] for name in outside]
    structure["named"] = any(cue.pattern.search(name) for cue in speech.title for name in names)
    own = _QUOTED.sub('""', text)  # what others say in news, profiles and novels makes no speech
    scored = {
        kind.name: _score(kind, above, text, structure) for kind in grammar.kinds if kind is not speech
    } | {SPEECH: _score(speech, titles, own, structure)}
    totals = {name: total for name, (total, _) in scored.items()}
    kind = max(totals, key=lambda name: (totals[name], name == SPEECH))
    second = max((total for name, total in totals.items() if name != kind), default=0.0)
    reasons = tuple(sorted(scored[kind][1]))
    lead = totals[kind] - second
    return DocumentClass(kind, min(lead, _INTERVIEW_LEAD) if structure["answers"] else lead, reasons, totals)


def _titles(seen: Sequence[Seen]) -> list[str]:
    return [
        view.strip("—-《》 ")
        for item in seen
        if len(view := squeeze(item.line.view)) <= _TITLE_LENGTH and not item.cues & _NO_TITLE
    ]


def _score(
    kind: Kind, titles: Sequence[str], text: str, structure: Mapping[str, float]
) -> tuple[float, list[str]]:
    votes = [
        (cue.weight, f"title: {cue.pattern.pattern[:_REASON]}")
        for cue in kind.title
        if any(cue.pattern.search(title) for title in titles)
    ]
    votes += [
        (cue.weight * count, f"text: {cue.pattern.pattern[:_REASON]}")
        for cue in kind.text
        if (count := _count(cue, text))
    ]
    votes += [
        (weight * structure[name], name) for name, weight in kind.structure.items() if structure.get(name)
    ]
    return kind.base + sum(weight for weight, _ in votes), [f"{weight:+.1f} {name}" for weight, name in votes]


def _count(cue: Cue, text: str) -> int:
    return sum(1 for _ in islice(cue.pattern.finditer(text), cue.most))


def _structure(seen: Sequence[Seen]) -> dict[str, float]:
    length = sum(len(item.line.text) for item in seen) or 1
    rows = sum(len(item.line.text) for item in seen if "row" in item.cues and not item.fields)
    body = next((number for number, item in enumerate(seen) if "long" in item.cues), len(seen))
    cues = [item.cues for item in seen]
    prose = length - rows
    return {
        "about_a_person": any("about_a_person" in cue for cue in cues[:_TOP]),
        "salutation": any("salutation" in cue or "run_in_salutation" in cue for cue in cues),
        "salutation_top": any(cue & {"salutation", "run_in_salutation"} for cue in cues[:_TOP]),
        "occasion": any("occasion_title" in cue for cue in cues[:body]),
        "byline": any(cue & _PERSONS for cue in cues[:body]),
        "byline_full": any("byline" in item.cues and item.byline.unit for item in seen[:body]),
        "unit_top": any("byline_unit" in cue for cue in cues[:body]),
        "signature": any(cue & _SIGNING for cue in cues[body:][-5:]),
        "signature_full": any(cue & _SIGNING_FULLY for cue in cues[body:][-5:]),
        "editor_note": any("note_label" in item.cues or item.line.view.startswith("编者按") for item in seen),
        "points": sum("point_marker" in cue for cue in cues) > 1,
        "short_text": length < _SHORT_TEXT,
        "table_share": rows / length,
        "no_prose": prose < _SHORT_TEXT and rows > 0,
        "verse": _is_verse(seen),
        "paragraphs": sum(len(item.line.text) for item in seen if _is_paragraph(item)) / length,
    }


def _answers(seen: Sequence[Seen], grammar: Grammar) -> bool:
    """Tell whether the text is what one person, named with the post, answers to questions."""
    lines = [item.line for item in seen]
    if not is_interview(lines):
        return False
    named = any(item.byline.speakers and item.byline.post for item in seen[:_TOP])
    labelled = any(entry.key == "name" for item in seen[:_TOP] for entry in item.fields)
    return named or labelled or names_who_answers(lines, grammar)


def _is_verse(seen: Sequence[Seen]) -> bool:
    """Tell whether nearly all lines are short and open-ended, as a poem's are: no paragraph among them."""
    lines = [item for item in seen if not item.cues & _NO_VERSE]
    short = sum(len(item.line.view) <= _VERSE and not item.line.view.endswith("。") for item in lines)
    return (
        len(lines) >= _FEWEST_VERSES
        and short >= len(lines) * _NEARLY_ALL
        and not any(map(_is_paragraph, lines))
    )


def _is_paragraph(item: Seen) -> bool:
    return "long" in item.cues and "。" in item.line.view
