"""The life of a submission: its statuses, and the actions that lead from one to another.

A newsroom's three reviews (三审三校): an editor reads first, the section's editor second, the chief editor last.
What a review may answer stands in one table, TRANSITIONS; commands, help and the README's table arise from it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Final, Literal, Protocol

from intake.errors import ActionRefused, Items, Spoken, Word
from intake.locale import N_


class Status(StrEnum):
    """Where a submission stands; the slug is what the database and JSON hold."""

    PENDING = "pending"
    SECOND_REVIEW = "second_review"
    FINAL_REVIEW = "final_review"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    NEEDS_MATERIAL = "needs_material"
    RETURNED = "returned"
    HELD = "held"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"


class Action(StrEnum):
    """What changes a status; the slug is the command, the log's and JSON's."""

    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    HOLD = "hold"
    NEED = "need"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"
    DUPLICATE = "duplicate"
    PUBLISH = "publish"
    REOPEN = "reopen"
    UNDO = "undo"
    SUPERSEDE = "supersede"
    RESURFACE = "resurface"


class Entry(StrEnum):
    """What else stands in a submission's log and leaves its status alone."""

    ADOPT = "adopt"
    ASSIGN = "assign"
    NOTE = "note"
    EDIT = "edit"
    REREAD = "reread"


Reviews = Literal[1, 2, 3]
Separation = Literal["off", "warn", "enforce"]


@dataclass(frozen=True, slots=True)
class Conduct:
    """How an action is called and what it asks for; label and help are templates of the catalogue.

    `reason`: a reason code is required. `elder`: the submission it repeats is required. `until`: a day may be given.
    `redo`: it may put back what it took back. `by_hand`: editors take it; otherwise the program alone does.
    """

    label: str
    help: str
    reason: bool = False
    elder: bool = False
    until: bool = False
    redo: bool = False
    by_hand: bool = True


#: What every status is called.
STATUS_LABELS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.PENDING: N_("pending"),
        Status.SECOND_REVIEW: N_("2nd review"),
        Status.FINAL_REVIEW: N_("final review"),
        Status.ACCEPTED: N_("accepted"),
        Status.PUBLISHED: N_("published"),
        Status.NEEDS_MATERIAL: N_("needs material"),
        Status.RETURNED: N_("returned"),
        Status.HELD: N_("held"),
        Status.REJECTED: N_("rejected"),
        Status.DUPLICATE: N_("duplicate"),
        Status.SUPERSEDED: N_("superseded"),
        Status.WITHDRAWN: N_("withdrawn"),
        Status.DISMISSED: N_("dismissed"),
    }
)

ACTIONS: Final[Mapping[Action, Conduct]] = MappingProxyType(
    {
        Action.ACCEPT: Conduct(N_("accept"), N_("Pass submissions on to the next review, or accept them.")),
        Action.RETURN: Conduct(N_("return for revision"), N_("Send submissions back to be revised.")),
        Action.REJECT: Conduct(N_("reject"), N_("Turn submissions down, with a reason."), reason=True),
        Action.HOLD: Conduct(N_("hold"), N_("Keep submissions for later use."), until=True),
        Action.NEED: Conduct(N_("ask for material"), N_("Wait for material that is missing.")),
        Action.DISMISS: Conduct(N_("dismiss"), N_("Put aside what is no submission at all.")),
        Action.WITHDRAW: Conduct(N_("withdraw"), N_("Take submissions out as their contributor asked.")),
        Action.DUPLICATE: Conduct(
            N_("mark as duplicate"), N_("Mark submissions that repeat an earlier one."), elder=True
        ),
        Action.PUBLISH: Conduct(N_("publish"), N_("Mark accepted submissions as published.")),
        Action.REOPEN: Conduct(
            N_("reopen"), N_("Put closed or waiting submissions back to the first review.")
        ),
        Action.UNDO: Conduct(
            N_("undo"),
            N_(
                "Take back the latest decision that stands: once more, the one before it; with --redo, put back the last one taken back."
            ),
            redo=True,
        ),
        Action.SUPERSEDE: Conduct(
            N_("supersede"), N_("A newer version or reading takes its place."), by_hand=False
        ),
        Action.RESURFACE: Conduct(N_("resurface"), N_("The day it was held until is over."), by_hand=False),
    }
)

