"""The authorisation code of a mailbox: fetched when it is needed, and never shown."""

import os
import re
import stat
import subprocess
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from intake.config.keyrings import from_keyring
from intake.config.values import ImapConfig, Secret
from intake.errors import ConfigError
from intake.locale import N_

UNNAMED = "INTAKE_PASSWORD"  # names no mailbox
COMMAND_TIMEOUT = 30.0  # seconds; a password manager may have to ask its owner


def variable_of(name: str) -> str:
    """Name the environment variable that may hold the code of a mailbox."""
    return "INTAKE_PASSWORD_" + re.sub(r"\W", "_", name, flags=re.ASCII).upper()


def secret_of(mailbox: ImapConfig, environ: Mapping[str, str]) -> Secret:
    """Fetch the code of a mailbox: from the environment, else its file, its command, the keyring; ConfigError if none.

    An access token is not fetched here: whoever reveals it has its command run, so that each login has a fresh one.
    """
    source, own = mailbox.secret, variable_of(mailbox.name)
    if mailbox.auth == "xoauth2":
        return Secret(partial(_first_line, source.token, "token_command"))
    for variable in (own, UNNAMED) if source.alone else (own,):  # or one code would go to every host
        if environ.get(variable):
            return Secret(environ[variable])
    if source.file is not None:
        return Secret(_from_file(source.file))
    if source.command:
        return Secret(_first_line(source.command, "password_command"))
    if source.keyring:
        return Secret(from_keyring(source.keyring, mailbox.user))
    raise ConfigError(
        N_(
            "no authorisation code — mailbox {mailbox} — neither password_file nor password_command nor "
            "password_keyring nor ${variable} is set — run `intake init`, or set one of them"
        ),
        mailbox=mailbox.name,
        variable=own,
    )


def _from_file(path: Path) -> str:
    """Read the first line of a file that nobody else can read; a symbolic link is judged by what it leads to."""
    line, why = "", None
    try:
        with path.open(encoding="utf-8") as file:
            _refuse_if_open(
                path, os.fstat(file.fileno())
            )  # of what is open: the path may lead elsewhere by now
            line = file.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        why = _why(error)
    if why is not None:  # raised here: as its cause, the error would carry what was read into a traceback
        raise ConfigError(
            N_(
                "authorisation code not readable — {path} — {why} — write the code into this file, or run `intake init`"
            ),
            path=path,
            why=why,
        )
    if not line:
        raise ConfigError(
            N_(
                "authorisation code missing — {path} — the file is empty — write the code into it, or run `intake init`"
            ),
            path=path,
        )
    return line


def _refuse_if_open(path: Path, status: os.stat_result) -> None:
    """Raise ConfigError for a file of another user, or one that others may open; root's own can do no harm."""
    if status.st_uid not in (os.geteuid(), 0):
        raise ConfigError(
            N_(
                "authorisation code refused — {path} — it belongs to another user (uid {uid}) — make a file of your own"
            ),
            path=path,
            uid=status.st_uid,
        )
    mode = stat.S_IMODE(status.st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            N_(
                "authorisation code refused — {path} — others may read it (mode {mode:04o}) — run: chmod 600 {path}"
            ),
            path=path,
            mode=mode,
        )


def _first_line(command: tuple[str, ...], key: str) -> str:
    """Run the command of a key and take its first line; its stderr is the operator's to see, not ours to log."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=COMMAND_TIMEOUT, check=True)  # noqa: S603  # the operator's own command
        line = done.stdout.decode().partition("\n")[0].strip()
        why: object = None if line else ConfigError(N_("its first line is empty"))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        line, why = "", _why(error)
    if (
        why is not None
    ):  # raised here: as its cause, the error would carry the command's output into a traceback
        raise ConfigError(
            N_(
                "authorisation code or token not given — {key} {command} — {why} — run the command by hand to see why"
            ),
            key=key,
            command=command[0],
            why=why,
        )
    return line


def _why(error: Exception) -> object:
    if isinstance(error, subprocess.CalledProcessError):
        return ConfigError(N_("exit code {code}"), code=error.returncode)
    if isinstance(error, subprocess.TimeoutExpired):
        return ConfigError(N_("no answer in {seconds:.0f} s"), seconds=COMMAND_TIMEOUT)
    if isinstance(error, UnicodeDecodeError):
        return ConfigError(N_("it is not UTF-8"))
    return getattr(error, "strerror", None) or str(error)
