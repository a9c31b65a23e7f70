"""The operator's configuration: TOML, then INTAKE_* of the environment, then flags."""

from intake.config.fingerprint import fingerprint, is_login
from intake.config.lexicon import load_lexicon
from intake.config.loading import defaults, load
from intake.config.places import find, usual_places
from intake.config.providers import PROVIDERS, Provider, provider_of
from intake.config.roster import load_roster
from intake.config.secret import secret_of, variable_of
from intake.config.values import (
    AUTO,
    OFF,
    Config,
    FolderConfig,
    ImapConfig,
    MailboxConfig,
    Monitoring,
    Secret,
    SecretSource,
)

__all__ = [
    "AUTO",
    "OFF",
    "PROVIDERS",
    "Config",
    "FolderConfig",
    "ImapConfig",
    "MailboxConfig",
    "Monitoring",
    "Provider",
    "Secret",
    "SecretSource",
    "defaults",
    "find",
    "fingerprint",
    "is_login",
    "load",
    "load_lexicon",
    "load_roster",
    "provider_of",
    "secret_of",
    "usual_places",
    "variable_of",
]
