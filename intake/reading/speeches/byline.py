"""Bylines: who spoke, of which unit, in which post, in every order and dress."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from intake.model import Speaker
from intake.reading.speeches.cuts import is_lone_unit
from intake.reading.speeches.dates import without_date
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.names import is_placelike, names_in
from intake.reading.speeches.posts import Standing, standing
from intake.reading.speeches.region import county_of, level
from intake.signs import plain, squeeze

_SEPARATORS: Final = (
    re.compile(r"[|/;:]|\s{1,8}|—{1,3}"),
    re.compile(r"[|/;:,]|\s{1,8}|—{1,3}"),  # 张 三,某镇党委书记
    re.compile(r"[|/;:、,]|\s{1,8}|—{1,3}"),  # 甲镇书记 张三、镇长 李四
)
_LONGEST_SPACED: Final = 4  # characters of a name written with blanks
_WRAPPED: Final = re.compile(r"[(\[【](?P<inside>[^()\[\]【】]*(?:\([^()]*\)[^()]*)*)[)\]】]")
_DASH: Final = re.compile(r"^[—\-~ ◎●■◆★▲□◇※☆►▶→♦·]{1,4}|[—\-~ ]{1,4}$")
_ATTRIBUTION: Final = re.compile(
    r"\(?(?:(?:本文)?(?:作者|本人|笔者|(?:发言|讲话|汇报|报告|交流|演讲|宣讲|主讲|述职|讲述|表态|竞聘)[人者])?(?:分别)?(?:系|为|是)"
    r"|(?:本文)?(?:根据|摘自|节选自|选自|整理自|摘编自))[:]? ?(?P<rest>[^()]{3,110}(?:\([^()]{1,20}\)[^()]{0,60})?)\)?。?$"
)
_BRACKETED_POST: Final = re.compile(r"(?P<name>[^()]{2,24})\((?P<post>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_ODD: Final = 3  # characters of a name that may be taken for a place
_PERSONAL: Final = re.compile(
    r"[(（](?:男|女|[一-龥]{1,5}族)(?:[,，、 ][^()（）]{0,10})?[)）]$"
)  # 张三(女,回族)
_STRANGER: Final = re.compile(r"[一-龥]{2,5}")
_LONGEST: Final = 80
_LONGEST_FRONT: Final = 9  # characters in front of a post
#: Shapes of a byline that lower confidence: words no list has, and a cut that may fall elsewhere.
DOUBTS: Final = ("unlisted", "open")
_ANNOTATION: Final = re.compile(r" ?(?:\([^()]{2,40}\)|等(?:[一-龥\d]{1,3}人)?)$")
_PENNED: Final = re.compile(r"(?:图文|文/图|图/文|文)[/|: ] {0,3}")  # 文/某镇党委书记 张三
_OF_MANY: Final = re.compile(
    r"[一-龥\"]{2,12}(?:代表|标兵|模范|能手|骨干)"
)  # 返乡创业代表: one who stands for others
_SPACED_JOINT: Final = re.compile(
    r"(?<=[长记任席员师])\s{1,4}兼\s{0,4}(?=\S)|(?<=[长记任席员师])兼\s{1,4}(?=\S)"
)
_REPEATED: Final = 4  # characters
_CALLING: Final = re.compile(
    r'[一-龥]{1,8}[员长师人者家匠工手生兵医农民友]|"[^"]{2,10}"[一-龥]{0,4}'
)  # a post that no list has: 石匠, 种茶人


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says; `shape` tells how it said it, for the confidence: full, post, unit, name, fields, …."""

    speakers: tuple[Speaker, ...] = ()
    unit: str | None = None
    post: str | None = None
    others: tuple[str, ...] = ()
    shape: str = "none"

    def __bool__(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.speakers or self.unit or self.post)


@dataclass(slots=True)
class _Reading:
    """What was read so far, from left to right."""

    speakers: list[Speaker]
    nameless: list[str]  # names met before any post
    units: list[str]
    posts: list[str]
    others: list[str]
    named: bool = False  # a name followed the current unit and post
    stranger: bool = False  # a name is none by the lists, or the unit is read from 驻…村
    odd: bool = False  # a post is none by the lists: only a name makes it one
    front: str = ""  # an unlisted name, perhaps, in front of all
    open: bool = False  # unit and post may be cut elsewhere


