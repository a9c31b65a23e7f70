"""`init`: an address and an authorisation code become a configuration that works."""

import json
import shlex
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from intake.cli.app import App
from intake.cli.files import keep
from intake.cli.formatter import wrapped
from intake.cli.language import command, option
from intake.cli.parameters import DAY, exclusive
from intake.config import (
    PROVIDERS,
    ImapConfig,
    Provider,
    Secret,
    defaults,
    provider_of,
    secret_of,
    usual_places,
    variable_of,
)
from intake.config.entries import IMAP
from intake.config.loading import configured
from intake.errors import CannotWrite, ConfigError
from intake.locale import N_
from intake.mailboxes import open_mailbox
from intake.render.safe import show

_EXISTS = N_("configuration exists — {path} — it was not touched — edit it, or overwrite it with --force")
DAYS = 30  # how far back the first poll puts mail on the list


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered on the command line."""

    address: str | None
    name: str | None
    provider: str | None
    host: str | None
    port: int | None
    ca_file: Path | None
    no_tls: bool
    since: datetime | None
    token_command: str | None


@command(
    "init",
    help=N_("Ask for a mail address and its authorisation code, test the login, write the configuration."),
)
@option("--address", metavar="ADDRESS", help=N_("Mail address that receives the contributions."))
@option("--name", metavar="NAME", help=N_("What to call this mailbox."))
@option("--provider", type=click.Choice(list(PROVIDERS)), help=N_("Mail service; guessed from the address."))
@option("--host", metavar="HOST", help=N_("IMAP server of any other mail service."))
@option("--port", type=click.IntRange(1, 65535), metavar="PORT", help=N_("Its port, if not 993."))
@option("--ca-file", type=click.Path(path_type=Path), metavar="FILE", help=N_("Certificates to trust."))
@option("--no-tls", is_flag=True, help=N_("Without TLS: a server on this machine only."))
@option("--since", type=DAY, metavar="DATE", help=N_("Archive older mail."))
@option(
    "--token-command",
    metavar="COMMAND",
    help=N_("Program that prints an OAuth 2.0 access token, where no code is taken."),
)
@option("--no-test", is_flag=True, help=N_("Do not log in."))
@option("--force", is_flag=True, help=N_("Overwrite a configuration that is there."))
@click.pass_obj
def init_command(app: App, /, *, no_test: bool, force: bool, **answers: Any) -> None:  # noqa: ANN401  # see Answers
    """Write a configuration; nothing is written unless the login works."""
    exclusive(app, {"--no-tls": answers["no_tls"], "--ca-file": answers["ca_file"]})
    source = app.config_file or Path(app.environ.get("INTAKE_CONFIG") or usual_places(app.environ)[-1])
    with suppress(
        OSError
    ):  # a place that cannot be looked at cannot be written either, and that is told there
        if source.exists() and not force:
            raise CannotWrite(_EXISTS, path=source)
    name, values = _asked(app, Answers(**answers))
    text = _written(app, name, values)
    mailbox = _checked(text, source)
    secret = _code(app, mailbox, PROVIDERS[str(values.get("provider", "generic"))])
    if not no_test:
        _log_in(app, mailbox, secret)
    if "password_file" in values:
        code = f"{secret.reveal()}\n".encode()
        keep(source.absolute().with_name(str(values["password_file"])), code)
    keep(source, text.encode())
    app.put(app.say(N_("Written: {path}")).format(path=source))
    app.put(app.say(N_("Next: `intake poll`, then `intake list`.")))


def _asked(app: App, answers: Answers) -> tuple[str, Mapping[str, object]]:
    """Ask for what was not answered yet; give the mailbox's name and its keys."""
    address = answers.address or _ask(app, "--address", N_("Mail address"))
    provider = answers.provider or (None if answers.host else provider_of(address))
    preset = PROVIDERS[provider or "generic"]
    host = answers.host or (None if preset.host else _ask(app, "--host", N_("IMAP server")))
    token = _token_command(app, answers, preset)
    since = answers.since.date() if answers.since else _since(app)
    name = answers.name or provider or "mail"
    values = {
        "kind": "imap",
        "provider": provider,
        "user": address.strip(),
        "host": host,
        "port": answers.port,
        "since": since,
        "password_file": None if token else f"{name}.secret",
        "token_command": token or None,
        "ca_file": None if answers.ca_file is None else str(answers.ca_file.absolute()),
        "tls": False if answers.no_tls else None,
    }
    return name, {key: value for key, value in values.items() if value is not None}


