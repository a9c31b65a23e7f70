"""How sure each field is: the measured chance of its rule, raised by agreement and lowered by conflict."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from intake.model import Evidence, SpeechRecord
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.names import is_name
from intake.reading.speeches.view import plain, squeeze

_STRETCH: Final = re.compile(r"[^一-龥·]+")
_SURE_ENOUGH: Final = 0.999
_PLAUSIBLE_TITLE: Final = 40  # characters
_GUESSED: Final = 0.3
_FULL_NAME: Final = 3  # characters: shorter pieces of a file name are often words


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a document from outside: its file name and the subject of its mail."""

    filename: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule behind each of the fields that one decision fills."""

    speaker: str
    title: str
    occasion: str
    date: str


def evidence_of(
    record: SpeechRecord,
    rules: Rules,
    blocks: Mapping[str, int | None],
    hints: Hints,
    grammar: Grammar,
) -> dict[str, Evidence]:
    """Give every field its chance of being right, its rule and its place; keys are the scorer's."""
    agreed = _agreement(record, hints, grammar)
    found = {
        "speaker": _graded("speaker", rules.speaker, agreed["speaker"], grammar),
        "unit": _graded("speaker", rules.speaker, agreed["unit"], grammar),
        "post": _graded("speaker", rules.speaker, 0, grammar),
        "title.main": _graded("title", rules.title, agreed["title"], grammar),
        "occasion": _graded("occasion", rules.occasion, 0, grammar),
        "speech_type": _graded("occasion", rules.occasion, 0, grammar),
        "date": _graded("date", rules.date, 0, grammar),
    }
    place = {
        "unit": "speaker",
        "post": "speaker",
        "occasion": "title.subtitle",
        "speech_type": "title.subtitle",
    }
    names = {
        "speaker": rules.speaker,
        "unit": rules.speaker,
        "post": rules.speaker,
        "title.main": rules.title,
    }
    names |= {"occasion": rules.occasion, "speech_type": rules.occasion, "date": rules.date}
    guesses = _guesses(record, hints, grammar)
    evidence = {
        key: Evidence(
            round(chance, 3),
            names[key],
            block=blocks.get(place.get(key, key)),
            alternatives=guesses.get(key, ()),
        )
        for key, chance in found.items()
    }
    return evidence | _plain_fields(record, blocks, evidence)


def _graded(field: str, rule: str, agreement: int, grammar: Grammar) -> float:
    chance = grammar.chances.get(f"{field}.{rule}", grammar.chances.get(field, _GUESSED))
    if agreement > 0:
        chance += (1 - chance) * grammar.chances["agreement"]
    elif agreement < 0:
        chance *= grammar.chances["conflict"]
    return min(chance, _SURE_ENOUGH)


def _agreement(record: SpeechRecord, hints: Hints, grammar: Grammar) -> dict[str, int]:
    """Compare with file name and subject, two independent hands: 1 agrees, -1 contradicts, 0 says nothing."""
    outside = squeeze(plain(f"{hints.filename} {hints.subject}"))
    names = [squeeze(plain(speaker.name)) for speaker in record.speakers]
    units = squeeze(plain(record.unit or ""))
    title = squeeze(plain(record.title.main or ""))
    named = [piece for piece in _STRETCH.split(plain(hints.filename)) if is_name(piece, grammar)]
    speaker = (
        1
        if any(name in outside for name in names)
        else -1
        if named and names and len(named[0]) >= _FULL_NAME
        else 0
    )
    return {
        "speaker": speaker,
        "unit": 1
        if units and any(units[start:] in outside for start in range(max(1, len(units) - 2)))
        else 0,
        "title": 1 if title and (title in outside or title[:7] in outside) else 0,
    }


def _guesses(record: SpeechRecord, hints: Hints, grammar: Grammar) -> dict[str, tuple[str, ...]]:
    """List what file name and subject offer where the text says nothing, or something else; never a value by itself."""
    pieces = [
        squeeze(piece)
        for text in (hints.filename.rsplit(".", 1)[0], hints.subject)
        for piece in _STRETCH.split(grammar.patterns["noise"].sub(" ", plain(text)))
        if piece
    ]
    known = {squeeze(plain(speaker.name)) for speaker in record.speakers}
    names = tuple(dict.fromkeys(piece for piece in pieces if is_name(piece, grammar) and piece not in known))
    titles = tuple(dict.fromkeys(piece for piece in pieces if 6 < len(piece) <= _PLAUSIBLE_TITLE))  # noqa: PLR2004
    return {"speaker": names, "title.main": () if record.title.main else titles}


def _plain_fields(
    record: SpeechRecord, blocks: Mapping[str, int | None], evidence: Mapping[str, Evidence]
) -> dict[str, Evidence]:
    """Fields that their zone alone decides."""
    region = evidence["unit"].confidence
    values = {
        "title.subtitle": 0.97 if record.title.subtitle else 0.95,
        "title.kicker": 0.9 if record.title.kicker else 0.96,
        "title.issue": 0.99,
        "other_posts": 0.9 if record.other_posts else 0.97,
        "region.city": region,
        "region.district": region,
        "region.town": region,
        "region.village": region,
        "salutation": 0.98,
        "contact.name": 0.96,
        "contact.phone": 0.98,
    }
    return {key: Evidence(chance, "zone", block=blocks.get(key)) for key, chance in values.items()}
