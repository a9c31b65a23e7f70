"""Lists of submissions and of mails: their columns, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from intake.locale import N_
from intake.model import DOUBTFUL, RECOGNISED, MessageRow, SubmissionRow
from intake.render.grid import Column, Grid
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.sheet import sheet
from intake.render.view import View, age, moment, size
from intake.render.words import CONVERTERS, KINDS, STATUSES
from intake.workflow import Status

NOT_RECOGNISED, DOUBT, WARNED, CONVERTED, ARCHIVED = "✗", "?", "!", "~", "*"

#: The heading of the spreadsheet: slugs, since other programs read it.
SUBMISSION_KEYS = ("number", "status", "title", "speaker", "unit", "post", "arrived", "from_name", "from_address",
                   "format", "confidence", "warnings", "archived", "kind", "assignee", "until", "edited", "engine")  # fmt: skip
MAIL_KEYS = ("id", "received", "kind", "subject", "from_name", "from_address", "submissions", "size", "sha256",
             "archived", "problem")  # fmt: skip

#: Every column of the editors' list by its key: the heading, the most cells it takes or its share, what stands in it.
COLUMNS: Mapping[str, tuple[Column, Callable[[SubmissionRow, View], str]]] = MappingProxyType(
    {
        "number": (Column(N_("No."), 10), lambda row, _: str(row.number)),
        "status": (Column(N_("Status"), 14), lambda row, view: view.say(STATUSES[row.status])),
        "title": (Column(N_("Title"), share=3), lambda row, _: one_line(row.title)),
        "speaker": (Column(N_("Speaker"), 10), lambda row, _: one_line(row.speaker or "")),
        "unit": (Column(N_("Unit"), share=2), lambda row, _: one_line(row.unit or "")),
        "post": (Column(N_("Post"), share=2), lambda row, _: one_line(row.post or "")),
        "assignee": (Column(N_("Assignee"), 10), lambda row, _: one_line(row.assignee or "")),
        "arrived": (Column(N_("Received"), 16), lambda row, view: moment(row.arrived, view)),
        "age": (Column(N_("Received"), 10), lambda row, view: age(row.arrived, view)),
        "until": (Column(N_("Held until"), 10), lambda row, _: str(row.until or "")),
        "from": (Column(N_("From"), share=2), lambda row, _: one_line(row.from_name or row.from_address)),
        "kind": (Column(N_("Kind"), 12), lambda row, view: view.say(KINDS[row.kind])),
        "format": (Column(N_("Type"), 6), lambda row, _: row.format),
        "engine": (Column(N_("Obtained by"), 12), lambda row, _: one_line(row.engine)),
        "confidence": (Column(N_("Confidence"), 10), lambda row, _: f"{row.confidence:.2f}"),
        "warnings": (
            Column(N_("Warnings"), share=2),
            lambda row, view: one_line(view.listed(remark(slug, view) for slug in row.warnings)),
        ),
        "marks": (Column("", 4), lambda row, _: marks(row)),
    }
)  # fmt: skip
USUAL = ("number", "status", "title", "speaker", "unit", "arrived", "marks")


@dataclass(frozen=True, slots=True)
class Tally:
    """What there is beside the rows shown: the submissions of every status, and those on all pages of the query."""

    counts: Mapping[Status, int] = field(default_factory=dict)
    total: int | None = None


NO_TALLY = Tally()


def submissions(
    rows: Sequence[SubmissionRow],
    view: View,
    *,
    ages: bool,
    columns: Sequence[str] = USUAL,
    tally: Tally = NO_TALLY,
) -> Grid:
    """Lay out the editors' list, with ages for a terminal and times for a pipe; below it what there is besides."""
    keys = ["age" if key == "arrived" and ages else key for key in columns]
    headings = tuple(
        replace(column, heading=column.heading and view.say(column.heading))
        for column, _ in (COLUMNS[key] for key in keys)
    )
    cells = tuple(tuple(COLUMNS[key][1](row, view) for key in keys) for row in rows)
    below = (
        _count(len(rows), tally.total, view),
        *_counts(tally.counts, view),
        *(_legend(rows, view) if "marks" in keys else ()),
    )
    return Grid(headings, cells, below)


