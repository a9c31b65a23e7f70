"""From a TOML file and the environment to a Config; every mistake is reported, not the first."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from intake.config.entries import GENERAL, LIMITS, MAILBOX_KINDS, TABLES, Entry, from_environment
from intake.config.places import default_store, find, usual_places
from intake.config.providers import PROVIDERS
from intake.config.values import Config, FolderConfig, ImapConfig, MailboxConfig, Monitoring, SecretSource
from intake.errors import ConfigError, Items
from intake.locale import N_
from intake.model import Aftermath, Demands, Limits, Rules

IMAPS = 993
IMAP_IN_CLEAR = 143
MAILBOX_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*", re.ASCII)


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Read the configuration; ConfigError names every mistake in it, or says that there is none."""
    source = find(path, environ)
    if source is None:
        raise ConfigError(
            N_("no configuration — looked for {places} — run `intake init`, or name a file with --config"),
            places=Items(usual_places(environ)),
        )
    return configured(_toml(source), source, environ)


def defaults(environ: Mapping[str, str]) -> Config:
    """Give the configuration of somebody who has no file: no mailboxes, and what the environment says."""
    return configured({}, None, environ)


def configured(table: Mapping[str, object], source: Path | None, environ: Mapping[str, str]) -> Config:
    """Check a parsed file and make its Config."""
    checking = _Checking((source or Path("intake.toml")).absolute().parent, environ)
    general = dict(table)
    boxes = general.pop("mailbox", {})
    values = checking.values(_flat(general), (*GENERAL, *LIMITS), "")
    mailboxes = _mailboxes(boxes, checking)
    if checking.mistakes:
        raise ConfigError(
            N_(
                "configuration not usable — {path} — {mistakes} — correct the file; `intake doctor` checks it"
            ),
            path=source or ConfigError(N_("environment")),
            mistakes=tuple(checking.mistakes),
        )
    return Config(
        source=source,
        store_url=values["store.url"] or default_store(environ),
        mailboxes=mailboxes,
        timezone=values["timezone"],
        language=values["language"],
        lexicon=values["lexicon"],
        roster=values["roster"],
        demands=Demands(
            values["checks.parts"],
            values["checks.title_most"],
            values["checks.words_least"],
            values["checks.words_most"],
        ),
        budget=values["poll.budget"],
        interval=values["poll.interval"],
        disk_floor=values["poll.disk_floor"],
        workers=values["read.workers"],
        converter=values["read.converter"],
        rules=Rules(values["workflow.reviews"], values["workflow.separation"]),
        editors=values["editors.names"],
        logins=values["logins"],
        monitoring=Monitoring(
            log_file=values["log.file"],
            log_level=values["log.level"],
            metrics_file=values["metrics.file"],
            ping_url=values["ping.url"],
            alarm_after=values["poll.alarm_after"],
        ),
        limits=Limits(**{entry.name.removeprefix("limits."): values[entry.name] for entry in LIMITS}),
    )


def _toml(source: Path) -> dict[str, object]:
    try:
        return tomllib.loads(source.read_text(encoding="utf-8-sig"))  # Notepad writes a mark in front
    except OSError as error:
        raise ConfigError(
            N_(
                "configuration not readable — {path} — {why} — check the name and its permissions, or run `intake init`"
            ),
            path=source,
            why=error.strerror or error,
        ) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            N_("configuration not readable — {path} — it is not TOML: {why} — correct the line"),
            path=source,
            why=error,
        ) from error


@dataclass(slots=True)
class _Checking:
    """Collects mistakes while tables are checked."""

    folder: Path
    environ: Mapping[str, str]
    mistakes: list[ConfigError] = field(default_factory=list)

    def values(self, table: Mapping[str, object], entries: Iterable[Entry], prefix: str) -> dict[str, Any]:
        """Check one table against its entries; the environment's INTAKE_… wins over the file."""
        known = {entry.name: entry for entry in entries}
        for key in table:
            if key not in known:
                self._unknown(key, known, prefix)
        return {name: self._value(table, entry, prefix) for name, entry in known.items()}

    def wrong(self, message: str, **values: object) -> None:
        """Note a mistake."""
        self.mistakes.append(ConfigError(message, **values))

    def _value(self, table: Mapping[str, object], entry: Entry, prefix: str) -> object:
        variable = "INTAKE_" + re.sub(r"\W", "_", prefix + entry.name).upper()
        if self.environ.get(variable):
            where, given = f"${variable}", from_environment(entry, self.environ[variable])
        elif entry.name in table:
            where, given = prefix + entry.name, table[entry.name]
        else:
            return entry.default
        try:
            return entry.kind(given, self.folder)
        except ConfigError as why:
            self.wrong(N_("{key} {why}"), key=where, why=why)
            return entry.default

    def _unknown(self, key: str, known: Mapping[str, Entry], prefix: str) -> None:
        near = difflib.get_close_matches(key, known, n=1)
        if near:
            self.wrong(N_("{key} is unknown, did you mean {near}?"), key=prefix + key, near=prefix + near[0])
        else:
            self.wrong(N_("{key} is unknown"), key=prefix + key)


