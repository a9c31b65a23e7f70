"""A new reading of a mail that was read before: numbers, decisions and edits stay, the rest follows the reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select, update

from intake.likeness import Anchor, match
from intake.model import PROGRAM, Change, Contribution, Number, Reading, Rereading, SpeechRecord
from intake.plain import clean
from intake.store.log import Line, Moment, decided, enter, number_of
from intake.store.overlay import EDITABLE, value_of
from intake.store.readings import add_submissions, columns_of, is_read, keep, locked, put_reading, texts_of
from intake.store.relations import forsake, settle_again
from intake.store.standing import end_of
from intake.store.tables import content, decision, message, reading, submission
from intake.store.triage import decide_again
from intake.workflow import Action, Entry, Status

#: The source of a submission that an editor made of a mail: no reading proposes it.
ADOPTED: Final = "message"

#: What an editor sees of a submission beside its warnings, whose order says nothing.
_SHOWN: Final = (
    "title", "speaker", "unit", "post", "format", "confidence", "record", "text", "disclosures", "status", "duplicate_of", "revision_of",
)  # fmt: skip
_WAITING: Final = (Status.PENDING, Status.NEEDS_MATERIAL)


@dataclass(frozen=True, slots=True)
class _Known:
    """A submission as it is stored, and whether an editor decided or edited it."""

    row: Row[Any]
    theirs: bool

    @property
    def number(self) -> Number:
        return number_of(self.row)

    @property
    def anchor(self) -> Anchor:
        row = self.row
        return Anchor(row.source, row.ordinal, row.fingerprint, row.text)


def reread(connection: Connection, message_id: int, understood: Reading, moment: Moment) -> Rereading:
    """Put a reading in place of the one before; a message without one is read for the first time."""
    arrival = locked(connection, message_id)
    if not is_read(connection, message_id):
        return Rereading(new=keep(connection, message_id, understood, moment))
    known = _known(connection, message_id)
    put_reading(connection, message_id, understood, moment.now)
    proposed = understood.contributions
    pairs = match([each.anchor for each in known], [_anchor(each) for each in proposed])
    _move(connection, known, proposed, pairs)
    fates = [(each, _proposal(proposed, pairs.get(index))) for index, each in enumerate(known)]
    noted = {each.number for each, found in fates if each.theirs and _note(connection, each, found, moment)}
    free = [(each, found) for each, found in fates if not each.theirs]
    gone = [each for each, found in free if found is None and _retire(connection, each, moment)]
    renewed = [(each, found) for each, found in free if found is not None]
    for each, found in renewed:
        _renew(connection, each, found, understood, moment)
    for each in gone:
        forsake(connection, each.row.id, moment)
    for each, found in renewed:  # once all are up to date: one may repeat another
        settle_again(connection, each.row.id, found.status, moment)
    changed = noted | {each.number for each, _ in renewed if _changed(connection, each)}
    superseded = [each.number for each in gone]
    new = [each for index, each in enumerate(proposed) if index not in pairs.values()]
    return Rereading(
        kept=tuple(each.number for each in known if each.number not in {*changed, *superseded}),
        changed=tuple(sorted(changed, key=str)),
        new=add_submissions(connection, arrival, understood, new, moment),
        superseded=tuple(superseded),
    )


def outdated(connection: Connection, version: str | None) -> list[int]:
    """List the messages whose reading was not made by this version (None: all), in the order they were read.

    Each submission is related to those stored before it: these have to be up to date by then.
    """
    first = select(func.min(submission.c.id)).where(submission.c.message_id == message.c.id).scalar_subquery()
    statement = select(message.c.id).order_by(first.is_(None), first, message.c.received, message.c.id)
    if version is not None:
        statement = statement.join(reading, reading.c.message_id == message.c.id)
        statement = statement.where(reading.c.version != version)
    return list(connection.scalars(statement))


def _known(connection: Connection, message_id: int) -> list[_Known]:
    rows = connection.execute(
        _whole()
        .where(submission.c.message_id == message_id, submission.c.source != ADOPTED)
        .order_by(submission.c.id)
        .with_for_update(of=submission)
    ).all()
    theirs = decided(connection, [row.id for row in rows])
    return [_Known(row, row.id in theirs) for row in rows]


def _whole() -> Select[Any]:
    return select(submission, content.c.record, content.c.edits, content.c.text, content.c.disclosures).join(
        content, content.c.submission_id == submission.c.id
    )


def _anchor(contribution: Contribution) -> Anchor:
    return Anchor(contribution.source, contribution.ordinal, contribution.fingerprint, contribution.text)


def _proposal(proposed: Sequence[Contribution], index: int | None) -> Contribution | None:
    return None if index is None else proposed[index]


def _move(
    connection: Connection,
    known: Sequence[_Known],
    proposed: Sequence[Contribution],
    pairs: Mapping[int, int],
) -> None:
    """Move anchors to where the texts stand now; what is not there any more makes room."""
    proposals = {(each.source, each.ordinal) for each in proposed}
    left = {_place(each) for index, each in enumerate(known) if index not in pairs}
    moves: dict[int, tuple[str, int]] = {}
    for index, each in enumerate(known):
        if index in pairs:
            target = proposed[pairs[index]]
            moves[each.row.id] = target.source, target.ordinal
        elif _place(each) in proposals:
            source = each.row.source
            moves[each.row.id] = next((source, n) for n in count() if (source, n) not in proposals | left)
            left.add(moves[each.row.id])
    for key in moves:  # out of each other's way first: anchors are unique at every moment
        connection.execute(update(submission).where(submission.c.id == key).values(ordinal=-key))
    for key, (source, ordinal) in moves.items():
        connection.execute(
            update(submission).where(submission.c.id == key).values(source=source, ordinal=ordinal)
        )


def _place(known: _Known) -> tuple[str, int]:
    return known.row.source, known.row.ordinal


def _note(connection: Connection, known: _Known, contribution: Contribution | None, moment: Moment) -> bool:
    """Write into the log what would change if it were not the editors', once; tell whether there is anything."""
    differences = _differences(known.row, contribution)
    if differences and differences != _noted(connection, known.row.id):
        enter(connection, known.row, Line(PROGRAM, Entry.REREAD, changes=differences), moment)
    return bool(differences)


