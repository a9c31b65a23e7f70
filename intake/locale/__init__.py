"""Messages in the reader's language: English in the source, catalogues beside this file."""

import gettext
from collections.abc import Mapping
from pathlib import Path

DOMAIN = "intake"
LANGUAGES = ("en", "zh_CN")
FOLDER = Path(
    __file__
).parent  # gettext reads files only: importlib.resources would cost a tenth of the start-up


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for a mark without a translation
    """Mark a message for the catalogue where it is written; it is translated where it is shown."""
    return message


SEPARATOR = N_("; ")  # what intake.errors puts between several mistakes
COMMA = N_(", ")  # and between things in a list

# What the system and SQLite give as a reason, always in English: intake.errors translates it where it stands as `why`.
REASONS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("File name too long"),
    N_("File too large"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Network is unreachable"),
    N_("No route to host"),
    N_("Name or service not known"),
    N_("Temporary failure in name resolution"),
    N_("file is not a database"),
    N_("database disk image is malformed"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("database or disk is full"),
)


def language_of(environ: Mapping[str, str]) -> str:
    """Tell the language a POSIX environment asks for: the first set of LC_ALL, LC_MESSAGES, LANG decides.

    LANGUAGE is GNU's list of preferences and wins over the others unless the locale is C (gettext(3)).
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = environ.get("LANGUAGE", "").split(":")[0] or locale
    return "zh_CN" if wanted.lower().startswith("zh") else "en"


def catalogue(language: str) -> gettext.NullTranslations:
    """Load the messages of a language of LANGUAGES; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, str(FOLDER), languages=[language])
