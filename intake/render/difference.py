"""Two records of one speech: which fields differ, and what they are called."""

from collections.abc import Iterable

import msgspec

from intake.model import SpeechRecord
from intake.render.decisions import field_label
from intake.render.view import View

_NO_FIELDS = frozenset({"evidence", "word_count"})
_PARTS = frozenset({"title", "region"})


def differing(old: SpeechRecord, new: SpeechRecord) -> tuple[str, ...]:
    """Name the fields that differ, a title's parts each: "title.main"."""
    before, after = _flat(old), _flat(new)
    return tuple(name for name in before if before[name] != after[name])


def field_names(names: Iterable[str], view: View) -> str:
    """Call fields what a page calls them, each name once."""
    return ", ".join(dict.fromkeys(view.say(field_label(name)) for name in names))


def _flat(record: SpeechRecord) -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in msgspec.to_builtins(record).items():
        if name in _PARTS:
            flat |= {f"{name}.{part}": inner for part, inner in value.items()}
        elif name not in _NO_FIELDS:
            flat[name] = value
    return flat
