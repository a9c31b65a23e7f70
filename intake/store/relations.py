"""What a submission is to those stored before it, when it is read and when it is read again.

A link between two belongs to the one that was stored later: it is made when that one is read, and judged again when
that one is read again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select, update

from intake.errors import ActionRefused
from intake.likeness import EQUAL, Features, Relation, relate, resemblance
from intake.model import PROGRAM, Change
from intake.store.kin import akin, closeness, features, made, recognised, with_record
from intake.store.log import Line, Moment, decided, head_of, number_of
from intake.store.look_alikes import strongest
from intake.store.marks import LOOK_ALIKE, MAY_CORRECT, REPLACES, corrections, unwarn, warn
from intake.store.standing import end_of, original_of, superseder, supersession
from intake.store.tables import submission
from intake.store.triage import decide_again, program_decides
from intake.workflow import Action, Status


@dataclass(frozen=True, slots=True)
class _Case:
    """A submission to relate: its row, what is compared of it, and what it is to those before it by now."""

    row: Row[Any]
    one: Features
    now: Relation


def settle(connection: Connection, submission_id: int, moment: Moment) -> None:
    """Relate a submission just stored to those before it, and do what follows."""
    row = _row(connection, submission_id)
    case = _Case(row, recognised(row), Relation())
    _enact(connection, case, _related(connection, case), moment)


def settle_again(connection: Connection, submission_id: int, wanted: Status, moment: Moment) -> None:
    """Relate a submission again as if it came now, with the status `wanted`; what an editor decided is not moved.

    Its warnings are to be those of its reading alone: what marks its relations is added.
    """
    row = _row(connection, submission_id)
    now = _standing(connection, row)
    case = _Case(row, replace(recognised(row), status=wanted), now)
    relation = _related(connection, case)
    elder = relation.supersedes
    if elder is not None and elder != now.supersedes and decided(connection, [elder]):
        relation = replace(relation, supersedes=None, look_alikes=(*relation.look_alikes, elder))
    _loosen(connection, case, relation, moment)
    _enact(connection, case, relation, moment)


def forsake(connection: Connection, submission_id: int, moment: Moment) -> None:
    """Bring back what stood behind a submission that no reading has any more, unless an editor decided it."""
    row = _row(connection, submission_id)
    if row.revision_of is not None and superseder(connection, row.revision_of) == submission_id:
        _give_back(connection, row.revision_of, moment)
    _revise(connection, submission_id, None)
    copies = connection.scalars(
        select(submission.c.id)
        .where(submission.c.duplicate_of == submission_id, submission.c.status == Status.DUPLICATE)
        .order_by(submission.c.id)
    ).all()
    for copy in sorted(set(copies) - decided(connection, copies)):
        last = supersession(connection, copy, Action.DUPLICATE)
        if last is not None:
            settle_again(connection, copy, Status(last.status_from), moment)


def _row(connection: Connection, submission_id: int) -> Row[Any]:
    return connection.execute(with_record().where(submission.c.id == submission_id)).one()


def _standing(connection: Connection, row: Row[Any]) -> Relation:
    """Tell what a submission is by now to those stored before it, by the program's doing."""
    newer, elder = superseder(connection, row.id), row.revision_of
    owns = elder is not None and elder < row.id
    return Relation(
        duplicate_of=original_of(connection, row.duplicate_of) if row.status == Status.DUPLICATE else None,
        revision_of=elder if owns else None,
        superseded_by=newer if newer is not None and newer < row.id else None,
        supersedes=elder if owns and superseder(connection, elder) == row.id else None,
    )


def _related(connection: Connection, case: _Case) -> Relation:
    """Judge; of a copy of a copy the original counts."""
    relation = relate(case.one, _before(connection, case), closeness(connection))
    if relation.duplicate_of is None:
        return relation
    return replace(relation, duplicate_of=original_of(connection, relation.duplicate_of))


def _before(connection: Connection, case: _Case) -> Iterator[Features]:
    """Give those stored before that may be related, as they were but for what this one did to them."""
    found = connection.execute(
        features().where(submission.c.id < case.row.id, akin(case.one)).order_by(submission.c.id)
    ).all()
    for row in found:
        other = replace(made(row), revised=row.revision_of not in {None, case.row.id})
        if row.id == case.now.supersedes and (last := supersession(connection, row.id)) is not None:
            other = replace(other, status=Status(last.status_from))
        elif resemblance(case.one, other) & EQUAL:
            end = end_of(connection, row)
            if end is None or end.id == case.row.id:
                continue
            other = replace(other, stands=Status(end.status))
        yield other


