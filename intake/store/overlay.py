"""Editors' values over a record, and what a list shows of it; pure."""

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final

import msgspec

from intake.errors import ActionRefused, Items
from intake.locale import N_
from intake.model import Evidence, SpeechRecord
from intake.plain import as_json

#: The fields a submission is recognised by; the least sure of them says how sure the whole is.
_CORE: Final = ("title.main", "speaker", "unit", "post")
_SEPARATOR: Final = "、"

#: What an editor may give; "speaker" are the names alone. Evidence and the count of characters are not for editing.
EDITABLE: Final = (
    "title.kicker", "title.issue", "title.main", "title.subtitle", "speaker", "speakers", "unit", "post", "other_posts",
    "region.city", "region.district", "region.town", "region.village", "occasion", "speech_type", "date",
    "editor_note", "salutation", "lead", "sections", "closing", "figures", "contact", "contributors", "credits",
    "attachments",
)  # fmt: skip


def laid_over(edits: Mapping[str, Any], newer: Mapping[str, Any]) -> dict[str, Any]:
    """Put newer edits after and in place of older ones; the names and the whole of the speakers replace each other."""
    given = {*newer, *({"speaker", "speakers"} if {"speaker", "speakers"} & set(newer) else ())}
    return {name: value for name, value in edits.items() if name not in given} | dict(newer)


def edited(record: SpeechRecord | None, edits: Mapping[str, Any]) -> SpeechRecord | None:
    """Give a record with an editor's values in it, each with an evidence that says so; ActionRefused if one does not fit."""
    if not edits:
        return record
    whole = msgspec.to_builtins(record or SpeechRecord())
    for name, value in edits.items():
        _put(whole, name, value)
    try:
        fitted: SpeechRecord = msgspec.convert(whole, SpeechRecord)
    except msgspec.ValidationError as error:
        raise ActionRefused(
            N_("value does not fit — {fields} — {why} — see `intake show --json` for its shape"),
            fields=Items(edits),
            why=error,
        ) from error
    certain = Evidence(1.0, "editor", "edited")
    evidence = {"speaker" if name == "speakers" else name: certain for name in edits}
    return replace(fitted, evidence={**fitted.evidence, **evidence})


def summary(record: SpeechRecord) -> dict[str, Any]:
    """Give what a list shows of a record: guesses are not shown."""
    shown = {"title": record.title.main, "speaker": _names(record), "unit": record.unit, "post": record.post}
    known = zip(shown.items(), _CORE, strict=True)
    return {
        **{name: None if record.withheld(field) else value for (name, value), field in known},
        "confidence": min(
            record.evidence[name].confidence if name in record.evidence else 0.0 for name in _CORE
        ),
    }


def title_of(record: SpeechRecord | None) -> str:
    """Give the recognised title, "" where there is none."""
    return (record.title.main or "") if record else ""


def value_of(record: SpeechRecord, name: str) -> Any:  # noqa: ANN401  # any field, as JSON holds it
    """Give a field of EDITABLE as JSON holds it."""
    if name == "speaker":
        return _names(record)
    return as_json(attrgetter(name)(record))


def _names(record: SpeechRecord) -> str | None:
    return _SEPARATOR.join(speaker.name for speaker in record.speakers) or None


def _put(whole: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401  # any field, as JSON holds it
    """Put an editor's value into a record as JSON holds it; what one speaker's byline says follows."""
    if name not in EDITABLE:
        raise ActionRefused(
            N_("no such field — {field} — a record has no such field — it has {fields}"),
            field=name,
            fields=Items(EDITABLE),
        )
    head, _, part = name.partition(".")
    if part:
        whole[head][part] = value
    elif name == "speaker":
        whole["speakers"] = _speakers(whole, value)
    else:
        whole[name] = value
    if name in {"unit", "post"} and len(whole["speakers"]) == 1:
        whole["speakers"] = [whole["speakers"][0] | {name: value}]


def _speakers(whole: dict[str, Any], names: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # checked by the caller
    """Make speakers of names: known ones keep unit and post, a single new one has the record's."""
    known = {speaker["name"]: speaker for speaker in whole["speakers"]}
    given = [name.strip() for name in str(names or "").split(_SEPARATOR) if name.strip()]
    own = {"unit": whole["unit"], "post": whole["post"]} if len(given) == 1 else {}
    return [known.get(name) or {"name": name, **own} for name in given]
