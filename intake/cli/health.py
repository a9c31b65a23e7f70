"""`doctor`: whether everything is as a poll needs it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path

import click

from intake import config as configuration
from intake.cli.app import App
from intake.cli.language import command, option
from intake.config import Config, ImapConfig, MailboxConfig, secret_of
from intake.errors import IntakeError
from intake.locale import N_
from intake.mailboxes import open_mailbox
from intake.render import contract
from intake.render.safe import one_line
from intake.render.view import size
from intake.store import address, open_store


class State(IntEnum):
    """How a check ended: the exit code of `doctor` is the worst."""

    OK = 0
    WARNING = 1
    BROKEN = 2


STATES = {State.OK: N_("ok"), State.WARNING: N_("warning"), State.BROKEN: N_("broken")}
TOPICS = {
    "configuration": N_("configuration"),
    "lexicon": N_("lexicon"),
    "secret": N_("authorisation code"),
    "login": N_("login"),
    "folders": N_("folders"),
    "store": N_("store"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its topic, what of it, how it is, and why."""

    topic: str
    subject: str
    state: State
    detail: str


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
    return f"{app.say(STATES[check.state])}: {about} — {one_line(check.detail)}"


def _checks(app: App) -> Iterator[Check]:
    try:
        config = app.config
    except IntakeError as error:
        source = configuration.find(app.config_file, app.environ)
        yield Check("configuration", str(source or ""), State.BROKEN, error.say(app.say))
        return
    yield _configuration(app, config)
    yield _lexicon(app, config)
    for mailbox in config.mailboxes:
        yield from _mailbox(app, mailbox)
    yield _store(app, config)


def _configuration(app: App, config: Config) -> Check:
    if not config.mailboxes:
        return Check(
            "configuration",
            str(config.source or ""),
            State.WARNING,
            app.say(N_("no mailbox — run `intake init`")),
        )
    names = ", ".join(mailbox.name for mailbox in config.mailboxes)
    return Check(
        "configuration",
        str(config.source or ""),
        State.OK,
        app.say(N_("mailboxes: {names}")).format(names=names),
    )


def _lexicon(app: App, config: Config) -> Check:
    subject = str(config.lexicon or "")
    try:
        lexicon = configuration.load_lexicon(config.lexicon)
    except IntakeError as error:
        return Check("lexicon", subject, State.BROKEN, error.say(app.say))
    return Check(
        "lexicon", subject, State.OK, app.say(N_("version {version}")).format(version=lexicon.version)
    )


def _mailbox(app: App, mailbox: MailboxConfig) -> Iterator[Check]:
    topic = "login"
    try:
        secret = None
        if isinstance(mailbox, ImapConfig):
            topic = "secret"
            secret = secret_of(mailbox, app.environ)
            yield Check("secret", mailbox.name, State.OK, app.say(N_("found")))
        topic = "login"
        with open_mailbox(mailbox, secret) as opened:
            yield Check("login", mailbox.name, State.OK, _where(mailbox))
            topic = "folders"
            for folder in opened.folders():
                count = len(opened.listing(folder).uids)
                yield Check(
                    "folders",
                    f"{mailbox.name} {folder}",
                    State.OK,
                    app.say(N_("mails: {count}")).format(count=count),
                )
    except IntakeError as error:
        yield Check(topic, mailbox.name, State.BROKEN, error.say(app.say))


def _where(mailbox: MailboxConfig) -> str:
    if isinstance(mailbox, ImapConfig):
        return f"{mailbox.user} @ {mailbox.host}:{mailbox.port}"
    return str(mailbox.path)


def _store(app: App, config: Config) -> Check:
    if _missing(config.store_url):
        return Check(
            "store",
            address(config.store_url),
            State.WARNING,
            app.say(N_("not there yet — the first poll makes it")),
        )
    try:
        with open_store(config.store_url, app.zone) as store:
            health = store.check()
    except IntakeError as error:
        return Check("store", address(config.store_url), State.BROKEN, error.say(app.say))
    if health.intact != "ok":
        damage = app.say(N_("damaged: {what} — restore the newest backup")).format(what=health.intact)
        return Check("store", address(config.store_url), State.BROKEN, damage)
    said = app.say(N_("mails: {messages}, problems: {problems}, size: {size}, revision {revision}")).format(
        messages=health.messages, problems=health.problems, size=size(health.size), revision=health.revision
    )
    return Check("store", address(config.store_url), State.OK, said)


def _missing(url: str) -> bool:
    """Tell whether an SQLite file is still to be made; looking must not make it."""
    scheme, _, file = url.partition(":///")
    return scheme.startswith("sqlite") and bool(file) and file != ":memory:" and not Path(file).exists()
