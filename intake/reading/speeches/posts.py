"""Unit and post in one stretch of a byline: 镇巴县委常委、泾洋街道党工委书记 → other posts, unit, post."""

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.reading.speeches.cuts import Cut, cut_of
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.region import level, office_at
from intake.signs import plain, squeeze

_JOINT: Final = re.compile(r"[、,;/&]兼?(?!职)|(?<=[长记任席员师])(?:兼(?!职)|暨)| ")  # 诸暨 joins nothing
_LONGEST: Final = 60
_ABBREVIATED: Final = 4  # characters of a body named for the second time
_LONGEST_OFFICE: Final = 9  # characters of an office without a place: 综合行政执法队
_COUNTYS: Final = re.compile(
    r"[省市州县区旗盟](?![镇乡村])"
)  # 县社会治理中心: the county's, whatever its name
_PLACE: Final = re.compile(r"[省市州县区旗镇乡村]")
_NAMELESS: Final = re.compile(
    r"[省市州县区旗镇乡]|.{1,4}$"
)  # a body that says of which place in the post before only
_PARTY: Final = re.compile(r"(?:党委|党工委|党组|党总支|党支部|工委|总支|支部)$")
_OWN_NAME: Final = re.compile(r"[省市州县区旗镇乡村]|[校院社场厂]$")
# 县文旅局派驻竹坞村第一书记 speaks for the village
_SENT: Final = re.compile(
    r"(?<=[局委办部院校站所心司行队团会府学室社厅])(?:选派|派|下派)?驻(?=[^驻]{2,16}(?:村|社区|嘎查)$)|(?<=[局委办部院校站所心司行队团会府学室社厅])(?:选派|下派|派)(?:到|至|往)?(?=[^驻派]{2,16}(?:村|社区|嘎查)$)|^驻(?!马店)(?=[^驻]{2,16}(?:村|社区|嘎查)$)"
)


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of a chain: its unit, its post, and where it starts."""

    unit: str | None
    post: str
    start: int
    odd: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is: unit and post of the body spoken for, and posts of other bodies in front."""

    unit: str | None
    post: str
    others: tuple[str, ...] = ()
    sent: bool = False  # read in an unusual way: 驻某村, or behind a post of a body of no listed kind
    open: bool = False  # unit and post may as well be cut elsewhere


def standing(text: str, grammar: Grammar) -> Standing | None:
    """Read a stretch that ends with a post; None where it does not, or where what is in front is no unit."""
    written = squeeze(text) if "、" in text or "," in text else text.strip()
    view = plain(written)
    if not 2 <= len(view) <= _LONGEST:  # noqa: PLR2004  # the shortest post: 书记
        return None
    items: list[_Item] = []
    spans, strange = _items(view), False
    for start, end in spans:
        cut = cut_of(written[start:end], view[start:end], grammar, first=not items)
        if cut is None and (start, end) != spans[-1]:
            cut, strange = _of_another_body(written[start:end], view[start:end], grammar), True
        if cut is None:
            return None
        items.append(_Item(cut.unit, cut.post, start, odd=cut.odd, open=cut.open))
    found = _whole(_assembled(written, items, grammar), grammar)
    if not strange:
        return replace(found, open=found.open or _is_open(found, grammar))
    return replace(found, sent=True) if found.others and found.unit else None


def _whole(found: Standing, grammar: Grammar) -> Standing:
    """Leave a department without its organisation with the post: 生产部经理, 教务处主任."""
    unit = plain(found.unit or "")
    if (
        found.others
        or not unit
        or unit.endswith("班")
        or level(unit, grammar) in {"town", "village"}
        or _PLACE.search(unit)
        or not grammar.department.fullmatch(unit)
    ):
        return found
    return replace(found, unit=None, post=f"{found.unit}{found.post}")


