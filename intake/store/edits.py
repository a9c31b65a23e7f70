"""Human values over the reading's: an edit is kept apart from the record, and beats every reading of it."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, select, update

from intake.errors import ActionRefused
from intake.locale import N_
from intake.model import Change, Decision, SpeechRecord
from intake.store.log import Line, Moment, enter, heads, number_of
from intake.store.overlay import edited, laid_over, summary, value_of
from intake.store.queries import locate
from intake.store.tables import attachment, content, reading, submission
from intake.store.triage import by_hand
from intake.workflow import Entry

#: Fields whose evidence has another name than they have.
_TOLD_BY: Final = MappingProxyType({"speakers": "speaker", "contact": "contact.name"})
#: Among the fields to be given back: all that were edited.
EVERY: Final = "all"


def edit(
    connection: Connection,
    reference: str,
    who: str,
    asked: tuple[Mapping[str, object], Sequence[str]],
    moment: Moment,
) -> Decision:
    """Lay an editor's values over a record, or give fields back to the reading; the log tells what was replaced."""
    by_hand(who)
    changes, reset = asked
    head = locate(connection, heads().with_for_update(), reference)
    row = connection.execute(
        select(content.c.record, content.c.edits).where(content.c.submission_id == head.id)
    ).one()
    old: dict[str, Any] = row.edits or {}
    back = _given_back(head, old, reset)
    kept = {name: value for name, value in old.items() if name not in back}
    edits = laid_over(kept, msgspec.to_builtins(dict(changes)))
    before, after = (edited(row.record, each) or SpeechRecord() for each in (old, edits))
    differences = {
        name: change
        for name, change in _differences(before, after, (*back, *changes)).items()
        if change.old != change.new or name in back or before.withheld(name)
    }
    if not differences:
        raise ActionRefused(
            N_("nothing to change — {number} — the values are the same — see `intake show`"),
            number=number_of(head),
        )
    connection.execute(update(content).where(content.c.submission_id == head.id).values(edits=edits or None))
    shown = {"edited": bool(edits), **summary(after)}
    if shown["title"] is None:  # the list goes on showing what it is called
        del shown["title"]
        if "title.main" in back:
            shown["title"] = _heading(connection, head)
    return enter(connection, head, Line(who, Entry.EDIT, changes=differences), moment, shown)


def _given_back(head: Row[Any], edits: Mapping[str, Any], reset: Sequence[str]) -> tuple[str, ...]:
    """Name the edits that go; the names and the whole of the speakers are one field."""
    if EVERY in reset:
        if edits:
            return tuple(edits)
        raise ActionRefused(
            N_("nothing to give back — {number} — nobody edited it — see `intake show`"),
            number=number_of(head),
        )
    speakers = ("speaker", "speakers")
    wanted = {*reset, *(speakers if set(speakers) & set(reset) else ())}
    missing = [name for name in reset if name not in edits and not (name in speakers and wanted & set(edits))]
    if missing:
        raise ActionRefused(
            N_("nothing to give back — {number} — nobody edited {field} — see `intake show`"),
            number=number_of(head),
            field=missing[0],
        )
    return tuple(name for name in edits if name in wanted)


def _differences(before: SpeechRecord, after: SpeechRecord, names: Iterable[str]) -> dict[str, Change]:
    differences = {}
    for name in names:
        found = before.evidence.get(_TOLD_BY.get(name, name))
        differences[name] = Change(
            value_of(before, name), value_of(after, name), found.rule if found else None
        )
    return differences


def _heading(connection: Connection, head: Row[Any]) -> str:
    """Call a submission without a title what its file is called, or what its mail is about."""
    here = submission.c.id == head.id
    file = (
        select(attachment.c.name)
        .join(
            submission,
            (submission.c.message_id == attachment.c.message_id) & (submission.c.source == attachment.c.path),
        )
        .where(here)
    )
    subject = select(reading.c.subject).join(submission, submission.c.message_id == reading.c.message_id)
    return str(connection.scalar(file) or connection.scalar(subject.where(here)) or "")
