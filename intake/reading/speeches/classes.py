"""What a document is: a speech, or one of the kinds that stand around the same words, with the reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.reading.speeches.cues import Seen
from intake.reading.speeches.grammar import Grammar, Kind
from intake.reading.speeches.view import squeeze

SPEECH: Final = "speech"
_TITLE_LINES: Final = 7
_TITLE_LENGTH: Final = 60
_SHORT_TEXT: Final = 120  # characters
_TOP: Final = 12  # lines


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


def class_of(seen: Sequence[Seen], grammar: Grammar) -> DocumentClass:
    """Score every kind by the cues of classes.toml; the highest wins."""
    titles = [
        view.strip("—-《》 ")
        for item in seen[:_TITLE_LINES]
        if len(view := _closed_up(item.line.view)) <= _TITLE_LENGTH and not view.endswith("。")
    ]
    text = "\n".join(item.line.view for item in seen)
    structure = _structure(seen)
    scored = {kind.name: _score(kind, titles, text, structure) for kind in grammar.kinds}
    totals = {name: total for name, (total, _) in scored.items()}
    kind = max(totals, key=lambda name: (totals[name], name == SPEECH))
    second = max((total for name, total in totals.items() if name != kind), default=0.0)
    reasons = tuple(sorted(scored[kind][1]))
    return DocumentClass(kind, totals[kind] - second, reasons, totals)


def _closed_up(view: str) -> str:
    """A title whose letters are spaced (通 知) as one word."""
    return squeeze(view)


def _score(
    kind: Kind, titles: Sequence[str], text: str, structure: Mapping[str, float]
) -> tuple[float, list[str]]:
    total, reasons = kind.base, []
    for cue in kind.title:
        if any(cue.pattern.search(title) for title in titles):
            total += cue.weight
            reasons.append(f"title {cue.weight:+}: {cue.pattern.pattern[:40]}")
    for cue in kind.text:
        count = 0
        for _ in cue.pattern.finditer(text):
            count += 1
            if count == cue.most:
                break
        if count:
            total += cue.weight * count
            reasons.append(f"text {cue.weight * count:+.1f}: {cue.pattern.pattern[:40]}")
    for name, weight in kind.structure.items():
        if structure.get(name):
            total += weight * structure[name]
            reasons.append(f"structure {weight * structure[name]:+.1f}: {name}")
    return total, reasons


def _structure(seen: Sequence[Seen]) -> dict[str, float]:
    length = sum(len(item.line.text) for item in seen) or 1
    rows = sum(len(item.line.text) for item in seen if "row" in item.cues)
    body = next((number for number, item in enumerate(seen) if "long" in item.cues), len(seen))
    cues = [item.cues for item in seen]
    prose = length - rows
    return {
        "salutation": any("salutation" in cue or "run_in_salutation" in cue for cue in cues),
        "salutation_top": any(cue & {"salutation", "run_in_salutation"} for cue in cues[:_TOP]),
        "byline": any(cue & {"byline", "field"} for cue in cues[:body]),
        "signature": any(cue & {"byline"} for cue in cues[body:][-5:]),
        "editor_note": any("note_label" in cue for cue in cues),
        "points": sum("point_marker" in cue for cue in cues) > 1,
        "short_text": length < _SHORT_TEXT,
        "table_share": rows / length,
        "no_prose": prose < _SHORT_TEXT and rows > 0,
    }
