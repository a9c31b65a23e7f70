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