def _renew(
    connection: Connection, known: _Known, contribution: Contribution, understood: Reading, moment: Moment
) -> None:
    """Bring a submission up to date; what it is to others is judged afterwards."""
    _back(connection, known.row, contribution.status, moment)
    columns = columns_of(contribution, understood)
    texts = texts_of(contribution)
    connection.execute(update(submission).where(submission.c.id == known.row.id).values(columns))
    connection.execute(update(content).where(content.c.submission_id == known.row.id).values(texts))


def _changed(connection: Connection, known: _Known) -> bool:
    """Tell whether an editor sees a difference."""
    now = connection.execute(_whole().where(submission.c.id == known.row.id)).one()
    same = all(getattr(now, name) == getattr(known.row, name) for name in _SHOWN)
    return not same or set(now.warnings) != set(known.row.warnings)


def _differences(row: Row[Any], contribution: Contribution | None) -> dict[str, Change]:
    """Tell what a reading says otherwise; of the text only its length, and None where it is not there any more."""
    if contribution is None:
        return {"text": Change(len(row.text), None)}
    old, new = row.record or SpeechRecord(), contribution.record or SpeechRecord()
    differences = {
        name: Change(value_of(old, name), value_of(new, name))
        for name in EDITABLE
        if name not in (row.edits or {}) and value_of(old, name) != value_of(new, name)
    }
    if row.text != clean(contribution.text):
        differences["text"] = Change(len(row.text), len(contribution.text))
    return differences


def _noted(connection: Connection, submission_id: int) -> Mapping[str, Change] | None:
    """Give the differences that the log told last."""
    noted: Mapping[str, Change] | None = connection.scalar(
        select(decision.c.changes)
        .where(decision.c.submission_id == submission_id, decision.c.action == Entry.REREAD)
        .order_by(decision.c.id.desc())
        .limit(1)
    )
    return noted


def _back(connection: Connection, row: Row[Any], wanted: Status, moment: Moment) -> None:
    """Give what no editor touched the status its reading proposes; another mail's doing stays."""
    status = Status(row.status)
    if end_of(connection, row) is None:
        status = decide_again(connection, row.id, Action.REOPEN, moment)
    if status is not wanted and {status, wanted} == set(_WAITING):
        action = Action.NEED if wanted is Status.NEEDS_MATERIAL else Action.REOPEN
        decide_again(connection, row.id, action, moment)


def _retire(connection: Connection, known: _Known, moment: Moment) -> bool:
    """Take what no reading proposes any more off the list."""
    if known.row.status == Status.DUPLICATE:  # so that it does not come back where its original goes, too
        decide_again(connection, known.row.id, Action.REOPEN, moment)
    elif known.row.status not in _WAITING:
        return False
    decide_again(connection, known.row.id, Action.SUPERSEDE, moment)
    return True
