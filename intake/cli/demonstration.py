"""`demo`: a mailbox of samples on the loop-back interface, polled over a real socket."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from intake import passes
from intake.cli.app import App
from intake.cli.language import command, option
from intake.cli.polling import desk_of, summary
from intake.cli.signals import stoppable
from intake.config import Config, ImapConfig, variable_of
from intake.demo.letters import letters
from intake.demo.server import serving
from intake.errors import CannotWrite
from intake.locale import N_
from intake.passes import Pass
from intake.render import lists
from intake.render.terminal import draw_grid

USER, CODE = "editors@qilan.example", "demonstration"
NAME = "demo"


@command("demo", help=N_("Poll a mailbox of sample mails on this machine; no account needed."))
@option(
    "--folder", type=click.Path(path_type=Path), default=Path("intake-demo"), metavar="DIR",
    help=N_("Where the database goes; intake-demo by default."),
)  # fmt: skip
@click.pass_obj
def demo_command(app: App, /, *, folder: Path) -> int:
    """Show the whole road of a mail, with samples."""
    config_file = _prepared(folder)
    environ = {**app.environ, variable_of(NAME): CODE}
    stage = App(environ, config_file, pager=app.pager, verbose=app.verbose, language=app.language)
    with serving({"INBOX": ()}, user=USER, password=CODE) as server:
        for letter in letters(datetime.now(UTC)):
            server.folders["INBOX"].deliver(letter.raw, letter.received)
        box = ImapConfig(NAME, server.host, USER, port=server.port, tls=False)
        app.put(
            app.say(N_("A mailbox of sample mails listens on {host}:{port}.")).format(
                host=server.host, port=server.port
            )
        )
        return _shown(stage, replace(stage.config, mailboxes=(box,)), config_file)


def _shown(app: App, config: Config, config_file: Path) -> int:
    with app.open_store(create=True) as store, stoppable(config.budget) as stopping:
        outcome = passes.run(Pass(store, config, desk_of(app), halt=stopping.halt))
        rows = store.submissions()
    app.put(f"poll: {summary(app, outcome)}\n")
    app.put(draw_grid(lists.submissions(rows, app.view, ages=True), app.view))
    app.put("\n" + app.say(N_("What you can type next:")))
    number = str(rows[0].number) if rows else "1"
    for words in (
        f"show {number}",
        f"text {number}",
        f"accept {number}",
        f"log {number}",
        "mail list",
        "export --json",
    ):
        app.put(f"  intake --config {config_file} {words}")
    return outcome.worst


def _prepared(folder: Path) -> Path:
    """Make the demo's folder, with a configuration that names its database and nothing else."""
    config_file = folder / "intake.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config_file.write_text('[store]\nurl = "sqlite:///intake.db"\n', encoding="utf-8")
    except OSError as error:
        raise CannotWrite(
            N_("cannot write — {path} — {why} — choose another place with --folder"),
            path=folder,
            why=error.strerror,
        ) from error
    return config_file
