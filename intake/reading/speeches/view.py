"""The view of a text that the rules of speeches match on."""

from intake.signs import plain, squeeze, tidy

__all__ = ["plain", "squeeze", "tidy"]
