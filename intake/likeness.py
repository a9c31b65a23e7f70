"""Same and similar: what a new submission is to those that came before it.

Wrongly taken for the same, a submission would vanish from the editors' list: so only equal content from the same
address counts as a duplicate, only a correction that says so takes an elder's place, and all else is a hint.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.workflow import TRANSITIONS, Action, Status

#: Texts of fewer letters say the same without being the same: 请查收, a page that needs OCR.
TELLING: Final = 50

_NOT_TEXT: Final = re.compile(r"[\W_]+")
#: Characters of one shingle: long enough that set phrases ("以习近平…为指导") do not make two speeches alike.
_SHINGLE: Final = 8

#: Characters of a text that are compared.
_COMPARED: Final = 50_000
#: Texts that share this much are versions of one another.
SIMILAR: Final = 0.4

#: An elder that was closed: a new version does not continue it by itself.
_CLOSED: Final = frozenset(
    {Status.REJECTED, Status.DUPLICATE, Status.SUPERSEDED, Status.WITHDRAWN, Status.DISMISSED}
)


@dataclass(frozen=True, slots=True)
class Features:
    """What is compared of a submission; an empty text counts for nothing.

    `file` is the SHA-256 of its attachment, `ordinal` the place of the speech in it; `speaker` and `title` are as
    recognised or edited; `revised` tells that it took, or was linked to, an elder already. `stands` is the status of
    what is on the list in its place: what a duplicate repeats in the end, what took a superseded one's place.
    """

    id: int
    message_id: int
    arrived: datetime
    status: Status
    archived: bool
    address: str
    fingerprint: str
    file: str
    ordinal: int
    correction: bool
    speaker: str
    title: str
    revised: bool = False
    stands: Status | None = None


#: Tells how much the texts of two submissions have in common, 0..1.
Closeness = Callable[[Features, Features], float]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a submission is to others, by their ids; at most one of the first three says something.

    `supersedes` is the elder whose place a revision takes by itself. `superseded_by` is a correction that was read
    before what it corrects: an old mailbox is fetched newest first. `look_alikes` are for editors to judge.
    """

    duplicate_of: int | None = None
    revision_of: int | None = None
    superseded_by: int | None = None
    supersedes: int | None = None
    look_alikes: tuple[int, ...] = ()


def relate(newcomer: Features, others: Iterable[Features], closeness: Closeness) -> Relation:
    """Tell what a submission just read is to those stored before it, given oldest number first."""
    known = [other for other in others if not resemblance(newcomer, other).isdisjoint(_HINTS)]
    if (elder := _original(newcomer, known)) is not None:
        return Relation(duplicate_of=elder.id)
    if (newer := _revision(newcomer, known, closeness)) is not None:
        return Relation(superseded_by=newer.id)
    elder = _revised(newcomer, known, closeness)
    supersedes = elder.id if elder is not None and _gives_way(elder) else None
    return Relation(
        revision_of=elder.id if elder is not None else None,
        supersedes=supersedes,
        look_alikes=tuple(one.id for one in known if one.id != supersedes),
    )


#: What makes a hint worth its place on the list.
_HINTS: Final = frozenset({"same_file", "same_text", "revision", "same_title"})
#: How equal content is told.
EQUAL: Final = frozenset({"same_file", "same_text"})


def resemblance(one: Features, other: Features) -> frozenset[str]:
    """Say in slugs how two submissions resemble each other; two speeches of one mail only by their text."""
    slugs = set()
    if one.file and (one.file, one.ordinal) == (other.file, other.ordinal):
        slugs.add("same_file")
    if one.fingerprint and one.fingerprint == other.fingerprint:
        slugs.add("same_text")
    if one.message_id != other.message_id:
        if _revises(one, other) or _revises(other, one):
            slugs.add("revision")
        if _equal(one.title, other.title):
            slugs.add("same_title")
    return frozenset(slugs)


def may_correct(newer: Features, elder: Features, closeness: Closeness) -> bool:
    """Tell whether one says to be a newer version of the other, but comes from another address: an editor judges."""
    if not _says_to_revise(newer, elder) or _same_address(newer, elder):
        return False
    return _equal(newer.title, elder.title) or closeness(newer, elder) >= SIMILAR


def _original(newcomer: Features, known: Sequence[Features]) -> Features | None:
    """Find the elder with equal content from the same address, the first of them rather than its copies."""
    same = [other for other in known if resemblance(newcomer, other) & EQUAL and _may_repeat(newcomer, other)]
    return min(same, key=lambda other: (other.status is Status.DUPLICATE, other.id), default=None)


#: An elder in these is no reason to hide what comes again.
TURNED_AWAY: Final = frozenset({Status.WITHDRAWN, Status.RETURNED, Status.REJECTED, Status.DISMISSED})


def _may_repeat(newcomer: Features, elder: Features) -> bool:
    """Guard what would be hidden: an archived elder was on nobody's list, and "this one counts" may go back to one."""
    if not _same_address(newcomer, elder) or (elder.archived and not newcomer.archived):
        return False
    if (elder.stands or elder.status) in TURNED_AWAY:  # sent again on purpose: an editor has to see it
        return False
    return not (newcomer.correction and elder.status is Status.SUPERSEDED)


