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


def pytest_configure() -> None:
    """Take SIGINT as a terminal gives it: xdist and shells start what is in the background with it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile("patient", deadline=None)  # a busy machine is no fault of ours
    settings.load_profile("patient")
