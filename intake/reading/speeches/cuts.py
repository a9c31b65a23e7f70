"""Where a unit ends and a post begins: 汉中路街道 | 党工委书记, 人民医院 | 急诊科主任, 双创园 | 党工委书记."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.region import county_of, is_division, level

_KIND_ONLY: Final = re.compile(
    r"[镇乡村](?:党委|党总支|党支部|人民政府|政府)?"
)  # no name of any organisation
_SHORTEST: Final = 2  # characters of an organisation that only its post tells
_SHORTEST_ODD: Final = 3
_SHORTEST_ALONE: Final = 4
_HAN: Final = re.compile(r"[一-龥]{3,20}")
_NEIGHBOURS: Final = ("村", "社区")  # a post that starts so belongs behind the division's own name
_JURY: Final = ("代表", "委员")  # 县人大代表: the county's, of no organisation
_OF_TERM: Final = re.compile(r"第[一二三四五六七八九十\d]{1,4}[届次]")
_LEAST_OFFICE: Final = 2  # characters


@dataclass(frozen=True, slots=True)
class Cut:
    """An item of a chain of posts; `odd` where only the post tells the unit, `open` where another cut is as good."""

    unit: str | None
    post: str
    odd: bool = False
    open: bool = False


def cut_of(text: str, view: str, grammar: Grammar, *, first: bool) -> Cut | None:
    """Cut unit and post at the longest post that leaves a unit, or nothing, in front.

    Behind the first item of a chain any words may stand before the post: 党工委委员、宣传统战委员.
    """
    if _OF_TERM.search(view) and view.endswith(_JURY):  # 第九届政协委员 speaks of no organisation
        return None
    cuts = [cut for cut in range(len(view)) if grammar.post.fullmatch(view, cut)]
    for cut in cuts:
        if cut == 0 or _KIND_ONLY.fullmatch(view, 0, cut):
            return Cut(None, text)
        kind = level(view[:cut], grammar)
        if not kind:
            told = _is_led(view, cut, grammar) or _is_settled(view[:cut], grammar)
            if told and not _goes_on(view, cut, grammar):
                return Cut(text[:cut], text[cut:], odd=True)
            continue
        behind = _goes_on(view, cut, grammar) or (
            kind == "county" and not view.endswith(_JURY) and _body_behind(view, cuts, cut, grammar)
        )
        if not behind:
            return _at(text, view, cut, grammar)
    if not cuts:
        return None
    return _by_ending(text, view, cuts, grammar) or (None if first else Cut(None, text))


def _at(text: str, view: str, cut: int, grammar: Grammar) -> Cut:
    """Cut there, but behind an office that is the organisation itself, and in front of a mere department of one."""
    office = grammar.offices.match(view, cut)
    if office and office.end() < len(view):  # 某街道办事处 | 副主任
        return Cut(text[: office.end()], text[office.end() :])
    inner = _department_at(view, cut, grammar)
    if inner:
        return Cut(text[:inner], text[inner:], open=True)
    return Cut(text[:cut], text[cut:], open=_is_within(view[:cut], grammar))


def is_lone_unit(view: str, grammar: Grammar) -> bool:
    """Tell whether a line may be an organisation only because it stands beside a post: 瑞康药业, 柳河镇李家屯."""
    if not _HAN.fullmatch(view) or not _is_free(view, grammar):
        return False
    named = len(view) >= _SHORTEST_ALONE and view.endswith((*grammar.places, *grammar.settlements))
    county = county_of(view, grammar)
    return named or bool(county and len(view) > len(county) + 1)


def is_path(view: str, grammar: Grammar) -> bool:
    """Tell whether a text names a county, a town in it, and something there: 某县某镇槐花胡同."""
    county = county_of(view, grammar)
    if not county or not is_lone_unit(view, grammar):
        return False
    return _holds_town(view, county)


def _is_led(view: str, cut: int, grammar: Grammar) -> bool:
    """Tell whether a party body's post follows, in front of which an organisation stands, whatever it is called."""
    return cut >= _SHORTEST and bool(grammar.party.match(view, cut)) and _is_free(view[:cut], grammar)