ENTRY_LABELS: Final[Mapping[Entry, str]] = MappingProxyType(
    {
        Entry.ADOPT: N_("adopt"),
        Entry.ASSIGN: N_("assign"),
        Entry.NOTE: N_("note"),
        Entry.EDIT: N_("edit"),
        Entry.REREAD: N_("read again"),
    }
)

_REVIEWS: Final = (Status.PENDING, Status.SECOND_REVIEW, Status.FINAL_REVIEW)
#: Nobody has closed them: what an editor may still answer.
_OPEN: Final = (*_REVIEWS, Status.NEEDS_MATERIAL, Status.HELD)

_WAYS: Final[tuple[tuple[Action, tuple[Status, ...], Status], ...]] = (
    # One review leads to the next; what was held has been read before, so accepting it is the first review's answer.
    (Action.ACCEPT, (Status.PENDING, Status.HELD), Status.SECOND_REVIEW),
    (Action.ACCEPT, (Status.SECOND_REVIEW,), Status.FINAL_REVIEW),
    (Action.ACCEPT, (Status.FINAL_REVIEW,), Status.ACCEPTED),
    # Until it is printed, an accepted one may still be turned back.
    (Action.RETURN, (*_OPEN, Status.ACCEPTED), Status.RETURNED),
    (Action.REJECT, (*_OPEN, Status.RETURNED, Status.ACCEPTED), Status.REJECTED),
    (Action.HOLD, (*_REVIEWS, Status.NEEDS_MATERIAL, Status.ACCEPTED), Status.HELD),
    (Action.NEED, (*_REVIEWS, Status.HELD), Status.NEEDS_MATERIAL),
    (Action.WITHDRAW, (*_OPEN, Status.RETURNED, Status.ACCEPTED), Status.WITHDRAWN),
    (Action.PUBLISH, (Status.ACCEPTED,), Status.PUBLISHED),
    # What somebody accepted is a submission, and the one that others repeat.
    (Action.DISMISS, (*_OPEN, Status.RETURNED, Status.DUPLICATE), Status.DISMISSED),
    (Action.DUPLICATE, (*_OPEN, Status.RETURNED), Status.DUPLICATE),
    (
        Action.REOPEN,
        (
            Status.NEEDS_MATERIAL,
            Status.RETURNED,
            Status.HELD,
            Status.REJECTED,
            Status.DUPLICATE,
            Status.SUPERSEDED,
            Status.WITHDRAWN,
            Status.DISMISSED,
        ),
        Status.PENDING,
    ),
    # A correction takes the place of what nobody has passed yet; all else is for an editor to say.
    (Action.SUPERSEDE, (Status.PENDING, Status.NEEDS_MATERIAL, Status.RETURNED), Status.SUPERSEDED),
    (Action.RESURFACE, (Status.HELD,), Status.PENDING),
)

#: From which status an action leads where, with three reviews; undo, which leads back, depends on the log instead.
TRANSITIONS: Final[Mapping[tuple[Status, Action], Status]] = MappingProxyType(
    {(status, action): target for action, statuses, target in _WAYS for status in statuses}
)

#: The reviews that a newsroom with fewer of them leaves out.
LEFT_OUT: Final[Mapping[int, frozenset[Status]]] = MappingProxyType(
    {
        1: frozenset({Status.SECOND_REVIEW, Status.FINAL_REVIEW}),
        2: frozenset({Status.SECOND_REVIEW}),
        3: frozenset(),
    }
)

#: What the default list shows: these wait for an editor. A returned or held one waits for somebody else or later.
NEEDS_ACTION: Final = (Status.PENDING, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.NEEDS_MATERIAL)


def label_of(deed: Action | Entry) -> str:
    """Name what stands in a log, as a template of the catalogue."""
    return ACTIONS[deed].label if isinstance(deed, Action) else ENTRY_LABELS[deed]


def command_name(action: Action, say: Callable[[str], str]) -> str:
    """Name the command of an action, and what it is called in a language other than that of commands."""
    label = ACTIONS[action].label
    return action.value if say(label) == label else f"{action} {say(label)}"


