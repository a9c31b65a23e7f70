"""`contributors`: the address book of those who send, as the stored mails have it."""

from datetime import datetime

import click

from intake.cli.app import App
from intake.cli.filters import FILTERS, query_of
from intake.cli.language import Command, Group, option
from intake.cli.parameters import AS_CSV, AS_JSON, DAY, LIMIT, exclusive
from intake.locale import N_
from intake.render import contract
from intake.render.contributors import contributor_page, contributor_sheet, contributors
from intake.store import ContributorQuery


@click.group("contributors", cls=Group, help=N_("Look at who contributed, and for which units."))
def contributors_command() -> None:
    """Group the commands about contributors."""


@contributors_command.command(
    "list", cls=Command, help=N_("List the addresses from which submissions came, the last writer first.")
)
@option("--sender", metavar="TEXT", help=FILTERS["sender"].about)
@option("--unit", metavar="TEXT", help=FILTERS["unit"].about)
@option("--since", type=DAY, metavar="DATE", help=N_("Wrote last on this day or later."))
@option("--until", type=DAY, metavar="DATE", help=N_("Wrote last on this day or earlier."))
@LIMIT
@AS_JSON
@AS_CSV
@click.pass_obj
def contributors_list(app: App, /, *, as_json: bool, as_csv: bool, **given: str | int | datetime) -> None:
    """List contributors."""
    exclusive(app, {"--json": as_json, "--csv": as_csv})
    chosen = query_of(app, given)
    limit = given["limit"]
    query = ContributorQuery(
        sender=chosen.sender,
        unit=chosen.unit,
        since=chosen.since,
        before=chosen.before,
        limit=limit if isinstance(limit, int) else None,
    )
    with app.open_store() as store:
        rows = store.contributors(query)
    if as_json:
        app.put_lines(contract.line(contract.contributor_json(row, app.zone)) for row in rows)
    elif as_csv:
        app.put_sheet(contributor_sheet(rows, app.view))
    elif not rows and app.terminal:
        app.put(app.say(N_("No contributor is like that.")))
    else:
        app.put_grid(contributors(rows, app.view, ages=app.terminal))


@contributors_command.command(
    "show",
    cls=Command,
    help=N_("Show what is known of ADDRESS: names, units, what became of its submissions."),
)
@click.argument("address", metavar="ADDRESS")
@AS_JSON
@click.pass_obj
def contributors_show(app: App, /, *, address: str, as_json: bool) -> None:
    """Show a contributor."""
    with app.open_store() as store:
        one = store.contributor(address)
    if as_json:
        app.put_lines([contract.line(contract.contributor_json(one, app.zone))])
    else:
        app.put_page(contributor_page(one, app.view))
