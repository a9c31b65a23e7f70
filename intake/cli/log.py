"""The log: what went wrong inside, kept in a file of its owner; a screen gets one line instead."""

import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from intake.render.safe import show


def log_file(environ: Mapping[str, str]) -> Path:
    """Name the log in the state folder of the login (XDG base directories)."""
    base = environ.get("XDG_STATE_HOME") or Path(environ.get("HOME") or "~", ".local", "state").expanduser()
    return Path(base, "intake", "intake.log")


def start(environ: Mapping[str, str], *, verbose: bool) -> None:
    """Send what the rooms log into the file, and with -v to stderr, too."""
    logging.basicConfig(level=logging.WARNING, handlers=[LogFile(log_file(environ))], force=True)
    if verbose:
        screen = logging.StreamHandler(sys.stderr)
        screen.setFormatter(_FORMAT)
        logging.getLogger().addHandler(screen)


class LogFile(logging.Handler):
    """A log that is opened when there is something to write, and that fails in silence: nothing depends on it."""

    def __init__(self, path: Path) -> None:
        """Remember where to write."""
        super().__init__()
        self.path = path
        self.written = False
        self.setFormatter(_FORMAT)

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record; the file is made for its owner alone."""
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(f"{self.format(record)}\n")
            self.written = True


class _Safe(logging.Formatter):
    """Lets no character of a stranger into the log unescaped."""

    def format(self, record: logging.LogRecord) -> str:
        return show(super().format(record), lines=True)


_FORMAT = _Safe("%(asctime)s %(levelname)s %(name)s: %(message)s")
