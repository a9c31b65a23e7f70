import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rich.cells import cell_len

Intake = Callable[..., Result]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_demo_ends_with_at_least_twelve_pending_submissions(
    intake: Intake, home: Path, language: str
) -> None:
    done = intake("--lang", language, "demo", "--folder", "somewhere")
    assert (done.exit_code, done.stderr) == (0, "")
    config = home / "somewhere" / "intake.toml"
    pending = intake("--config", config, "list", "--status", "pending", "--json").stdout.splitlines()
    assert len(pending) >= 12
    number = json.loads(pending[0])["number"]
    assert f"intake --config somewhere/intake.toml show {number}" in done.stdout
    table = [line for line in done.stdout.splitlines() if line.startswith(("2026-", "─"))]
    assert {cell_len(line) for line in table} == {80}


def test_the_demo_can_be_run_twice(intake: Intake) -> None:
    intake("demo")
    assert "new 0, read 0" in intake("demo").stdout


def test_a_folder_that_cannot_be_made_is_73(intake: Intake, home: Path) -> None:
    (home / "file").write_text("")
    done = intake("demo", "--folder", "file/below")
    assert (done.exit_code, done.stderr.count("\n")) == (73, 1)
