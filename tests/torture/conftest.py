"""What torture prints: how many points there were and how many kills, below the list of what passed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from crash_points import prepare
from lying_server import LyingServer, lying_server
from post_office import Office, letter

Tell = Callable[[str], None]
_TOLD = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(pytestconfig: pytest.Config) -> Tell:
    """Print a line at the end of the run."""
    return pytestconfig.stash.setdefault(_TOLD, []).append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # noqa: ANN401  # pytest keeps its type private
    for line in config.stash.get(_TOLD, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def prepared() -> None:
    """Have imported what every child would import."""
    prepare(letter(0))


@pytest.fixture(scope="module")
def server(prepared: None) -> Iterator[LyingServer]:  # noqa: ARG001  # before anything forks
    with lying_server("INBOX", "Junk", "Done") as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LyingServer) -> Office:
    """A configuration for the server, and no database yet."""
    made = Office(tmp_path / "home")
    made.home.mkdir()
    made.configure(server)
    return made
