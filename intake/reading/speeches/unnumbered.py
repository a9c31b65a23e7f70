"""Points and headings without numbers: text files lose Word's automatic numbering, and some writers never number."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from intake.reading.speeches.sections import first_sentence
from intake.reading.speeches.zoned import Part, Zoned, of
from intake.signs import plain

_LONGEST_LEAD: Final = 26  # characters of a point's first sentence
_LONGEST_HEADING: Final = 14  # characters of a heading that runs into its text
_SHORTEST_REST: Final = 10  # characters behind it
_TOLD: Final = re.compile(
    "^第|^先|^再|我|你|他|她|这|那|大家|各位|同志|今天|目前|过去|去年|今年"
)  # a sentence that tells, no point's lead
_FEWEST: Final = 3  # points in all
_UNEQUAL: Final = 1  # characters by which openings of one shape differ
_BODY: Final = ("heading", "subheading", "text", "point")


def with_points(part: Part) -> Part:
    """Call paragraphs points where all below a plain text's headings start with a short sentence, and none is numbered.

    Without any heading, openings of one shape are headings that run into their text: 一碗热饭,不能凑合。…
    """
    if of(part, "point") or any(line.seen.line.source.size for line in part):
        return part
    if not of(part, "heading"):
        return _with_headings(part)
    candidates = of(part, "text")
    if len(candidates) < _FEWEST or not all(map(_leads, candidates)) or not _many(part):
        return part
    chosen = set(map(id, candidates))
    return tuple(replace(line, zone="point", role=None) if id(line) in chosen else line for line in part)


def _many(part: Part) -> bool:
    """Tell whether a section has several paragraphs: a single one under its heading is the section's text."""
    zones = [line.zone for line in part]
    return any(one == other == "text" for one, other in pairwise(zones))


def _with_headings(part: Part) -> Part:
    """Call the paragraphs of the longest run of like openings sections; what follows them is the closing."""
    leads = of(part, "lead")
    run = max(_runs(leads), key=len, default=[])
    if len(run) < _FEWEST:
        return part
    chosen = set(map(id, run))
    behind = set(map(id, leads[leads.index(run[-1]) + 1 :]))
    zones = dict.fromkeys(chosen, "heading") | dict.fromkeys(behind, "closing")
    return tuple(replace(line, zone=zones.get(id(line), line.zone)) for line in part)


def _runs(lines: Sequence[Zoned]) -> list[list[Zoned]]:
    """Cut lines into runs of which each opens as the one before."""
    runs: list[list[Zoned]] = [[]]
    for line in lines:
        if not _leads(line):
            runs.append([])
        elif runs[-1] and not _alike(runs[-1][-1], line):
            runs.append([line])
        else:
            runs[-1].append(line)
    return runs


def _alike(one: Zoned, other: Zoned) -> bool:
    """Tell whether two paragraphs open in one shape: as long, and with a comma at the same place or none."""
    first, second = (plain(first_sentence(line.text)[0]) for line in (one, other))
    if max(len(first), len(second)) > _LONGEST_HEADING:
        return False
    commas = first.find(","), second.find(",")
    return abs(len(first) - len(second)) <= _UNEQUAL and abs(commas[0] - commas[1]) <= _UNEQUAL


def _leads(line: Zoned) -> bool:
    sentence, rest = first_sentence(line.text)
    told = _TOLD.search(sentence)
    return (
        len(sentence) <= _LONGEST_LEAD and len(rest) >= _SHORTEST_REST and not (told or line.seen.line.joined)
    )