def _token_command(app: App, answers: Answers, preset: Provider) -> list[str]:
    """Take the command that prints an access token; asked for only where a service takes nothing else."""
    command = answers.token_command
    if command is None and preset.auth == "xoauth2":
        _explain(app, preset)
        command = _ask(app, "--token-command", N_("Command that prints an access token"))
    try:
        return shlex.split(command or "")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--token-command") from error


def _explain(app: App, preset: Provider) -> None:
    if app.interactive:
        said = app.say(preset.code)
        for line in wrapped(said, app.view.width):
            app.put(line)


def _since(app: App) -> date:
    zone = ZoneInfo(defaults(app.environ).timezone)  # of a configuration that is still to be written
    default = datetime.now(zone).date() - timedelta(days=DAYS)
    if not app.interactive:
        return default
    question = app.say(N_("Put mail on the list from which day on?"))
    answer: datetime = click.prompt(
        question, default=default.isoformat(), type=DAY, prompt_suffix=_colon(app)
    )
    return answer.date()


def _colon(app: App) -> str:
    """Give what stands between a question and its answer."""
    return app.say(N_(": "))


def _ask(app: App, name: str, question: str) -> str:
    if not app.interactive:
        raise click.UsageError(
            app.say(N_("{option} is needed where nobody can be asked.")).format(option=name)
        )
    answer: str = click.prompt(app.say(question), prompt_suffix=_colon(app))
    return answer


def _code(app: App, mailbox: ImapConfig, preset: Provider) -> Secret:
    """Take the code from the environment, a hidden prompt, or the first line of a pipe; never from an option."""
    if mailbox.secret.token:
        return secret_of(mailbox, app.environ)
    for variable in (variable_of(mailbox.name), "INTAKE_PASSWORD"):
        if app.environ.get(variable):
            return Secret(app.environ[variable])
    if app.interactive:
        _explain(app, preset)
        question = app.say(N_("Authorisation code (授权码)"))
        return Secret(click.prompt(question, hide_input=True, prompt_suffix=_colon(app)).strip())
    code = sys.stdin.readline().strip()
    if not code:
        raise click.UsageError(
            app.say(N_("No authorisation code: pipe it into stdin, or set {variable}.")).format(
                variable=variable_of(mailbox.name)
            )
        )
    return Secret(code)


def _written(app: App, name: str, values: Mapping[str, object]) -> str:
    """Write the configuration with a remark on every key."""
    about = {entry.name: app.say(entry.about) for entry in IMAP}
    heading = app.say(N_("The configuration of intake; `intake doctor` checks it."))
    lines = [f"# {heading}", ""]
    if app.store_url:
        lines += ["[store]", f"url = {_toml(app.store_url)}", ""]
    lines.append(f"[mailbox.{name}]")
    lines += [f"{key} = {_toml(value)}  # {about[key]}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | list) else str(value)


def _checked(text: str, source: Path) -> ImapConfig:
    """Read what is about to be written as every later command will."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            N_("answers not usable — {why} — a name consists of letters, digits, - and _"), why=error
        ) from error
    return next(box for box in configured(table, source, {}).mailboxes if isinstance(box, ImapConfig))


def _log_in(app: App, mailbox: ImapConfig, secret: Secret) -> None:
    with open_mailbox(mailbox, secret) as opened:
        folders = app.listed(opened.folders())
    app.put(app.say(N_("The login works. Folders: {folders}")).format(folders=show(folders)))
