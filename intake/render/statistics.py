"""Counts as lists: what came and what became of it, and which rules editors correct."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import Overruled, Share
from intake.render.decisions import NOTHING, change_words, field_label
from intake.render.grid import Column, Grid
from intake.render.safe import one_line
from intake.render.sheet import sheet
from intake.render.view import View
from intake.render.words import STATUSES
from intake.workflow import Status

#: The headings of the spreadsheets: slugs, since other programs read them.
SHARE_KEYS: Final = ("by", "key", "submissions", "accepted", "refused")
RULE_KEYS: Final = ("rule", "field", "corrections", "number", "old", "new")

#: What the groups are called.
_GROUPS: Final[Mapping[str, str]] = MappingProxyType(
    {"status": N_("Status"), "month": N_("Month"), "unit": N_("Unit"), "sender": N_("Sender")}
)


def share_grids(shares: Mapping[str, Sequence[Share]], view: View, limit: int | None) -> Iterator[Grid]:
    """Lay out one list for each group; of units and senders only the first, and how many more there are."""
    for group, found in shares.items():
        most = limit if group in {"unit", "sender"} else None
        yield Grid(
            (
                Column(view.say(_GROUPS[group]), share=3),
                Column(view.say(N_("Submissions")), 12),
                Column(view.say(N_("Accepted")), 12),
                Column(view.say(N_("Sent back")), 12),
            ),
            tuple(
                (_key(group, one.key, view), str(one.submissions), str(one.accepted), str(one.refused))
                for one in found[:most]
            ),
            _more(len(found) - most, view) if most is not None and len(found) > most else (),
        )


def _key(group: str, key: str, view: View) -> str:
    if group == "status":
        return view.say(STATUSES[Status(key)])
    return one_line(key) or view.say(N_("(not known)"))


def _more(count: int, view: View) -> tuple[str, ...]:
    return (view.say(N_("{count} more: --limit {limit}")).format(count=count, limit="N"),)


def rule_grid(rules: Sequence[Overruled], view: View) -> Grid:
    """Lay out the rules that were corrected, with the last correction of each."""
    columns = (
        Column(view.say(N_("Corrections")), 11),
        Column(view.say(N_("Field")), 13),
        Column(view.say(N_("Rule")), 24),
        Column(view.say(N_("Last")), 10),
        Column(view.say(N_("Change")), share=1),
    )
    rows = (
        (
            str(one.corrections),
            view.say(field_label(one.field)),
            NOTHING if one.rule == "none" else one_line(one.rule),
            str(one.number),
            change_words(one.old, one.new),
        )
        for one in rules
    )
    return Grid(columns, tuple(rows))


def share_sheet(shares: Mapping[str, Sequence[Share]]) -> str:
    """Write the counts for a spreadsheet."""
    return sheet(
        SHARE_KEYS,
        (
            (group, one.key, one.submissions, one.accepted, one.refused)
            for group, found in shares.items()
            for one in found
        ),
    )


def rule_sheet(rules: Sequence[Overruled]) -> str:
    """Write the corrected rules for a spreadsheet."""
    return sheet(
        RULE_KEYS,
        (
            (one.rule, one.field, one.corrections, str(one.number), str(one.old or ""), str(one.new or ""))
            for one in rules
        ),
    )
