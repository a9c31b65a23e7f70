"""Texts without what neither a database nor JSON can hold."""

import re
from typing import Any

import msgspec

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def clean(text: str) -> str:
    """Put U+FFFD for each NUL and lone surrogate: PostgreSQL refuses both, and SQLite's length() stops at a NUL.

    One character for one character, so that offsets into the text stay true.
    """
    return _UNSTORABLE.sub("\ufffd", text)


def as_json(value: object) -> Any:  # noqa: ANN401  # JSON
    """Give a value as JSON holds it: lists, dictionaries and clean texts."""
    return _cleaned(msgspec.to_builtins(value))


def _cleaned(value: Any) -> Any:  # noqa: ANN401  # JSON
    match value:
        case str():
            return clean(value)
        case list() | tuple():
            return [_cleaned(item) for item in value]
        case dict():
            return {clean(key): _cleaned(item) for key, item in value.items()}
        case _:
            return value
