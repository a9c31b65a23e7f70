"""`doctor`: whether everything is as a poll needs it."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from intake import config as configuration
from intake.cli.app import App
from intake.cli.check import STATES, TOPICS, Check, State
from intake.cli.language import command, option
from intake.cli.mailbox_checks import of_mailbox
from intake.cli.monitoring_checks import of_monitoring
from intake.cli.sandbox_checks import of_sandbox
from intake.cli.store_checks import of_store
from intake.config import Config
from intake.errors import IntakeError
from intake.locale import N_
from intake.render import contract
from intake.render.safe import one_line


@command("doctor", help=N_("Check configuration, login, folders and store; 0 good, 1 warning, 2 broken."))
@option("--json", "as_json", is_flag=True, help=N_("Write JSON, one line a check."))
@click.pass_obj
def doctor_command(app: App, /, *, as_json: bool) -> int:
    """Check everything a poll needs."""
    worst = State.OK
    for check in _checks(app):
        worst = max(worst, check.state)
        if as_json:
            app.put_lines([contract.line({**asdict(check), "state": check.state.name.lower()})])
        else:
            app.put(_said(app, check))
    return worst


def _said(app: App, check: Check) -> str:
    about = " ".join(filter(None, (app.say(TOPICS[check.topic]), one_line(check.subject))))
    return app.say(N_("{state}: {about} — {detail}")).format(
        state=app.say(STATES[check.state]), about=about, detail=one_line(check.detail)
    )


def _checks(app: App) -> Iterator[Check]:
    try:
        config = app.config
    except IntakeError as error:
        source = configuration.find(app.config_file, app.environ)
        yield Check("configuration", str(source or ""), State.BROKEN, error.say(app.say))
        return
    yield _configuration(app, config)
    lexicon = _lexicon(app, config)
    yield lexicon
    if config.roster is not None:
        yield _roster(app, config.roster)
    if lexicon.state is State.OK:
        yield from of_sandbox(app, config)
    for mailbox in config.mailboxes:
        yield from of_mailbox(app, mailbox)
    yield from of_store(app, config)
    yield from of_monitoring(app, config.monitoring)


def _configuration(app: App, config: Config) -> Check:
    if not config.mailboxes:
        return Check(
            "configuration",
            str(config.source or ""),
            State.WARNING,
            app.say(N_("no mailbox — run `intake init`")),
        )
    names = app.listed(mailbox.name for mailbox in config.mailboxes)
    return Check(
        "configuration",
        str(config.source or ""),
        State.OK,
        app.say(N_("mailboxes: {names}")).format(names=names),
    )


def _roster(app: App, path: Path) -> Check:
    """Read the roster; without one the checks before print say less, and nothing else is lost."""
    try:
        offices = configuration.load_roster(path)
    except IntakeError as error:
        return Check("roster", str(path), State.WARNING, error.say(app.say))
    return Check("roster", str(path), State.OK, app.say(N_("posts: {count}")).format(count=len(offices)))


def _lexicon(app: App, config: Config) -> Check:
    subject = str(config.lexicon or "")
    try:
        lexicon = configuration.load_lexicon(config.lexicon)
    except IntakeError as error:
        return Check("lexicon", subject, State.BROKEN, error.say(app.say))
    return Check(
        "lexicon", subject, State.OK, app.say(N_("version {version}")).format(version=lexicon.version)
    )
