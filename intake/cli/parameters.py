"""Kinds of values on the command line that click does not know."""

from pathlib import Path

import click

from intake.errors import ConfigError
from intake.locale import catalogue


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
