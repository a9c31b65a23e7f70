"""Lines that are known by those beside them: lone names and units, whom a text addresses, the parts of a title."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from intake.model import Speaker
from intake.reading.speeches.byline import Byline
from intake.reading.speeches.couplets import BYLINES, MARKED
from intake.reading.speeches.cuts import is_lone_unit, is_path
from intake.reading.speeches.digests import NO_LINE_ABOVE, NO_TITLE
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.names import is_placelike
from intake.reading.speeches.seen import Seen
from intake.signs import squeeze

_ADDRESS: Final = re.compile(r"[一-龥、, ]{2,20}(?<![下是有为点条者按])[:]")
_LONE: Final = frozenset(
    {"tiny", "short", "before_body", "unmarked", "centred", "right", "bold", "odd_font", "large"}
)
_LONE_UNIT: Final = _LONE | {
    "above_note",
    "meeting_name",
    "smaller_than_next",
    "shorter_than_next",
    "byline_like",
    "byline_name",
}
_LONE_NAME: Final = re.compile(r"[一-龥](?: {1,4}[一-龥]){1,3}|[一-龥]{2,3}")
NO_MAIN_TITLE: Final = NO_TITLE | {
    "serial",
    "column",
    "bracket_column",
    "meeting_materials",
    "occasion_title",
    "question",
    "letter",
}


def lone_names(seen: Sequence[Seen], grammar: Grammar) -> None:
    """Take a few characters beside a nameless post for its name, even without a listed surname; not as the first line."""
    head = [item for item in seen if "before_body" in item.cues]
    for one, other in pairwise(head):
        for post, name in ((one, other), (other, one)):
            bare = squeeze(name.line.view)
            lone = name.cues - {"byline_unit"} if is_placelike(bare, grammar) else name.cues
            alone = lone <= _LONE and name is not head[0] and bool(_LONE_NAME.fullmatch(name.line.view))
            if "byline_post" in post.cues and alone and bare not in grammar.not_names:
                name.byline = Byline((Speaker(squeeze(name.line.text)),), shape="unlisted")
                name.cues = lone | {"byline_name"}


def named_below(seen: Sequence[Seen]) -> None:
    """Take a bracket with a person's label below a text for an attribution: (发言人:某镇党委书记 张三)."""
    for item in seen:
        named = any(entry.key == "name" for entry in item.fields)
        if named and {"field", "wrapped"} <= item.cues and "before_body" not in item.cues:
            item.cues.add("attribution")


def addressed(seen: Sequence[Seen]) -> None:
    """Mark the last line of the head, ending with a colon, as whom the text addresses, whatever they are called."""
    for item, below in pairwise(seen):
        head = (
            {"before_body", "colon_end", "short", "unmarked"} <= item.cues
            and not item.fields
            and not item.byline
        )
        if head and _ADDRESS.fullmatch(item.line.view) and below.cues & {"long", "sentence"}:
            item.cues.add("addressed")


def lone_units(seen: Sequence[Seen], grammar: Grammar) -> None:
    """Take a line beside a post without a unit, or alone below 在…上的发言, for the unit if words or a place tell it."""
    head = [item for item in seen if "before_body" in item.cues]
    for above, item, below in zip(head, head[1:], [*head[2:], None], strict=False):
        beside = any(
            other and other.cues & {"byline", "byline_post"} and not other.byline.unit
            for other in (above, below)
        )
        alone = "occasion_title" in above.cues and not (below and below.cues & BYLINES)
        view = item.line.view
        titled = "short" in above.cues and not above.cues & NO_LINE_ABOVE and is_path(item.line.view, grammar)
        if (beside or alone or titled) and item.cues <= _LONE_UNIT and is_lone_unit(view, grammar):
            item.byline = Byline(unit=squeeze(item.line.text), shape="unlisted")
            item.cues = (item.cues - {"pairs_next", "pairs_previous", "byline_name"}) | {
                "byline_unit",
                "lone_unit",
            }


def above_notes(seen: Sequence[Seen]) -> None:
    """Mark a short line over a note or an issue as a column where a title still follows."""
    head = [item for item in seen if "before_body" in item.cues]
    for number, (item, below) in enumerate(pairwise(head)):
        if item.cues & {"short", "note_more"} == {"short"} and below.cues & {"note_label", "issue"}:
            rest = head[number + 1 :]
            if any("short" in other.cues and not other.cues & NO_TITLE for other in rest):
                item.cues.add("above_note")


def signed_letters(seen: Sequence[Seen]) -> None:
    """Mark the office below a covering letter as its sender, not as the first line of a title."""
    for letter, item in pairwise(seen):
        if "letter" in letter.cues and item.cues & {"byline_unit", "short"} == {"byline_unit", "short"}:
            item.cues.add("letter_signed")


