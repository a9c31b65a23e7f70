"""`watch`: what `poll` does, for ever."""

from dataclasses import replace
from functools import partial

import click

from intake import passes
from intake.cli.app import App
from intake.cli.language import command, option
from intake.cli.observing import observed, report_of
from intake.cli.polling import chosen, desk_of, summary
from intake.cli.signals import stoppable
from intake.config import Config, ImapConfig, secret_of
from intake.errors import ConfigError, IntakeError, Overlap, SchemaError
from intake.halt import Halt, Latch
from intake.locale import N_
from intake.mailboxes import Mailbox, open_mailbox
from intake.passes import Outcome, Pass
from intake.store import Store
from intake.watch import Listener, Watch


@command(
    "watch",
    help=N_(
        "Fetch new mail and read it, for ever: at an interval, and at once where the server tells of new mail."
    ),
)
@option("--mailbox", "name", metavar="NAME", help=N_("Only this mailbox."))
@option("--passes", "most", type=click.IntRange(min=1), metavar="N", help=N_("End after N polls."))
@option("--interval", type=click.FloatRange(min=0), metavar="SECONDS", help=N_("From one poll to the next."))
@click.pass_obj
def watch_command(app: App, /, *, name: str | None, interval: float | None, most: int | None) -> int:
    """Watch until a signal comes; a pass that fails is told, and the next one comes all the same."""
    config = replace(app.config, mailboxes=chosen(app, app.config, name))
    told = Latch()
    with app.open_store(create=True) as store, stoppable() as stopping:
        watch = Watch(
            partial(_pass, app, store, config, stopping.halt),
            config.interval if interval is None else interval,
            _listeners(app, config, told),
            told,
            passes=most,
        )
        watch.run(stopping.halt)
    return stopping.exit_code or 0


def _pass(app: App, store: Store, config: Config, halt: Halt) -> Outcome | None:
    """Make one pass as `poll` does, and say what is worth a line; what no later pass can mend ends the watch."""
    try:
        with observed(app, app.config) as seen:
            outcome = passes.run(Pass(store, config, desk_of(app), halt=halt.within(config.budget)))
            seen.report = report_of(outcome)
    except Overlap:
        return None
    except (ConfigError, SchemaError):
        raise
    except IntakeError as failure:
        app.complain(failure)
        return None
    if seen.report.remarkable or any(landing.new for landing in outcome.landings):
        app.put(summary(app, outcome))
    return outcome


def _listeners(app: App, config: Config, told: Latch) -> dict[str, Listener]:
    """Listen to the servers that may tell; of QQ's it is known that they never do."""
    boxes = (box for box in config.mailboxes if isinstance(box, ImapConfig) and box.idle)
    return {box.name: Listener(partial(_opened, app, box), told) for box in boxes}


def _opened(app: App, box: ImapConfig) -> Mailbox:
    return open_mailbox(box, secret_of(box, app.environ))
