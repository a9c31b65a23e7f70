"""The program `intake`: its global options, its commands by name, and what becomes of every failure."""

import gettext
import importlib
import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import click

from intake import __version__
from intake.cli.app import App
from intake.cli.failure import exit_code_of, nobody_reads
from intake.cli.language import Group, Option, speak
from intake.cli.parameters import STORE_URL
from intake.locale import LANGUAGES, N_, language_of
from intake.workflow import ACTIONS

#: The commands that arise from the table of actions.
DECISIONS: Final = MappingProxyType(
    {action.value: action for action, conduct in ACTIONS.items() if conduct.by_hand}
)

#: How the variables that hold codes begin (intake.config.secret, which --help need not load).
CODES: Final = "INTAKE_PASSWORD"

#: Every command: the module that has it, and the line about it, so that --help loads none of them.
COMMANDS: Final = MappingProxyType(
    {
        "init": ("setup", N_("Write the configuration and test the login.")),
        "poll": ("polling", N_("Fetch new mail and read it, once.")),
        "watch": ("watching", N_("Fetch new mail and read it, for ever.")),
        "import": ("importing", N_("Take in mails from files, Maildirs and mboxes.")),
        "read": ("reading", N_("Show what would be understood of files; store nothing.")),
        "list": ("submissions", N_("List the submissions that wait for an editor.")),
        "show": ("submissions", N_("Show one submission.")),
        "text": ("submissions", N_("Print the whole text of a submission.")),
        "open": ("originals", N_("Write the files of a submission as they were attached.")),
        "check": ("checking", N_("Tell what to look at before print.")),
        "log": ("notes", N_("Show all that was done with a submission.")),
        **{name: ("triage", ACTIONS[action].help) for name, action in DECISIONS.items()},
        "assign": ("notes", N_("Give submissions to an editor.")),
        "note": ("notes", N_("Write a remark on a submission.")),
        "edit": ("editing", N_("Correct what was understood of a submission.")),
        "adopt": ("editing", N_("Make a submission of a mail that made none.")),
        "mail": ("mails", N_("Look at the mails behind the submissions.")),
        "contributors": ("contributors", N_("Look at who contributed, and for which units.")),
        "problems": ("problems", N_("Look at mails that were not read, and try again.")),
        "stats": ("statistics", N_("Count submissions, and what was corrected in them.")),
        "export": ("mails", N_("Write everything that is stored, one line a mail.")),
        "reread": ("rereading", N_("Read stored mails again with the present readers.")),
        "doctor": ("health", N_("Check configuration, login, folders and store.")),
        "migrate": ("upkeep", N_("Bring the database to this version's schema.")),
        "demo": ("demonstration", N_("Try everything on a mailbox of samples.")),
    }
)


class Application(Group):
    """The root of the commands: loads each when it is called, and turns failures into lines and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Name the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's
        """Load the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"intake.cli.{COMMANDS[cmd_name][0]}")
        if cmd_name in DECISIONS:
            made: click.Command = module.command_of(DECISIONS[cmd_name])
            return made
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's
        """List the commands without loading them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, gettext.gettext(about)) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; click would end with 1 where the reader of a pipe is gone."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return nobody_reads()

    def main(self, *args: Any, environ: Mapping[str, str] | None = None, **extra: Any) -> NoReturn:  # noqa: ANN401  # click has overloads
        """Run a command line and exit; there is no other way out."""
        app = App() if environ is None else App(environ)
        app.language = language_of(app.environ)
        speak(app.language)
        extra |= {"standalone_mode": False, "obj": app}
        sys.exit(exit_code_of(lambda: super(Application, self).main(*args, **extra), app))


def _choose_language(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Speak the language at once: --help, read next, is already said in it."""
    app = ctx.ensure_object(App)
    app.asked = value
    if value in LANGUAGES:
        app.language = value
        speak(value)
    return value


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click's signature
    if value and not ctx.resilient_parsing:
        click.echo(f"intake {__version__}")
        ctx.exit()


@click.group(
    cls=Application,
    name="intake",
    help=N_("Speeches that arrive by mail: fetched, understood, and put on the editors' list."),
    context_settings={"max_content_width": 100, "help_option_names": ["-h", "--help"]},
)
@click.option(
    "--config", "config_file", cls=Option, type=click.Path(path_type=Path), metavar="FILE",
    help=N_("Use this configuration."),
)  # fmt: skip
@click.option("--store", cls=Option, type=STORE_URL, metavar="URL", help=N_("Use this database."))
@click.option(
    "--lang", cls=Option, type=click.Choice([*LANGUAGES, "auto"]), is_eager=True, expose_value=False, callback=_choose_language,
    help=N_("Speak this language."),
)  # fmt: skip
@click.option("--no-pager", cls=Option, is_flag=True, help=N_("Do not page long output."))
@click.option("-v", "--verbose", cls=Option, is_flag=True, help=N_("Show a traceback where something fails."))
@click.option(
    "--version", cls=Option, is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help=N_("Show the version and exit."),
)  # fmt: skip
@click.pass_obj
def application(
    app: App, /, *, config_file: Path | None, store: str | None, no_pager: bool, verbose: bool
) -> None:
    """Keep what was asked for globally."""
    app.config_file, app.store_url, app.pager, app.verbose = config_file, store, not no_pager, verbose
    app.choose_language()
    from intake.cli import log  # noqa: PLC0415  # logging: --help needs none

    log.start(app)


def main() -> None:
    """Run the command line of this process."""
    application.main(prog_name="intake", environ=withheld(os.environ))


def withheld(environ: MutableMapping[str, str]) -> Mapping[str, str]:
    """Copy the environment and take the codes out of it: no editor, pager or command inherits one."""
    copy = dict(environ)
    for name in copy:
        if name.startswith(CODES):
            del environ[name]
    return copy