def _loosen(connection: Connection, case: _Case, relation: Relation, moment: Moment) -> None:
    """End what is not so any more."""
    row, now = case.row, case.now
    behind = now.duplicate_of, now.superseded_by
    if behind not in ((None, None), (relation.duplicate_of, relation.superseded_by)):
        _reopen(connection, row.id, case.one.status, moment)
        if now.superseded_by is not None and not decided(connection, [now.superseded_by]):
            _revise(connection, now.superseded_by, None)
            unwarn(connection, now.superseded_by, REPLACES)
    if now.supersedes is not None and now.supersedes != relation.supersedes:
        _give_back(connection, now.supersedes, moment)
    if now.revision_of is not None and now.revision_of != relation.revision_of:
        _revise(connection, row.id, None)


def _give_back(connection: Connection, elder: int, moment: Moment) -> None:
    """Put an elder where it was before a revision took its place, unless an editor decided it."""
    last = supersession(connection, elder)
    if last is not None and not decided(connection, [elder]):
        _reopen(connection, elder, Status(last.status_from), moment)


def _reopen(connection: Connection, submission_id: int, wanted: Status, moment: Moment) -> None:
    actions = (Action.REOPEN, Action.NEED) if wanted is Status.NEEDS_MATERIAL else (Action.REOPEN,)
    for action in actions:
        decide_again(connection, submission_id, action, moment)


def _enact(connection: Connection, case: _Case, relation: Relation, moment: Moment) -> None:
    """Do what follows from a relation and does not stand already."""
    mine, original, newer = case.row.id, relation.duplicate_of, relation.superseded_by
    if original is not None:
        if original != case.now.duplicate_of:
            _link(
                connection, (mine, original), Action.DUPLICATE, _equality(connection, case, original), moment
            )
    elif newer is not None:
        if newer != case.now.superseded_by and _supersede(connection, mine, newer, moment):
            warn(connection, newer, REPLACES)
        _revise(connection, newer, mine)
    else:
        _follow(connection, case, relation, moment)


def _equality(connection: Connection, case: _Case, original: int) -> str:
    """Say what is the same; where the original of a copy is equal in nothing else, the text is."""
    other = made(connection.execute(features().where(submission.c.id == original)).one())
    return next(iter(strongest(resemblance(case.one, other) & EQUAL)), "same_text")


def _follow(connection: Connection, case: _Case, relation: Relation, moment: Moment) -> None:
    """Put a revision in its elder's place, and a hint on the list where something is left to judge."""
    mine, elder = case.row.id, relation.supersedes
    if relation.revision_of is not None:
        _revise(connection, mine, relation.revision_of)
    in_place = elder is not None and (
        elder == case.now.supersedes or _supersede(connection, elder, mine, moment)
    )
    if in_place or _replaces(connection, mine):
        warn(connection, mine, REPLACES)
    if relation.look_alikes or (elder is not None and not in_place):
        warn(connection, mine, LOOK_ALIKE)
    for corrected in corrections(connection, case.row, case.one):
        warn(connection, corrected, MAY_CORRECT)


def _replaces(connection: Connection, submission_id: int) -> bool:
    """Tell whether something that was read later gave way to it."""
    elder = connection.scalar(select(submission.c.revision_of).where(submission.c.id == submission_id))
    return elder is not None and superseder(connection, elder) == submission_id


def _supersede(connection: Connection, elder: int, newer: int, moment: Moment) -> bool:
    return _link(connection, (elder, newer), Action.SUPERSEDE, "revision", moment)


def _link(connection: Connection, ids: tuple[int, int], action: Action, reason: str, moment: Moment) -> bool:
    """Decide that one submission repeats, or gives way to, another; False where an editor was faster."""
    head, other = (head_of(connection, each) for each in ids)
    name = "duplicate_of" if action is Action.DUPLICATE else "superseded_by"
    changes = {name: Change(None, str(number_of(other)))}
    try:
        program_decides(connection, head, Line(PROGRAM, action, reason=reason, changes=changes), moment)
    except ActionRefused:
        return False
    return True


def _revise(connection: Connection, submission_id: int, elder: int | None) -> None:
    """Link a revision to its elder, where it has none; without an elder, to none."""
    chosen = submission.c.id == submission_id
    if elder is not None:
        chosen &= submission.c.revision_of.is_(None)
    connection.execute(update(submission).where(chosen).values(revision_of=elder))
