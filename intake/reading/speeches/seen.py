"""What can be seen of a line by itself: its shape, its words, the people it names."""

import re
from dataclasses import dataclass, field
from typing import Final

from intake.reading.speeches.byline import Byline, read_attribution, read_byline
from intake.reading.speeches.dates import is_date_line
from intake.reading.speeches.fields import Field, fields_of
from intake.reading.speeches.grammar import Grammar, LineCue
from intake.reading.speeches.interviews import interviewed
from intake.reading.speeches.lines import Line
from intake.reading.speeches.names import names_in
from intake.reading.speeches.region import level

LONGEST_BYLINE: Final = 80
_LONG: Final = 46  # characters that make a paragraph even without a full stop
_TWO_SENTENCES: Final = 24  # characters that do so with a full stop inside
_SHORT: Final = 45
_TINY: Final = 9
_SENTENCE: Final = 15
_BARE_SALUTATION: Final = 18  # without a colon, a salutation is short
_BEHIND_SALUTATION: Final = 8  # characters of a greeting behind it
_BEFORE_OCCASION: Final = 30  # characters of a unit or a slogan in front of 在…上的发言
_STOPS: Final = frozenset("。;!?…")
_BRACKET: Final = re.compile(r"\([^()]{0,40}\)?$")  # (2023年5月) behind a title
_FEW: Final = re.compile(r"[一-龥]{2,4}")
_DELEGATE: Final = re.compile(r"[一-龥]{4,12}代表")
_ATTRIBUTED: Final = re.compile("系|作者|摘自|选自|根据")
_WRAPPING: Final = "—-~()[]【】 《》"
_PERSON_FIELDS: Final = frozenset({"name", "unit", "post"})
_NO_PERSON: Final = frozenset(
    {
        "salutation",
        "credits",
        "contact",
        "contributor",
        "date",
        "issue",
        "about_a_person",
        "office_column",
    }
)
_FIELD_CUES: Final = {
    "title": "title_label",
    "subtitle": "subtitle_label",
    "note": "note_label",
    "contact": "contact",
    "contributor": "contributor",
    "attachment": "attachment_label",
    "occasion": "field_other",
    "date": "field_other",
    "other": "field_other",
}
_BYLINE_CUES: Final = {
    "post": "byline_post",
    "post_open": "byline_post",
    "unit": "byline_unit",
    "name": "byline_name",
}


@dataclass(slots=True)
class Seen:
    """A line with what was seen of it."""

    line: Line
    cues: set[str] = field(default_factory=set)
    byline: Byline = field(default_factory=Byline)
    fields: tuple[Field, ...] = ()


def see(line: Line, grammar: Grammar) -> Seen:
    """Look at one line by itself."""
    item = Seen(line, _shape(line))
    item.fields = fields_of(line, grammar)
    for entry in item.fields[:1]:
        item.cues.add("field" if entry.key in _PERSON_FIELDS else _FIELD_CUES[entry.key])
    if "field" in item.cues and len(line.view) <= LONGEST_BYLINE:
        item.cues -= {"stop", "sentence"}
    item.cues |= {cue.name for cue in grammar.line_cues if _matches(line.view, cue)}
    _refine(item, grammar)
    _people(item, grammar)
    return item


def _shape(line: Line) -> set[str]:
    view = line.view
    stop_inside = "。" in view[:-1]
    stop_behind = view[-1] in _STOPS or view[-2:] in {'。"', '!"'}
    long = len(view) > _LONG or (stop_inside and len(view) >= _TWO_SENTENCES)
    shapes = {
        "long": long,
        "short": not long and not stop_behind and not stop_inside and len(view) <= _SHORT,
        "tiny": len(view) <= _TINY,
        "stop": stop_behind,
        "sentence": len(view) >= _SENTENCE and view.rstrip('"')[-1:] == "。",
        "colon_end": view[-1] == ":",
        "wordless": not any("一" <= character <= "龥" for character in view),
        "row": line.source.kind == "row" or "\t" in line.text,
        "wrapped": view[0] in "([" and view[-1] in ")]",
        "box": line.source.kind == "box",
        "footnote": line.source.kind == "note",
    }
    return {name for name, holds in shapes.items() if holds}


