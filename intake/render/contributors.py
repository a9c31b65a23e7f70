"""The address book on the screen: its list, an entry, and what a submission's page says of its sender."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import Contributor, Sender
from intake.render.grid import Column, Grid
from intake.render.page import Line, Part
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.sheet import sheet
from intake.render.view import View, age, moment

CONTRIBUTOR_KEYS: Final = ("address", "names", "units", "confirmed", "mails", "submissions", "accepted", "returned",
                           "rejected", "first", "last")  # fmt: skip

#: Results of SPF, DKIM and DMARC (RFC 8601 §2.7) in words.
_RESULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pass": N_("passed"),
        "unaligned": N_("passed for another domain"),
        "fail": N_("failed"),
        "softfail": N_("failed, not for sure"),
        "neutral": N_("undecided"),
        "none": N_("not set up by the sender"),
        "policy": N_("refused by the mail server's rules"),
        "temperror": N_("could not be checked"),
        "permerror": N_("set up wrongly by the sender"),
    }
)
_HARMLESS: Final = ("_pass", "_none", "_neutral")


def contributors(rows: Sequence[Contributor], view: View, *, ages: bool) -> Grid:
    """Lay out the address book, with ages for a terminal and times for a pipe."""
    columns = (
        Column(view.say(N_("Address")), share=3),
        Column(view.say(N_("Name")), share=2),
        Column(view.say(N_("Unit")), share=3),
        Column(view.say(N_("Mails")), 7),
        Column(view.say(N_("Submissions")), 11),
        Column(view.say(N_("Accepted")), 8),
        Column(view.say(N_("Last")), 16),
    )
    cells = tuple(
        (
            one_line(row.address),
            one_line(row.names[0]) if row.names else "",
            view.few([*map(one_line, row.units)]),
            str(row.mails),
            str(row.submissions),
            str(row.accepted),
            age(row.last, view) if ages else moment(row.last, view),
        )
        for row in rows
    )
    below = view.say(N_("contributors: {count} — `intake contributors show ADDRESS` says more"))
    return Grid(columns, cells, (below.format(count=len(rows)),))


def contributor_page(one: Contributor, view: View) -> tuple[Part, ...]:
    """Lay out an entry of the address book."""
    return (Part(one_line(one.address), tuple(_facts(one, view))),)


def contributor_sheet(rows: Sequence[Contributor], view: View) -> str:
    """Write the address book for a spreadsheet."""
    return sheet(
        CONTRIBUTOR_KEYS,
        (
            (row.address, "、".join(row.names), "、".join(row.units), int(row.confirmed), row.mails, row.submissions,
             row.accepted, row.returned, row.rejected, moment(row.first, view), moment(row.last, view))
            for row in rows
        ),
    )  # fmt: skip


def verdict_lines(slugs: Sequence[str], view: View) -> Iterator[Line]:
    """Say what the mail server found out about a sender; nothing where there is no word of it."""
    if slugs:
        said = view.listed(_result(slug, view) for slug in slugs)
        good = all(slug.endswith(_HARMLESS) for slug in slugs)
        yield Line(view.say(N_("Sender check")), said, tone="quiet" if good else "doubt")


def _result(slug: str, view: View) -> str:
    method, _, result = slug.partition("_")
    # what a worker told: one that a mail took over may say anything
    said = view.say(_RESULTS[result]) if result in _RESULTS else one_line(result)
    return view.say(N_("{method} {result}")).format(method=one_line(method.upper()), result=said)


def sender_lines(sender: Sender, view: View) -> Iterator[Line]:
    """Say on a submission's page who its sender is, and what an editor may want to check."""
    one = sender.contributor
    yield Line(
        view.say(N_("Sender")),
        _known(one, view),
        f"intake contributors show {_argument(one.address)}",
        "quiet",
    )
    for slug in sender.hints:
        namesake = one_line(sender.namesake or "")
        yield Line(view.say(N_("Please check")), remark(slug, view), namesake, "doubt")


def _facts(one: Contributor, view: View) -> Iterator[Line]:
    for name in one.names:
        yield Line(view.say(N_("Name")), one_line(name))
    said = view.say(N_("of submissions accepted or edited") if one.confirmed else N_("as recognised"))
    for unit in one.units:
        yield Line(view.say(N_("Unit")), one_line(unit), said, "" if one.confirmed else "doubt")
    search = f"intake list --all --sender {_argument(one.address)}"
    yield Line(view.say(N_("Mails")), str(one.mails))
    yield Line(view.say(N_("Submissions")), str(one.submissions), search, "quiet")
    for label, count in (
        (N_("Accepted"), one.accepted),
        (N_("Returned"), one.returned),
        (N_("Rejected"), one.rejected),
    ):
        yield Line(view.say(label), str(count))
    yield Line(view.say(N_("First")), moment(one.first, view), age(one.first, view), "quiet")
    yield Line(view.say(N_("Last")), moment(one.last, view), age(one.last, view), "quiet")


def _argument(address: str) -> str:
    """Quote an address for a shell: an editor copies the command, a stranger chose the address."""
    return shlex.quote(one_line(address))


def _known(one: Contributor, view: View) -> str:
    """Say on one line what came from an address so far."""
    if one.mails == 1:
        return view.say(N_("the first mail from this address"))
    said = view.say(N_("{mails} mails, {accepted} accepted")).format(mails=one.mails, accepted=one.accepted)
    for there, more in (
        (one.returned, N_("{said}, {more} returned")),
        (one.rejected, N_("{said}, {more} rejected")),
        (view.few([*map(one_line, one.units)]), N_("{said}, units: {more}")),
    ):
        said = view.say(more).format(said=said, more=there) if there else said
    return said
