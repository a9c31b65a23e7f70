"""What submissions are held against before print, as the configuration has it."""

from collections.abc import Callable

from intake.checks import check
from intake.cli.app import App
from intake.config import Config, load_lexicon, load_roster
from intake.errors import ConfigError
from intake.model import Finding, Office, Standard, StoredSubmission

Checks = Callable[[StoredSubmission], tuple[Finding, ...]]


def checks_of(app: App, *, strict: bool = False) -> Checks:
    """Make what checks submissions, once for all of a command.

    A roster that cannot be read is told of and left out, unless `strict`: checks never stop an editor.
    """
    config = app.config_or_defaults
    roster = load_roster(config.roster) if strict else _readable(app, config)
    standard = Standard(load_lexicon(config.lexicon), roster, config.demands)
    return lambda submission: check(
        submission.record,
        submission.text,
        standard,
        submission.row.arrived.astimezone(app.zone).year,
    )


def _readable(app: App, config: Config) -> tuple[Office, ...]:
    try:
        return load_roster(config.roster)
    except ConfigError as error:
        app.complain(error)
        return ()
