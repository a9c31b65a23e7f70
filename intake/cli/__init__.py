"""The command line: the only code that prints or exits."""

from intake.cli.application import application, main

__all__ = ["application", "main"]
