"""Fixtures for every room, from tests/plugins (on the path by pyproject.toml)."""

from collections.abc import Iterator

import pytest

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
