"""What a command works with: the configuration, the store, the reader's screen and the ways to print on it."""

import gettext
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake.cli.language import speak
from intake.errors import COMMA, ConfigError, IntakeError
from intake.locale import LANGUAGES, catalogue, language_of
from intake.render.safe import fitted, json_fitted, show

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from intake.config import Config
    from intake.render.grid import Grid
    from intake.render.page import Part
    from intake.render.view import View
    from intake.store import Store


@dataclass
class App:
    """One run of the program: what was asked for globally, and what follows from it."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    config_file: Path | None = None
    store_url: str | None = None
    pager: bool = True
    verbose: bool = False
    asked: str | None = None  # the language of --lang
    language: str = "en"
    run: str = field(default_factory=lambda: os.urandom(6).hex())  # names this process in the log

    # ── configuration ─────────────────────────────────────────────────────────────────────────────

    def choose_language(self) -> None:
        """Choose the language: what was asked for, else the configuration's, else the locale's."""
        wanted = self.asked or self._configured_language()
        self.language = wanted if wanted in LANGUAGES else language_of(self.environ)
        speak(self.language)

    def _configured_language(self) -> str:
        try:
            return self.config_or_defaults.language
        except ConfigError:  # whoever needs the configuration says what is wrong with it
            return "auto"

    @cached_property
    def config(self) -> "Config":
        """Give the configuration; a store named outside it is enough for looking at that store."""
        from intake import config as configuration  # noqa: PLC0415  # a third of the start-up time: --help needs none

        if self.store_url or self.environ.get("INTAKE_STORE_URL"):
            return self.config_or_defaults
        return configuration.load(self.config_file, self.environ)

    @cached_property
    def config_or_defaults(self) -> "Config":
        """Give the configuration, or the defaults where there is no file."""
        from intake import config as configuration  # noqa: PLC0415  # as above

        source = configuration.find(self.config_file, self.environ)
        found = configuration.load(source, self.environ) if source else configuration.defaults(self.environ)
        return replace(found, store_url=self.store_url) if self.store_url else found

    def open_store(self, *, create: bool = False) -> "Store":
        """Open the configured store; use it in a `with` block. Only what fills it may create it."""
        from intake.store import open_store  # noqa: PLC0415  # SQLAlchemy: half of the start-up time

        return open_store(self.config.store_url, self.zone, create=create)

    # ── the screen ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def zone(self) -> "ZoneInfo":
        """Give the zone of numbers and dates."""
        from zoneinfo import ZoneInfo  # noqa: PLC0415  # as config

        return ZoneInfo(self.config_or_defaults.timezone)

    @property
    def terminal(self) -> bool:
        """Tell whether somebody looks at a screen; TTY_COMPATIBLE=1 says so where it cannot be seen."""
        return self.watched or self.environ.get("TTY_COMPATIBLE") == "1"

    @property
    def watched(self) -> bool:
        """Tell whether stdout is a terminal itself."""
        return sys.stdout.isatty()

    @property
    def interactive(self) -> bool:
        """Tell whether somebody can be asked."""
        return sys.stdin.isatty()

    @property
    def encoding(self) -> str:
        """Name the charset of the screen."""
        return sys.stdout.encoding or "ascii"

    @property
    def utf8(self) -> bool:
        """Tell whether the screen has every character there is."""
        return self.encoding.lower().replace("-", "") == "utf8"

    def say(self, message: str) -> str:
        """Translate a message of the catalogue."""
        return self._messages.gettext(message)

    def listed(self, items: Iterable[str]) -> str:
        """Join things as the language does."""
        return self.say(COMMA).join(items)

    @cached_property
    def _messages(self) -> gettext.NullTranslations:
        return catalogue(self.language)

    @cached_property
    def view(self) -> "View":
        """Describe the reader's screen."""
        from intake.render.view import View  # noqa: PLC0415  # --help has no use for it

        colour = self.terminal and not self.environ.get("NO_COLOR") and self.environ.get("TERM") != "dumb"
        return View(
            say=self.say,
            zone=self.zone,
            now=datetime.now(UTC),
            width=shutil.get_terminal_size().columns,
            colour=colour,
            utf8=self.utf8,
        )

    # ── printing ──────────────────────────────────────────────────────────────────────────────────

    def put(self, text: str, *, page: bool = False) -> None:
        """Print a text that is safe already; with `page`, through a pager if it does not fit the screen."""
        fit = fitted(text, self.encoding)
        rows = shutil.get_terminal_size().lines
        if page and self.pager and self.watched and fit.count("\n") >= rows:
            if self.utf8:
                # Where the locale is not installed, Python takes UTF-8 (PEP 538) and less shows bytes as <E5><B7><B2>.
                os.environ.setdefault("LESSCHARSET", "utf-8")
            # None: click tells less to show colours, unless $LESS says how it wants them. It adds a line end.
            click.echo_via_pager(fit.removesuffix("\n"), color=None if self.view.colour else False)
        else:
            click.echo(fit, nl=not fit.endswith("\n"), color=True)

    def put_lines(self, lines: Iterable[str]) -> None:
        """Print lines of JSON as they come; what the screen's charset does not have is escaped as JSON does."""
        for line in lines:
            click.echo(line if self.utf8 else json_fitted(line, self.encoding))

    def put_sheet(self, text: str) -> None:
        """Print CSV; in a file of UTF-8 it begins with a mark, or a Chinese Excel takes it for GBK."""
        self.put(text if self.watched or not self.utf8 else f"\ufeff{text}")

    def put_grid(self, rows: "Grid") -> None:
        """Print a list: a table on a terminal, tabs in a pipe."""
        if not self.terminal:
            from intake.render.grid import plain  # noqa: PLC0415  # as view

            self.put(plain(rows))
            return
        from intake.render.terminal import draw_grid  # noqa: PLC0415  # rich: a pipe needs none of it

        self.put(draw_grid(rows, self.view), page=True)

    def put_page(self, parts: "tuple[Part, ...]") -> None:
        """Print a page: wrapped on a terminal, one line a fact in a pipe."""
        if not self.terminal:
            from intake.render.page import plain  # noqa: PLC0415  # as view

            self.put(plain(parts, self.say))
            return
        from intake.render.terminal import draw_page  # noqa: PLC0415  # rich: a pipe needs none of it

        self.put(draw_page(parts, self.view), page=True)

    def complain(self, error: IntakeError) -> int:
        """Say on one line of stderr what went wrong; give the exit code."""
        self.warn(error.say(self.say))
        return error.exit_code

    def warn(self, text: str) -> None:
        """Print one line on stderr."""
        line = show(" ".join(text.split("\n")))
        click.echo(fitted(f"intake: {line}", sys.stderr.encoding or "ascii"), err=True)
