"""`import`: mails on disk go the way of polled ones; whatever was imported or polled before adds nothing."""

from datetime import datetime
from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.failure import not_opened
from intake.cli.language import command, option
from intake.cli.polling import Outcome, filled_store, land, read_waiting, summary
from intake.config import FolderConfig
from intake.errors import Exit, NoSuchRecord
from intake.locale import N_
from intake.poll import Terms

MAILBOX = "import"
FOR_EVER = float("inf")


@command(
    "import",
    help=N_(
        "Take in mails from PATHs: .eml files, folders of them, Maildirs, mboxes; may be repeated or interrupted."
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help=N_("Archive older mail."))
@option("--dry-run", is_flag=True, help=N_("Only tell what would be fetched."))
@click.pass_obj
def import_command(app: App, /, *, paths: tuple[Path, ...], since: datetime | None, dry_run: bool) -> int:
    """Land the mails of every path, then read them; a path that cannot be opened does not stop the others."""
    terms = Terms(app.zone, since.date() if since else None, dry_run=dry_run)
    missing = {path: failure for path in paths if (failure := _missing(path))}
    worst = max((app.complain(failure) for failure in missing.values()), default=Exit.DONE)
    boxes = [_mailbox(path) for path in paths if path not in missing]
    if not boxes:  # a mistyped path makes no database
        return worst
    with filled_store(app, dry_run=dry_run) as store:
        landings = tuple(land(app, store, box, terms) for box in boxes)
        reading = None if dry_run else read_waiting(app, store, app.config, FOR_EVER)
    outcome = Outcome(landings, reading)
    app.put(summary(app, outcome))
    return max(worst, outcome.worst)


def _missing(path: Path) -> NoSuchRecord | None:
    """Tell what is wrong with a path that leads nowhere; what is there and cannot be read, its mailbox says."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        return not_opened(path, error)
    except OSError:
        return None
    return None


def _mailbox(path: Path) -> FolderConfig:
    """Name a mailbox by where it lies: two archives may each have a folder "2025" and a file 1.eml in it."""
    whole = path.absolute()
    return FolderConfig(f"{MAILBOX}:{whole}", whole)
