"""What can be seen of a line only beside the others: its style, its place, its neighbours."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeVar

from intake.reading.speeches.beside import (
    NO_MAIN_TITLE,
    above_bylines,
    above_notes,
    addressed,
    below_attributions,
    below_titles,
    broken_titles,
    lone_names,
    lone_units,
    named_below,
    named_with_colons,
    signed_letters,
)
from intake.reading.speeches.byline import Byline
from intake.reading.speeches.couplets import (
    MARKED,
    NO_HEADING,
    mark_above_couplets,
    mark_bracket_headings,
    mark_couplets,
    mark_lost_numbers,
    mark_pairs,
    mark_parallel,
    mark_siblings,
)
from intake.reading.speeches.digests import NO_LINE_ABOVE, NO_TITLE, mark_signing_units
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.seen import Seen
from intake.reading.speeches.structure import Structure
from intake.signs import squeeze

_Value = TypeVar("_Value", float, str)
_LARGER: Final = 1.9  # points above the body
_MAIL_HEAD: Final = 6  # lines
_COLUMN: Final = 8  # characters of a column's name
_MUCH: Final = 4  # characters by which the lines of a title do not differ
_CALL: Final = 30  # characters of a title that ends with ? or !
_QUOTED: Final = re.compile(r'"[^"]{2,8}"')
_CONTENTS: Final = re.compile("目 {0,8}[录次]")
_LISTED: Final = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])|[….·]{0,60}\d{0,3}$")
_LAST_PARAGRAPHS: Final = 3
_LONGEST_OUTLOOK: Final = 150  # characters
_NO_BODY: Final = frozenset({"note_label", "row", "closing_words", "letter", "attribution"})
_PERSONS: Final = frozenset({"byline", "byline_post", "field", "attribution"})
_NO_ENCLOSURE: Final = frozenset({"byline", "byline_unit", "byline_post", "date", "contact", "credits"})
_NO_ASIDE: Final = NO_TITLE | {"serial", "occasion_title", "attribution"}
_MERE_ASIDE: Final = frozenset(
    {"genre_title", "wrapped", "short", "tiny", "before_body", "unmarked", "centred"}
)


def see_together(seen: Sequence[Seen], structure: Structure, grammar: Grammar) -> None:
    """Add the cues that lines give each other."""
    _mail_heads(seen)
    _contents(seen, structure)
    _style(seen)
    _smaller_than_next(seen)
    _markers(seen, structure)
    _place(seen)
    _first_lines(seen)
    _attachments(seen)
    named_below(seen)
    addressed(seen)
    lone_names(seen, grammar)
    lone_units(seen, grammar)
    above_notes(seen)
    signed_letters(seen)
    mark_bracket_headings(seen)
    mark_pairs(seen)
    mark_parallel(seen)
    mark_siblings(seen)
    mark_above_couplets(seen)
    _quoted_columns(seen)
    below_titles(seen, grammar)
    named_with_colons(seen)
    above_bylines(seen)
    mark_signing_units(seen)
    below_attributions(seen)
    mark_couplets(seen)
    mark_lost_numbers(seen)
    broken_titles(seen, grammar)
    _beyond_sections(seen)


def _mail_heads(seen: Sequence[Seen]) -> None:
    """Take 主题: for the subject of a pasted mail, not for the title's label, where sender or recipient stand beside it."""
    head = seen[:_MAIL_HEAD]
    if any("mail_head" in item.cues for item in head):
        for item in head:
            if item.line.view.startswith(("主题:", "附件:", "日期:", "时间:")):
                item.cues = (item.cues - {"title_label", "attachment_label", "field_other"}) | {"mail_head"}
                item.fields = ()


