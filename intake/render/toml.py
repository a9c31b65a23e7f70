"""Fields of a record as TOML that an editor changes in a text editor, and back."""

import tomllib
from collections.abc import Mapping, Sequence

from intake.errors import ActionRefused
from intake.locale import N_

Field = str | list[str]

#: What TOML lets no basic string hold as it is: control characters, the quote and the backslash.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def written(fields: Mapping[str, Field], remarks: Sequence[str] = ()) -> str:
    """Write fields one a line, their names as dotted keys, below remarks; `read_back` gives them again."""
    head = "".join(f"# {line}\n" for line in remarks)
    return head + "".join(f"{name} = {_value(value)}\n" for name, value in fields.items())


def read_back(text: str) -> dict[str, Field]:
    """Read what was written and changed; ActionRefused where it is no TOML or holds what is no text."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ActionRefused(
            N_('not understood — {why} — every line is: name = "text" — nothing was changed'), why=error
        ) from error
    return dict(_flat(table, ""))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, Field]]:
    found: list[tuple[str, Field]] = []
    for key, value in table.items():
        match value:
            case dict():
                found += _flat(value, f"{prefix}{key}.")
            case str():
                found.append((prefix + key, value))
            case list() if all(isinstance(item, str) for item in value):
                found.append((prefix + key, value))
            case _:
                raise ActionRefused(
                    N_("not understood — {key} — it must be a text in quotes — nothing was changed"),
                    key=prefix + key,
                )
    return found


def _value(value: Field) -> str:
    if isinstance(value, str):
        return _text(value)
    return f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    return f'"{"".join(map(_character, text))}"'


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if char.isprintable() or char == "\u3000" else f"\\U{ord(char):08X}"
