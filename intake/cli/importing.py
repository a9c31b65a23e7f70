"""`import`: mails on disk go the way of polled ones; whatever was imported or polled before adds nothing."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from intake import passes
from intake.cli.app import App
from intake.cli.failure import not_opened
from intake.cli.language import command, option
from intake.cli.parameters import DAY
from intake.cli.polling import desk_of, filled_store, summary
from intake.cli.signals import stoppable
from intake.config import FolderConfig
from intake.errors import Exit, NoSuchRecord
from intake.locale import N_
from intake.passes import Orders, Pass

MAILBOX = "import"


@command(
    "import",
    help=N_(
        "Take in mails from PATHs: .eml files, folders of them, Maildirs, mboxes; may be repeated or interrupted."
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--since", type=DAY, metavar="DATE", help=N_("Archive older mail."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be fetched."))
@click.pass_obj
def import_command(app: App, /, *, paths: tuple[Path, ...], since: datetime | None, dry_run: bool) -> int:
    """Land the mails of every path, then read them; a path that cannot be opened does not stop the others."""
    missing = {path: failure for path in paths if (failure := _missing(path))}
    worst = max((app.complain(failure) for failure in missing.values()), default=Exit.DONE)
    boxes = tuple(_mailbox(path, since.date() if since else None) for path in paths if path not in missing)
    if not boxes:  # a mistyped path makes no database
        return worst
    config, orders = replace(app.config, mailboxes=boxes), Orders(dry_run=dry_run)
    with filled_store(app, orders) as store, stoppable() as stopping:
        outcome = passes.run(Pass(store, config, desk_of(app), orders, stopping.halt))
    app.put(summary(app, outcome))
    return max(worst, outcome.worst) if stopping.exit_code is None else stopping.exit_code


def _missing(path: Path) -> NoSuchRecord | None:
    """Tell what is wrong with a path that leads nowhere; what is there and cannot be read, its mailbox says."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        return not_opened(path, error)
    except OSError:
        return None
    return None


def _mailbox(path: Path, since: date | None) -> FolderConfig:
    """Name a mailbox by where it lies: two archives may each have a folder "2025" and a file 1.eml in it."""
    whole = path.absolute()
    return FolderConfig(f"{MAILBOX}:{whole}", whole, since)