def read_byline(text: str, grammar: Grammar) -> Byline:
    """Read a byline without a label; an empty one where any part of the text is neither unit, post nor name."""
    text = _SPACED_JOINT.sub("兼", text)
    penned = _PENNED.match(plain(text))
    whole = _undressed(text[penned.end() :] if penned else text)
    if not 2 <= len(whole) <= _LONGEST or "。" in whole:  # noqa: PLR2004  # the shortest name
        return Byline()
    bracketed = _BRACKETED_POST.fullmatch(plain(whole))
    if bracketed:
        inside = whole[bracketed.start("post") : bracketed.end("post")]
        before = whole[: bracketed.end("name")]
        if standing(inside, grammar) and (found := _bracketed(before, inside, grammar)):
            return found
    readings = (_read(_pieces(whole, separator, grammar=grammar), grammar) for separator in _SEPARATORS)
    found = next(filter(None, readings), Byline())
    return found or _unannotated(whole, grammar)


def _bracketed(before: str, inside: str, grammar: Grammar) -> Byline:
    """Read 张三(某镇党委书记); what stands in front of such a bracket is a name even if no list has it."""
    shape = "bracket" if names_in(before, grammar) else "unlisted"
    name = squeeze(before)
    stranger = _STRANGER.fullmatch(name) and name not in grammar.not_names and not grammar.genre.search(name)
    if shape == "unlisted" and not stranger:
        return Byline()
    found = _read([*_pieces(inside, grammar=grammar), before], grammar)
    return found if found.shape in DOUBTS else replace(found, shape=shape)


def _unannotated(text: str, grammar: Grammar) -> Byline:
    """Read a byline without what is said behind it: …局长 张三(兼任河长办副主任), …书记 张三 等."""
    match = _ANNOTATION.search(plain(text))
    found = read_byline(text[: match.start()], grammar) if match and match.start() else Byline()
    inside = match.group().strip(" ()") if match else ""
    if found.speakers and not found.unit and level(inside, grammar):  # 校长 张三(某中学)
        return replace(
            found,
            unit=inside,
            speakers=tuple(replace(speaker, unit=inside) for speaker in found.speakers),
            shape="unlisted",
        )
    return replace(found, shape="unlisted") if found.speakers and found.post else Byline()


def read_attribution(text: str, grammar: Grammar) -> Byline:
    """Read 作者系汉中路街道党工委书记: a post, or a post and a name."""
    match = _ATTRIBUTION.fullmatch(plain(text))
    if not match:
        return Byline()
    start, end = match.span("rest")
    said = grammar.occasion.search(plain(text), start, end)  # 本文系某局局长张三在某会上的发言
    return read_byline(text[start : said.start() if said else end], grammar)


def _undressed(text: str) -> str:
    """Take off brackets around the whole, a date behind or in front, dashes and blanks."""
    text = _PERSONAL.sub("", without_date(text.strip())).strip()
    match = _WRAPPED.fullmatch(plain(text))
    if match:
        text = without_date(text[match.start("inside") : match.end("inside")]).strip()
    view = plain(text)
    lead, tail = _DASH.match(view), _DASH.search(view, max(0, len(view) - 4))
    end = tail.start() if tail and tail.end() == len(view) else len(text)
    return text[lead.end() if lead and lead.start() == 0 else 0 : end].rstrip(":： 。")


def _pieces(text: str, separator: re.Pattern[str] = _SEPARATORS[0], *, grammar: Grammar) -> list[str]:
    """Stretches between separators; single characters beside each other are one spaced name."""
    view = plain(text)
    bounds = [
        (0, 0),
        *((match.start(), match.end()) for match in separator.finditer(view)),
        (len(text), len(text)),
    ]
    pieces = [text[end:start] for (_, end), (start, _) in pairwise(bounds)]
    joined: list[str] = []
    spelled = False  # the last piece was put together from single characters
    for piece in filter(None, pieces):
        last = joined[-1] if joined else ""
        goes_on = len(last) == 1 or ((spelled or last in grammar.compound) and len(piece) == 1)
        behind_post = len(piece) == 1 and _ends_with_surname(plain(last), grammar)
        if behind_post or (last and goes_on and len(last + piece) <= _LONGEST_SPACED):
            joined[-1] += piece
            spelled = len(piece) == 1
        else:
            joined.append(piece)
            spelled = False
    return joined


