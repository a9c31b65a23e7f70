"""Who holds which post where: the newsroom's own list, against which names and posts are checked."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from intake.errors import ConfigError
from intake.locale import N_
from intake.model import Office

#: What the columns may be called.
_COLUMNS: Final = MappingProxyType({"单位": "unit", "职务": "post", "姓名": "name"})
_KEYS: Final = ("unit", "post", "name")
LARGEST: Final = 16 * 2**20  # bytes


def load_roster(path: Path | None) -> tuple[Office, ...]:
    """Read a roster: a CSV table with the columns 单位,职务,姓名 (or unit, post, name), or TOML with [[office]] tables."""
    if path is None:
        return ()
    try:
        text = _decoded(_bounded(path))
        rows = _tables(text) if path.suffix.lower() == ".toml" else _rows(text)
        return tuple(Office(*(row[key] for key in _KEYS)) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise ConfigError(
            N_(
                "roster not readable — {path} — {why} — correct `roster` or the file: its columns are 单位,职务,姓名"
            ),
            path=path,
            why=getattr(error, "strerror", None) or error,
        ) from error


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ValueError(f"> {LARGEST} B")
    return content


def _decoded(content: bytes) -> str:
    """Decode what a Chinese Excel writes: UTF-8 with a mark, or GBK."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _rows(text: str) -> Iterable[Mapping[str, str]]:
    for row in csv.DictReader(io.StringIO(text)):
        named = {_COLUMNS.get(str(key).strip(), str(key).strip()): value for key, value in row.items()}
        if any(named.values()):
            yield {key: str(named[key] or "").strip() for key in _KEYS}


def _tables(text: str) -> Iterable[Mapping[str, str]]:
    tables = tomllib.loads(text)["office"]
    return [
        {key: str(table[key]).strip() for key in _KEYS} for table in cast("list[dict[str, object]]", tables)
    ]
