"""`migrate`: the database and the versions of the program."""

import click

from intake.cli.app import App
from intake.cli.language import command
from intake.locale import N_
from intake.store import migrate


@command("migrate", help=N_("Bring the database to this version's schema; an SQLite file is copied first."))
@click.pass_obj
def migrate_command(app: App, /) -> None:
    """Migrate the database."""
    before, after = migrate(app.config.store_url, create=False)
    if before == after:
        app.put(app.say(N_("The database is up to date (revision {revision}).")).format(revision=after))
    else:
        app.put(
            app.say(N_("The database went from revision {before} to {after}.")).format(
                before=before or "0", after=after
            )
        )
