"""Mails that were not read, or not wholly: their list, and what is to be said of one."""

from collections.abc import Sequence
from typing import Final

from intake.locale import N_
from intake.model import Problem, ProblemRow
from intake.render.grid import Column, Grid
from intake.render.page import Line
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.sheet import sheet
from intake.render.view import View, moment, size

PROBLEM_KEYS: Final = ("id", "code", "detail", "attempts", "first", "last", "next", "version", "received", "subject",
                       "from_name", "from_address", "size", "sha256")  # fmt: skip


def problems(rows: Sequence[ProblemRow], view: View) -> Grid:
    """Lay out the list of problems."""
    columns = (
        Column(view.say(N_("Mail")), 8),
        Column(view.say(N_("Received")), 16),
        Column(view.say(N_("Problem")), share=3),
        Column(view.say(N_("Attempts")), 8),
        Column(view.say(N_("Next attempt")), 16),
        Column(view.say(N_("Subject")), share=2),
        Column(view.say(N_("From")), share=2),
        Column(view.say(N_("Size")), 9),
    )
    cells = tuple(
        (
            str(row.mail.id),
            moment(row.mail.received, view),
            remark(row.problem.code, view),
            str(row.problem.attempts),
            _next(row.problem, view),
            one_line(row.mail.subject),
            one_line(row.mail.from_name or row.mail.from_address),
            size(row.mail.size),
        )
        for row in rows
    )
    below = view.say(N_("problems: {count} — `intake problems show MAIL` says more")).format(count=len(rows))
    return Grid(columns, cells, (below,))


def problem_lines(problem: Problem, view: View) -> tuple[Line, ...]:
    """Say why a mail was not read, and what happens next."""
    tried = view.say(N_("{count}, first {first}, last {last}")).format(
        count=problem.attempts, first=moment(problem.first_at, view), last=moment(problem.last_at, view)
    )
    return (
        Line(view.say(N_("Problem")), remark(problem.code, view), one_line(problem.detail), "bad"),
        Line(view.say(N_("Attempts")), tried),
        Line(view.say(N_("Next attempt")), _next(problem, view)),
    )


def problem_sheet(rows: Sequence[ProblemRow], view: View) -> str:
    """Write the list of problems for a spreadsheet."""
    return sheet(
        PROBLEM_KEYS,
        (
            (row.mail.id, row.problem.code, row.problem.detail, row.problem.attempts,
             moment(row.problem.first_at, view), moment(row.problem.last_at, view),
             row.problem.next_at and moment(row.problem.next_at, view), row.problem.version,
             moment(row.mail.received, view), row.mail.subject, row.mail.from_name, row.mail.from_address,
             row.mail.size, row.mail.sha256)
            for row in rows
        ),
    )  # fmt: skip


def _next(problem: Problem, view: View) -> str:
    if problem.next_at is None:
        return view.say(N_("when you ask"))
    return view.say(N_("due")) if problem.next_at <= view.now else moment(problem.next_at, view)
