"""Who spoke: the byline in its labelled lines, the signature, the fields of a cover table, or the text itself."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from intake.model import Region, Speaker
from intake.reading.speeches.byline import DOUBTS, Byline, read_attribution, read_byline
from intake.reading.speeches.fields import Field
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.interviews import interviewed
from intake.reading.speeches.introduction import introduced
from intake.reading.speeches.merging import merged
from intake.reading.speeches.names import is_name, names_in
from intake.reading.speeches.posts import standing
from intake.reading.speeches.region import level, region_of
from intake.reading.speeches.zoned import Part, of
from intake.signs import plain, squeeze

_OPENING: Final = 3  # lines at the start in which people introduce themselves
_ANY_NAME: Final = re.compile(r"[一-龥]{2,4}")  # behind the label 姓名 an unlisted surname is one too
_LONG_NAME: Final = re.compile(r"[一-龥]{5,7}")  # of a people whose names no list holds
_COUNTY_BODY: Final = re.compile(r"([一-龥]{1,4}?[县区旗])(?=委|政府|人大|政协|人民政府|纪委|监委)")
_OF_AUTHOR: Final = re.compile(
    r"[,;。] ?(?:本文)?作者(?:系|为|是|任|:)(?:该|本|其|我)?(?:[镇乡村县局校院站所]|街道|社区|单位|公司|中心|合作社|园区)?(?=..)"
)
_PERSON: Final = frozenset({"name", "unit", "post"})


@dataclass(frozen=True, slots=True)
class Found:
    """A byline, the rule that found it, and the block it stands in."""

    byline: Byline
    rule: str
    block: int | None


def speakers_of(part: Part, grammar: Grammar) -> Found:
    """Find who spoke; the byline above the text first, then below it, then a self-introduction."""
    fields = [
        entry
        for line in of(part, "byline", "signature")
        for entry in line.seen.fields
        if entry.key in _PERSON
    ]
    labelled = _from_fields(fields, grammar)
    above, below = _read(part, "byline", grammar), _read(part, "signature", grammar)
    opening = of(part, "salutation", "lead")[:_OPENING]
    said, number = introduced((line.text for line in opening), grammar)
    titled = _in_title(part, grammar)
    for byline, rule in ((labelled, "fields"), (above, "byline"), (below, "signature")):
        if byline.speakers:
            others = [other for other in (labelled, above, below, said, titled) if other is not byline]
            whole = byline if byline.post and byline.unit else _completed(byline, others)
            zone = "signature" if rule == "signature" else "byline"
            return Found(whole, _rule(rule, whole), _block(part, zone))
    whole = merged(byline for byline in (labelled, above, below, said) if byline)
    if said.speakers:
        rule = "self_introduction_pieces" if said.shape in {"pieces", *DOUBTS} else "self_introduction"
        return Found(whole, rule, opening[number].block)
    if titled and not (whole.post if titled.speakers else whole):
        return Found(titled, "title", _block(part, "title"))
    return Found(whole, "organisation" if whole else "none", _block(part, "byline"))


def _rule(rule: str, byline: Byline) -> str:
    """Name the rule by where the byline stands and how it said it; fields that leave something out by that."""
    if rule == "fields" and byline.shape in DOUBTS:
        return f"byline_{byline.shape}"
    if rule == "fields":
        return rule if byline.unit and byline.post else "fields_bare"
    return f"{rule}_{byline.shape}"


def _in_title(part: Part, grammar: Grammar) -> Byline:
    """Read who spoke in front of 在…上的发言, or of a colon: 某镇党委书记张三在….上的发言, 某镇党委书记张三:标题."""
    titles = of(part, "title")
    for line in (*of(part, "subtitle"), *titles, *of(part, "byline")):
        if found := interviewed(line.text, grammar):
            return found
    for above, line in pairwise(titles):  # the unit on a line of its own above 在…上的发言
        byline = read_byline(above.text, grammar)
        if grammar.occasion.match(line.view) and (byline.unit or byline.speakers):
            return byline
    for line in (*of(part, "subtitle"), *titles):
        match = grammar.occasion.search(line.view)
        start = line.view.rfind("—", 0, match.start()) + 1 if match else 0  # main title——某镇在…上的发言
        end = match.start() if match else max(line.view.find(":"), 0)
        byline = read_byline(line.text[start:end], grammar)
        whole = byline.unit and byline.post and (match or byline.speakers)
        if whole or (match and (byline.speakers or byline.shape == "unit")):
            return byline
    return Byline()


def _completed(byline: Byline, others: list[Byline]) -> Byline:
    """Add unit and post from where the same person, or nobody, is named."""
    names = {speaker.name for speaker in byline.speakers}
    for other in others:
        if other and names >= {speaker.name for speaker in other.speakers}:
            byline = merged((byline, replace(other, speakers=())))
    return byline


def _block(part: Part, zone: str) -> int | None:
    return next((line.block for line in part if line.zone == zone), None)


def _read(part: Part, zone: str, grammar: Grammar) -> Byline:
    bylines = [
        line.seen.byline or read_byline(line.text, grammar) for line in of(part, zone) if not line.seen.fields
    ]
    return merged(byline for byline in bylines if byline)


def _from_fields(fields: list[Field], grammar: Grammar) -> Byline:
    """作者: 单位: 职务: one below the other; each value may hold more than its label says."""
    found = Byline()
    for entry in fields:
        one = _field(entry, grammar)
        found = _joined(found, one) if found else one
    return found if found.shape in DOUBTS or not found else replace(found, shape="fields")


def _joined(one: Byline, other: Byline) -> Byline:
    if one.speakers and other.speakers:
        return merged((one, other))
    # 作者:甲镇书记 张三 says of whom; 来稿单位: above it only who sent the text in
    unit = (other.unit if other.speakers else None) or one.unit or other.unit
    post = one.post or other.post
    speakers = tuple(
        replace(speaker, unit=speaker.unit or unit, post=speaker.post or post)
        for speaker in one.speakers or other.speakers
    )
    shape = next((doubt for doubt in DOUBTS if doubt in one.shape + other.shape), "fields")
    return Byline(speakers, unit, post, (*one.others, *other.others), shape)


def _field(entry: Field, grammar: Grammar) -> Byline:
    value, _, rest = _attributed(entry.value.rstrip("。"))
    if not value:
        return Byline()
    if rest:  # 作者单位:某社区,作者系该社区党总支书记
        return merged((_field(replace(entry, value=value), grammar), read_attribution(rest, grammar)))
    if entry.key == "name":
        return _who(value, grammar)
    found = standing(value, grammar)
    if entry.key == "unit" and (not found or level(plain(squeeze(value)), grammar)):
        return read_byline(value, grammar) if _has_name(value, grammar) else Byline(unit=squeeze(value))
    if found:
        return Byline(unit=found.unit, post=found.post, others=found.others)
    read = read_byline(value, grammar)
    return read if read.post else Byline(post=value)


def _who(value: str, grammar: Grammar) -> Byline:
    """Read what stands behind a name's label: names, more than its label says, or a name that no list has."""
    names = names_in(value, grammar)
    read = Byline(tuple(Speaker(name) for name in names)) if names else read_byline(value, grammar)
    bare = squeeze(value)
    placelike = read.shape == "unit" and bare[0] in grammar.surnames  # 姓名:张龙镇
    if (placelike or not read) and _ANY_NAME.fullmatch(bare):
        return Byline((Speaker(bare),))
    return Byline((Speaker(bare),), shape="unlisted") if not read and _LONG_NAME.fullmatch(bare) else read


def _attributed(value: str) -> tuple[str, str, str]:
    """Part a value from what is said of the author behind it, whose unit is not named again: 该社区 | 党总支书记."""
    match = _OF_AUTHOR.search(plain(value))
    if not match:
        return value, "", ""
    return value[: match.start()], ",", f"作者系{value[match.end() :]}"


def _has_name(value: str, grammar: Grammar) -> bool:
    pieces = value.split()
    return len(pieces) > 1 and is_name(pieces[-1], grammar)


def region_in(byline: Byline, grammar: Grammar) -> Region:
    """Find the divisions that the byline states: those of its unit, else the county of a post of another body."""
    region = region_of(plain(byline.unit), grammar) if byline.unit else Region()
    if region.district:
        return region
    for other in byline.others:
        for short, county in (*((name, name) for name in grammar.counties), *grammar.short_counties.items()):
            if plain(other).startswith(short):
                return replace(region, district=county)
        stated = _COUNTY_BODY.match(plain(other))
        if stated:
            return replace(region, district=stated[1])
    return region
