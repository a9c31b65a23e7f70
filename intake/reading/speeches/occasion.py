"""The meeting a speech was given at, what kind of speech it was, and when."""

import re
from dataclasses import dataclass
from typing import Final

from intake.reading.speeches.dates import date_in
from intake.reading.speeches.grammar import Grammar
from intake.signs import plain, squeeze

_SHORTEST: Final = 3  # characters: 会 alone names no meeting
_CALLED: Final = re.compile(r"(?:召开|举行|举办|组织召开|主办|召集)(?:了|的)?(?P<name>[^。;!?]{3,60})")
_AT: Final = re.compile(r"在(?P<name>[^。;!?,]{4,50})上")
_HELD: Final = re.compile(
    r"(?:^|[,。;:日午 ])(?P<name>[^,。;:!?日]{3,50}?)(?:在[^,。;]{1,16})?(?:隆重|胜利|顺利|圆满)?(?:召开|举行|举办|开幕)"
)
_NOT_INSIDE: Final = re.compile(r"[。;!?]")
_FOLDER: Final = re.compile(
    r"(?P<name>[^。,:(]{3,40}(?:会|会议))(?:(?:经验|典型|交流|发言|汇报|书面|大会){0,3}材料(?:之|\(|[一二三四五六七八九十\d])|材料$)"
)  # 某会材料之五
# ——2024年12月28日在某大会上: what was said there is the title above it
_MERELY_AT: Final = re.compile(
    r"[—\-~ (]{0,4}(?:[^()在]{0,16}\d{1,2}[日月])? ?在(?P<name>[^。;!?,]{4,60}?)上?\)?"
)
_OF_A_PLACE: Final = re.compile(r"全[省市县区州旗盟镇乡校]|[一-龥]{2,6}[省市县区州旗镇乡]|20\d\d年")
_LONGEST_PREFIX: Final = 40


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting, the speech's type, and where both were read: title, subtitle, note, field."""

    name: str | None = None
    type: str | None = None
    rule: str = ""


NO_OCCASION: Final = Occasion()


def occasion_in_title(title: str, grammar: Grammar) -> Occasion:
    """Read 在<meeting>上的<type>, or <meeting><type>, in a title or subtitle."""
    written = squeeze(title)
    view = plain(written)
    match = grammar.occasion.search(view)
    if match:
        while (longer := grammar.occasion.search(view, match.start() + 1)) and longer.end() > match.end():
            match = longer
        name = written[match.start("occasion") : match.end("occasion")]
        return Occasion(name, match["type"], "occasion_title")
    match = grammar.occasion.match("在" + view.lstrip("—-"))  # ——某推进会上的发言
    if match and _meeting_end(match["occasion"], grammar) == len(match["occasion"]) > _SHORTEST:
        start = len(view) - len(view.lstrip("—-"))
        name = written[start : start + len(match["occasion"])]
        return Occasion(name, match["type"], "occasion_title")
    merely = _MERELY_AT.fullmatch(view)
    if merely and _meeting_end(merely["name"], grammar) == len(merely["name"]):
        return Occasion(written[merely.start("name") : merely.end("name")], None, "merely_at")
    folder = _FOLDER.match(view)
    if folder:
        return Occasion(written[: folder.end("name")], None, "meeting_title")
    genre = grammar.genre.search(view)
    if genre:
        name = written[: genre.start()]
        end = _meeting_end(plain(name), grammar)
        if end == len(name) > _SHORTEST:
            return Occasion(name.lstrip("在关于"), genre["type"], "meeting_title")
    return Occasion()


def occasion_in_kicker(kicker: str, grammar: Grammar) -> Occasion:
    """Take what stands above a title for the meeting where it is nothing else: 全县“三农”工作会议."""
    name = squeeze(kicker)
    view = plain(name)
    named = _OF_A_PLACE.match(view) and _meeting_end(view, grammar) == len(view)
    return Occasion(name, None, "meeting_title") if named else NO_OCCASION


def occasion_in_note(note: str, grammar: Grammar) -> Occasion:
    """Read 召开<meeting> or 在<meeting>上 in an editor's note."""
    view = plain(note)
    for pattern in (_CALLED, _HELD, _AT):
        for match in pattern.finditer(view):
            name = _meeting(note[match.start("name") : match.end("name")], grammar)
            if name:
                return Occasion(name, None, "note")
    return Occasion()


def _meeting(text: str, grammar: Grammar) -> str | None:
    """Cut a text behind the name of the meeting that it starts with."""
    view = plain(text)
    stop = _comma(view)
    view = view[:stop]
    end = _meeting_end(view, grammar)
    name = text[:end]
    wrapped = bool(name) and name[0] in "“「《" and name[-1] in "”」》" and name.count(name[0]) == 1
    return (name[1:-1] if wrapped else name) or None


def _comma(view: str) -> int:
    depth = 0
    for position, character in enumerate(view):
        depth += (character in "(《") - (character in ")》")
        if character == "," and depth <= 0:
            return position
    return len(view)


def _meeting_end(view: str, grammar: Grammar) -> int:
    """Where the last word for a meeting ends that is followed by the end or by a word that cannot go on a name."""
    ends = [0]
    for match in grammar.meeting.finditer(view):
        end = match.end()
        if end == len(view) or grammar.meeting_stops.match(view, end) or view[end] in ',)"':
            ends.append(end)
    return ends[-1] if ends[-1] == len(view) else next((end for end in ends if end), 0)


def first_date(*texts: str | None) -> tuple[str | None, int]:
    """Find the first date that any of the texts states, and the text's number."""
    for number, text in enumerate(texts):
        found = date_in(plain(text)) if text else None
        if found:
            return found, number
    return None, -1