def _is_open(found: Standing, grammar: Grammar) -> bool:
    """Tell whether another cut is as good: 某街道 | 办事处主任, or whose 统战部 it is in 市委常委、统战部部长."""
    unit = plain(found.unit or "")
    party = bool(_PARTY.search(unit)) and found.post.startswith(
        ("书记", "副书记")
    )  # what stands before is unknown
    nameless = bool(found.others) and bool(_NAMELESS.match(unit))
    office = office_at(unit, grammar) > 0 and "、" not in found.post
    return office or nameless or party


def _items(view: str) -> list[tuple[int, int]]:
    """Spans between joints; a joint inside brackets joins nothing."""
    spans, start, depth = [], 0, 0
    joints = {match.start(): match.end() for match in _JOINT.finditer(view)}
    for position, character in enumerate(view):
        depth += (character == "(") - (character == ")")
        if depth == 0 and position in joints and position > start:
            spans.append((start, position))
            start = joints[position]
    return [*spans, (start, len(view))]


def _of_another_body(text: str, view: str, grammar: Grammar) -> Cut | None:
    """Read a post of a body that is no listed kind, in front of the own one: 第十四次党代会代表、某镇村医."""
    for cut in range(2, len(view)):
        if grammar.post.fullmatch(view, cut):
            return Cut(text[:cut], text[cut:])
    return None


def _assembled(text: str, items: list[_Item], grammar: Grammar) -> Standing:
    """Take the last item that names a unit for the post; those before it belong to other bodies."""
    named = [number for number, item in enumerate(items) if item.unit]
    # 某镇纪委书记、监察办主任: an office without a place is the place's before
    of_before = [number for number in named[1:] if _is_of(items[number], items[named[0]], grammar)]
    main = max((number for number in named if number not in of_before), default=0)
    # 县委副书记、镇党委书记 of one byline: a body's own unit repeated is the same post going on
    others = tuple(text[item.start : _end(text, items, number)] for number, item in enumerate(items[:main]))
    while others and _same(items[main - 1].unit, items[main].unit):
        main -= 1
        others = others[:-1]
    if others and not all(
        grammar.outside.search(plain(other)) or items[number].unit for number, other in enumerate(others)
    ):
        others, main = (), 0
    lost = bool(named) and not items[main].unit  # an organisation stands among the posts
    item = items[main]
    unit, start = item.unit, item.start if others or main else 0
    post = text[start + len(unit or "") :]
    sent = _SENT.search(unit or "")
    unit = unit[sent.end() :] if unit and sent else unit
    return Standing(
        unit, post, others, sent=bool(sent) or item.odd or lost, open=item.open or bool(of_before)
    )


def _is_of(item: _Item, first: _Item, grammar: Grammar) -> bool:
    """Tell whether an item's body belongs to the first one's: an office without a place, the county's own 县河长办."""
    unit, other = plain(item.unit or ""), plain(first.unit or "")
    if _is_office(unit, grammar):
        return True
    if grammar.outside.search(plain(f"{first.unit}{first.post}")):
        return False
    county = bool(_COUNTYS.match(unit)) and len(other) > _ABBREVIATED and not _COUNTYS.match(other)
    local = level(other, grammar) in {"town", "village"} and level(unit, grammar) == "body"
    return county or (local and not _PLACE.search(unit))


def _is_office(unit: str, grammar: Grammar) -> bool:
    """Tell a body that is only part of another one, 监察办 or 统战部, from one with a place or a name of its own."""
    named = _OWN_NAME.search(unit) or level(unit, grammar) != "body"
    return len(unit) <= _LONGEST_OFFICE and not named


def _end(text: str, items: list[_Item], number: int) -> int:
    following = items[number + 1].start if number + 1 < len(items) else len(text)
    return len(text[:following].rstrip("、,，;；/& 兼暨"))


def _same(one: str | None, other: str | None) -> bool:
    """Tell whether a body is the one before again, or the whole of which that is a part: 县委组织部, then 县委."""
    return bool(one and other and (one.endswith(other) or (len(other) <= _ABBREVIATED and other in one)))
