"""Every key of the configuration in one table: name, what it takes, default, what it is."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from intake.config.providers import PROVIDERS
from intake.config.values import AUTO, OFF
from intake.errors import ConfigError, Items
from intake.locale import LANGUAGES, N_
from intake.model import PARTS, Demands, Limits

#: Turns what TOML gave into a value, with the folder that relative paths start from; ConfigError says what it wants.
Kind = Callable[[object, Path], object]

MAX_PORT = 65535
LOOP_BACK = frozenset({"127.0.0.1", "::1", "localhost"})
PLAIN_URL = re.compile("[!-~]+")
LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key; a default of None means "not set"."""

    name: str
    kind: Kind
    default: object
    about: str


def text(value: object, _folder: Path) -> str:
    """Take a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ConfigError(N_("must be a text"))


def path(value: object, folder: Path) -> Path:
    """Take a path; a relative one starts from the configuration's folder, and ~ is the home."""
    name = text(value, folder)
    if "\0" in name:
        raise ConfigError(N_("must be a path"))
    try:
        return folder / Path(name).expanduser()
    except RuntimeError as error:  # ~somebody, or no home at all
        raise ConfigError(N_("must be a path whose home folder exists")) from error


def office_program(value: object, folder: Path) -> str:
    """Take "auto", "off", or the path of a program."""
    word = text(value, folder)
    return word if word in {AUTO, OFF} else str(path(word, folder))


def keyword(value: object, folder: Path) -> str:
    """Take an IMAP keyword: an atom (RFC 3501 section 9), no system flag."""
    if re.fullmatch(r"[!#$&'+-\[^-z|}~]+", word := text(value, folder)):
        return word
    raise ConfigError(N_("must be a keyword: letters, digits, $, - and _"))


def texts(value: object, folder: Path) -> tuple[str, ...]:
    """Take a list of texts, at least one."""
    if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
        return tuple(text(item, folder) for item in value)
    raise ConfigError(N_('must be a list of texts: ["…", "…"]'))


def whole(value: object, _folder: Path) -> int:
    """Take a whole number above zero that a database and a C long can hold."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    raise ConfigError(N_("must be a whole number above 0"))


def parts(value: object, folder: Path) -> tuple[str, ...]:
    """Take parts of a speech by their names; an empty list asks for none."""
    named = texts(value, folder) if value else ()
    if set(named) <= set(PARTS):
        return named
    raise ConfigError(N_("must be of: {keys}"), keys=Items(PARTS))


def switch(value: object, _folder: Path) -> bool:
    """Take true or false."""
    if isinstance(value, bool):
        return value
    raise ConfigError(N_("must be true or false"))


def port(value: object, folder: Path) -> int:
    """Take a TCP port."""
    if whole(value, folder) > MAX_PORT:
        raise ConfigError(N_("must be a port, 1 to {most}"), most=MAX_PORT)
    return whole(value, folder)


def seconds(value: object, _folder: Path) -> float:
    """Take a time in seconds, above zero and at most a day."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 24 * 3600:
        return float(value)
    raise ConfigError(N_("must be a number of seconds above 0"))


def day(value: object, _folder: Path) -> date:
    """Take a date, with or without quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ConfigError(N_("must be a date: 2026-01-31")) from error


def zone(value: object, folder: Path) -> str:
    """Take the name of a time zone."""
    name = text(value, folder)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # not found, not a name, a folder
        raise ConfigError(N_("must be a time zone such as Asia/Shanghai")) from error
    return name


def count_to(most: int) -> Kind:
    """Take a whole number from 1 to `most`."""

    def count(value: object, _folder: Path) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        raise ConfigError(N_("must be a whole number, 1 to {most}"), most=most)

    return count


def names(value: object, _folder: Path) -> Mapping[str, str]:
    """Take a table of texts: login = "name"."""
    if isinstance(value, dict) and all(isinstance(item, str) and item.strip() for item in value.values()):
        return MappingProxyType({key: item.strip() for key, item in value.items()})
    raise ConfigError(N_('must be a table of names: login = "…"'))


def one_of(*choices: str) -> Kind:
    """Take one of a few words."""

    def choice(value: object, _folder: Path) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise ConfigError(N_("must be one of: {choices}"), choices=Items(choices))

    return choice


def store_url(value: object, folder: Path) -> str:
    """Take a database URL; the path of a relative SQLite file starts from the configuration's folder."""
    url = text(value, folder)
    scheme, separator, rest = url.partition("://")
    if not separator or not scheme.startswith(("sqlite", "postgresql")):
        raise ConfigError(N_("must be a database URL: sqlite:///… or postgresql+psycopg://…"))
    file = rest.removeprefix("/")
    if not scheme.startswith("sqlite") or file in ("", ":memory:"):
        return url
    return f"{scheme}:///{path(file, folder)}"


def ping_url(value: object, folder: Path) -> str:
    """Take the address of a health check: HTTPS, or plain HTTP on this machine; what is no ASCII must be escaped."""
    url = text(value, folder)
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOP_BACK)
        fits = secure and bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # no port, no address
        fits = False
    if not fits or not PLAIN_URL.fullmatch(url):
        raise ConfigError(N_("must be an address: https://…"))
    return url


