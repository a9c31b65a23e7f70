"""What submissions are held against before print, as the configuration has it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from intake.checks import check
from intake.cli.app import App
from intake.config import load_lexicon, load_roster
from intake.errors import ConfigError
from intake.model import Finding, Standard, StoredSubmission
from intake.workflow import Status

T = TypeVar("T")
Checks = Callable[[StoredSubmission], tuple[Finding, ...]]


def checks_of(app: App, *, strict: bool = False) -> Checks:
    """Make what checks submissions, once for all of a command.

    Word lists of the operator's and a roster that cannot be read are told of and left out, unless `strict`: checks never
    stop an editor.
    """
    config = app.config_or_defaults
    lexicon = _read(app, load_lexicon, config.lexicon, strict=strict)
    standard = Standard(lexicon, _read(app, load_roster, config.roster, strict=strict), config.demands)

    def checks(submission: StoredSubmission) -> tuple[Finding, ...]:
        if submission.record is None and submission.row.status is Status.NEEDS_MATERIAL:
            return ()  # its text is what the mail says around its links: nothing of it is printed
        year = submission.row.arrived.astimezone(app.zone).year
        return check(submission.record, submission.text, standard, year)

    return checks


def _read(app: App, load: Callable[[Path | None], T], path: Path | None, *, strict: bool) -> T:
    """Load from a path, or what there is without one."""
    try:
        return load(path)
    except ConfigError as error:
        if strict:
            raise
        app.complain(error)
        return load(None)
