"""`doctor` on a mailbox: its code, its login, and every folder that is to be polled."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.config import ImapConfig, MailboxConfig, secret_of
from intake.errors import ConfigError, IntakeError, LoginDeferred, MailboxRefused
from intake.locale import N_
from intake.mailboxes import Mailbox, open_mailbox
from intake.mailboxes.planning import wanted
from intake.poll.backoff import admitted
from intake.render.view import moment
from intake.store import Backoff


def of_mailbox(app: App, mailbox: MailboxConfig) -> Iterator[Check]:
    """Look at a mailbox as far as one can get into it."""
    secret = None
    if isinstance(mailbox, ImapConfig):
        try:
            secret = secret_of(mailbox, app.environ)
            secret.reveal()  # an access token is fetched only now
        except ConfigError as error:
            yield Check("secret", mailbox.name, State.BROKEN, error.say(app.say))
            return
        yield Check("secret", mailbox.name, State.OK, app.say(N_("found")))
        if (kept := _put_off(app, mailbox)) is not None:
            yield Check("login", mailbox.name, State.WARNING, _until(app, kept))
            return
    try:
        with open_mailbox(_all_of(mailbox), secret) as opened:
            yield Check("login", mailbox.name, State.OK, _where(mailbox))
            yield from _folders(app, mailbox, opened)
    except IntakeError as error:
        yield Check("login", mailbox.name, State.BROKEN, error.say(app.say))


def _put_off(app: App, mailbox: MailboxConfig) -> Backoff | None:
    """Give the back-off under which no login is tried, here neither: each one makes the service refuse for longer."""
    with suppress(IntakeError), app.open_store() as store:  # what is wrong with it is told elsewhere
        try:
            admitted(store, mailbox, app.environ, insist=False)
        except LoginDeferred:
            return store.backoff(mailbox.name)
    return None


def _until(app: App, kept: Backoff) -> str:
    said = app.say(
        N_(
            "refused {count} times since {first} — none is tried before {until} — there were too many logins, or the code is "
            "void: wait, or make a new one in the mailbox's web settings and store it; `intake poll --now` tries at once"
        )
    )
    first, until = (moment(when, app.view) for when in (kept.first_at, kept.until))
    return said.format(count=kept.refusals, first=first, until=until)


def _all_of(mailbox: MailboxConfig) -> MailboxConfig:
    """Ask for every folder, so that those that are there can be named."""
    return replace(mailbox, folders=("*",)) if isinstance(mailbox, ImapConfig) else mailbox


def _folders(app: App, mailbox: MailboxConfig, opened: Mailbox) -> Iterator[Check]:
    try:
        there = opened.folders()
        chosen = wanted(mailbox.folders, there) if isinstance(mailbox, ImapConfig) else there
        checks = [_folder(app, mailbox.name, opened, folder) for folder in chosen]
    except IntakeError as error:  # the connection is gone: there is nobody left to ask
        yield Check("folders", mailbox.name, State.BROKEN, error.say(app.say))
        return
    yield from checks
    if any(check.state is State.BROKEN for check in checks) or not checks:
        listed = app.say(N_("there are: {folders}")).format(folders=app.listed(there))
        yield Check("folders", mailbox.name, State.OK if checks else State.WARNING, listed)


def _folder(app: App, name: str, opened: Mailbox, folder: str) -> Check:
    """Look at one folder; one that is refused does not end the look at the others."""
    subject = f"{name} {folder}"
    try:
        count = len(opened.listing(folder).uids)
    except MailboxRefused as error:
        return Check("folders", subject, State.BROKEN, error.say(app.say))
    return Check("folders", subject, State.OK, app.say(N_("mails: {count}")).format(count=count))


def _where(mailbox: MailboxConfig) -> str:
    if isinstance(mailbox, ImapConfig):
        return f"{mailbox.user} @ {mailbox.host}:{mailbox.port}"
    return str(mailbox.path)
