"""The word lists that recognition reads: shipped with the program, overlaid by the operator's folder."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import cast

from intake.errors import ConfigError
from intake.locale import N_
from intake.model import Lexicon

DIGEST_LENGTH = 12  # hexadecimal digits
#: What editors choose from, and what is checked before print: recognition does not read it, so that a new reason or
#: word makes no reading outdated.
NOT_READ = frozenset({"reasons", "words", "checks"})

_NOT_READABLE = N_("lexicon not readable — {path} — {why} — correct the file, or take it out of the folder")


def load_lexicon(folder: Path | None) -> Lexicon:
    """Read the shipped lists and lay an operator's folder over them, file by file, key by key."""
    tables = _read(_files(resources.files("intake") / "defaults" / "lexicon"))
    if folder is not None:
        if not folder.is_dir():
            raise ConfigError(
                N_(
                    "lexicon not readable — {path} — there is no such folder — correct `lexicon` in the configuration"
                ),
                path=folder,
            )
        tables = _overlaid(tables, _read(_files(folder)))
        _check_words(tables["words"], folder / "words.toml")
        totals = tables["checks"]["totals"]
        _check_words(totals if isinstance(totals, dict) else {"totals": totals}, folder / "checks.toml")
        _check_patterns(tables["secrecy"], folder / "secrecy.toml")
    return Lexicon(tables, _digest(tables))


def _check_words(lists: Mapping[str, object], path: Path) -> None:
    """Refuse lists of words that are neither words nor words with advice: editors write them by hand."""
    for name, words in lists.items():
        texts = [*words, *words.values()] if isinstance(words, dict) else words
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise ConfigError(
                N_(
                    'lexicon not readable — {path} — {name} is no list of words — write "word" = "advice" below [{name}]'
                ),
                path=path,
                name=name,
            )


def _check_patterns(lists: Mapping[str, object], path: Path) -> None:
    """Refuse regular expressions that are none: with one no mail could be read."""
    _check_words(lists, path)
    try:
        for pattern in cast("list[str]", lists["marks"]):
            re.compile(pattern)
    except re.error as error:
        raise ConfigError(_NOT_READABLE, path=path, why=error) from error


def _files(folder: Traversable | Path) -> Iterable[Traversable | Path]:
    return sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )


def _read(files: Iterable[Traversable | Path]) -> dict[str, Mapping[str, object]]:
    tables: dict[str, Mapping[str, object]] = {}
    for file in files:
        try:
            tables[file.name.removesuffix(".toml")] = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ConfigError(
                _NOT_READABLE,
                path=file,
                why=getattr(error, "strerror", None) or error,
            ) from error
    return tables


def _overlaid(
    shipped: Mapping[str, Mapping[str, object]], own: Mapping[str, Mapping[str, object]]
) -> dict[str, Mapping[str, object]]:
    return {stem: {**shipped.get(stem, {}), **own.get(stem, {})} for stem in sorted({*shipped, *own})}


def _digest(tables: Mapping[str, Mapping[str, object]]) -> str:
    told = {stem: table for stem, table in tables.items() if stem not in NOT_READ}
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)  # TOML has dates, JSON none
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]
