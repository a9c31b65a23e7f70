"""Points whose numbers are gone: text files lose Word's automatic numbering, and some writers never number."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from intake.reading.speeches.sections import first_sentence
from intake.reading.speeches.zoned import Part, Zoned, of

_LONGEST_LEAD: Final = 26  # characters of a point's first sentence
_SHORTEST_REST: Final = 10  # characters behind it
_TOLD: Final = re.compile(
    "我|你|他|她|这|那|大家|各位|同志|今天|目前|过去|去年|今年"
)  # a sentence that tells, no point's lead
_FEWEST: Final = 3  # points in all
_BODY: Final = ("heading", "subheading", "text", "point")


def with_points(part: Part) -> Part:
    """Call paragraphs points where all of a plain text's paragraphs start with a short sentence, and none is numbered."""
    if of(part, "point") or any(line.seen.line.source.size for line in part):
        return part
    headed = bool(of(part, "heading"))
    candidates = of(part, "text") if headed else _behind_the_lead(of(part, "lead"))
    if len(candidates) < _FEWEST or not all(map(_leads, candidates)) or (headed and not _many(part)):
        return part
    chosen = set(map(id, candidates))
    return tuple(replace(line, zone="point", role=None) if id(line) in chosen else line for line in part)


def _many(part: Part) -> bool:
    """Tell whether a section has several paragraphs: a single one under its heading is the section's text."""
    zones = [line.zone for line in part]
    return any(one == other == "text" for one, other in pairwise(zones))


def _behind_the_lead(leads: Part) -> Part:
    """Without headings the first paragraph opens; the others may be points."""
    start = len(leads)
    while start > 1 and _leads(leads[start - 1]):
        start -= 1
    return leads[start:]


def _leads(line: Zoned) -> bool:
    sentence, rest = first_sentence(line.text)
    told = _TOLD.search(sentence)
    return (
        len(sentence) <= _LONGEST_LEAD and len(rest) >= _SHORTEST_REST and not (told or line.seen.line.joined)
    )