def _contents(seen: Sequence[Seen], structure: Structure) -> None:
    """Mark the lines below 目录 that come again further on: a table of contents without page numbers."""
    start = next(
        (number for number, item in enumerate(seen) if _CONTENTS.fullmatch(item.line.view)), len(seen)
    )
    texts = [_LISTED.sub("", squeeze(item.line.view)) for item in seen]
    for number in range(start + 1, len(seen)):
        if texts[number] not in texts[number + 1 :]:
            return
        seen[number].cues = {"contents_line", "short"}
        seen[number].fields, seen[number].byline = (), Byline()
        for group in (structure.headings, structure.points, structure.inner):
            group.pop(number, None)


def _style(seen: Sequence[Seen]) -> None:
    size = _usual((item.line.source.size, len(item.line.text)) for item in seen)
    font = _usual((item.line.source.font, len(item.line.text)) for item in seen)
    all_bold = sum(item.line.source.bold for item in seen) > len(seen) * 2 // 3
    for item in seen:
        block = item.line.source
        styles = {
            "centred": block.align == "center",
            "right": block.align == "right",
            "large": bool(size and block.size and block.size >= size + _LARGER),
            "bold": block.bold and not all_bold,
            "outline": bool(block.level),
            "odd_font": bool(font and block.font and block.font != font),
        }
        item.cues |= {name for name, holds in styles.items() if holds}


def _smaller_than_next(seen: Sequence[Seen]) -> None:
    """Mark what looks like a column over its title: in smaller type, or much shorter."""
    for item, below in pairwise(seen):
        shorter = len(item.line.view) <= _COLUMN and len(below.line.view) >= len(item.line.view) + _MUCH
        if shorter and not (item.cues | below.cues) & NO_TITLE and {"short"} <= item.cues & below.cues:
            item.cues.add("shorter_than_next")
        one, other = item.line.source.size, below.line.source.size
        if one and other and other >= one + _LARGER and not item.cues & NO_TITLE:
            item.cues.add("smaller_than_next")


def _quoted_columns(seen: Sequence[Seen]) -> None:
    """Mark a few words in quotes above a title as a column's name: “书记讲堂”."""
    for item, below in pairwise(item for item in seen if "before_body" in item.cues):
        quoted = _QUOTED.fullmatch(item.line.view) and "short" in item.cues
        if quoted and "short" in below.cues and not below.cues & (NO_MAIN_TITLE | {"dash"}):
            item.cues.add("quoted_column")
            item.cues -= {"pairs_next", "pairs_previous"}
            below.cues -= {"pairs_previous"}


def _usual(values: Iterable[tuple[_Value | None, int]]) -> _Value | None:
    """Give the value that most characters have."""
    counts = Counter[_Value]()
    for value, length in values:
        if value:
            counts[value] += length
    return counts.most_common(1)[0][0] if counts else None


def _markers(seen: Sequence[Seen], structure: Structure) -> None:
    for number, item in enumerate(seen):
        role = structure.role(number)
        item.cues.add(f"{role}_marker" if role else "unmarked")
        if role == "heading" and "long" in item.cues:
            item.cues.add("run_in_heading")
            item.cues.discard("long")
    for before, item in pairwise(seen):
        _below_marker(before, item)
        own_paragraph = not item.line.joined and "stop" not in before.cues
        if "announces" in before.cues and "point_marker" in item.cues and not own_paragraph:
            before.cues.add("announced_points")
    for number in structure.opening:
        if number >= 1:
            seen[number - 1].cues.add("opens_run")
        if number > 1:
            seen[number - 2].cues.add("before_opens_run")


def _below_marker(before: Seen, item: Seen) -> None:
    bare_marker = before.cues & {"heading_marker", "point_marker"} and not before.cues & {"long", "stop"}
    if "run_in_heading" in before.cues and "unmarked" in item.cues:
        item.cues.add("after_run_in")
    if bare_marker and {"unmarked", "stop"} <= item.cues:
        item.cues.add("under_marker")


