"""Human values over the reading's: an edit is kept apart from the record, and beats every reading of it."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection, select, update

from intake.errors import ActionRefused
from intake.locale import N_
from intake.model import Change, Decision, SpeechRecord
from intake.store.log import Line, Moment, enter, heads, number_of
from intake.store.overlay import edited, laid_over, summary, value_of
from intake.store.queries import locate
from intake.store.tables import content
from intake.store.triage import by_hand
from intake.workflow import Entry


def edit(
    connection: Connection, reference: str, who: str, changes: Mapping[str, object], moment: Moment
) -> Decision:
    """Lay an editor's values over a record and write what they replace, and which rule had found it, into the log."""
    by_hand(who)
    head = locate(connection, heads().with_for_update(), reference)
    row = connection.execute(
        select(content.c.record, content.c.edits).where(content.c.submission_id == head.id)
    ).one()
    before = edited(row.record, row.edits or {}) or SpeechRecord()
    edits = laid_over(row.edits or {}, msgspec.to_builtins(dict(changes)))
    after = edited(row.record, edits) or SpeechRecord()
    differences = _differences(before, after, changes)
    if not differences:
        raise ActionRefused(
            N_("nothing to change — {number} — the values are the same — see `intake show`"),
            number=number_of(head),
        )
    connection.execute(update(content).where(content.c.submission_id == head.id).values(edits=edits))
    shown = {"edited": True, **summary(after)}
    if after.title.main is None:
        del shown["title"]  # the list goes on showing what it is called
    return enter(connection, head, Line(who, Entry.EDIT, changes=differences), moment, shown)


def _differences(before: SpeechRecord, after: SpeechRecord, names: Mapping[str, object]) -> dict[str, Change]:
    differences = {}
    for name in names:
        old, new = value_of(before, name), value_of(after, name)
        if old != new:
            found = before.evidence.get(name)
            differences[name] = Change(old, new, found.rule if found else None)
    return differences
