"""What can go wrong, the sentence that says so, and the number the shell sees.

    IntakeError
    ├── ActionRefused          65  not allowed in this status, or somebody else was faster
    ├── NothingUnderstood      65  `read` understood none of its files
    ├── NoSuchRecord           66  an unknown number, an unreadable path, a database that is not there
    ├── CannotWrite            73  disk full, folder not writable
    ├── MailboxUnavailable     75  unreachable, time-out, cut off
    │   └── LoginPutOff        75  the server says that it is not the code's fault
    ├── StoreBusy              75  locked by another process
    ├── Overlap                75  another poll of the same database is at work
    ├── SandboxUnavailable     75  no process for reading starts
    ├── MailboxRefused         77  login, certificate or permission refused
    │   ├── LoginRefused       77  the server refused the login
    │   └── LoginDeferred      77  it did before, and is not asked again yet
    ├── NotPermitted           77  somebody who is not on the list of editors
    ├── ConfigError            78  every mistake of the configuration at once
    └── SchemaError            78  a database of another version

A message is a template of the catalogue with named fields, so that it can be shown in any language:
what — which — why — what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

# Of several mistakes, and of things in a list; intake.locale, which may not be imported here, marks them for the
# catalogue.
SEPARATOR = "; "
COMMA = ", "

Translate = Callable[[str], str]


class Exit(IntEnum):
    """Exit codes: sysexits(3) written out, since the os.EX_* constants are not on every platform."""

    DONE = 0
    USAGE = 2
    REFUSED = 65
    NO_SUCH_RECORD = 66
    OUR_BUG = 70
    CANNOT_WRITE = 73
    TRY_LATER = 75
    NO_PERMISSION = 77
    CONFIG = 78
    INTERRUPTED = 130
    TERMINATED = 143


class IntakeError(Exception):
    """An expected failure: a template of the catalogue and the values for its named fields."""

    exit_code = Exit.OUR_BUG

    def __init__(self, message: str, **values: object) -> None:
        """Keep the template and the values apart until the language is known."""
        super().__init__(message)
        self.message = message
        self.values = values

    def say(self, translate: Translate) -> str:
        """Say it in the language of `translate`; values that are errors themselves are said in it too."""
        values = {name: _said(_worded(name, value), translate) for name, value in self.values.items()}
        return translate(self.message).format(**values)

    def __str__(self) -> str:
        """Say it in English."""
        return self.say(str)


class Word(str):
    """A value of a message that is a word of the catalogue itself: it is translated with the message."""

    __slots__ = ()


class Items(tuple[object, ...]):
    """A value of a message that lists things; a plain tuple holds mistakes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A value of a message that tells itself in a language."""

    say: Callable[[Translate], str]


def _worded(name: str, value: object) -> object:
    """Take a reason for a word of the catalogue, which has those that the system usually gives; "" is its header."""
    return Word(value) if name == "why" and isinstance(value, str) and value else value


def _said(value: object, translate: Translate) -> object:
    if isinstance(value, IntakeError | Spoken):
        return value.say(translate)
    if isinstance(value, Word):
        return translate(value)
    if isinstance(value, tuple):
        between = translate(COMMA if isinstance(value, Items) else SEPARATOR)
        return between.join(str(_said(item, translate)) for item in value)
    return value


class ActionRefused(IntakeError):
    """Not allowed in this status, or decided by somebody else meanwhile."""

    exit_code = Exit.REFUSED


class NothingUnderstood(IntakeError):
    """`read` understood none of the files it was given."""

    exit_code = Exit.REFUSED


class NoSuchRecord(IntakeError):
    """A number that is not in the store, a path that cannot be read, a database that is not there."""

    exit_code = Exit.NO_SUCH_RECORD


class CannotWrite(IntakeError):
    """The disk is full or a folder is not writable."""

    exit_code = Exit.CANNOT_WRITE


class MailboxUnavailable(IntakeError):
    """The mailbox cannot be reached now: unknown host, time-out, connection cut."""

    exit_code = Exit.TRY_LATER


class LoginPutOff(MailboxUnavailable):
    """The server put the login off and says so (RFC 5530): nothing that another try at once would mend."""


class Overlap(IntakeError):
    """Another poll is at work on the same database."""

    exit_code = Exit.TRY_LATER


class StoreBusy(IntakeError):
    """The database is locked by another process."""

    exit_code = Exit.TRY_LATER


class SandboxUnavailable(IntakeError):
    """No worker process starts, so that nothing can be read."""

    exit_code = Exit.TRY_LATER


class MailboxRefused(IntakeError):
    """The server refused us or we refused it: login, certificate, permission."""

    exit_code = Exit.NO_PERMISSION


class LoginRefused(MailboxRefused):
    """The server refused the login; every further attempt may make it refuse for longer."""


class LoginDeferred(MailboxRefused):
    """The login was refused before and is not tried yet; the operator was told then."""


class NotPermitted(IntakeError):
    """Whoever acts is not on the list of editors, or cannot be told."""

    exit_code = Exit.NO_PERMISSION


class ConfigError(IntakeError):
    """The configuration cannot be used."""

    exit_code = Exit.CONFIG


class SchemaError(IntakeError):
    """The database belongs to another version of the program."""

    exit_code = Exit.CONFIG