def below_titles(seen: Sequence[Seen], grammar: Grammar) -> None:
    """Mark 在…上的发言 right below a title: the subtitle, even without its dash."""
    for title, subtitle in pairwise(item for item in seen if "before_body" in item.cues):
        unit = is_lone_unit(title.line.view, grammar) and grammar.occasion.match(subtitle.line.view)
        if unit:  # whose words they are stands above 在…上的发言
            title.byline = Byline(unit=squeeze(title.line.text), shape="unlisted")
            title.cues.add("broken_title")
            subtitle.cues.add("broken_title")
            continue
        other = subtitle.cues & (NO_MAIN_TITLE | {"genre_title", "stop"})
        if (
            "genre_title" in title.cues
            and "short" in subtitle.cues
            and not other
            and not title.cues & NO_TITLE
        ):
            title.cues.add("genre_above_title")
        if "digest_title" in title.cues:  # it stands over all speeches
            subtitle.cues |= set() if "dash" in subtitle.cues else {"below_digest"}
            continue
        dressed = subtitle.cues & {"wrapped", "dash"}  # then a title stands above it, whatever its words
        unfit = NO_MAIN_TITLE - {"column", "question"} if dressed else NO_MAIN_TITLE
        if "occasion_title" in subtitle.cues and "short" in title.cues and not title.cues & unfit:
            title.cues -= {"column", "shorter_than_next"}
            title.cues.add("above_occasion")
            subtitle.cues.add("below_title")


def named_with_colons(seen: Sequence[Seen]) -> None:
    """Mark post and name with a colon in the midst of the text: the next who speaks."""
    for item in seen:
        named = {"byline", "colon_end"} <= item.cues and item.byline.speakers
        if named and "before_body" not in item.cues:
            item.cues.add("named_colon")


def above_bylines(seen: Sequence[Seen]) -> None:
    """Mark the title lines above a byline; inside the text they start another speech, numbered perhaps."""
    for number, (line, below) in enumerate(pairwise(seen)):
        if "byline" in line.cues and below.cues & {"long", "sentence"}:
            below.cues.add("below_byline")
        if "byline_unit" in line.cues and below.cues & BYLINES and not below.byline.unit:
            line.cues.add("unit_above_post")
        elif "byline" in line.cues and _heads_text(seen, number):
            below.cues.add("title_below")
    undated = [item for item in seen if "date" not in item.cues]  # the day may stand between title and byline
    for number, (line, below) in enumerate(pairwise(undated)):
        opens = below.cues & (BYLINES | {"unit_above_post"})
        if opens and "short" in line.cues and not line.cues & (NO_LINE_ABOVE | {"unit_above_post"}):
            _mark_title(line, below)
            if "pairs_previous" in line.cues:
                undated[number - 1].cues.add("above_byline")


def below_attributions(seen: Sequence[Seen]) -> None:
    """Mark the short line behind 作者系… as the next speech's title, where each speech ends with who spoke."""
    signed = [number for number, item in enumerate(seen) if "attribution" in item.cues]
    for number in signed[:-1]:
        below = next((item for item in seen[number + 1 :] if "serial" not in item.cues), seen[number])
        if "short" in below.cues and not below.cues & NO_LINE_ABOVE:
            below.cues.add("next_title")


def _mark_title(line: Seen, below: Seen) -> None:
    line.cues.add("numbered_title" if "heading_marker" in line.cues else "above_byline")
    whole = below.cues & {"byline", "unit_above_post"}
    if whole and not {"before_body", "heading_marker"} & line.cues:
        line.cues.add("next_title")


def _heads_text(seen: Sequence[Seen], number: int) -> bool:
    """Tell whether a byline has no title above it, and a short line between it and the text."""
    above = seen[number - 1].cues if number else {"first"}
    below = seen[number + 1 : number + 3]
    if "short" in above and not above & (
        NO_LINE_ABOVE | {"bracket_column", "serial", "wrapped", "digest_title"}
    ):
        return False
    return (
        len(below) > 1
        and "short" in below[0].cues
        and not below[0].cues & (NO_TITLE | MARKED)
        and bool(below[1].cues & {"long", "sentence", "salutation"})
    )


def broken_titles(seen: Sequence[Seen], grammar: Grammar) -> None:
    """Mark two lines that only together say 在…上的发言: one title, broken."""
    for first, second in pairwise(item for item in seen if {"short", "before_body"} <= item.cues):
        if "occasion_title" in first.cues:
            continue
        view = first.line.view.strip("—- ")
        match = grammar.occasion.search(view + second.line.view)
        if match and match.start() < len(view) < match.end():
            first.cues.add("broken_title")
            second.cues.add("broken_title")
