"""Short lines that belong together: couplets of titles and headings, and points whose numbers are lost."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from intake.reading.speeches.byline import Byline
from intake.reading.speeches.seen import Seen

#: Cues of a line that is counted.
MARKED: Final = frozenset({"heading_marker", "point_marker", "inner_marker"})
#: Cues of a line that names who spoke.
BYLINES: Final = frozenset({"byline", "field", "byline_post"})
#: Cues of lines that are no headings.
NO_HEADING: Final = frozenset(
    {
        "before_body",
        "after_body",
        "point_marker",
        "inner_marker",
        "byline",
        "byline_name",
        "field",
        "salutation",
    }
    | {"date", "contact", "credits", "issue", "row"}
)
_NO_COUPLET: Final = frozenset(
    {
        "byline",
        "field",
        "salutation",
        "issue",
        "date",
        "stop",
        "row",
        "serial",
        "dash",
        "meeting_materials",
        "column",
        "note_more",
    }
    | {"genre_title", "occasion_title", "byline_unit", "byline_post", "byline_name"}
)
_NO_SIBLING: Final = (
    (_NO_COUPLET - {"byline_name", "column"}) | MARKED | {"digest_title", "note_label", "contributor", "dash"}
)
_PARAGRAPHS: Final = frozenset({"long", "sentence"})
_FEWEST_SIBLINGS: Final = 3
_SIBLINGS_DIFFER: Final = 3  # characters
_HEAD_LINES: Final = 2  # title and byline
_COUNTED: Final = re.compile(
    r"[【\[]第[一二三四五六七八九十\d]{1,3}[一-龥]?[: ,、]"
)  # 第二站:…, whatever it reads like
_MEETING: Final = re.compile(
    r"全[省市县区州旗镇乡国校院]|[一-龥]{2,6}[省市县区州旗镇乡]|20\d\d年|[一-龥]{0,12}第.{1,4}[届次]"
)
_ALIKE: Final = 2  # characters
_UNEQUAL: Final = 4  # characters


def mark_bracket_headings(seen: Sequence[Seen]) -> None:
    """Mark brackets right above paragraphs of one text as its headings: 【第一站:长者食堂】."""
    inside = [
        item
        for item, below in pairwise(seen)
        if "bracket_column" in item.cues
        and "before_body" not in item.cues
        and below.cues & _PARAGRAPHS
        and (_COUNTED.match(item.line.view) or not (item.byline.unit or item.byline.post))
    ]
    # 【东口】 may be a name by itself, beside 【中段】 it is none
    known = any(_COUNTED.match(item.line.view) or not item.byline for item in inside)
    for item in inside if known and len(inside) > 1 else ():
        item.byline = Byline()
        item.cues = (item.cues - {"byline", "byline_name", "byline_unit"}) | {"bracket_heading"}


def mark_pairs(seen: Sequence[Seen]) -> None:
    """Mark two short lines of equal length below each other."""
    for first, second in pairwise(seen):
        spare = 4 if "heading_marker" in first.cues else 1  # characters, for the marker of the first
        alike = abs(len(first.line.view) - len(second.line.view)) <= spare
        short = "short" in first.cues and "short" in second.cues and not second.cues & MARKED
        alike = alike and first.line.source.size == second.line.source.size
        if not (alike and short) or (first.cues | second.cues) & _NO_COUPLET:
            continue
        if "meeting_name" in first.cues - second.cues and _MEETING.match(first.line.view):
            first.cues.add("named_meeting")  # no title's first half, whatever its length
        else:
            first.cues.add("pairs_next")
            second.cues.add("pairs_previous")


def mark_parallel(seen: Sequence[Seen]) -> None:
    """Mark short lines above paragraphs that start or end alike (算好生态账, 算好民生账): headings without numbers.

    A line below another short one is the second of a heading.
    """
    groups: dict[str, list[Seen]] = {}
    for above, item, below in zip(
        seen[_HEAD_LINES - 1 :], seen[_HEAD_LINES:], seen[_HEAD_LINES + 1 :], strict=False
    ):
        alone = "short" not in above.cues or "before_body" in above.cues
        above_text = alone and below.cues & {"long", "sentence"} and "short" in item.cues
        if above_text and not item.cues & (NO_HEADING - {"before_body"} | _NO_COUPLET):
            view = item.line.view
            groups.setdefault(view[:_ALIKE], []).append(item)
            groups.setdefault(view[: -_ALIKE - 1 : -1], []).append(item)  # the end, read backwards
    for group in groups.values():
        lengths = [len(item.line.view) for item in group]
        if len(group) > 1 and max(lengths) - min(lengths) <= _UNEQUAL:
            for item in group:
                item.cues.add("parallel")


def mark_siblings(seen: Sequence[Seen]) -> None:
    """Mark short lines of one length that each stand above paragraphs: headings, even if one may be a name (强队伍)."""
    found: list[Seen] = []
    for above, item, below in zip(seen, seen[1:], seen[2:], strict=False):
        apart = "short" not in above.cues or "before_body" in above.cues
        paragraphs = apart and below.cues & _PARAGRAPHS and "long" not in item.cues
        if paragraphs and "short" in item.cues and not item.cues & _NO_SIBLING:
            found.append(item)
    lengths = [len(item.line.view) for item in found]
    if len(found) < _FEWEST_SIBLINGS or max(lengths) - min(lengths) > _SIBLINGS_DIFFER:
        return
    for item in found:
        item.cues -= {"byline_name", "outlook", "bracket_column"}
        item.cues.add("sibling")
        item.byline = Byline() if not item.byline.post else item.byline


def mark_above_couplets(seen: Sequence[Seen]) -> None:
    """Mark the first of three short lines of unequal length as a column over a couplet."""
    head = [item for item in seen if "before_body" in item.cues]
    for first, second, third in zip(head, head[1:], head[2:], strict=False):
        chain = "pairs_next" in first.cues and {"pairs_next", "pairs_previous"} <= second.cues
        lengths = {len(item.line.view) for item in (first, second, third)}
        if (
            chain
            and "pairs_previous" in third.cues
            and "pairs_previous" not in first.cues
            and len(lengths) > 1
        ):
            first.cues.discard("pairs_next")
            second.cues.discard("pairs_previous")
            first.cues.add("above_couplet")


def mark_couplets(seen: Sequence[Seen]) -> None:
    """Mark the second of two short lines between paragraphs: a heading and its second line."""
    short = [False, *("short" in item.cues and not item.cues & NO_HEADING for item in seen)]
    for number in range(1, len(seen) - 1):
        before, item, after = seen[number - 1 : number + 2]
        opens = not short[number - 1] or "heading_marker" in before.cues
        closes = (not short[number + 2] or bool(after.cues & MARKED)) and not after.cues & BYLINES
        if opens and closes and short[number] and short[number + 1] and "heading_marker" not in item.cues:
            item.cues.add("second_of_two")


def mark_lost_numbers(seen: Sequence[Seen]) -> None:
    """Mark points on lines of their own where both levels lost their numbers.

    Then pairs of short lines (heading, first point) and single ones (further points) stand in turn.
    """
    pairs = [
        number
        for number, item in enumerate(seen)
        if "second_of_two" in item.cues and _unnumbered(seen[number - 1])
    ]
    singles = [
        number
        for number in range(1, len(seen) - 1)
        if _unnumbered(seen[number]) and _between(seen[number - 1], seen[number + 1])
    ]
    if len(pairs) > 1 and len(singles) >= len(pairs) and not any(item.cues & MARKED for item in seen):
        for number in (*pairs, *singles):
            seen[number].cues.add("own_point")
            seen[number].cues.discard("second_of_two")


def _unnumbered(item: Seen) -> bool:
    return "short" in item.cues and not item.cues & (NO_HEADING | MARKED)


def _between(before: Seen, after: Seen) -> bool:
    paragraphs = {"long", "sentence"}
    return bool(before.cues & paragraphs and after.cues & paragraphs)
