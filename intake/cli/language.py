"""Commands and options whose help is said in the language chosen at run time; click's own words follow it."""

import gettext
import os
from collections.abc import Callable
from typing import TypeVar

import click

from intake.cli.formatter import Context
from intake.locale import DOMAIN, FOLDER, N_

HELP = N_("Show this message and exit.")
Decorated = TypeVar("Decorated", bound=Callable[..., object] | click.Command)


def speak(language: str) -> None:
    """Make gettext, and with it click, speak a language of LANGUAGES.

    click asks `gettext.gettext`, which knows a text domain and LANGUAGE: our catalogue holds its strings, too.
    """
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language


class _Translated:
    """A help text that is translated when it is read, not when the command is made."""

    _help: str | None = None

    def _translated(self) -> str | None:
        return gettext.gettext(self._help) if self._help else self._help

    def _keep(self, value: str | None) -> None:
        self._help = value

    help = property(_translated, _keep)


class Option(_Translated, click.Option):
    """An option with a translated help."""


class Command(_Translated, click.Command):
    """A command with a translated help."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say `--help` in the language spoken now: click makes it once, before ours is known."""
        return _help_option(super().get_help_option(ctx))


class Group(_Translated, click.Group):
    """A group of commands with translated help, in the order they are written."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say `--help` in the language spoken now."""
        return _help_option(super().get_help_option(ctx))

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Keep the order of an editor's day, not the alphabet's."""
        return list(self.commands)


def _help_option(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = gettext.gettext(HELP)
    return option


def option(*names: str, **attributes: object) -> Callable[[Decorated], Decorated]:
    """Declare an option with a translated help."""
    return click.option(*names, cls=Option, **attributes)


def command(name: str, **attributes: object) -> Callable[[Callable[..., object]], Command]:
    """Declare a command with a translated help."""
    return click.command(name, cls=Command, **attributes)