def _ends_with_surname(text: str, grammar: Grammar) -> bool:
    """Tell whether a surname alone stands right behind a post: 某镇党委书记王 芳, …局长欧 阳 娜."""
    if text[-1:] not in grammar.surnames and text[-2:] not in grammar.compound:
        return False
    single = text[-1:] in grammar.surnames
    ends = {match.end() for match in grammar.post.finditer(text)}
    return (single and len(text) - 1 in ends) or (text[-2:] in grammar.compound and len(text) - 2 in ends)


def _read(pieces: Iterable[str], grammar: Grammar) -> Byline:
    state = _Reading([], [], [], [], [])
    for piece in _comma_parted(pieces, grammar):
        if not any(
            take(state, piece, grammar)
            for take in (
                _take_names,
                _take_post,
                _take_odd_name,
                _take_unit,
                _take_odd_post,
                _take_stranger,
            )
        ):
            return Byline()
    return _finished(state, grammar)


def _comma_parted(pieces: Iterable[str], grammar: Grammar) -> Iterable[str]:
    """Part 张三,某镇党委书记 at the comma, where the whole is neither names nor a chain of posts."""
    for piece in pieces:
        if "," not in plain(piece) or names_in(piece, grammar) or standing(piece, grammar):
            yield piece
            continue
        start = 0
        for part in plain(piece).split(","):
            if part.strip():
                yield piece[start : start + len(part)]
            start += len(part) + 1


def _take_names(state: _Reading, piece: str, grammar: Grammar) -> bool:
    names = names_in(piece, grammar)
    if not names:
        return False
    if state.posts:
        _name(state, names)
    else:
        state.nameless.extend(names)
    return True


def _name(state: _Reading, names: Iterable[str]) -> None:
    unit, post = "".join(state.units) or None, "、".join(state.posts) or None
    state.speakers.extend(Speaker(name, unit, post) for name in names)
    state.named = True


def _take_post(state: _Reading, piece: str, grammar: Grammar) -> bool:
    whole = standing(piece, grammar)
    found, names = (whole, ()) if whole else _glued(piece, grammar)
    if not found:
        return False
    if state.named:  # the next person's
        state.units, state.posts, state.named = [], [], False
    _hold(state, found, grammar)
    if names:
        _name(state, names)
    elif state.nameless and not state.speakers:
        _name(state, state.nameless)
        state.nameless = []
    return True


def _is_person(state: _Reading, grammar: Grammar) -> bool:
    """Tell whether all that was read is a "place" that is a name as well: 余海镇, in front of a county's town."""
    alone = len(state.units) == 1 and not (state.posts or state.speakers or state.nameless)
    return alone and is_placelike(state.units[0], grammar)


def _hold(state: _Reading, found: Standing, grammar: Grammar) -> None:
    if state.units and not state.posts and _again(state.units[-1], found.unit):
        # 来自巴扎镇,是镇妇联主席: the town is named twice
        found = replace(found, unit=None, post=f"{found.unit}{found.post}")
    if found.unit and _is_person(state, grammar) and county_of(plain(found.unit), grammar):
        state.nameless, state.units, state.stranger = state.units, [], True
    if found.unit and state.posts and not state.named:
        # 镇巴县委常委 泾洋街道党工委书记: the post before was another body's
        state.others.append("".join(state.units) + "、".join(state.posts))
        state.units, state.posts = [], []
    state.units += [found.unit] if found.unit else []
    state.posts.append(found.post)
    state.stranger = state.stranger or found.sent
    state.open = state.open or found.open
    state.others += [other for other in found.others if other not in state.others]


def _again(unit: str, other: str | None) -> bool:
    """Tell whether a second unit only repeats the kind of the first: 巴扎镇 and 镇妇联."""
    return bool(other and len(other) <= _REPEATED and other[0] == unit[-1])


def _glued(piece: str, grammar: Grammar) -> tuple[Standing | None, tuple[str, ...]]:
    """Read a post with a name right behind it: …党委书记张三, …书记张三、李四."""
    for match in grammar.post.finditer(plain(piece)):
        rest = piece[match.end() :].lstrip("·•・‧ ")
        names = names_in(rest, grammar) or ((rest,) if is_placelike(rest, grammar) else ())
        found = standing(piece[: match.end()], grammar) if names else None
        if found:
            return found, names
    return None, ()


