"""The label of every line: the path of labels that scores best over the whole document, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass

from intake.reading.speeches.grammar import Grammar, Links
from intake.reading.speeches.seen import Seen

Scores = list[float]  # one for each label, in the grammar's order


@dataclass(frozen=True, slots=True)
class Label:
    """A line's label, and how much worse the best path is that gives the line another one."""

    zone: str
    margin: float


def labels_of(seen: Sequence[Seen], grammar: Grammar) -> tuple[Label, ...]:
    """Label every line; time grows with lines x labels, not with the text."""
    if not seen:
        return ()
    says = [_emission(item, grammar) for item in seen]
    before = _walk(says, grammar.opening, grammar.incoming)
    after = _walk(says[::-1], grammar.ending, grammar.outgoing)[::-1]
    return tuple(
        _label([one + other - twice for one, other, twice in zip(came, goes, said, strict=True)], grammar)
        for came, goes, said in zip(before, after, says, strict=True)
    )


def _walk(says: Sequence[Scores], edge: Sequence[float], links: Links) -> list[Scores]:
    """Score the best path up to every line for every label, from one edge of the document on."""
    scores = [start + said for start, said in zip(edge, says[0], strict=True)]
    walked = [scores]
    for said in says[1:]:
        best = [max([scores[other] + score for other, score in link]) for link in links]
        scores = [walk + say for walk, say in zip(best, said, strict=True)]
        walked.append(scores)
    return walked


def _label(whole: Scores, grammar: Grammar) -> Label:
    """Take the label of the best whole path, from the scores of the best paths that pass each label."""
    best = max(whole)
    number = whole.index(best)
    whole[number] = min(whole)
    return Label(grammar.zones[number], best - max(whole))


def _emission(item: Seen, grammar: Grammar) -> Scores:
    total = [0.0] * len(grammar.zones)
    for cue in item.cues:
        for number, weight in grammar.weights.get(cue, ()):
            total[number] += weight
    for number, need in grammar.needs:
        if item.cues.isdisjoint(need.cues):
            total[number] += need.otherwise
    return total
