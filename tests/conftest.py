"""Fixtures for every room, from tests/plugins (on the path by pyproject.toml)."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from intake.config import load_lexicon
from intake.model import Lexicon, Limits
from intake.sandbox import Sandbox

pytest_plugins = ("certificates", "cyrus_server", "databases", "dovecot_server", "health_check")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon as it ships."""
    return load_lexicon(None)


@pytest.fixture(scope="session")
def sandbox(lexicon: Lexicon) -> Iterator[Sandbox]:
    """One worker for all tests that read and ask nothing special of it."""
    with Sandbox(lexicon, Limits(), 1) as opened:
        yield opened


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests run in processes side by side: pytest-xdist once left one of its workers waiting for ever."""
    parser.addoption(
        "--part", type=_part, default=(1, 1), metavar="N/OF", help="run one of so many parts of the files"
    )


def _part(text: str) -> tuple[int, int]:
    number, of = map(int, text.split("/"))
    if not 1 <= number <= of:
        raise ValueError(text)
    return number, of


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the files of this part alone: every second one, say, since files of a folder take about as long."""
    number, of = config.getoption("--part")
    files = sorted({item.path for item in items})
    mine = set(files[number - 1 :: of])
    config.hook.pytest_deselected(items=[item for item in items if item.path not in mine])
    items[:] = [item for item in items if item.path in mine]


def pytest_configure() -> None:
    """Take SIGINT as a terminal gives it: shells start what is in the background with it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("patient", deadline=None)  # a busy machine is no fault of ours
    settings.load_profile("patient")