def _named(action: Action) -> Spoken:
    return Spoken(partial(command_name, action))


def allowed(status: Status) -> tuple[Action, ...]:
    """List what editors may do with a submission of this status, apart from undo."""
    return tuple(action for action in Action if ACTIONS[action].by_hand and (status, action) in TRANSITIONS)


def sources(action: Action) -> tuple[Status, ...]:
    """List the statuses in which editors may take an action; undo, which depends on the log, may be taken in all."""
    if action is Action.UNDO:
        return tuple(Status)
    return tuple(status for status in Status if (status, action) in TRANSITIONS)


def after(status: Status, action: Action, reviews: Reviews = 1) -> Status:
    """Tell the status an action leads to where there are so many reviews; ActionRefused names what is allowed."""
    target = TRANSITIONS.get((status, action))
    if target is None:
        raise ActionRefused(
            N_("not allowed — {action} — it is {status} — allowed now: {allowed}"),
            action=_named(action),
            status=Word(STATUS_LABELS[status]),
            allowed=Items(map(_named, allowed(status))) or "—",
        )
    while target in LEFT_OUT[reviews]:
        target = TRANSITIONS[target, Action.ACCEPT]
    return target


def demand(
    action: Action, *, reason: str | None, of: str | None, until: date | None, redo: bool = False
) -> None:
    """Raise ActionRefused where an action lacks what it asks for, or is given what it cannot use."""
    conduct = ACTIONS[action]
    if not conduct.by_hand:
        raise ActionRefused(
            N_("not allowed — {action} — only the program does it — see `intake --help`"),
            action=_named(action),
        )
    if conduct.reason and not reason:
        raise ActionRefused(
            N_("no reason given — {action} — it needs a reason code — add --reason CODE"),
            action=_named(action),
        )
    if conduct.elder != bool(of):
        raise ActionRefused(
            N_(
                "no duplicate — {action} — `duplicate` alone names an earlier number — give --of NUMBER to it"
            ),
            action=_named(action),
        )
    if until is not None and not conduct.until:
        raise ActionRefused(
            N_("no day is kept — {action} — only `hold` waits for a day — leave out --until"),
            action=_named(action),
        )
    if redo and not conduct.redo:
        raise ActionRefused(
            N_("nothing is put back — {action} — only `undo` takes back and puts back — leave out --redo"),
            action=_named(action),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """What undo and separation of duty look at in a row of the log; `undoes` is the id of the row it takes back."""

    id: int
    who: str
    action: Action
    undoes: int | None = None


class Undoing(Protocol):
    """A row of a log that may undo another."""

    @property
    def undoes(self) -> int | None:
        """The id of the row it takes back."""
        ...


def reviewers(log: Iterable[Step]) -> tuple[str, ...]:
    """Name who took the reviews that stand, oldest first.

    A step that was undone does not stand, and any other answer (return, hold, reopen …) begins a new round.
    """
    standing: list[str] = []
    for step in in_force(tuple(log)):
        if step.action is Action.ACCEPT:
            standing.append(step.who)
        else:
            standing.clear()
    return tuple(standing)


def in_force(log: Sequence[Step]) -> list[Step]:
    """Leave out what was undone, and the undoing; an undo that was undone itself takes nothing back.

    The last of them is what an undo takes back.
    """
    undone: set[int | None] = set()
    kept = []
    for step in reversed(log):
        if step.id in undone:
            continue
        if step.action is Action.UNDO:
            undone.add(step.undoes)
        else:
            kept.append(step)
    return kept[::-1]


def taken_back(log: Sequence[Step]) -> Step | None:
    """Give the latest undo that stands, if nothing was decided since: what a redo takes back itself."""
    known = {step.id: step for step in log}
    undone: set[int | None] = set()
    for step in reversed(log):
        if step.id in undone:
            continue
        if step.action is not Action.UNDO:
            return None
        if not takes_back(step, known):
            undone.add(step.undoes)
            continue
        return step
    return None


def takes_back(step: Undoing, log: Mapping[int, Undoing]) -> bool:
    """Tell whether an undo takes a decision back; one that undoes an undo puts the decision back in force."""
    target = log.get(step.undoes or 0)
    return target is not None and not (target.undoes is not None and takes_back(target, log))
