"""Speeches that arrive by mail, read, queued and put into an edition."""

__version__ = "0.1.0"
