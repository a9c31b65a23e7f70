"""Column types that make a value the same on SQLite and on PostgreSQL; every text passes `clean` here."""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from intake.plain import as_json, clean

_UNSAFE_IN_NAME = re.compile("[\\\\\0\ud800-\udfff]")
_ESCAPED_IN_NAME = re.compile(r"\\([0-9a-f]{4})")


class CleanText(TypeDecorator[str]):
    """Text without what a database refuses."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Clean what goes in."""
        return None if value is None else clean(value)


class Name(TypeDecorator[str]):
    r"""A name that must come back exactly as it went in: a file name in GBK holds surrogates (PEP 383).

    A backslash, a NUL and a surrogate are written as \xxxx.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Escape what goes in."""
        return None if value is None else _UNSAFE_IN_NAME.sub(lambda match: f"\\{ord(match[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Undo the escapes."""
        return None if value is None else _ESCAPED_IN_NAME.sub(lambda match: chr(int(match[1], 16)), value)


class UtcTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Turn to UTC; a naive moment is a mistake of the caller."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """SQLite gives the moment without a zone, PostgreSQL in the zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A value of a given type as JSON text; as text, since jsonb reorders keys and refuses escaped NULs."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:  # noqa: ANN401  # any type msgspec understands
        """Take the type that comes back."""
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Encode what goes in, its texts cleaned."""
        return None if value is None else msgspec.json.encode(as_json(value)).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002  # SQLAlchemy's signature
        """Decode to the type."""
        return None if value is None else msgspec.json.decode(value, type=self.shape)
