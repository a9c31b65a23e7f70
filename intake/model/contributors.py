"""Who sends: the address book of contributors, and what it says about the sender of one submission."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

#: What an editor is told of a sender, for advice alone: nothing is dropped, hidden or decided by it.
UNIT_DIFFERS: Final = "unit_differs"  # other units than the record's came from this address so far
NAME_UNKNOWN: Final = "name_unknown"  # the address is known, the name is new to it
NAME_OF_ANOTHER: Final = "name_of_another"  # the name is known, of a contributor with another address


@dataclass(frozen=True, slots=True)
class Contributor:
    """An address from which submissions came; the counts of submissions go by their present status.

    `names` and `units` have the most frequent first. `confirmed` says that the units are those of submissions that
    editors accepted or edited; where there is none, they are as recognised. `first` and `last` are aware.
    """

    address: str
    names: tuple[str, ...]
    units: tuple[str, ...]
    confirmed: bool
    mails: int
    submissions: int
    accepted: int
    returned: int
    rejected: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a submission: its entry in the address book, hints, and whose name it may have taken."""

    contributor: Contributor
    hints: tuple[str, ...] = ()
    namesake: str | None = None
