"""Fixtures for every room, from tests/plugins (on the path by pyproject.toml)."""

import pytest

from intake.config import load_lexicon
from intake.model import Lexicon

pytest_plugins = ("certificates", "cyrus_server", "databases", "dovecot_server", "health_check")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """The lexicon as it ships."""
    return load_lexicon(None)