def _is_settled(front: str, grammar: Grammar) -> bool:
    """Tell a hamlet, a lane or a housing estate, which only its post tells from other words: 李家屯, 槐花胡同."""
    named = len(front) >= _SHORTEST_ODD and front.endswith(grammar.settlements)
    return named and _is_free(front, grammar)


def _by_ending(text: str, view: str, cuts: list[int], grammar: Grammar) -> Cut | None:
    """Cut behind words that name an organisation only in front of a post (李家屯, 瑞康药业), or in front of its chief."""
    odd = [cut for cut in cuts if cut >= _SHORTEST_ODD and _is_free(view[:cut], grammar)]
    named = [cut for cut in odd if view[:cut].endswith(grammar.places)]
    chief = [cut for cut in odd if grammar.chief.fullmatch(view, cut)]
    led = [
        cut for cut in odd if grammar.department_head.fullmatch(view, cut) and _is_local(view[:cut], grammar)
    ]
    cut = next(iter(named[-1:] or chief or led), 0)
    return Cut(text[:cut], text[cut:], odd=True) if cut else None


def _is_local(front: str, grammar: Grammar) -> bool:
    """Tell whether words name a county or a town first, and something in it: 某县海关, 某镇慈善会."""
    county = county_of(front, grammar) or ""
    return _holds_town(front, county) or (bool(county) and len(front) > len(county) + 1)


def _holds_town(view: str, county: str) -> bool:
    """Tell whether a town, and something in it, follow behind a county, or stand there without one."""
    return any(is_division(view[:cut]) for cut in range(len(county) + 2, len(view) - 1))


def _is_free(front: str, grammar: Grammar) -> bool:
    """Tell whether words may be a name: no phrase, and not cut out of a longer word."""
    return not (
        front.endswith(grammar.no_fronts) or grammar.told.search(front) or front.startswith(grammar.slogans)
    )


def _goes_on(view: str, cut: int, grammar: Grammar) -> bool:
    """Tell whether the unit goes on: 火车站 | 社区居委会主任 is the post of 火车站社区, 纪委 | 监委 is one body."""
    if view.startswith("监委", cut) and view[:cut].endswith("纪委"):
        return True
    front = view[:cut]
    word = next((word for word in _NEIGHBOURS if view.startswith(word, cut)), "")
    apart = is_division(front) or (word and front.endswith(word))  # 四合村 | 村党支部书记
    return bool(word) and not apart and bool(grammar.post.fullmatch(view, cut + len(word)))


def _body_behind(view: str, cuts: list[int], start: int, grammar: Grammar) -> bool:
    """Tell whether a county's body and its officer follow, so that the body is the organisation: 县妇联 | 主席."""
    return any(cut > start and level(view[:cut], grammar) == "body" for cut in cuts)


def _department_at(view: str, cut: int, grammar: Grammar) -> int:
    """Say where in a unit a department begins whose chief the post names: 人民医院 | 急诊科主任; 0 where none does."""
    if not grammar.department_head.match(view, cut):
        return 0
    return next((end for end in _institutions(view[:cut], grammar) if end < cut), 0)


def _institutions(unit: str, grammar: Grammar) -> Iterator[int]:
    """Give where institutions end that hold what follows as a department, the longest first."""
    for end in range(len(unit) - _LEAST_OFFICE, _SHORTEST - 1, -1):
        front = unit[:end]
        if unit.startswith(grammar.whole_words, end - 1) or not grammar.department.fullmatch(unit, end):
            continue
        kind = level(front, grammar)
        if kind and kind != "county" and not front.endswith(grammar.no_institutions):
            yield end


def _is_within(unit: str, grammar: Grammar) -> bool:
    """Tell whether a unit is a part of an organisation: 某公司焊接车间, 某镇乡村振兴办公室."""
    if county_of(unit, grammar) == unit:
        return False
    parts = (
        unit[:end].endswith(grammar.places) and grammar.department.fullmatch(unit, end)
        for end in range(_SHORTEST, len(unit))
    )
    return any(_institutions(unit, grammar)) or unit.endswith(grammar.mass_bodies) or any(parts)