def _revised(newcomer: Features, known: Sequence[Features], closeness: Closeness) -> Features | None:
    """Find the one elder of a revision: an office sends many speeches under one title, and people speak twice."""
    elders = [other for other in known if _revises(newcomer, other) and _live(newcomer, other)]
    return _best(newcomer, elders, closeness)


def _revision(newcomer: Features, known: Sequence[Features], closeness: Closeness) -> Features | None:
    """Find the correction that was read before what it corrects; one that has its elder corrects nothing else."""
    if not _gives_way(newcomer):
        return None
    newer = [one for one in known if _revises(one, newcomer) and _live(one, newcomer) and not one.revised]
    return _best(newcomer, newer, closeness)


def _best(one: Features, others: Sequence[Features], closeness: Closeness) -> Features | None:
    """Choose the other version: that of the same speaker, then of the most similar text; a lone cue allows no choice."""
    close = {other.id: closeness(one, other) for other in others}
    sure = [other for other in others if close[other.id] >= SIMILAR or _sure(one, other)]
    alone = others if len(others) == 1 and not _differ(one.title, others[0].title) else ()
    choice = sure or alone
    return max(
        choice,
        key=lambda other: (
            _equal(one.speaker, other.speaker),
            close[other.id],
            _equal(one.title, other.title),
            other.id,
        ),
        default=None,
    )


def _sure(one: Features, other: Features) -> bool:
    if one.file and one.file == other.file:
        return True
    return _equal(one.speaker, other.speaker) and _equal(one.title, other.title)


def _gives_way(elder: Features) -> bool:
    return (elder.status, Action.SUPERSEDE) in TRANSITIONS


def _live(newer: Features, elder: Features) -> bool:
    return elder.status not in _CLOSED and elder.archived == newer.archived


def _revises(newer: Features, elder: Features) -> bool:
    """Tell whether one is a newer version of the other: it says so, and comes from the same address."""
    return _same_address(newer, elder) and _says_to_revise(newer, elder)


def _says_to_revise(newer: Features, elder: Features) -> bool:
    """Tell whether one says to be a newer version of the other: a word for it, and speaker or title agree."""
    if not newer.correction or newer.message_id == elder.message_id or newer.arrived < elder.arrived:
        return False
    if _differ(newer.speaker, elder.speaker):
        return False
    return _equal(newer.speaker, elder.speaker) or _equal(newer.title, elder.title)


def _same_address(one: Features, other: Features) -> bool:
    return bool(one.address) and one.address == other.address


def _equal(one: str, other: str) -> bool:
    told = letters(one)
    return bool(told) and told == letters(other)


def _differ(one: str, other: str) -> bool:
    return bool(letters(one)) and bool(letters(other)) and not _equal(one, other)


def letters(text: str) -> str:
    """Give the letters and digits of a text alone: layout and punctuation do not make it another one."""
    return _NOT_TEXT.sub("", unicodedata.normalize("NFKC", text))


def similarity(one: str, other: str) -> float:
    """Give the share that two texts have in common, 0..1 (Jaccard, over runs of eight letters); 0 for short ones."""
    return _share(_shingles(one), _shingles(other))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def _shingles(text: str) -> frozenset[str]:
    told = letters(text[:_COMPARED])
    if len(told) < TELLING:
        return frozenset()
    return frozenset(told[start : start + _SHINGLE] for start in range(len(told) - _SHINGLE + 1))


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where in a mail a text stood, and the text; the fingerprint is "" where there is too little of it."""

    source: str
    ordinal: int
    fingerprint: str
    text: str


def match(old: Sequence[Anchor], new: Sequence[Anchor]) -> dict[int, int]:
    """Tell what became of each text in another reading of the same mail: index in old → index in new.

    A text that stays the same is itself wherever it stands now: a reader that finds one more speech in front moves
    all the others. Then what stands in the same place is the same, then what is similar.
    """
    pairs: dict[int, int] = {}
    _pair_by(pairs, old, new, lambda each: (each.source, each.ordinal, each.fingerprint))
    _pair_by(pairs, old, new, lambda each: each.fingerprint or None)
    _pair_by(pairs, old, new, lambda each: (each.source, each.ordinal))
    _pair_similar(pairs, old, new)
    return pairs


def _pair_by(
    pairs: dict[int, int], old: Sequence[Anchor], new: Sequence[Anchor], key: Callable[[Anchor], object]
) -> None:
    """Pair what is left by a key, in order; a key of None belongs to nothing."""
    for here, before in enumerate(old):
        if here in pairs or key(before) is None:
            continue
        there = (
            index
            for index, after in enumerate(new)
            if index not in pairs.values() and key(after) == key(before)
        )
        if (found := next(there, None)) is not None:
            pairs[here] = found


def _pair_similar(pairs: dict[int, int], old: Sequence[Anchor], new: Sequence[Anchor]) -> None:
    """Pair what is left, the most similar first."""
    before = {index: _shingles(each.text) for index, each in enumerate(old) if index not in pairs}
    after = {index: _shingles(each.text) for index, each in enumerate(new) if index not in pairs.values()}
    grades = [
        (-_share(text, other), here, there) for here, text in before.items() for there, other in after.items()
    ]
    for grade, here, there in sorted(grades):
        if -grade >= SIMILAR and here not in pairs and there not in pairs.values():
            pairs[here] = there
