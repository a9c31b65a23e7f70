"""The fields of a record as a text editor shows them, and what was changed in them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from intake.errors import ActionRefused, Items
from intake.locale import N_
from intake.model import Point, Section, SpeechRecord
from intake.render.toml import Field, Table

_DAY: Final = re.compile(r"([0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}")
_WORDS: Final = frozenset({"lead", "text"})  # of a point; no other table has them


def fields_of(record: SpeechRecord) -> dict[str, Field]:
    """Give the fields that are texts, lists of texts, or sections; a missing one, and a guess, is an empty text."""
    whole = all_fields(record)
    return {name: type(value)() if record.withheld(name) else value for name, value in whole.items()}


def all_fields(record: SpeechRecord) -> dict[str, Field]:
    """Give the same fields with their guesses."""
    title, region = record.title, record.region
    return {
        "title.kicker": title.kicker or "",
        "title.issue": title.issue or "",
        "title.main": title.main or "",
        "title.subtitle": title.subtitle or "",
        "speaker": "、".join(speaker.name for speaker in record.speakers),
        "unit": record.unit or "",
        "post": record.post or "",
        "other_posts": list(record.other_posts),
        "region.city": region.city or "",
        "region.district": region.district or "",
        "region.town": region.town or "",
        "region.village": region.village or "",
        "occasion": record.occasion or "",
        "date": record.date or "",
        "editor_note": record.editor_note or "",
        "salutation": record.salutation or "",
        "lead": record.lead or "",
        "closing": record.closing or "",
        "contributors": list(record.contributors),
        "sections": [_section(section) for section in record.sections],
    }


def _section(section: Section) -> Table:
    return {
        "marker": section.marker or "",
        "heading": section.heading or "",
        "subheading": section.subheading or "",
        "paragraphs": list(section.paragraphs),
        "points": [_point(point) for point in section.points],
    }


def _point(point: Point) -> Table:
    return {"marker": point.marker or "", "lead": point.lead, "text": point.text}


#: What every field looks like: a text, a list of texts, or a list of tables like the one shown.
_LIKE: Final = fields_of(SpeechRecord(sections=(Section(points=(Point(None, "", ""),)),)))


def changes(after: Mapping[str, Field], before: Mapping[str, Field]) -> dict[str, object]:
    """Give what was changed as a record's JSON holds it; a field that is not there any more was not.

    Raises ActionRefused for a field that there is not, a list for a text or the reverse, a day that is none.
    """
    whole = _like(after, _LIKE, "")
    if not is_day(str(after.get("date") or "")):
        raise ActionRefused(N_("not understood — {key} — a day is YYYY-MM-DD or XXXX-MM-DD"), key="date")
    return {name: _json(whole[name]) for name in after if whole[name] != before[name]}


def is_day(text: str) -> bool:
    """Tell whether a text is empty or a day that exists; without its year, the 29th of February does."""
    if text and not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text.replace("XXXX", "2000") or "2000-01-01")
    except ValueError:
        return False
    return True


def _like(table: Mapping[str, Field], like: Mapping[str, Field], prefix: str) -> dict[str, Field]:
    """Check the fields of a table and add those that are missing as empty."""
    for name in table:
        if name not in like:
            raise ActionRefused(
                N_("no such field — {field} — a record has no such field — it has {fields}"),
                field=prefix + name,
                fields=Items(prefix + known for known in like),
            )
    return {name: _checked(table.get(name), shape, prefix + name) for name, shape in like.items()}


def _checked(value: Field | None, shape: Field, name: str) -> Field:
    if isinstance(shape, str):
        if value is None or isinstance(value, str):
            return value or ""
        raise ActionRefused(N_('not understood — {key} — it is one text — write "…"'), key=name)
    if value is not None and not isinstance(value, list):
        raise ActionRefused(N_('not understood — {key} — it is a list — write ["…", "…"]'), key=name)
    return _listed(value or [], shape, name)


def _listed(items: list[Any], shape: list[Any], name: str) -> Field:
    tables = [item for item in items if isinstance(item, dict)]
    if not shape and not tables:
        return items
    if shape and len(tables) == len(items):
        return [_like(item, shape[0], f"{name}.") for item in tables]
    said = (
        N_("not understood — {key} — write [[{key}]] above each")
        if shape
        else N_('not understood — {key} — it is a list — write ["…", "…"]')
    )
    raise ActionRefused(said, key=name)


def _json(value: Any) -> object:  # noqa: ANN401  # a field of any shape
    """Turn empty texts into nothing where a record has that: everywhere but in a point's words."""
    if isinstance(value, dict):
        return {key: inner if key in _WORDS else _json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json(item) if isinstance(item, dict) else item for item in value]
    return value or None
