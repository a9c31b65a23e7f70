"""`stats`: what came and what became of it; `stats --rules`: what of the recognition editors correct."""

from datetime import datetime

import click

from intake.cli.app import App
from intake.cli.filters import FILTERS, query_of
from intake.cli.language import command, option
from intake.cli.parameters import AS_CSV, AS_JSON, DAY, LIMIT, exclusive
from intake.locale import N_
from intake.render import contract, statistics
from intake.store import Period

_MOST = 15  # units and senders on a screen


@command("stats", help=N_("Count submissions by status, month, unit and sender."))
@option("--rules", is_flag=True, help=N_("Count instead which rules of the recognition editors corrected."))
@option("--since", type=DAY, metavar="DATE", help=FILTERS["since"].about)
@option("--until", type=DAY, metavar="DATE", help=FILTERS["until"].about)
@LIMIT
@AS_JSON
@AS_CSV
@click.pass_obj
def stats_command(
    app: App,
    /,
    *,
    rules: bool,
    since: datetime | None,
    until: datetime | None,
    **given: int | bool | None,
) -> None:
    """Count."""
    exclusive(app, {"--json": given["as_json"], "--csv": given["as_csv"]})
    chosen = query_of(app, {"since": since, "until": until})
    period = Period(chosen.since, chosen.before)
    form = "json" if given["as_json"] else "csv" if given["as_csv"] else ""
    limit = None if given["limit"] is None else int(given["limit"])
    if rules:
        _put_rules(app, period, limit, form)
    else:
        _put_shares(app, period, limit, form)


def _put_shares(app: App, period: Period, limit: int | None, form: str) -> None:
    with app.open_store() as store:
        shares = store.shares(period)
    if form == "json":
        app.put_lines(
            contract.line(contract.share_json(group, one)) for group in shares for one in shares[group]
        )
    elif form == "csv":
        app.put_sheet(statistics.share_sheet(shares))
    elif not any(shares.values()) and app.terminal:
        app.put(app.say(N_("Nothing came in that time.")))
    else:
        most = limit or (_MOST if app.terminal else None)
        for number, grid in enumerate(statistics.share_grids(shares, app.view, most)):
            if number:
                app.put("\n")
            app.put_grid(grid)


def _put_rules(app: App, period: Period, limit: int | None, form: str) -> None:
    with app.open_store() as store:
        rules = store.overruled(period)[:limit]
    if form == "json":
        app.put_lines(contract.line(contract.rule_json(one)) for one in rules)
    elif form == "csv":
        app.put_sheet(statistics.rule_sheet(rules))
    elif not rules and app.terminal:
        app.put(app.say(N_("No correction stands: `intake edit` makes some.")))
    else:
        app.put_grid(statistics.rule_grid(rules, app.view))
