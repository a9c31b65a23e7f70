"""One document, several speeches: where a new one starts, and what all of them share."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from intake.reading.speeches.zoned import Part, Zoned, of

_HEAD: Final = ("preface", "kicker", "issue", "title", "subtitle", "byline", "date", "note", "salutation")
_BODY: Final = ("lead", "heading", "subheading", "point", "text", "closing")
_TAIL: Final = ("signature", "contact", "contributor", "credits", "attachment")
_BELOW: Final = frozenset({"subtitle", "byline", "date", "salutation"})  # what may stand below a title
_INTRODUCTION: Final = 2  # paragraphs
_LEAST: Final = 40  # characters of a speech's body


def parts_of(lines: Part) -> tuple[Part, tuple[Part, ...]]:
    """Cut labelled lines into what stands above all speeches, and one part for each speech."""
    parts = _cut(_bylines_above(lines))
    if len(parts) > 1 and _introduces(parts[0]):
        first, second, *others = parts
        if of(second, "title"):
            return first, (second, *others)
        parts = [(*first, *second), *others]  # a note without a label between title and byline
    if len(parts) == 1:
        return (), (parts[0],)
    common, first = _common(parts[0], parts[1])
    return common, (first, *parts[1:])


def _bylines_above(lines: Part) -> Part:
    """Call a signature right above a title the next speech's byline, where the first speech has its byline above too."""
    zones = [line.zone for line in lines]
    head = zones[: next((number for number, zone in enumerate(zones) if zone in _BODY), 0)]
    if "byline" not in head or "title" not in head[head.index("byline") :]:
        return lines
    above = {
        id(line)
        for line, below in pairwise(lines)
        if line.zone == "signature" and line.seen.byline.speakers and below.zone == "title"
    }
    return tuple(replace(line, zone="byline") if id(line) in above else line for line in lines)


def _cut(lines: Part) -> list[Part]:
    parts: list[list[Zoned]] = [[]]
    started = False
    for line in lines:
        if line.zone in _HEAD and line.zone != "date" and started:
            parts.append([])
            started = False
        started = started or line.zone in _BODY
        parts[-1].append(line)
    whole: list[Part] = []
    for part in map(tuple, parts):
        if whole and not _stands_alone(part):
            whole[-1] = (*whole[-1], *part)
        else:
            whole.append(part)
    return whole


def _stands_alone(part: Part) -> bool:
    """Tell whether a part is a speech of its own: it has a text, and a speaker or an occasion."""
    long_enough = sum(len(line.text) for line in of(part, *_BODY)) >= _LEAST
    persons = any(line.seen.byline.speakers or line.seen.fields for line in of(part, "byline", "signature"))
    posts = any(line.seen.byline.post for line in of(part, "byline"))
    posts = posts or any("unit_signs" in line.seen.cues for line in of(part, "byline", "signature"))
    occasion = any("occasion_title" in line.seen.cues for line in part)
    # a short speech is one too, if it is dressed as one: title, speaker and salutation
    dressed = bool(persons and of(part, "title") and of(part, "salutation") and of(part, *_BODY))
    return dressed or (long_enough and (persons or posts or occasion))


def _introduces(part: Part) -> bool:
    """Tell whether what stands first only introduces: a title and a paragraph or two, and nobody speaks."""
    body = of(part, *_BODY)
    return len(body) <= _INTRODUCTION and {line.zone for line in body} <= {"lead"} and not _stands_alone(part)


def _common(first: Part, second: Part) -> tuple[Part, Part]:
    """Part the first speech from the head of the whole document: its own head is like the second's.

    Between its title and its text it may hold what the second lacks: a subtitle, a day, a salutation.
    """
    head = [line.zone for line in second]
    body = next((number for number, zone in enumerate(head) if zone in _BODY), len(head))
    allowed = Counter(head[:body])
    start = next((number for number, line in enumerate(first) if line.zone in _BODY), len(first))
    titled = not allowed["title"]  # where the second has none, nothing is below one
    while start and "digest_title" not in first[start - 1].seen.cues:
        line = first[start - 1]
        below, couplet = not titled and line.zone in _BELOW, _pairs(line, first[start])
        if allowed[line.zone] <= 0 and not below and not couplet:
            break
        allowed[line.zone] -= 1
        titled = titled or line.zone == "title"
        start -= 1
    return first[:start], first[start:]


def _pairs(line: Zoned, below: Zoned) -> bool:
    """Tell whether two lines are the couplet of one title."""
    titles = line.zone == below.zone == "title"
    return titles and "pairs_next" in line.seen.cues and "pairs_previous" in below.seen.cues
