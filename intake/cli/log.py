"""The log: what happened inside, one line of JSON each, kept in a file of its owner; a screen gets one line instead.

A line is one write to a file opened to append: lines of several processes stay whole, and a file that logrotate has
moved is followed by a new one without a signal.
"""

import json
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from intake.cli.app import App
from intake.errors import ConfigError
from intake.render.safe import show


def log_file(environ: Mapping[str, str]) -> Path:
    """Name the log in the state folder of the login (XDG base directories)."""
    base = environ.get("XDG_STATE_HOME") or Path(environ.get("HOME") or "~", ".local", "state").expanduser()
    return Path(base, "intake", "intake.log")


def start(app: App) -> None:
    """Send what the rooms log into the file, and with -v to stderr, too."""
    file = file_of(app)
    logging.basicConfig(level=logging.WARNING, handlers=[file], force=True)
    # only ours may say more: SQLAlchemy would log every statement with its values, imapclient every command
    logging.getLogger("intake").setLevel(min(file.level, logging.WARNING))
    if app.verbose:
        screen = logging.StreamHandler(sys.stderr)
        screen.setLevel(logging.WARNING)
        screen.setFormatter(_Screen("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(screen)


def file_of(app: App) -> "LogFile":
    """Give the log as the configuration says, or the usual one where that cannot be used."""
    try:
        asked, zone = app.config_or_defaults.monitoring, app.zone
    except ConfigError:  # whoever needs the configuration says what is wrong with it
        return LogFile(log_file(app.environ), app.run, UTC)
    file = LogFile(asked.log_file or log_file(app.environ), app.run, zone)
    file.setLevel(asked.log_level.upper())
    return file


def note(level: int, event: str, **fields: object) -> None:
    """Log an event by its slug; what a stranger wrote may stand in the values of its fields only."""
    logging.getLogger("intake").log(level, event, extra={"fields": fields})


class LogFile(logging.Handler):
    """A log that is opened when there is something to write, and that fails in silence: nothing depends on it."""

    def __init__(self, path: Path, run: str, zone: tzinfo) -> None:
        """Remember where to write, and what every line says of this process."""
        super().__init__()
        self.path = path
        self.written = False
        self.setFormatter(_Lines(run, zone))

    def emit(self, record: logging.LogRecord) -> None:
        """Append a record; the file is made for its owner alone."""
        with suppress(Exception):
            line = f"{self.format(record)}\n".encode()
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # a pipe that nobody reads must not hold a poll up
            flags = os.O_APPEND | os.O_CREAT | os.O_WRONLY | os.O_NONBLOCK
            descriptor = os.open(self.path, flags, 0o600)
            try:
                self.written = os.write(descriptor, line) == len(line)
            finally:
                os.close(descriptor)


class _Lines(logging.Formatter):
    """Writes a record as a line of JSON; what no event of ours is has the event "message"."""

    def __init__(self, run: str, zone: tzinfo) -> None:
        super().__init__()
        self.run, self.zone = run, zone

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, self.zone).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "run": self.run,
        }
        fields = getattr(record, "fields", None)
        if isinstance(fields, dict):
            said |= {"event": record.getMessage(), **fields}
        else:
            said |= {"event": "message", "room": record.name, "message": record.getMessage()}
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(_safe(said), ensure_ascii=False)


class _Screen(logging.Formatter):
    """Writes a record in words; lets no character of a stranger out unescaped."""

    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", None)
        more = f" {json.dumps(_safe(fields), ensure_ascii=False)}" if isinstance(fields, dict) else ""
        return show(super().format(record), lines=True) + more


def _safe(value: object) -> object:
    """Show every text in a value; its line ends are JSON's to escape."""
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {str(key): _safe(item) for key, item in value.items()}
        case list() | tuple():
            return [_safe(item) for item in value]
        case _:
            return show(str(value), lines=True)
