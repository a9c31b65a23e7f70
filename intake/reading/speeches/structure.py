"""Families of markers in a document: which one heads the sections, which one makes the points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.markers import BOLD, Marker, marker_at

_FEWEST: Final = 2
_BOLD: Final = (4, 40)  # characters of a bold opening
_HEADING_LENGTH: Final = 45  # characters of a heading on its own line, marker included


@dataclass(slots=True)
class Structure:
    """The lines' markers and their roles: number of the line → marker."""

    headings: dict[int, Marker] = field(default_factory=dict)
    points: dict[int, Marker] = field(default_factory=dict)
    inner: dict[int, Marker] = field(default_factory=dict)
    opening: set[int] = field(
        default_factory=set
    )  # lines where points start counting anew without a numbered heading

    def role(self, number: int) -> str | None:
        """Name the role of a line's marker: heading, point, inner; None for a line without one."""
        for name, group in (("heading", self.headings), ("point", self.points), ("inner", self.inner)):
            if number in group:
                return name
        return None


@dataclass(frozen=True, slots=True)
class _Found:
    number: int
    marker: Marker


_Run = list[_Found]


def structure_of(lines: Sequence[Line], barriers: Iterable[int], grammar: Grammar) -> Structure:
    """Find the roles of all markers; counting starts anew at each barrier (a byline, a salutation, a title)."""
    structure = Structure()
    found = [
        _Found(number, marker) for number, line in enumerate(lines) if (marker := _marker(line, grammar))
    ]
    stops = [*sorted(barriers), len(lines)]
    start = 0
    for stop in stops:
        chunk = [item for item in found if start <= item.number < stop]
        if chunk:
            _assign(structure, chunk, lines)
        start = stop
    return structure


def _marker(line: Line, grammar: Grammar) -> Marker | None:
    if line.source.kind not in {"paragraph", "box"} or "\t" in line.text:
        return None
    marker = marker_at(line.view, grammar)
    return marker or (Marker(BOLD, 0, 0, 0) if _bold_opening(line) else None)


def _bold_opening(line: Line) -> bool:
    """Tell whether a paragraph starts with a bold sentence and goes on without: style is the only number it has."""
    bold = line.source.bold_head
    return (
        not line.joined
        and not line.source.bold
        and _BOLD[0] <= bold <= _BOLD[1]
        and len(line.text) >= 2 * bold
    )


def _runs(found: Iterable[_Found]) -> dict[str, list[_Run]]:
    """Find the complete sequences of each family: they start at one and leave no gap."""
    runs: dict[str, list[_Run]] = {}
    for item in found:
        family = runs.setdefault(item.marker.family.name, [])
        last = family[-1] if family else []
        bullet = item.marker.ordinal == 0 and not last
        if item.marker.ordinal == 1 or bullet:
            family.append([item])
        elif last and item.marker.follows(last[-1].marker.ordinal or len(last)):
            last.append(item)
    whole = {name: [run for run in family if len(run) >= _FEWEST] for name, family in runs.items()}
    return {name: family for name, family in whole.items() if family}


def _assign(structure: Structure, found: list[_Found], lines: Sequence[Line]) -> None:
    runs = _runs(found)
    if not runs:
        return
    found = [item for item in found if not _is_lone_word(item, runs)]
    outer = min(runs.values(), key=lambda family: (family[0][0].marker.family.rank, family[0][0].number))
    if _heads(outer, runs, lines):
        heads = outer[0]
        structure.headings.update((item.number, item.marker) for item in heads)
        bounds = [-1, *(item.number for item in heads), lines_end(found)]
    else:
        bounds = [-1, lines_end(found)]
    for start, end in pairwise(bounds):
        segment = [item for item in found if start < item.number < end]
        if start == -1 and structure.headings and len(bounds) > 2:  # noqa: PLR2004  # text in front of the first heading
            structure.inner.update((item.number, item.marker) for item in segment)
        else:
            _assign_points(structure, segment, numbered=len(bounds) > 2)  # noqa: PLR2004


def _is_lone_word(item: _Found, runs: dict[str, list[_Run]]) -> bool:
    """Tell a title that starts as a point would (三问三答话担当): it counts nothing, and starts no sequence."""
    counted = any(item in run for family in runs.values() for run in family)
    name, ordinal = item.marker.family.name, item.marker.ordinal
    return not counted and (name == "dash" or (name == "grasp" and ordinal != 1))


def lines_end(found: list[_Found]) -> int:
    """Give the number behind the last marked line."""
    return found[-1].number + 1


def _heads(outer: list[_Run], runs: dict[str, list[_Run]], lines: Sequence[Line]) -> bool:
    """Tell whether a family heads sections: it runs once, and is no family of points."""
    family = outer[0][0].marker.family
    if len(outer) > 1:
        return False
    if family.role == "point":
        return _stand_alone(outer[0], lines)
    if family.role == "heading":
        return True
    views = [lines[item.number].view for item in outer[0]]
    own_lines = median(len(view) for view in views) <= _HEADING_LENGTH
    run_in = sum("。" in view[:-1] for view in views) * 2 > len(views)
    if run_in and _after_points(outer[0], runs) and _below_a_line(outer[0], lines):
        return False
    return (own_lines and not run_in) or len(runs) > 1


def _after_points(run: _Run, runs: dict[str, list[_Run]]) -> bool:
    """Tell whether all other families are points that end above a run: sections of one text may count by other signs."""
    family = run[0].marker.family.name
    others = [other for name, found in runs.items() if name != family for other in found]
    return bool(others) and all(
        other[-1].number < run[0].number and other[0].marker.family.role == "point" for other in others
    )


def _below_a_line(run: _Run, lines: Sequence[Line]) -> bool:
    """Tell whether a short line without a stop heads a run."""
    above = lines[run[0].number - 1].view if run[0].number else ""
    return 0 < len(above) <= _HEADING_LENGTH and above[-1] not in "。;:!?,"


def _stand_alone(run: _Run, lines: Sequence[Line]) -> bool:
    """Tell whether first, second, third stand on short lines of their own with their text below them."""
    views = [lines[item.number].view for item in run]
    short = all(len(view) <= _HEADING_LENGTH and "。" not in view for view in views)
    numbers = [item.number for item in run]
    return short and all(after - number > 1 for number, after in pairwise([*numbers, len(lines)]))


def _assign_points(structure: Structure, segment: list[_Found], *, numbered: bool) -> None:
    runs = _runs(segment)
    if not runs:
        structure.inner.update((item.number, item.marker) for item in segment)
        return
    chosen = min(runs.values(), key=lambda family: (family[0][0].marker.family.rank, family[0][0].number))
    earlier = [
        run
        for family in runs.values()
        for run in family
        if run[-1].number < chosen[0][0].number and run[0].marker.family.role == "point"
    ]
    chosen = [*earlier, *chosen]
    points = {item.number: item.marker for run in chosen for item in run}
    structure.points.update(points)
    structure.inner.update((item.number, item.marker) for item in segment if item.number not in points)
    if not numbered:
        structure.opening.update(run[0].number for run in chosen)
