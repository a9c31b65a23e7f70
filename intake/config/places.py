"""Where the configuration and the database of a login lie (XDG base directories)."""

import tomllib
from collections.abc import Mapping
from pathlib import Path


def find(path: Path | None, environ: Mapping[str, str]) -> Path | None:
    """Tell which file would be read: the one asked for, $INTAKE_CONFIG, or the first in a usual place.

    A file in a usual place that sets nothing is passed over: the sample in a checkout's config/ would else hide
    what `intake init` wrote.
    """
    asked = path or (Path(environ["INTAKE_CONFIG"]) if environ.get("INTAKE_CONFIG") else None)
    if asked is not None:
        return asked
    return next(
        (place for place in usual_places(environ) if _is_file(place) and _sets_something(place)), None
    )


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # in a folder that may not be entered, say: whoever loads it tells
        return True


def _sets_something(place: Path) -> bool:
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):  # whoever loads it says what is wrong with it
        return True
    return any(value != {} for value in table.values())


def usual_places(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Name the places where a configuration is looked for, first to last; `intake init` writes the last."""
    base = environ.get("XDG_CONFIG_HOME") or str(_home(environ) / ".config")
    return Path("config", "intake.toml"), Path(base, "intake", "intake.toml")


def default_store(environ: Mapping[str, str]) -> str:
    """Name the SQLite file in the user's data folder (XDG base directories)."""
    base = environ.get("XDG_DATA_HOME") or str(_home(environ) / ".local" / "share")
    return f"sqlite:///{Path(base, 'intake', 'intake.db').absolute()}"


def _home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("HOME") or "~").expanduser()
