"""What is counted over many submissions, for whoever wants to know how the newsroom and the recogniser do."""

from dataclasses import dataclass
from typing import Any

from intake.model.stored import Number


@dataclass(frozen=True, slots=True)
class Share:
    """How many submissions there are of a kind, and what became of them.

    `key` is a status, a month (2026-11), a unit or a sender's address; "" where a submission has none. `accepted`
    counts the published ones, too; `refused` those sent back to be revised, or turned down.
    """

    key: str
    submissions: int
    accepted: int
    refused: int


@dataclass(frozen=True, slots=True)
class Overruled:
    """How often editors put another value in place of what a rule had found in a field, and the last time they did."""

    rule: str
    field: str
    corrections: int
    number: Number
    old: Any
    new: Any
