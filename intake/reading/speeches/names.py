"""Names of people, as bylines write them."""

import re
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.signs import plain, squeeze

_DOTTED: Final = re.compile(r"[一-龥]{1,10}(?:[·.][一-龥]{1,10}){1,4}")
_MASK: Final = frozenset("某×xX*○〇")
_HAN: Final = re.compile(r"[一-龥]+")
_SEPARATOR: Final = re.compile(r"[、,/;&]|(?<=[一-龥]{2})和(?=[一-龥]{2,4}$)|(?<=[一-龥]{2})与(?=[一-龥]{2})")
_SUFFIX: Final = re.compile(
    r" ?(?:同志|先生|女士)?(?: ?\((?:男|女|[一-龥]{1,5}族|[一-龥]{1,3}代|代读|执笔|主讲)\))?$"
)
# Words of grammar never stand in a given name; 之 and 为 do (邓为之)
_FUNCTION: Final = frozenset("的了是在及把被很也都就又还没不我你他她们这那着过吗吧呢到于各每将让使")
_PLACES: Final = (
    "镇",
    "乡",
    "村",
    "县",
    "街",
    "局",
    "社区",
    "办",
    "街道",
)  # from the third character on, a place
_ODD: Final = 3  # characters of a name that may be taken for a place
_PLACELIKE: Final = re.compile(r"[一-龥]{1,3}[镇乡村县街局办区]|[一-龥]{2}街道")
_SHORTEST, _LONGEST = 2, 4
_LONGEST_OF_PARTS: Final = 7  # characters: 斯琴毕力格, 买买提吐尔逊
_GIVEN: Final = 2  # characters of a given name


def is_name(text: str, grammar: Grammar) -> bool:
    """Tell whether a text without blanks can be a Chinese person's name: 张三, 欧阳修文, 阿依努尔·艾尼, 张某某."""
    view = plain(text)
    if "·" in view or "." in view:
        return bool(_DOTTED.fullmatch(view)) and not grammar.post.search(view)
    if len(view) > _LONGEST:
        return len(view) <= _LONGEST_OF_PARTS and bool(grammar.other_names.fullmatch(view))
    if len(view) < _SHORTEST or view in grammar.not_names or view.endswith(_PLACES, 2):
        return False
    return _listed(view, grammar)


def _listed(view: str, grammar: Grammar) -> bool:
    """Tell whether it is a listed surname and a given name, or made of the parts of names."""
    if grammar.other_names.fullmatch(view):
        return True
    surname = 2 if view[:2] in grammar.compound and len(view) > 2 else 1  # noqa: PLR2004  # characters
    given = view[surname:]
    if surname == 1 and view[0] not in grammar.surnames:
        return False
    if grammar.post.fullmatch(given) or grammar.post.fullmatch(view) or _FUNCTION & set(given):
        return False
    if not all(character in _MASK or _HAN.match(character) for character in given):
        return False
    both = view[1] in grammar.surnames and len(given) == _LONGEST - 1
    return len(given) <= _GIVEN or both


def is_placelike(text: str, grammar: Grammar) -> bool:
    """Tell whether a text is a surname and a given name that ends as places do: 张龙镇, 皇甫海乡."""
    longest = _ODD + (text[:2] in grammar.compound)
    known = text[:1] in grammar.surnames or text[:2] in grammar.compound
    place = len(text) <= longest and known and bool(_PLACELIKE.fullmatch(text))
    return place and not grammar.post.search(plain(text))


def names_in(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Read a text that holds names and nothing else; () where it holds anything else.

    Blanks inside a name are taken out (张　三), blanks between names part them.
    """
    view = plain(text).strip()
    names: list[str] = []
    start = 0
    for part in _SEPARATOR.split(view):
        stretch = text.strip()[start : start + len(part)]
        start += len(part) + 1
        found = _spaced(_SUFFIX.sub("", plain(stretch)), grammar) if stretch.strip() else ()
        if stretch.strip() and not found:
            return ()
        names += _as_written(stretch, found)
    return tuple(names)


def _spaced(view: str, grammar: Grammar) -> tuple[str, ...]:
    """Names parted by blanks, single characters joined to what follows; () where any is no name."""
    whole = squeeze(view)
    pieces = view.split()
    if not whole:
        return ()
    if len(pieces) == 1 or (is_name(whole, grammar) and any(len(piece) == 1 for piece in pieces)):
        return (whole,) if is_name(whole, grammar) else ()
    names: list[str] = []
    while pieces:
        piece = pieces.pop(0)
        surname_alone = len(piece) == 1 or (piece in grammar.compound and len(pieces[:1]) == 1)
        if surname_alone and pieces:
            piece += pieces.pop(0)
            # 司 马 相 如: every character for itself
            while len(piece) < _LONGEST and _goes_on(piece, pieces, grammar):
                piece += pieces.pop(0)
        if not is_name(piece, grammar):
            return ()
        names.append(piece)
    return tuple(names)


def _goes_on(name: str, pieces: list[str], grammar: Grammar) -> bool:
    """Tell whether the next character still belongs to a name: not where another surname starts another name."""
    if not pieces or len(pieces[0]) > 1:
        return False
    return not (is_name(name, grammar) and pieces[0] in grammar.surnames and len(pieces) > 1)


def _as_written(stretch: str, found: tuple[str, ...]) -> list[str]:
    """Give the names the signs of the text: its dot, not the view's."""
    written = squeeze(stretch)
    at = squeeze(plain(stretch))
    names = []
    for name in found:
        place = at.find(name)
        names.append(written[place : place + len(name)])
    return names