def marks(row: SubmissionRow) -> str:
    """Mark what an editor has to look at: little recognised, something doubtful, warnings, converted, archived."""
    doubt = NOT_RECOGNISED if row.confidence < DOUBTFUL else DOUBT if row.confidence < RECOGNISED else ""
    there = (
        (WARNED, row.warnings or row.mail_warnings),
        (CONVERTED, row.engine in CONVERTERS),
        (ARCHIVED, row.archived),
    )
    return doubt + "".join(mark for mark, is_there in there if is_there)


def mails(rows: Sequence[MessageRow], view: View, *, ages: bool, total: int | None = None) -> Grid:
    """Lay out the list of mails, with ages for a terminal and times for a pipe; `total` is how many there are."""
    columns = (
        Column(view.say(N_("Mail")), 8),
        Column(view.say(N_("Received")), 16),
        Column(view.say(N_("Kind")), 12),
        Column(view.say(N_("Subject")), share=3),
        Column(view.say(N_("From")), share=2),
        Column(view.say(N_("Size")), 9),
        Column(view.say(N_("Submissions")), 11),
    )
    cells = tuple(
        (
            str(row.id),
            age(row.received, view) if ages else moment(row.received, view),
            kind(row, view),
            one_line(row.subject),
            one_line(row.from_name or row.from_address),
            size(row.size),
            str(row.submissions),
        )
        for row in rows
    )
    return Grid(columns, cells, (_count_mails(len(rows), total, view),))


def kind(row: MessageRow, view: View) -> str:
    """Say what a mail is for, or why that is not known."""
    if row.kind is not None:
        return view.say(KINDS[row.kind])
    return view.say(N_("problem") if row.problem else N_("not read yet"))


def submission_sheet(rows: Sequence[SubmissionRow], view: View) -> str:
    """Write the editors' list for a spreadsheet."""
    return sheet(
        SUBMISSION_KEYS,
        (
            (str(row.number), row.status.value, row.title, row.speaker, row.unit, row.post, moment(row.arrived, view),
             row.from_name, row.from_address, row.format, f"{row.confidence:.2f}", " ".join(row.warnings),
             int(row.archived), row.kind.value, row.assignee, str(row.until or ""), int(row.edited), row.engine)
            for row in rows
        ),
    )  # fmt: skip


def mail_sheet(rows: Sequence[MessageRow], view: View) -> str:
    """Write the list of mails for a spreadsheet."""
    return sheet(
        MAIL_KEYS,
        (
            (row.id, moment(row.received, view), row.kind and row.kind.value, row.subject, row.from_name,
             row.from_address, row.submissions, row.size, row.sha256, int(row.archived), row.problem)
            for row in rows
        ),
    )  # fmt: skip


def _count_mails(count: int, total: int | None, view: View) -> str:
    if total is not None and total > count:
        return view.say(N_("mails: {count} of {total}")).format(count=count, total=total)
    return view.say(N_("mails: {count}")).format(count=count)


def _count(count: int, total: int | None, view: View) -> str:
    if total is not None and total > count:
        said = view.say(N_("submissions: {count} of {total} — `intake show NO.` opens one"))
        return said.format(count=count, total=total)
    return view.say(N_("submissions: {count} — `intake show NO.` opens one")).format(count=count)


def _counts(counts: Mapping[Status, int], view: View) -> tuple[str, ...]:
    """Count what there is of every status, in the order of a submission's way."""
    said = [f"{view.say(STATUSES[status])} {counts[status]}" for status in Status if counts.get(status)]
    return ("  ".join(said),) if said else ()


def _legend(rows: Sequence[SubmissionRow], view: View) -> tuple[str, ...]:
    """Explain the marks that are there, and no others."""
    meanings = {
        NOT_RECOGNISED: N_("not recognised"),
        DOUBT: N_("please check"),
        WARNED: N_("has warnings"),
        CONVERTED: N_("text of a converted file"),
        ARCHIVED: N_("archived"),
    }
    used = set("".join(marks(row) for row in rows))
    said = [f"{mark} {view.say(meaning)}" for mark, meaning in meanings.items() if mark in used]
    return ("  ".join(said),) if said else ()
