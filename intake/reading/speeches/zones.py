"""The label of every line: the path of labels that scores best over the whole document."""

from collections.abc import Mapping, Sequence
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.seen import Seen

_START, _END = "start", "end"
_NEVER: Final = -1000.0


def zones_of(seen: Sequence[Seen], grammar: Grammar) -> tuple[str, ...]:
    """Label every line; time grows with lines x labels, not with the text."""
    if not seen:
        return ()
    zones = tuple(zone for zone in grammar.transitions if zone != _START)
    before = _predecessors(zones, grammar.transitions)
    opening = grammar.transitions[_START]
    says = _emission(seen[0], grammar)
    scores = {zone: opening.get(zone, _NEVER) + says.get(zone, 0.0) for zone in zones}
    steps: list[dict[str, str]] = []
    for item in seen[1:]:
        says = _emission(item, grammar)
        step: dict[str, str] = {}
        following: dict[str, float] = {}
        for zone in zones:
            score, origin = max((scores[origin] + cost, origin) for origin, cost in before[zone])
            following[zone] = score + says.get(zone, 0.0)
            step[zone] = origin
        scores = following
        steps.append(step)
    return _traced(scores, steps, grammar)


def _predecessors(
    zones: Sequence[str], transitions: Mapping[str, Mapping[str, float]]
) -> dict[str, list[tuple[str, float]]]:
    found = {
        zone: [(origin, transitions[origin][zone]) for origin in zones if zone in transitions[origin]]
        for zone in zones
    }
    return {zone: origins or [(zone, _NEVER)] for zone, origins in found.items()}


def _emission(item: Seen, grammar: Grammar) -> dict[str, float]:
    total: dict[str, float] = {}
    for cue in item.cues:
        for zone, weight in grammar.weights.get(cue, {}).items():
            total[zone] = total.get(zone, 0.0) + weight
    for zone, need in grammar.needs.items():
        if item.cues.isdisjoint(need.cues):
            total[zone] = total.get(zone, 0.0) + need.otherwise
    return total


def _traced(
    scores: Mapping[str, float], steps: Sequence[Mapping[str, str]], grammar: Grammar
) -> tuple[str, ...]:
    last = max(scores, key=lambda zone: (scores[zone] + grammar.transitions[zone].get(_END, -3.0), zone))
    path = [last]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return tuple(reversed(path))
