"""How sure each field is: the measured chance of its rule, lowered by doubts, moved by what others say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from intake.model import Evidence, SpeechRecord
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.names import is_name
from intake.reading.speeches.region import office_at
from intake.signs import plain, squeeze

_STRETCH: Final = re.compile(r"[^一-龥·]+")
_SELF: Final = re.compile(r"(?:我|咱)们?(镇|乡|街道|村|社区|局|园区|校|院|公司|中心)")
_SELF_SEARCHED: Final = 2_000  # characters of the text in which speakers name what they speak for
_MOST: Final = 0.995
_GUESSED: Final = 0.3
_FULL_NAME: Final = 3  # characters: shorter pieces of a file name are often words
_TITLE_LENGTHS: Final = range(5, 46)  # characters of an ordinary title
_GUESSED_TITLE: Final = range(7, 41)  # characters of a file name's piece that may be a title
_TITLE_START: Final = 7  # characters of a title that a file name repeats at least


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a document from outside: its file name and the subject of its mail."""

    filename: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """Values that stand outside the text, and where, if the text itself has none."""

    values: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a value rests on: the rule that gave it, the block it stands in, and how clear the lines' labels are."""

    rule: str
    block: int | None = None
    margin: float = 9.0


def evidence_of(
    record: SpeechRecord, bases: Mapping[str, Basis], hints: Hints, grammar: Grammar
) -> dict[str, Evidence]:
    """Give every field its chance of being right, its rule, its place and what else it might be.

    Keys are the scorer's. `bases` names the fields; "class" among them is the document's, and every field's, doubt.
    """
    agreement = _agreement(record, hints, grammar)
    guesses = _guesses(record, hints, grammar) | _other_cut(record, grammar)
    doubt = _clear(bases["class"].margin, grammar.chances["class_scale"])
    found = {}
    for field, basis in bases.items():
        if field == "class":
            continue
        family = field.split(".")[0]
        chance = grammar.chances.get(f"{family}.{basis.rule}", grammar.chances.get(family, _GUESSED))
        chance *= doubt * _clear(basis.margin, grammar.chances["margin_scale"])
        said = agreement.get(field, 0)
        guess = guesses.get(field, Guess())
        found[field] = Evidence(
            round(min(_moved(chance, said, grammar), _MOST), 3),
            basis.rule,
            guess.source or "stated",
            basis.block,
            guess.values,
            agrees=said > 0 if said else None,
        )
    return found


def _clear(margin: float, scale: float) -> float:
    """Turn a margin between scores into a share: one half at a tie, near one when it is wide."""
    return 1 - 0.5 * exp(-max(margin, 0.0) / scale)


def _moved(chance: float, agreement: int, grammar: Grammar) -> float:
    if agreement > 0:
        return chance + (1 - chance) * grammar.chances["agreement"]
    return chance * grammar.chances["conflict"] if agreement < 0 else chance


def _agreement(record: SpeechRecord, hints: Hints, grammar: Grammar) -> dict[str, int]:
    """Compare with file name, subject and text: 1 agrees, -1 contradicts, 0 says nothing."""
    outside = squeeze(plain(f"{hints.filename} {hints.subject}"))
    return {
        "speaker": _same_person(record, hints, outside, grammar),
        "unit": _same_unit(record, outside),
        "title.main": _same_title(record, outside),
    }


def _same_person(record: SpeechRecord, hints: Hints, outside: str, grammar: Grammar) -> int:
    names = [squeeze(plain(speaker.name)) for speaker in record.speakers]
    if any(name in outside for name in names):
        return 1
    pieces = _STRETCH.split(plain(hints.filename))
    others = [piece for piece in pieces if len(piece) == _FULL_NAME and is_name(piece, grammar)]
    return -1 if others and names and others[0] not in grammar.not_names else 0


def _same_unit(record: SpeechRecord, outside: str) -> int:
    """Look for the unit's own name outside, and for 我镇, 我们街道 in the text."""
    unit = squeeze(plain(record.unit or ""))
    if not unit:
        return 0
    own = [name for name in (record.region.town, record.region.village) if name]
    if any(plain(name) in outside for name in own):
        return 1
    text = "".join((record.lead or "", *(section.heading or "" for section in record.sections)))
    said = {match[1] for match in _SELF.finditer(plain(text[:_SELF_SEARCHED]))}
    # 我镇 fits every town, so it confirms none; it only contradicts what is no town
    return -1 if said and not any(word in unit for word in said) else 0


def _same_title(record: SpeechRecord, outside: str) -> int:
    title = squeeze(plain(record.title.main or ""))
    if not title:
        return 0
    if title[:_TITLE_START] in outside:
        return 1
    return 0 if len(title) in _TITLE_LENGTHS else -1


def _other_cut(record: SpeechRecord, grammar: Grammar) -> dict[str, Guess]:
    """Offer the other cut of 某街道办事处 | 主任, where the office may belong to the post."""
    unit, post = record.unit or "", record.post or ""
    cut = office_at(plain(unit), grammar)
    if not cut or "、" in post:
        return {}
    return {"unit": Guess((unit[:cut],)), "post": Guess((unit[cut:] + post,))} if post else {}


def _guesses(record: SpeechRecord, hints: Hints, grammar: Grammar) -> dict[str, Guess]:
    """Take what file name, else subject, offers where the text says nothing, or something else; it fills no field."""
    known = {squeeze(plain(speaker.name)) for speaker in record.speakers}
    found: dict[str, Guess] = {}
    for source, text in (("mail", hints.subject), ("filename", hints.filename.rsplit(".", 1)[0])):
        words = grammar.patterns["noise"].sub(" ", plain(text))
        pieces = [squeeze(piece) for piece in _STRETCH.split(words) if piece]
        names = tuple(piece for piece in pieces if is_name(piece, grammar) and piece not in known)
        titles = tuple(piece for piece in pieces if len(piece) in _GUESSED_TITLE)
        if names:
            found["speaker"] = Guess(names, None if record.speakers else source)
        if titles and not record.title.main:
            found["title.main"] = Guess(titles, source)
    return found
