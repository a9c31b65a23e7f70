"""What click does not know: kinds of values, options that exclude one another, and options that many commands have."""

import gettext
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.language import option
from intake.errors import ConfigError
from intake.locale import N_, catalogue


class StoreUrl(click.ParamType[str]):
    """A database URL; a relative SQLite file starts from the working folder."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check the URL as the configuration does."""
        from intake.config.entries import store_url  # noqa: PLC0415  # the program starts without it

        try:
            return store_url(value, Path.cwd())
        except ConfigError as error:
            language = ctx.obj.language if ctx else "en"
            self.fail(error.say(catalogue(language).gettext), param, ctx)


STORE_URL = StoreUrl()


class Day(click.DateTime):
    """A day; click would name its format by what strptime(3) reads."""

    name = "day"

    def __init__(self) -> None:
        """Know the one way to write a day."""
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read a day, or say how one is written."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(gettext.gettext(N_("must be a day such as 2026-12-31")), param, ctx)


DAY = Day()
AS_JSON = option("--json", "as_json", is_flag=True, help=N_("Write JSON, one line a record."))
AS_CSV = option("--csv", "as_csv", is_flag=True, help=N_("Write CSV for a spreadsheet."))
LIMIT = option("--limit", type=click.IntRange(min=1), metavar="N", help=N_("At most N."))


def exclusive(app: App, given: Mapping[str, object]) -> None:
    """Refuse more than one of these, each by the name it is written under: click would let the last one win."""
    names = [name for name, value in given.items() if value]
    if len(names) > 1:
        raise click.UsageError(app.say(N_("Not together: {names}.")).format(names=app.listed(names)))


def one_of(app: App, given: Mapping[str, object], missing: str) -> None:
    """Refuse more than one of these, and none of them: `missing` says what to give."""
    exclusive(app, given)
    if not any(given.values()):
        raise click.UsageError(app.say(missing))
