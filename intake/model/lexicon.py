"""The word lists that editors maintain."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of config/lexicon, one table a file: lexicon["units"]["suffixes"] → list of strings.

    `version` is a digest of their content: a reading names the lexicon it was made with.
    """

    tables: Mapping[str, Mapping[str, object]]
    version: str
