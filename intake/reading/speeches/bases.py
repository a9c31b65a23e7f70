"""What each field of a record rests on: its rule, its block, and how clear the labels of its lines are."""

from typing import Final

from intake.model import SpeechRecord
from intake.reading.speeches.confidence import Basis
from intake.reading.speeches.people import Found
from intake.reading.speeches.region import is_division
from intake.reading.speeches.zoned import Part, of
from intake.signs import plain

_COUPLET: Final = 2  # lines
_WIDE: Final = 9.0
_HEAD: Final = (
    "preface",
    "kicker",
    "issue",
    "title",
    "subtitle",
    "byline",
    "date",
    "note",
    "salutation",
    "junk",
)
_ZONES: Final = {
    "title.subtitle": ("subtitle",),
    "title.kicker": ("kicker",),
    "title.issue": ("issue",),
    "salutation": ("salutation",),
    "contact.name": ("contact", "preface"),
    "contact.phone": ("contact", "preface"),
    "editor_note": ("note",),
    "lead": ("lead",),
    "closing": ("closing",),
    "contributors": ("contributor",),
    "credits": ("credits",),
}
_PARKS: Final = ("区", "园", "场", "处", "新城", "管委会", "管理委员会")
_VILLAGE_ENDS: Final = frozenset("村区查会队")
_KICKERS: Final = frozenset(
    {"column", "bracket_column", "serial", "meeting_materials", "above_note", "above_couplet"}
)
_TITLE_CUES: Final = (("title_label", "label"), ("occasion_title", "occasion"), ("pairs_next", "couplet"))


def bases_of(record: SpeechRecord, part: Part, found: Found, rules: dict[str, str]) -> dict[str, Basis]:
    """Collect the bases of all fields; `rules` names those of occasion and date."""
    person = Basis(found.rule, found.block, _margin(part, *_person_zones(found.rule)))
    title = Basis(
        _title_rule(part, record), _block(part, "title"), _margin(part, "title", "kicker", "subtitle")
    )
    bases = {
        "speaker": person,
        "unit": person,
        "post": person,
        "other_posts": Basis("posts" if record.other_posts else "no_posts", found.block, person.margin),
        "title.main": title,
        "occasion": Basis(rules["occasion"], _block(part, "subtitle", "title", "note")),
        "speech_type": Basis(rules["occasion"], _block(part, "subtitle", "title")),
        "date": Basis(rules["date"], _block(part, "date", "signature", "note")),
        "sections": Basis(_outline_rule(record), _block(part, "heading", "point"), _margin(part, "heading")),
    }
    regions = {f"region.{level}": person for level in ("city", "district", "town", "village")}
    if record.post and not record.unit:  # it may stand on a line that was not understood
        bases["unit"] = Basis("missing", found.block, person.margin)
    if record.speakers and not record.post:
        bases["post"] = Basis("missing", found.block, person.margin)
    if found.rule.startswith("self_introduction") and not record.unit:
        bases["unit"] = Basis("missing", found.block, person.margin)
    if record.unit and _is_park(record):
        regions["region.town"] = Basis("park", found.block, person.margin)
    if record.region.village and plain(record.unit or "")[-1:] not in _VILLAGE_ENDS:  # a body in a village
        regions["region.village"] = Basis("park", found.block, person.margin)
    zones = {
        field: Basis("zone", _block(part, *names), _margin(part, *names)) for field, names in _ZONES.items()
    }
    return bases | regions | zones


def _outline_rule(record: SpeechRecord) -> str:
    """Say what the sections are told by: their numbers, their form alone, points without any, or nothing."""
    headed = [section for section in record.sections if section.heading]
    if headed:
        return "numbered" if all(section.marker for section in headed) else "unnumbered"
    points = [point for section in record.sections for point in section.points]
    if points:
        return "points" if any(point.marker for point in points) else "bare_points"
    return "none"


def _is_park(record: SpeechRecord) -> bool:
    """Tell a unit at a town's level that is no division of the country: 某园区, 某农场."""
    name = plain(record.region.town or record.unit or "")
    return not record.region.village and not is_division(name) and name.endswith(_PARKS)


def _person_zones(rule: str) -> tuple[str, ...]:
    return ("signature",) if rule.startswith("signature") else ("byline", "signature")


def _block(part: Part, *zones: str) -> int | None:
    return next((line.block for line in of(part, *zones)), None)


def _margin(part: Part, *zones: str) -> float:
    """Find the least clear label among lines of these zones; where there are none, among those of the head."""
    lines = of(part, *zones) or of(part, *_HEAD)
    return min((line.margin for line in lines), default=_WIDE)


def _title_rule(part: Part, record: SpeechRecord) -> str:
    """Name what a title rests on: its words, its place, or only that it was left over."""
    lines = of(part, "title")
    cues = {cue for line in lines for cue in line.seen.cues}
    known = next((rule for cue, rule in _TITLE_CUES if cue in cues), "")
    too_many = _runs_over(lines) if known == "occasion" else len(lines) > _COUPLET
    kickers = of(part, "kicker")
    rules = (
        ("none", not record.title.main),
        ("many_lines", too_many),
        ("under_unit", len(lines) > 1 and lines[0].seen.byline.unit),
        (known, known),
        ("with_subtitle", record.title.subtitle),
        ("genre", "genre_title" in cues),
        # the byline may be among the lines that were not understood
        ("unsigned", not (record.speakers or record.unit or record.post)),
        ("below", kickers and not any(line.seen.cues & _KICKERS for line in kickers)),
        ("line", len(lines) == 1),
    )
    return next((name for name, holds in rules if holds), "lines")


def _runs_over(lines: Part) -> bool:
    """Tell whether a title goes on behind 在…上的发言: what follows may be a byline that was not understood."""
    whole = "occasion_title" in lines[0].seen.cues and "broken_title" not in lines[0].seen.cues
    return len(lines) > 1 and whole
