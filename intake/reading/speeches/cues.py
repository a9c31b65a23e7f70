"""Cues: what can be seen of a line before anything is decided; their weights stand in zones.toml."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from intake.reading.speeches.byline import Byline, read_attribution, read_byline
from intake.reading.speeches.dates import is_date_line
from intake.reading.speeches.fields import Field, fields_of
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.structure import Structure, structure_of

_LONG: Final = 46  # characters that make a paragraph even without a full stop
_SENTENCES: Final = 24  # characters that do so with one inside
_SHORT: Final = 45
_TINY: Final = 9
_SENTENCE: Final = 15
_BYLINE: Final = 80
_LARGER: Final = 1.9  # points above the body
_LETTER_PLACE: Final = 14  # first lines in which a covering letter can stand
_STOPS: Final = frozenset("。;!?…")
_LAST_PARAGRAPHS: Final = 3
_CLOSING_LENGTH: Final = 160
_PERSON_FIELDS: Final = frozenset({"name", "unit", "post"})
_NO_TITLE: Final = frozenset(
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
        "dash",
    }
    | {"salutation", "heading_marker", "point_marker", "contributor", "contact"}
)
_NO_HEADING: Final = frozenset(
    {"byline", "byline_name", "field", "salutation", "date", "contact", "credits", "issue", "row"}
)
_NO_BODY: Final = frozenset({"note_label", "row", "closing_words", "letter", "attribution"})
_FIELD_CUES: Final = {
    "title": "title_label",
    "subtitle": "subtitle_label",
    "note": "note_label",
    "contact": "contact",
    "contributor": "contributor",
    "attachment": "attachment_label",
    "occasion": "field_other",
    "date": "field_other",
}


@dataclass(slots=True)
class Seen:
    """A line with what was seen of it."""

    line: Line
    cues: set[str] = field(default_factory=set)
    byline: Byline = field(default_factory=Byline)
    fields: tuple[Field, ...] = ()


def look(lines: Sequence[Line], grammar: Grammar) -> tuple[list[Seen], Structure]:
    """Look at every line: its shape, style, words, marker and neighbours."""
    seen = [Seen(line) for line in lines]
    for item in seen:
        _shape(item)
        _words(item, grammar)
        _people(item, grammar)
    _style(seen)
    barriers = [
        number
        for number, item in enumerate(seen)
        if item.cues & {"byline", "salutation", "occasion_title"} and "long" not in item.cues
    ]
    structure = structure_of(lines, barriers, grammar)
    _structure(seen, structure)
    _place(seen)
    _pairs(seen)
    _couplets(seen)
    _broken_titles(seen, grammar)
    return seen, structure


def _shape(item: Seen) -> None:
    view, cues = item.line.view, item.cues
    stop_inside = "。" in view[:-1]
    if len(view) > _LONG or (stop_inside and len(view) >= _SENTENCES):
        cues.add("long")
    elif view[-1] not in _STOPS and not stop_inside and len(view) <= _SHORT:
        cues.add("short")
    if len(view) <= _TINY:
        cues.add("tiny")
    if view[-1] in _STOPS or view[-2:] in {'。"', '!"'}:
        cues.add("stop")
    if len(view) >= _SENTENCE and view.rstrip('"')[-1:] == "。":
        cues.add("sentence")
    if view[-1] == ":":
        cues.add("colon_end")
    if not any("一" <= character <= "龥" for character in view):
        cues.add("wordless")
    kind = item.line.source.kind
    if kind != "paragraph":
        cues.add({"row": "row", "box": "box", "note": "footnote"}[kind])


def _words(item: Seen, grammar: Grammar) -> None:
    view, cues, patterns = item.line.view, item.cues, grammar.patterns
    item.fields = fields_of(item.line, grammar)
    for entry in item.fields[:1]:
        cues.add("field" if entry.key in _PERSON_FIELDS else _FIELD_CUES[entry.key])
    if len(view) <= 2 * _BYLINE:
        for name in ("closing", "note_more"):
            if (
                patterns[name].search(view)
                if name == "closing"
                else patterns[name].fullmatch(view.rstrip("。!"))
            ):
                cues.add({"closing": "closing_words"}.get(name, name))
    if grammar.credits.match(view) and len(view) <= _BYLINE:
        cues.add("credits")
        cues.discard("contributor")
    if len(view) > _BYLINE:
        if patterns["outlook"].match(view):
            cues.add("outlook")
        _long_salutation(item, grammar)
        return
    _short_words(item, grammar)


def salutation_end(view: str, grammar: Grammar) -> int:
    """Where a salutation at the start of a line ends: behind its colon or exclamation mark; 0 where there is none."""
    match = grammar.patterns["salutation"].match(view)
    while match:
        end = match.end()
        greeting = grammar.patterns["greeting"].match(view, end)
        if view[end : end + 1] in {":", "!"} or end == len(view):
            return min(end + 1, len(view))
        if greeting and view[greeting.end() : greeting.end() + 1] in {"", "!", ":"}:
            return min(greeting.end() + 1, len(view))
        return 0
    return 0


def _long_salutation(item: Seen, grammar: Grammar) -> None:
    end = salutation_end(item.line.view[:_BYLINE], grammar)
    if end:
        item.cues.add("run_in_salutation")


def _short_words(item: Seen, grammar: Grammar) -> None:
    view, cues, patterns = item.line.view, item.cues, grammar.patterns
    bare = view.strip("—-~()[]【】 《》")
    end = salutation_end(view, grammar)
    if end and (view[end - 1] in ":!" or len(view) <= 2 * _TINY) and end >= len(view) - 8:
        cues.add("salutation")
    elif end and end < len(view) and view[end - 1] in ":!":
        cues.add("run_in_salutation")
    for name, cue in (("issue", "issue"), ("column", "column"), ("serial", "serial"), ("page", "page")):
        if patterns[name].fullmatch(bare if name in {"issue", "column"} else view):
            cues.add(cue)
    if view[0] in "【[" and view[-1] in "】]" and "issue" not in cues:
        cues.add("bracket_column")
    if patterns["address"].search(view):
        cues.add("address")
    if patterns["outlook"].match(view):
        cues.add("outlook")
    if patterns["letter"].search(view):
        cues.add("letter")
    if patterns["question"].search(view):
        cues.add("question")
    if view[0] in "—-" and "issue" not in cues and "page" not in cues:
        cues.add("dash")
    _titles(item, bare, grammar)
    if is_date_line(view):
        cues.add("date")


def _titles(item: Seen, bare: str, grammar: Grammar) -> None:
    cues = item.cues
    if cues & {"stop", "long"}:
        return
    if "note_more" in cues:
        if not grammar.genre.search(bare):
            return
        cues.discard("note_more")
    occasion = grammar.occasion.search(bare)
    if occasion and occasion.start() <= 30:  # noqa: PLR2004  # a unit or a slogan may stand in front
        cues.add("occasion_title")
    elif grammar.genre.search(bare.split("(", maxsplit=1)[0]):
        cues.add("genre_title")
    elif grammar.meeting.search(bare[-4:]):
        cues.add("meeting_name")


def _people(item: Seen, grammar: Grammar) -> None:
    line, cues = item.line, item.cues
    if len(line.view) > _BYLINE or cues & {
        "stop",
        "salutation",
        "credits",
        "contact",
        "contributor",
        "date",
        "issue",
    }:
        if "stop" in cues or "系" in line.view:
            _attribution(item, grammar)
        return
    if item.fields:
        return
    _attribution(item, grammar)
    byline = read_byline(line.text, grammar)
    if byline and not item.byline:
        item.byline = byline
        shape = {"post": "byline_post", "unit": "byline_unit", "name": "byline_name"}.get(
            byline.shape, "byline"
        )
        cues.add(shape)


def _attribution(item: Seen, grammar: Grammar) -> None:
    if "系" in item.line.view or "作者" in item.line.view:
        item.byline = read_attribution(item.line.text, grammar)
        if item.byline:
            item.cues.add("attribution")


def _style(seen: list[Seen]) -> None:
    sizes, fonts = Counter[float](), Counter[str]()
    for item in seen:
        block = item.line.source
        if block.size:
            sizes[block.size] += len(item.line.text)
        if block.font:
            fonts[block.font] += len(item.line.text)
    size = sizes.most_common(1)[0][0] if sizes else None
    font = fonts.most_common(1)[0][0] if fonts else None
    all_bold = sum(item.line.source.bold for item in seen) > len(seen) * 2 // 3
    for item in seen:
        block, cues = item.line.source, item.cues
        if block.align in {"center", "right"}:
            cues.add("centred" if block.align == "center" else "right")
        if size and block.size and block.size >= size + _LARGER:
            cues.add("large")
        if block.bold and not all_bold:
            cues.add("bold")
        if block.level:
            cues.add("outline")
        if font and block.font and block.font != font:
            cues.add("odd_font")


def _structure(seen: list[Seen], structure: Structure) -> None:
    for number, item in enumerate(seen):
        role = structure.role(number)
        item.cues.add(f"{role}_marker" if role else "unmarked")
        if (
            number
            and not role
            and seen[number - 1].cues & {"heading_marker", "point_marker"}
            and "stop" in item.cues
        ):
            before = seen[number - 1].cues
            if "long" not in before and "stop" not in before:
                item.cues.add("under_marker")
        if role == "heading" and "long" in item.cues:
            item.cues.add("run_in_heading")
            item.cues.discard("long")
    for number in structure.opening:
        if number >= 1:
            seen[number - 1].cues.add("opens_run")
        if number > 1:
            seen[number - 2].cues.add("before_opens_run")


def _place(seen: list[Seen]) -> None:
    if not seen:
        return
    seen[0].cues.add("first")
    long = [
        number
        for number, item in enumerate(seen)
        if item.cues & {"long", "sentence"} and not item.cues & _NO_BODY
    ]
    first = long[0] if long else len(seen)
    last = long[-1] if long else len(seen)
    for number, item in enumerate(seen):
        if number < first:
            item.cues.add("before_body")
        elif number > last:
            item.cues.add("after_body")
        if "outlook" in item.cues and not _late(seen, number, long):
            item.cues.discard("outlook")
        if "closing_words" in item.cues and (number < first or len(item.line.view) > _CLOSING_LENGTH):
            item.cues.discard("closing_words")
    if long and first != last:
        seen[last].cues.add("last_paragraph")
    _above_notes(seen, first)


def _above_notes(seen: list[Seen], body: int) -> None:
    """A short line over a note or an issue is a column where a title still follows."""
    for number in range(min(body, len(seen) - 1)):
        if seen[number].cues & {"short", "note_more"} == {"short"} and seen[number + 1].cues & {
            "note_label",
            "issue",
        }:
            rest = seen[number + 1 : body]
            if any(item.cues >= {"short"} and not item.cues & _NO_TITLE for item in rest):
                seen[number].cues.add("above_note")


def _late(seen: list[Seen], number: int, long: list[int]) -> bool:
    """Tell whether a line is among the last paragraphs of its speech."""
    following = [later for later in long if later > number][:_LAST_PARAGRAPHS]
    if not seen[number].line.joined and len(long) > 1 and number > long[0]:
        marked = any("marker" in cue for later in following for cue in seen[later].cues)
        return len(following) < _LAST_PARAGRAPHS and not marked
    return False


def _pairs(seen: list[Seen]) -> None:
    for first, second in zip(seen, seen[1:], strict=False):
        alike = abs(len(first.line.view) - len(second.line.view)) <= 1 + ("heading_marker" in first.cues) * 3
        bare = not (first.cues | second.cues) & {
            "byline",
            "field",
            "salutation",
            "issue",
            "date",
            "stop",
            "row",
        }
        if alike and bare and "short" in first.cues and "short" in second.cues and not _marked(second):
            first.cues.add("pairs_next")
            second.cues.add("pairs_previous")


def _broken_titles(seen: list[Seen], grammar: Grammar) -> None:
    """Two lines that only together say 在…上的发言 are one title, broken."""
    for first, second in zip(seen, seen[1:], strict=False):
        if {"short", "before_body"} <= first.cues and {"short", "before_body"} <= second.cues:
            view = first.line.view.strip("—- ")
            match = grammar.occasion.search(view + second.line.view)
            if match and match.start() < len(view) < match.end() and "occasion_title" not in first.cues:
                first.cues.add("broken_title")
                second.cues.add("broken_title")


def _couplets(seen: list[Seen]) -> None:
    """Inside the text, two short lines between paragraphs are a heading and its second line."""
    short = [
        "short" in item.cues
        and not item.cues & {"before_body", "after_body", "point_marker", "inner_marker", *_NO_HEADING}
        for item in seen
    ]
    for number in range(1, len(seen) - 1):
        first = number < 2 or not short[number - 2] or "heading_marker" in seen[number - 1].cues  # noqa: PLR2004
        second = short[number] and "heading_marker" not in seen[number].cues
        if first and second and short[number - 1] and (not short[number + 1] or _marked(seen[number + 1])):
            seen[number].cues.add("second_of_two")


def _marked(item: Seen) -> bool:
    return any(cue.endswith("_marker") for cue in item.cues)
