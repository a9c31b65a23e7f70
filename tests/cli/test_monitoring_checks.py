import os
import stat
from pathlib import Path

import pytest

from intake.cli.app import App
from intake.cli.check import State
from intake.cli.monitoring_checks import of_monitoring
from intake.config import Monitoring


def states(monitoring: Monitoring) -> list[tuple[str, State]]:
    return [(check.topic, check.state) for check in of_monitoring(App(), monitoring)]


def test_where_nothing_is_configured_there_is_nothing_to_say() -> None:
    assert states(Monitoring()) == []


def test_a_log_makes_its_folder_and_metrics_do_not(home: Path) -> None:
    assert states(Monitoring(home / "new" / "a.log", metrics_file=home / "new" / "a.prom")) == [
        ("log", State.OK),
        ("metrics", State.WARNING),
    ]
    (home / "new").mkdir()
    (home / "new" / "a.log").write_text("")
    assert states(Monitoring(home / "new" / "a.log", metrics_file=home / "new" / "a.prom")) == [
        ("log", State.OK),
        ("metrics", State.OK),
    ]


def test_a_folder_is_no_file(home: Path) -> None:
    assert states(Monitoring(home, metrics_file=home)) == [("log", State.WARNING), ("metrics", State.WARNING)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_we_may_not_write_is_a_warning(home: Path) -> None:
    (home / "shut").mkdir()
    (home / "shut" / "a.log").write_text("")
    (home / "shut" / "a.log").chmod(stat.S_IRUSR)
    (home / "shut").chmod(stat.S_IRUSR | stat.S_IXUSR)
    found = states(Monitoring(home / "shut" / "a.log", metrics_file=home / "shut" / "a.prom"))
    assert found == [("log", State.WARNING), ("metrics", State.WARNING)]
