"""Fixtures for every room, from tests/plugins (on the path by pyproject.toml)."""

pytest_plugins = ("certificates", "databases", "dovecot_server")
