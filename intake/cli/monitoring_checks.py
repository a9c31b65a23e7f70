"""`doctor` on what tells the operator of polls: a log or a metrics file that cannot be written fails in silence."""

import os
from collections.abc import Iterator
from pathlib import Path

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.config import Monitoring
from intake.locale import N_


def of_monitoring(app: App, monitoring: Monitoring) -> Iterator[Check]:
    """Look at the files that the configuration names."""
    for topic, file in (("log", monitoring.log_file), ("metrics", monitoring.metrics_file)):
        if file is not None:
            yield _file(app, topic, file)


def _file(app: App, topic: str, file: Path) -> Check:
    """Tell whether a file can be written: metrics are renamed into their folder, a log is appended to."""
    target = file if topic == "log" and file.exists() else file.parent
    if not target.exists() and topic == "log":  # the log makes its own folder
        target = next(parent for parent in target.absolute().parents if parent.exists())
    if os.access(target, os.W_OK) and not file.is_dir():
        return Check(topic, str(file), State.OK, app.say(N_("can be written")))
    said = N_("cannot be written — check the folder and its permissions; polls go on without it")
    return Check(topic, str(file), State.WARNING, app.say(said))