GENERAL = (
    Entry("timezone", zone, "Asia/Shanghai", N_("time zone of numbers and dates")),
    Entry(
        "language", one_of("auto", *LANGUAGES), "auto", N_("language of the screen; auto follows the locale")
    ),
    Entry("lexicon", path, None, N_("folder of your own word lists, laid over the shipped ones")),
    Entry("roster", path, None, N_("who holds which post where (CSV or TOML), for the checks before print")),
    Entry("checks.parts", parts, Demands().parts, N_("parts that are told to be missing")),
    Entry("checks.title_most", whole, Demands().title_most, N_("characters of a title; longer is told")),
    Entry("checks.words_least", whole, None, N_("words of a speech; fewer are told")),
    Entry("checks.words_most", whole, Demands().words_most, N_("words of a speech; more are told")),
    Entry("store.url", store_url, None, N_("database; by default an SQLite file in your data folder")),
    Entry("poll.budget", seconds, 240.0, N_("seconds of one poll, landing and reading")),
    Entry("poll.interval", seconds, 300.0, N_("seconds from one poll to the next, for `intake watch`")),
    Entry("poll.disk_floor", whole, 256 * 2**20, N_("bytes to keep free: below, mail stays in the mailbox")),
    Entry(
        "poll.alarm_after",
        seconds,
        3 * 3600.0,
        N_("seconds without a poll that went well before doctor warns"),
    ),
    Entry("read.workers", count_to(32), 2, N_("processes that read mails at the same time")),
    Entry(
        "read.converter",
        office_program,
        AUTO,
        N_("office program (soffice) for what no reader can read: its path, auto, or off"),
    ),
    Entry("log.file", path, None, N_("log, one line of JSON an event; by default in your state folder")),
    Entry("log.level", one_of(*LEVELS), "warning", N_("least level that is written to the log")),
    Entry("metrics.file", path, None, N_("metrics for Prometheus, written at the end of each poll")),
    Entry(
        "ping.url", ping_url, None, N_("health check that is told of the beginning and the end of each poll")
    ),
    Entry(
        "workflow.reviews", count_to(3), 1, N_("how many reviews a submission passes before it is accepted")
    ),
    Entry(
        "workflow.separation",
        one_of("off", "warn", "enforce"),
        "off",
        N_("whether one person may take two reviews of one submission"),
    ),
    Entry("editors.names", texts, (), N_("who may decide; nobody named: everybody")),
    Entry("logins", names, MappingProxyType({}), N_("which editor a login name is")),
)

LIMITS = tuple(
    Entry(
        f"limits.{field.name}",
        whole,
        field.default,
        N_("limit against hostile mail; bytes, characters, seconds or a count"),
    )
    for field in fields(Limits)
)

#: The tables whose keys are general ones.
TABLES = frozenset(entry.name.partition(".")[0] for entry in (*GENERAL, *LIMITS) if "." in entry.name)

_SINCE = Entry("since", day, None, N_("older mail lands archived"))

_AUTHSERV = Entry(
    "authserv_id", text, None, N_("name of your mail server in Authentication-Results: what it says is shown")
)

IMAP = (
    Entry("kind", one_of("imap"), "imap", N_("a mailbox on an IMAP server")),
    Entry("provider", one_of(*PROVIDERS), None, N_("presets host, port, folders and auth")),
    Entry("user", text, None, N_("login name: the mail address")),
    Entry("host", text, None, N_("IMAP server")),
    Entry("port", port, None, N_("port of IMAP over TLS")),
    Entry("folders", texts, None, N_("folders to poll; name/* takes every folder below")),
    _SINCE,
    Entry("password_file", path, None, N_("file of mode 0600 that holds the authorisation code")),
    Entry("password_command", texts, None, N_("command whose first line is the authorisation code")),
    Entry(
        "password_keyring",
        text,
        None,
        N_("service under which the system's keyring keeps the code of the user"),
    ),
    Entry(
        "auth",
        one_of("password", "xoauth2"),
        None,
        N_("how to log in: with the authorisation code, or with an access token"),
    ),
    Entry(
        "token_command", texts, None, N_("command whose first line is an access token, asked at each login")
    ),
    Entry("ca_file", path, None, N_("certificates to trust instead of the system's")),
    Entry("tls", switch, default=True, about=N_("false only for a server on this machine")),
    Entry("connect_timeout", seconds, 15.0, N_("seconds to wait for a connection")),
    Entry("read_timeout", seconds, 120.0, N_("seconds to wait for an answer")),
    Entry("idle", switch, None, N_("whether `intake watch` waits for the server to tell of new mail")),
    Entry("mark_seen", switch, default=False, about=N_("mark stored mail as read on the server")),
    Entry("keyword", keyword, None, N_("keyword to give stored mail on the server")),
    Entry("move_to", text, None, N_("folder to move stored mail to on the server")),
    _AUTHSERV,
)

FOLDER = (
    Entry("kind", one_of("folder"), "folder", N_("mail on disk")),
    Entry("path", path, None, N_("folder of .eml files, Maildir, or mbox file")),
    _SINCE,
    _AUTHSERV,
)

MAILBOX_KINDS: Mapping[str, tuple[Entry, ...]] = MappingProxyType({"imap": IMAP, "folder": FOLDER})


def from_environment(entry: Entry, value: str) -> object:
    """Read a variable's text as the TOML value it would be in the file; a bare word is a text."""
    if entry.kind in (text, path, office_program, zone, store_url, ping_url):
        return value
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value