def _flat(table: Mapping[str, object]) -> dict[str, object]:
    """Write the keys of sub-tables with dots, as the entries do."""
    flat: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict) and key in TABLES:
            flat |= {f"{key}.{name}": inner for name, inner in value.items()}
        else:
            flat[key] = value
    return flat


def _mailboxes(boxes: object, checking: _Checking) -> tuple[MailboxConfig, ...]:
    if not isinstance(boxes, dict) or not all(isinstance(table, dict) for table in boxes.values()):
        checking.wrong(N_("mailbox must be tables: [mailbox.NAME]"))
        return ()
    found = (_mailbox(name, table, checking) for name, table in boxes.items())
    return _with_secrets(tuple(mailbox for mailbox in found if mailbox is not None))


def _with_secrets(mailboxes: tuple[MailboxConfig, ...]) -> tuple[MailboxConfig, ...]:
    """Tell a mailbox that logs in whether it is the only one that does."""
    alone = sum(isinstance(mailbox, ImapConfig) for mailbox in mailboxes) == 1
    return tuple(
        replace(mailbox, secret=replace(mailbox.secret, alone=alone))
        if isinstance(mailbox, ImapConfig)
        else mailbox
        for mailbox in mailboxes
    )


def _mailbox(name: str, table: Mapping[str, object], checking: _Checking) -> MailboxConfig | None:
    prefix = f"mailbox.{name}."
    if not MAILBOX_NAME.fullmatch(name):
        checking.wrong(N_("mailbox.{name}: a name consists of letters, digits, - and _"), name=name)
        return None
    kind = table.get("kind", "imap")
    if not isinstance(kind, str) or kind not in MAILBOX_KINDS:
        checking.wrong(
            N_("{key} must be one of: {choices}"), key=prefix + "kind", choices=Items(MAILBOX_KINDS)
        )
        return None
    before = len(checking.mistakes)
    values = checking.values(table, MAILBOX_KINDS[kind], prefix)
    made = _imap(name, values, checking) if kind == "imap" else _folder(name, values, checking)
    return made if len(checking.mistakes) == before else None


def _imap(name: str, values: Mapping[str, Any], checking: _Checking) -> ImapConfig:
    preset = PROVIDERS[values["provider"] or "generic"]
    made = ImapConfig(
        name=name,
        host=values["host"] or preset.host,
        user=values["user"] or "",
        port=values["port"] or preset.port,
        secret=SecretSource(
            file=values["password_file"],
            command=values["password_command"] or (),
            keyring=values["password_keyring"],
            token=values["token_command"] or (),
        ),
        auth=values["auth"] or ("xoauth2" if values["token_command"] else preset.auth),
        folders=values["folders"] or preset.folders,
        since=values["since"],
        ca_file=values["ca_file"],
        tls=values["tls"],
        connect_timeout=values["connect_timeout"],
        read_timeout=values["read_timeout"],
        idle=values["idle"] if values["idle"] is not None else preset.idle,
        aftermath=Aftermath(values["mark_seen"], values["keyword"], values["move_to"]),
        authserv_id=values["authserv_id"] or preset.authserv_id,
    )
    _check_login(made, checking)
    return made


def _check_login(made: ImapConfig, checking: _Checking) -> None:
    """Note what keys that are well each for themselves cannot mean together."""
    if not made.host:
        checking.wrong(N_("mailbox.{name} needs host or provider"), name=made.name)
    if not made.user:
        checking.wrong(N_("mailbox.{name} needs user, the mail address"), name=made.name)
    if made.tls and made.port == IMAP_IN_CLEAR:
        checking.wrong(
            N_(
                "mailbox.{name}.port: 143 begins without TLS (STARTTLS), which is not used; leave it out for {port}"
            ),
            name=made.name,
            port=IMAPS,
        )
    if made.auth == "xoauth2" and not made.secret.token:
        checking.wrong(N_('mailbox.{name} needs token_command for auth = "xoauth2"'), name=made.name)
    if made.auth != "xoauth2" and made.secret.token:
        checking.wrong(N_('mailbox.{name}.token_command is for auth = "xoauth2"'), name=made.name)


def _folder(name: str, values: Mapping[str, Any], checking: _Checking) -> FolderConfig:
    if values["path"] is None:
        checking.wrong(N_("mailbox.{name} needs path"), name=name)
    return FolderConfig(name, values["path"] or Path(), values["since"], values["authserv_id"])