def _matches(view: str, cue: LineCue) -> bool:
    if len(view) > cue.longest:
        return False
    if cue.at == "anywhere":
        return bool(cue.pattern.search(view))
    if cue.at == "start":
        return bool(cue.pattern.match(view))
    return bool(cue.pattern.fullmatch(view if cue.at == "line" else view.strip(_WRAPPING).rstrip("。!")))


def salutation_end(view: str, grammar: Grammar) -> int:
    """Say where a salutation at the start of a line ends: behind its mark or greeting; 0 where there is none."""
    match = grammar.patterns["salutation"].match(view)
    if not match:
        return 0
    end = match.end()
    if view[end : end + 1] in {":", "!"} or end == len(view):
        return min(end + 1, len(view))
    gap = end + 1 if view[end : end + 1] in {",", " "} else end
    if gap == len(view):  # 乡亲们, alone on its line
        return gap
    greeting = grammar.patterns["greeting"].match(view, gap)
    if greeting and view[greeting.end() : greeting.end() + 1] in {"", "!", ":", "。"}:
        return min(greeting.end() + 1, len(view))
    return 0


def _refine(item: Seen, grammar: Grammar) -> None:
    """Add the cues of wording that take more than a pattern, and drop those that another one explains."""
    view, cues = item.line.view, item.cues
    if grammar.credits.match(view) and len(view) <= LONGEST_BYLINE:
        cues.add("credits")
        cues.discard("contributor")
    _salutation(item, grammar)
    if len(view) > LONGEST_BYLINE:
        return
    if cues & {"issue", "page"}:
        cues.discard("dash")
    if "issue" in cues:
        cues.discard("bracket_column")
    if is_date_line(view):
        cues.add("date")
    if not cues & {"stop", "long"}:
        _titles(item, view.strip(_WRAPPING), grammar)


def _salutation(item: Seen, grammar: Grammar) -> None:
    view = item.line.view[:LONGEST_BYLINE]
    end = salutation_end(view, grammar)
    marked = end > 0 and view[end - 1] in ":!"
    whole = end >= len(item.line.view) - _BEHIND_SALUTATION
    greeted = end == len(view) and view[-1] in ",。"
    bare = greeted or (len(view) <= _BARE_SALUTATION and grammar.patterns["salutation_start"].match(view))
    if end and whole and (marked or bare):
        item.cues.add("salutation")
    elif marked:
        item.cues.add("run_in_salutation")


def _titles(item: Seen, bare: str, grammar: Grammar) -> None:
    genre = grammar.genre.search(_BRACKET.sub("", bare))
    if "note_more" in item.cues:
        if not genre:
            return
        item.cues.discard("note_more")
    occasion = grammar.occasion.search(bare)
    if occasion and occasion.start() <= _BEFORE_OCCASION:
        item.cues.add("occasion_title")
    elif genre:
        item.cues.add("genre_title")
    elif grammar.meeting.search(bare[-4:]):
        item.cues.add("meeting_name")


def _people(item: Seen, grammar: Grammar) -> None:
    view, cues = item.line.view, item.cues
    if interviewed(item.line.text, grammar):
        cues.add("interviewed" if "dash" in cues else "interview_title")
        return
    if view[0] == "(" or _ATTRIBUTED.search(view):
        item.byline = read_attribution(item.line.text, grammar)
        if item.byline:
            cues.add("attribution")
            return
    if len(view) > LONGEST_BYLINE or "stop" in cues or cues & _NO_PERSON or item.fields:
        return
    item.byline = read_byline(item.line.text, grammar)
    if item.byline:
        cues.add(_BYLINE_CUES.get(item.byline.shape, "byline"))
        cues.discard("long")
    elif "short" in cues and _is_like_byline(view, grammar):
        cues.add("byline_like")


def _is_like_byline(view: str, grammar: Grammar) -> bool:
    """Tell whether a line ends with a post and, apart from it, a name; what is in front may be anything.

    So does an organisation with a few characters apart from it, and 先进基层党组织代表 alone.
    """
    unit, _, rest = view.partition(" ")
    rest = rest.strip()
    if _FEW.fullmatch(rest) and rest[0] in grammar.surnames and level(unit, grammar):
        return not (grammar.genre.search(rest) or grammar.meeting.search(rest) or rest in grammar.not_names)
    if _DELEGATE.fullmatch(view):
        return True
    return any(
        view[match.end() : match.end() + 1] == " " and names_in(view[match.end() :], grammar)
        for match in grammar.post.finditer(view)
    )
