"""The authorisation code of a mailbox: fetched when it is needed, and never shown."""

import re
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path

from intake.config.values import ImapConfig, Secret
from intake.errors import ConfigError
from intake.locale import N_

UNNAMED = "INTAKE_PASSWORD"  # names no mailbox
COMMAND_TIMEOUT = 30.0  # seconds; a password manager may have to ask its owner


def variable_of(name: str) -> str:
    """Name the environment variable that may hold the code of a mailbox."""
    return "INTAKE_PASSWORD_" + re.sub(r"\W", "_", name, flags=re.ASCII).upper()


def secret_of(mailbox: ImapConfig, environ: Mapping[str, str]) -> Secret:
    """Fetch the code of a mailbox: the environment wins, then its file, then its command; ConfigError if none."""
    own = variable_of(mailbox.name)
    for variable in (own, UNNAMED) if mailbox.secret.alone else (own,):  # or one code would go to every host
        if environ.get(variable):
            return Secret(environ[variable])
    if mailbox.secret.file is not None:
        return _from_file(mailbox.secret.file)
    if mailbox.secret.command:
        return _from_command(mailbox.secret.command)
    raise ConfigError(
        N_(
            "no authorisation code — mailbox {mailbox} — neither password_file nor password_command nor ${variable} "
            "is set — run `intake init`, or set one of them"
        ),
        mailbox=mailbox.name,
        variable=own,
    )


def _from_file(path: Path) -> Secret:
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(path.stat().st_mode)
            line = file.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            N_(
                "authorisation code not readable — {path} — {why} — write the code into this file, or run `intake init`"
            ),
            path=path,
            why=getattr(error, "strerror", None) or error,
        ) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            N_(
                "authorisation code refused — {path} — others may read it (mode {mode:04o}) — run: chmod 600 {path}"
            ),
            path=path,
            mode=mode,
        )
    if not line:
        raise ConfigError(
            N_(
                "authorisation code missing — {path} — the file is empty — write the code into it, or run `intake init`"
            ),
            path=path,
        )
    return Secret(line)


def _from_command(command: tuple[str, ...]) -> Secret:
    """Run a command and take its first line; what it prints on stderr is the operator's to see, not ours to log."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=COMMAND_TIMEOUT, check=True)  # noqa: S603  # the operator's own command
        line = done.stdout.decode().partition("\n")[0].strip()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise ConfigError(
            N_(
                "authorisation code not given — password_command {command} — {why} — run the command by hand to see why"
            ),
            command=command[0],
            why=_why(error),
        ) from None  # the cause would carry the command's output into a traceback
    if not line:
        raise ConfigError(
            N_(
                "authorisation code not given — password_command {command} — its first line is empty — "
                "run the command by hand to see why"
            ),
            command=command[0],
        )
    return Secret(line)


def _why(error: Exception) -> object:
    if isinstance(error, subprocess.CalledProcessError):
        return ConfigError(N_("exit code {code}"), code=error.returncode)
    if isinstance(error, subprocess.TimeoutExpired):
        return ConfigError(N_("no answer in {seconds:.0f} s"), seconds=COMMAND_TIMEOUT)
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return ConfigError(N_("its output is not UTF-8"))
