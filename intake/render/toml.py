"""Fields of a record as TOML that an editor changes in a text editor, and back."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from intake.errors import ActionRefused
from intake.locale import N_

Field: TypeAlias = str | list[str] | list["Table"]
Table: TypeAlias = dict[str, Field]

#: What TOML lets no basic string hold as it is: control characters, the quote and the backslash.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def written(fields: Mapping[str, Field], remarks: Sequence[str] = ()) -> str:
    """Write fields one a line, their names as dotted keys, below remarks; `read_back` gives them again.

    A list of tables is written as TOML's arrays of tables, behind all else.
    """
    return "".join((*(f"# {line}\n" for line in remarks), *_lines(fields, "")))


def _lines(fields: Mapping[str, Field], prefix: str) -> Iterator[str]:
    tables = {name: value for name, value in fields.items() if _is_tables(value)}
    yield from (f"{name} = {_value(value)}\n" for name, value in fields.items() if name not in tables)
    for name, value in tables.items():
        for table in value:
            yield f"\n[[{prefix}{name}]]\n"
            yield from _lines(cast("Table", table), f"{prefix}{name}.")


def _is_tables(value: Field) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def read_back(text: str) -> dict[str, Field]:
    """Read what was written and changed; ActionRefused where it is no TOML or holds what is no text."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ActionRefused(
            N_('not understood — {why} — every line is: name = "text" — nothing was changed'), why=error
        ) from error
    return dict(_flat(table, ""))


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, Field]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, _field(value, prefix + key)


def _field(value: object, key: str) -> Field:
    """Take a text, a list of texts or a list of tables."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return [{name: _field(inner, f"{key}.{name}") for name, inner in item.items()} for item in value]
    raise ActionRefused(
        N_("not understood — {key} — it must be a text in quotes — nothing was changed"), key=key
    )


def _value(value: Field) -> str:
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(_text(str(item)) for item in value)}]"


def _text(text: str) -> str:
    return f'"{"".join(map(_character, text))}"'


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char.isprintable() or char == "\u3000" else f"\\U{ord(char):08X}"
