"""Unit and post in one stretch of a byline: 镇巴县委常委、泾洋街道党工委书记 → other posts, unit, post."""

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.region import level, office_at
from intake.signs import plain, squeeze

_JOINT: Final = re.compile(r"[、,;/&]兼?(?!职)|(?<=[长记任席员师])(?:兼(?!职)|暨)| ")  # 诸暨 joins nothing
_LONGEST: Final = 60
_ABBREVIATED: Final = 4  # characters of a body named for the second time
_NAMELESS: Final = re.compile(
    r"[省市州县区旗镇乡]|.{1,4}$"
)  # a body that says of which place in the post before only
_PARTY: Final = re.compile(r"(?:党委|党工委|党组|党总支|党支部|工委|总支|支部)$")
_OWN_NAME: Final = re.compile(r"[省市州县区旗镇乡村]|[校院社场厂]$")
_KIND_ONLY: Final = re.compile(
    r"[镇乡村](?:党委|党总支|党支部|人民政府|政府)?"
)  # no name of any organisation
# 县文旅局派驻竹坞村第一书记 speaks for the village
_SENT: Final = re.compile(
    r"(?<=[局委办部院校站所心司行队团会府学室社])(?:选派|派|下派)?驻(?=[^驻]{2,14}(?:村|社区|嘎查)$)"
)


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
    items: list[tuple[str | None, str, int]] = []  # unit, post, where it starts
    spans, odd = _items(view), False
    for start, end in spans:
        item = _item(written[start:end], view[start:end], grammar, first=not items)
        if item is None and (start, end) != spans[-1]:
            item, odd = _of_another_body(written[start:end], view[start:end], grammar), True
        if item is None:
            return None
        items.append((*item, start))
    found = _assembled(written, items, grammar)
    if not odd:
        return replace(found, open=_is_open(found, grammar))
    return replace(found, sent=True) if found.others and found.unit else None


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


def _item(text: str, view: str, grammar: Grammar, *, first: bool) -> tuple[str | None, str] | None:
    """Cut unit and post at the longest post that leaves a unit, or nothing, in front.

    Behind the first item of a chain any words may stand before the post: 党工委委员、宣传统战委员.
    """
    for cut in range(len(view)):
        if grammar.post.fullmatch(view, cut):
            if cut == 0 or _KIND_ONLY.fullmatch(view, 0, cut):
                return None, text
            kind = level(view[:cut], grammar)
            member = view.endswith(("代表", "委员"))  # 县人大代表: the county's, of no organisation
            if kind == "county" and not member and _body_behind(view, cut, grammar):
                continue
            if kind:
                office = grammar.offices.match(view, cut)
                end = office.end() if office else cut  # 某街道办事处 | 副主任
                return text[:end], text[end:]
    ends_with_post = any(grammar.post.fullmatch(view, cut) for cut in range(1, len(view)))
    return (None, text) if not first and ends_with_post else None


def _body_behind(view: str, start: int, grammar: Grammar) -> bool:
    """Tell whether a county's body and its officer follow, so that the body is the organisation: 县妇联 | 主席."""
    return any(
        grammar.post.fullmatch(view, cut) and level(view[:cut], grammar) == "body"
        for cut in range(start + 1, len(view))
    )


def _of_another_body(text: str, view: str, grammar: Grammar) -> tuple[str, str] | None:
    """Read a post of a body that is no listed kind, in front of the own one: 第十四次党代会代表、某镇村医."""
    for cut in range(2, len(view)):
        if grammar.post.fullmatch(view, cut):
            return text[:cut], text[cut:]
    return None


def _assembled(text: str, items: list[tuple[str | None, str, int]], grammar: Grammar) -> Standing:
    """Take the last item that names a unit for the post; those before it belong to other bodies."""
    named = [number for number, item in enumerate(items) if item[0]]
    # 某镇纪委书记、监察办主任: an office without a place is the place's before
    of_before = [number for number in named[1:] if _is_office(plain(items[number][0] or ""), grammar)]
    main = max((number for number in named if number not in of_before), default=0)
    # 县委副书记、镇党委书记 of one byline: a body's own unit repeated is the same post going on
    unit, _, start = items[main]
    others = tuple(text[item[2] : _end(text, items, number)] for number, item in enumerate(items[:main]))
    while others and _same(items[main - 1][0], unit):
        main -= 1
        unit, _, start = items[main]
        others = others[:-1]
    if others and not all(
        grammar.outside.search(plain(other)) or items[number][0] for number, other in enumerate(others)
    ):
        others, start, unit = (), 0, items[0][0]
    post = text[start + len(unit or "") :]
    sent = _SENT.search(unit or "")
    return (
        Standing(unit[sent.end() :], post, others, sent=True)
        if unit and sent
        else Standing(unit, post, others)
    )


def _is_office(unit: str, grammar: Grammar) -> bool:
    """Tell a body that is only part of another one, 监察办 or 统战部, from one with a place or a name of its own."""
    named = _OWN_NAME.search(unit) or level(unit, grammar) != "body"
    return len(unit) <= _ABBREVIATED and not named


def _end(text: str, items: list[tuple[str | None, str, int]], number: int) -> int:
    following = items[number + 1][2] if number + 1 < len(items) else len(text)
    return len(text[:following].rstrip("、,，;；/& 兼暨"))


def _same(one: str | None, other: str | None) -> bool:
    """Tell whether a body is the one before again, or the whole of which that is a part: 县委组织部, then 县委."""
    return bool(one and other and (one.endswith(other) or (len(other) <= _ABBREVIATED and other in one)))
