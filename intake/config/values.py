"""What the operator decides, as checked values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NoReturn, Self

from intake.model import Aftermath, Demands, Limits, Rules

#: What may stand for an office program.
AUTO, OFF = "auto", "off"


class Secret:
    """An authorisation code, or a way to fetch one, that shows itself in no log, traceback, repr, copy or pickle."""

    __slots__ = ("_text",)

    def __init__(self, text: str | Callable[[], str]) -> None:
        """Keep the code as it was given; what lives for an hour only is fetched each time it is revealed."""
        self._text = text

    def __repr__(self) -> str:
        """Show that there is one, and nothing of it."""
        return "***"

    def __reduce__(self) -> NoReturn:
        """Refuse to be written into a pickle, and so to be sent to another process."""
        raise TypeError("a secret is not written")

    def __deepcopy__(self, _memo: object) -> Self:
        """Stay the one copy there is: dataclasses.asdict copies every value."""
        return self

    def reveal(self) -> str:
        """Give the code to the one line that logs in."""
        return self._text if isinstance(self._text, str) else self._text()


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Where a code comes from: a file of mode 0600, a command's first line, the system's keyring, or the environment.

    `keyring` is the service under which the keyring keeps the user's code. `token` is a command, too: it is asked
    for an access token at each login. `alone` says that $INTAKE_PASSWORD can be for no other mailbox.
    """

    file: Path | None = None
    command: tuple[str, ...] = field(
        default=(), repr=False
    )  # an operator may have put the code itself into it
    keyring: str | None = None
    token: tuple[str, ...] = field(default=(), repr=False)
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ImapConfig:
    """A mailbox on an IMAP server; times are seconds."""

    name: str
    host: str
    user: str
    port: int = 993
    secret: SecretSource = SecretSource()
    auth: str = "password"  # or "xoauth2": the secret is an access token
    folders: tuple[str, ...] = ("INBOX",)  # a trailing "*" takes every folder below
    since: date | None = None  # older mail lands archived
    ca_file: Path | None = None
    tls: bool = True  # False is accepted for loop-back hosts only, where the demo and the tests live
    connect_timeout: float = 15.0
    read_timeout: float = 120.0
    idle: bool = True  # whether to wait for the server to tell of new mail
    aftermath: Aftermath = Aftermath()
    authserv_id: str | None = None  # the name under which its server says what it found out about senders


@dataclass(frozen=True, slots=True)
class FolderConfig:
    """Mail on disk: a folder of .eml files, a Maildir, or an mbox file."""

    name: str
    path: Path
    since: date | None = None
    authserv_id: str | None = None  # as above, of the server the mails were taken from


MailboxConfig = ImapConfig | FolderConfig


@dataclass(frozen=True, slots=True)
class Monitoring:
    """How the operator learns how polls go; `alarm_after` is the seconds without a success that doctor warns of."""

    log_file: Path | None = None  # None: in the state folder of the login
    log_level: str = "warning"
    metrics_file: Path | None = None
    ping_url: str | None = None
    alarm_after: float = 3 * 3600.0


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the operator decides."""

    source: Path | None
    store_url: str
    mailboxes: tuple[MailboxConfig, ...] = ()
    timezone: str = "Asia/Shanghai"
    language: str = "auto"
    lexicon: Path | None = None
    roster: Path | None = None  # who holds which post where, for the checks before print
    demands: Demands = Demands()
    budget: float = 240.0  # seconds of one poll, landing and reading
    interval: float = 300.0  # seconds from one poll to the next, for `watch`
    disk_floor: int = 256 * 2**20  # bytes that have to be free where the database lies
    workers: int = 2  # processes that read
    converter: str = AUTO  # or OFF, or the path of the office program
    limits: Limits = Limits()
    rules: Rules = Rules()
    editors: tuple[str, ...] = ()  # who may decide; nobody named: everybody
    monitoring: Monitoring = Monitoring()
    logins: Mapping[str, str] = field(default_factory=dict)  # login name → editor
