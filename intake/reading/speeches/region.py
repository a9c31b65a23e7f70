"""Units and the administrative divisions in their names."""

import re
from typing import Final

from intake.model import Region
from intake.reading.speeches.grammar import Grammar

_PROVINCE: Final = re.compile(r"[一-龥]{2,6}?(?:省|自治区)")
_CITY: Final = re.compile(r"[一-龥]{2,7}?(?:市|自治州|地区|盟)(?!场|政|委|民|级|直|属)")
_COUNTY: Final = re.compile(r"[一-龥]{1,13}?(?:自治县|县|区|旗|市区?)(?![镇乡村]$)")
_TOWN: Final = re.compile(
    r"(?![县市区省州旗]乡|城镇)[一-龥]{1,12}?(?:民族乡|镇|(?<!城)乡(?!村|镇)|街道|苏木)(?:办事处)?"
)
_VILLAGE: Final = re.compile(
    r"[一-龥]{2,10}?(?:(?<![农乡驻])村|社区|嘎查)(?=[一-龥]{2})(?!镇|乡)"
)  # 某村小学
_OFFICE: Final = re.compile(r"(?<=街道)(?:办事处|办)$")
_UNIT: Final = re.compile(r"[一-龥\d·A-Za-z\"()]{2,40}")
_SAYING: Final = re.compile(
    "[是的了把被让您我你他她]|不(?!动产|锈钢)"
)  # a phrase that ends as units do: …是故乡
_COURSE: Final = re.compile("从[^到]{1,12}到")  # 从战士到村支书
_JOINED: Final = frozenset("和与及")  # 农业和…: words of a department, no place
_FULL_NAME: Final = 3  # characters of most counties' names
_GENERAL: Final = frozenset("全我各本省市州县区")
_DIVISIONS: Final = ("镇", "乡", "街道", "苏木")
_LONGEST_SUFFIX: Final = 8
_SEAT: Final = ("城关", "城厢", "城郊", "城东", "城西", "城南", "城北", "城中")
_NOT_COUNTY_BEFORE: Final = ("场", "委", "直", "级", "属", "政", "域", "城", "民")


def level(unit: str, grammar: Grammar) -> str | None:
    """Tell by its ending what an organisation is: "town", "village", "body", or None where it is none."""
    if not _UNIT.fullmatch(unit) or _is_phrase(unit, grammar):
        return None
    for length in range(min(_LONGEST_SUFFIX, len(unit)), 0, -1):
        ending = unit[-length:]
        for name in ("village", "town", "body"):
            # an ending alone is no name: 街道 is not an organisation, 中心 neither
            if ending in grammar.ends[name] and len(unit) > max(length, 1):
                return name
    below_city = unit[len(_city(unit, grammar)) :]
    return (
        "county" if county_of(unit, grammar) == unit or county_of(below_city, grammar) == below_city else None
    )


def _is_phrase(text: str, grammar: Grammar) -> bool:
    """Tell a slogan's line from an organisation's name: 推动县域经济开新局, 建设和美乡村, …是故乡."""
    said = _SAYING.search(text) or _COURSE.match(text) or grammar.sayings.search(text)
    return bool(said) or text.startswith(grammar.slogans) or text.endswith(grammar.not_units)


def county_of(text: str, grammar: Grammar) -> str | None:
    """Find the county-level division that a text starts with: by the gazetteer, else by its grammar."""
    for county in grammar.counties:
        if text.startswith(county):
            return county
    match = _COUNTY.match(text)
    if not match or match.group().endswith(grammar.not_counties):
        return None
    name, after = match.group(), text[match.end() : match.end() + 1]
    if text.startswith(_SEAT, match.end()):  # 某县城关镇: the town, not the county's 县城
        return name
    general = len(name) < _FULL_NAME or name[0] in _GENERAL  # 全县直属; 某县直属 names the county
    inside = any(sign in name[1:-1] for sign in "镇乡村街社")
    return None if (general and after in _NOT_COUNTY_BEFORE) or inside or name[:-1] in _GENERAL else name


def _province(text: str) -> str:
    match = _PROVINCE.match(text)
    return match.group() if match else ""


def _city(text: str, grammar: Grammar) -> str:
    known = next((city for city in grammar.cities if city.endswith("市") and text.startswith(city)), "")
    match = _CITY.match(text)
    return known or (match.group() if match and len(match.group()) < len(text) else "")


def region_of(unit: str, grammar: Grammar) -> Region:
    """Read the path of divisions in a unit's name; levels it does not name are None."""
    national = grammar.national.match(unit)
    unit = unit[national.end() :] if national else unit
    rest = unit[len(_province(unit)) :]
    city = _city(rest, grammar)
    rest = rest[len(city) :]
    county = county_of(rest, grammar) or ""
    if county == rest and level(rest, grammar) in {"town", "village"} and county not in grammar.counties:
        county = ""
    rest = rest[len(county) :]
    town, village = _below(rest, grammar)
    return Region(city or None, county or None, town, village)


def _below(rest: str, grammar: Grammar) -> tuple[str | None, str | None]:
    if not rest:
        return None, None
    kind = level(rest, grammar)
    match = _TOWN.match(rest)
    if kind == "village":
        inside = match.group() if match and len(match.group()) < len(rest) else ""
        return _OFFICE.sub("", inside) or None, rest[len(inside) :] or None
    if kind == "town":
        return _division(_OFFICE.sub("", rest), grammar), None
    # a body of a town (…镇中心小学) stands in that town
    if kind != "body":
        return None, None
    inside = match.group() if match and _JOINED.isdisjoint(match.group()) else ""
    village = _VILLAGE.match(rest[len(inside) :])
    known = (
        village and not village.group().endswith(grammar.not_units) and _JOINED.isdisjoint(village.group())
    )
    return _OFFICE.sub("", inside) or None, village.group() if village and known else None


def _division(name: str, grammar: Grammar) -> str | None:
    """Give the place that a body at a town's level governs: 某园区 of 某园区管委会; a farm or a canal office governs none."""
    place = name[: office_at(name, grammar) or len(name)]
    return None if place.endswith(grammar.not_divisions) else place


def office_at(name: str, grammar: Grammar) -> int:
    """Say where the office in a place's organisation begins, 某街道 | 办事处; 0 where it has none."""
    return next((cut for cut in range(1, len(name)) if grammar.offices.fullmatch(name, cut)), 0)


def is_division(name: str) -> bool:
    """Tell whether a name ends as the divisions below the county do; parks and zones are written as such as well."""
    return name.endswith(_DIVISIONS)
