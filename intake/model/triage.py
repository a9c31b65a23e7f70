"""What editors decide, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from intake.model.stored import Number, SubmissionRow
from intake.workflow import Action, Entry, Reviews, Separation, Status

#: Who acts where the program does; no editor may be called so.
PROGRAM: Final = "intake"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor decides: the action, who takes it, and what the action asks for.

    `reason` is a code of the lexicon; `of` is the number that a duplicate repeats; `until` is the last day to hold it;
    `redo` makes an undo put back what was taken back last.
    """

    action: Action
    who: str
    reason: str | None = None
    note: str | None = None
    of: str | None = None
    until: date | None = None
    redo: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How the newsroom reviews: how many reviews, and whether one person may take two of them."""

    reviews: Reviews = 1
    separation: Separation = "off"


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after, as JSON holds it; `rule` is the recogniser's that found the old one."""

    old: Any
    new: Any
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of a submission's log; at is aware (UTC).

    `reason` is a code, or the program's slug: "same_file", "same_text", "revision", "reread". `changes` are by field:
    those of an edit by the record's ("title.main"), else "duplicate_of", "until", "assignee", "superseded_by", and
    "separation": who took the reviews before, where one of them takes the next. `undoes` is the id of another row.
    """

    id: int
    number: Number
    at: datetime
    who: str
    action: Action | Entry
    status_from: Status
    status_to: Status
    reason: str | None = None
    note: str | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A submission that resembles another; `why` are slugs, the strongest first.

    "same_file", "same_text", "revision" (a correction of the other, or corrected by it), "may_correct" (the same, but
    from another address), "same_title", "similar_text".
    """

    row: SubmissionRow
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rereading:
    """What a new reading of a mail did to its submissions.

    `kept` say the same as before; `changed` say something else, or would if an editor had not decided or edited
    (the log then shows the difference); `new` were not there; `superseded` are not there any more.
    """

    kept: tuple[Number, ...] = ()
    changed: tuple[Number, ...] = ()
    new: tuple[Number, ...] = ()
    superseded: tuple[Number, ...] = ()
