from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from intake.store.tables import REVISION

Intake = Callable[..., Result]


def test_a_database_of_this_version_is_left_alone(intake: Intake, url: str) -> None:
    done = intake("--store", url, "migrate")
    assert (done.exit_code, done.stdout) == (0, f"The database is up to date (revision {REVISION}).\n")


def test_an_empty_database_gets_its_schema(intake: Intake, home: Path) -> None:
    (home / "new.db").touch()
    done = intake("--store", "sqlite:///new.db", "--lang", "zh_CN", "migrate")
    assert done.stdout == f"数据库已由结构版本 0 升级到 {REVISION}。\n"
