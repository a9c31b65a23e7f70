"""Digests of organisations: several texts, each signed by an organisation alone, below its title, above it, or with a colon."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from intake.reading.speeches.seen import Seen

#: Cues of a line that is no title.
NO_TITLE: Final = frozenset(
    {
        "note_label",
        "note_more",
        "issue",
        "byline",
        "byline_post",
        "byline_unit",
        "byline_name",
        "field",
        "date",
    }
    | {"dash", "salutation", "letter", "heading_marker", "point_marker", "contributor", "contact"}
)
#: Cues of a line that is no title of what follows, whatever its number.
NO_LINE_ABOVE: Final = (NO_TITLE - {"heading_marker"}) | {
    "title_label",
    "subtitle_label",
    "occasion_title",
    "row",
}
_SEVERAL: Final = 2  # speeches
_MANY: Final = 3
_OPENS: Final = frozenset({"long", "sentence", "heading_marker", "point_marker", "salutation"})
_PARAGRAPH: Final = frozenset({"long", "sentence"})
_DIGEST: Final = frozenset({"digest_title", "next_title"})


def mark_signing_units(seen: Sequence[Seen]) -> None:
    """Mark organisations alone beside a title as who speaks, where several speeches stand together."""
    for mark in (_below_titles, _below_texts, _above_titles, _with_colons):
        if mark(seen):
            return


def _below_titles(seen: Sequence[Seen]) -> bool:
    pairs = [
        (title, unit)
        for title, unit, text in zip(seen, seen[1:], seen[2:], strict=False)
        if _is_unit(unit) and text.cues & _OPENS and _is_title(title)
    ]
    inside = any("before_body" not in title.cues for title, _ in pairs)
    if not (inside and (len(pairs) >= _SEVERAL or _is_digest(seen))):
        return False
    for title, unit in pairs:
        unit.cues.add("unit_signs")
        if "heading_marker" in title.cues:
            title.cues.add("numbered_title")
        elif "before_body" not in title.cues:
            title.cues |= {"above_byline", "next_title"}
    return True


def _below_texts(seen: Sequence[Seen]) -> bool:
    """Mark (柳河镇卫生院) below each text of a digest, the last line too, as who spoke, and what follows as a title."""
    signed = [
        number
        for number, (above, unit) in enumerate(pairwise(seen), 1)
        if _is_unit(unit) and "wrapped" in unit.cues and above.cues & _PARAGRAPH
    ]
    if len(signed) < _SEVERAL or signed[-1] < len(seen) - 1 or not _is_digest(seen):
        return False
    for number in signed:
        seen[number].cues |= {"unit_signs", "signs_below"}
    for number in signed[:-1]:
        if _is_title(seen[number + 1]):
            seen[number + 1].cues.add("next_title")
    return True


def _above_titles(seen: Sequence[Seen]) -> bool:
    """Mark 柳河镇卫生院 above a title that stands above paragraphs: the form of headings in two lines, so it takes many."""
    pairs = [
        (unit, title)
        for above, unit, title, text in zip(seen, seen[1:], seen[2:], seen[3:], strict=False)
        if above.cues & (_PARAGRAPH | {"before_body"})
        and _is_unit(unit)
        and {"short", "unmarked"} <= title.cues
        and not title.cues & NO_LINE_ABOVE
        and text.cues & _PARAGRAPH
    ]
    if len(pairs) < (_SEVERAL if _is_digest(seen) else _MANY):
        return False
    for unit, title in pairs:
        unit.cues.add("unit_signs")
        title.cues |= {"title_below"} if "before_body" in title.cues else {"title_below", "next_title"}
    return True


def _with_colons(seen: Sequence[Seen]) -> bool:
    """Mark 县司法局: or 【县司法局】 above its paragraphs, one such line after the other, below a title that speaks of a meeting."""
    units = [
        unit
        for above, unit, text in zip(seen, seen[1:], seen[2:], strict=False)
        if unit.cues & {"colon_end", "bracket_column"}
        and _is_unit(unit)
        and above.cues & (_PARAGRAPH | {"before_body"})
        and text.cues & _PARAGRAPH
    ]
    spoken = any(item.cues & (_DIGEST | {"occasion_title"}) for item in seen)
    if len(units) < _MANY or not spoken:
        return False
    for unit in units:
        unit.cues.add("unit_signs")
    return True


def _is_unit(item: Seen) -> bool:
    return {"byline_unit", "short"} <= item.cues


def _is_title(item: Seen) -> bool:
    return (
        "short" in item.cues
        and bool(item.cues & {"unmarked", "heading_marker"})
        and not item.cues & NO_LINE_ABOVE
    )


def _is_digest(seen: Sequence[Seen]) -> bool:
    return any(item.cues & _DIGEST for item in seen)