def _first_lines(seen: Sequence[Seen]) -> None:
    """Mark the first line, and what is no title: brackets around a whole line, or an organisation alone above the text."""
    seen[0].cues.add("first")
    if seen[0].line.view[0] == "(" and "wrapped" in seen[0].cues and not seen[0].cues & _NO_ASIDE:
        seen[0].cues.add("aside")
    for above, item in pairwise(seen):
        titled = "short" in above.cues and not above.cues & NO_LINE_ABOVE
        titled = titled and item.cues & {"tiny", "genre_title"} != {"genre_title"}  # (某会发言材料) says more
        if titled and item.line.view[0] == "(" and item.cues <= _MERE_ASIDE:  # (正方总结陈词) below a title
            item.cues.add("aside")
    head = [item for item in seen if "before_body" in item.cues and not item.cues & {"salutation", "date"}]
    signed = any(item.cues & _PERSONS for item in seen)
    if len(head) == 1 and "byline_unit" in head[0].cues and not signed:
        head[0].cues.add("unit_alone")


def _attachments(seen: Sequence[Seen]) -> None:
    """Mark what stands below 附件: at the end of the text, but not who signs and when."""
    below = False
    for item in seen:
        if "long" in item.cues or item.cues & _NO_ENCLOSURE:
            below = False
        elif "attachment_label" in item.cues and "after_body" in item.cues:
            below = True
        elif below:
            item.cues.add("below_attachment")


def _place(seen: Sequence[Seen]) -> None:
    body = [
        number
        for number, item in enumerate(seen)
        if item.cues & {"long", "sentence"} and not item.cues & _NO_BODY
    ]
    first, last = (body[0], body[-1]) if body else (len(seen), len(seen))
    for number, item in enumerate(seen):
        if number < first:
            item.cues.add("before_body")
            item.cues -= {"closing_words", "outlook"}
            if item.line.view[-1] in "?!" and len(item.line.view) <= _CALL:  # a title may ask or call
                item.cues.discard("stop")
                item.cues.add("short")
        elif number > last:
            item.cues.add("after_body")
        if "outlook" in item.cues and not _late(seen, number, body):
            item.cues.discard("outlook")
    if first != last:
        seen[last].cues.add("last_paragraph")


def _late(seen: Sequence[Seen], number: int, body: Sequence[int]) -> bool:
    """Tell whether a line is among the last paragraphs: few follow, and none of them is numbered."""
    following = [later for later in body[-_LAST_PARAGRAPHS:] if later > number]
    marked = any(seen[later].cues & MARKED for later in following)
    return len(body) > 1 and len(following) < _LAST_PARAGRAPHS and not marked and not seen[number].line.joined


def _beyond_sections(seen: Sequence[Seen]) -> None:
    """Mark the last paragraph where it is one more than the sections have: it stands outside them."""
    last = next((number for number, item in enumerate(seen) if "last_paragraph" in item.cues), None)
    if last is None or seen[last].cues & MARKED or len(seen[last].line.view) > _LONGEST_OUTLOOK:
        return
    *before, shape = _shapes(seen[: last + 1])
    behind_points = shape.endswith("PT") and not any("PT" in other for other in (*before, shape[:-1]))
    one_more = (
        len(before) > 1
        and {f"{other}T" for other in before[1:]} == {shape}
        and (len(shape) > 1 or any("run_in_heading" in item.cues for item in seen))
    )
    if behind_points or one_more:
        seen[last].cues.add("beyond_sections")


def _shapes(seen: Sequence[Seen]) -> list[str]:
    """Write what each section holds, T for a paragraph and P for a point; the first is what stands above all."""
    shapes = [""]
    for item in seen:
        if "heading_marker" in item.cues or ("short" in item.cues and not item.cues & NO_HEADING):
            shapes.append("")
        elif "point_marker" in item.cues:
            shapes[-1] += "P"
        elif item.cues & {"long", "sentence"}:
            shapes[-1] += "T"
    return shapes
