"""The label of every line: the path of labels that scores best over the whole document, and by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.reading.speeches.grammar import Grammar, Weights
from intake.reading.speeches.seen import Seen

_START, _END = "start", "end"
_NEVER: Final = -1000.0
_NO_END: Final = -3.0  # what it costs to end with a label that no document ends with

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A line's label, and how much worse the best path is that gives the line another one."""

    zone: str
    margin: float


def labels_of(seen: Sequence[Seen], grammar: Grammar) -> tuple[Label, ...]:
    """Label every line; time grows with lines x labels, not with the text."""
    if not seen:
        return ()
    transitions = grammar.transitions
    zones = [zone for zone in transitions if zone != _START]
    says = [_emission(item, grammar) for item in seen]
    opening = {zone: transitions[_START].get(zone, _NEVER) for zone in zones}
    ending = {zone: transitions[zone].get(_END, _NO_END) for zone in zones}
    before = _walk(says, opening, _links(zones, transitions, forward=True))
    after = _walk(says[::-1], ending, _links(zones, transitions, forward=False))[::-1]
    return tuple(
        _label({zone: came[zone] + goes[zone] - said.get(zone, 0.0) for zone in zones})
        for came, goes, said in zip(before, after, says, strict=True)
    )


def _links(
    zones: Sequence[str], transitions: Weights, *, forward: bool
) -> dict[str, list[tuple[str, float]]]:
    """For every label, those that may stand beside it on the side one comes from, with the transition's score."""
    links: dict[str, list[tuple[str, float]]] = {zone: [] for zone in zones}
    for origin in zones:
        for zone, score in transitions[origin].items():
            if zone != _END:
                here, there = (zone, origin) if forward else (origin, zone)
                links[here].append((there, score))
    return {zone: link or [(zone, _NEVER)] for zone, link in links.items()}


def _walk(says: Sequence[Scores], edge: Scores, links: Mapping[str, list[tuple[str, float]]]) -> list[Scores]:
    """Score the best path up to every line for every label, from one edge of the document on."""
    scores = {zone: edge[zone] + says[0].get(zone, 0.0) for zone in edge}
    walked = [scores]
    for said in says[1:]:
        scores = {
            zone: max([scores[other] + score for other, score in link]) + said.get(zone, 0.0)
            for zone, link in links.items()
        }
        walked.append(scores)
    return walked


def _label(whole: Scores) -> Label:
    """Take the label of the best whole path, from the scores of the best paths that pass each label."""
    zone = max(whole, key=lambda name: (whole[name], name))
    return Label(zone, whole.pop(zone) - max(whole.values()))


def _emission(item: Seen, grammar: Grammar) -> Scores:
    total: Scores = {}
    for cue in item.cues:
        for zone, weight in grammar.weights.get(cue, {}).items():
            total[zone] = total.get(zone, 0.0) + weight
    for zone, need in grammar.needs.items():
        if item.cues.isdisjoint(need.cues):
            total[zone] = total.get(zone, 0.0) + need.otherwise
    return total