def _take_unit(state: _Reading, piece: str, grammar: Grammar) -> bool:
    unit = squeeze(piece)
    lone = bool(state.nameless) and not state.posts and is_lone_unit(plain(unit), grammar)
    if not level(plain(unit), grammar) and not lone:
        return False
    state.stranger = state.stranger or not level(plain(unit), grammar)
    if state.named or state.posts:
        state.units, state.posts, state.named = [], [], False
    state.units.append(unit)
    return True


def _take_odd_name(state: _Reading, piece: str, grammar: Grammar) -> bool:
    """Take a name that ends as places do (张龙镇), or is a word as well (向前), behind a post that has no name yet."""
    if not state.posts or state.named or state.speakers or not _STRANGER.fullmatch(piece):
        return False
    word = len(piece) <= _ODD and piece[0] in grammar.surnames and not grammar.post.search(plain(piece))
    if not word and not is_placelike(piece, grammar):
        return False
    _name(state, (piece,))
    return True


def _take_odd_post(state: _Reading, piece: str, grammar: Grammar) -> bool:
    """Take an unlisted calling behind a unit (柳湾镇石匠), if only a name is still wanted."""
    front, _, piece = squeeze(piece).rpartition("、")
    view = plain(piece)
    if state.posts or (front and not standing(front, grammar)):
        return False
    cuts = (
        cut
        for cut in range(len(view) - 2, 2, -1)
        if _CALLING.fullmatch(view, cut) and level(view[:cut], grammar)
    )
    cut = next(cuts, 0)
    # 非遗代表性传承人: a post with words in front that name no organisation
    known = any(grammar.post.fullmatch(view, start) for start in range(1, _LONGEST_FRONT))
    if not cut and not known and not _OF_MANY.fullmatch(view):
        return False
    _hold(state, Standing(piece[:cut] or None, piece[cut:]), grammar)
    state.stranger = state.odd = True
    state.others += [front] if front else []
    if state.nameless:
        _name(state, state.nameless)
        state.nameless = []
    return True


def _take_stranger(state: _Reading, piece: str, grammar: Grammar) -> bool:
    """Take a few characters behind a post for a name, even one without a listed surname; in front of all, perhaps."""
    piece = squeeze(piece)
    another = state.speakers and not state.units  # a further post of the same person
    if state.named or another or not _STRANGER.fullmatch(piece) or piece in grammar.not_names:
        return False
    if not (state.posts or state.units or state.nameless or state.front) and not _is_word(piece, grammar):
        state.front = piece
        return True
    if not state.posts:
        return False
    _name(state, (piece,))
    state.stranger = True
    return True


def _is_word(text: str, grammar: Grammar) -> bool:
    """Tell what is no name for sure: what a title, a meeting or a slogan says."""
    said = grammar.genre.search(text) or grammar.meeting.search(text) or grammar.told.search(text)
    return bool(said) or text.startswith(grammar.slogans)


def _doubtful(grammar: Grammar) -> Callable[[str], bool]:
    """Four characters without a compound surname are a name behind a post, alone rather a phrase: 谢谢大家."""
    return lambda name: (
        len(name) == _LONGEST_SPACED
        and name[:2] not in grammar.compound
        and not grammar.other_names.fullmatch(plain(name))
    )


def _finished(state: _Reading, grammar: Grammar) -> Byline:
    unit, post = "".join(state.units) or None, "、".join(state.posts) or None
    if state.front:
        if not (unit and post) or state.speakers or state.stranger:
            return Byline()
        _name(state, (state.front,))
        state.stranger = True
    if state.speakers:
        first = state.speakers[0]
        return Byline(
            tuple(state.speakers),
            first.unit,
            first.post,
            tuple(state.others),
            "unlisted" if state.stranger else "open" if state.open else "full",
        )
    if state.odd:
        return Byline()
    if state.nameless and not unit and any(map(_doubtful(grammar), state.nameless)):
        return Byline()
    if state.nameless:
        return Byline(
            tuple(Speaker(name, unit) for name in state.nameless), unit, None, (), "named" if unit else "name"
        )
    shape = "unit" if not post else "post_open" if state.open else "post"
    return Byline((), unit, post, tuple(state.others), shape)
