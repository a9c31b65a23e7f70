"""The header block of a message or part: raw bytes to raw fields, within limits.

The standard parser decodes while it splits and mail-parser drops what it cannot decode (samples 02, 04, 21, 25), so
fields stay bytes here; `headers` and `parameters` give them meaning.
"""

import re
from dataclasses import dataclass

from intake.model import Limits
from intake.reading.unreadable import Unreadable

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_EOL = re.compile(rb"\r\n|\r|\n")
# Relays that mend a header by hand leave words of it at the start of a line; that it goes on is told by these.
KNOWN = re.compile(
    rb"(?:from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding|received|return-path|"
    rb"delivered-to|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: its name in lower case, its value as sent but unfolded, its span in the source."""

    name: str
    value: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """The fields of a message or part, where its body starts in the source, and warning slugs."""

    fields: tuple[Field, ...]
    body: int
    warnings: tuple[str, ...] = ()

    def first(self, *names: str) -> bytes | None:
        """Give the value of the first field with the first of these names that is there; a later one never wins."""
        for name in names:
            for field in self.fields:
                if field.name == name:
                    return field.value
        return None

    def count(self, name: str) -> int:
        """Count the fields of a name."""
        return sum(field.name == name for field in self.fields)


def split_fields(source: bytes, start: int, end: int, limits: Limits) -> Block:
    """Split the header block that begins at `start`; raises Unreadable("header_…") beyond a limit."""
    spans: list[list[int]] = []
    warnings: tuple[str, ...] = ()
    at, known = start, -1
    while at < end:
        stop = _line(source, at, end)
        first = source[at : at + 1]
        if first in b"\r\n":
            at = stop
            break
        if _NAME.match(source, at, stop):
            spans.append([at, stop])
        elif first in b" \t" and spans:
            spans[-1][1] = stop
        elif spans or not source.startswith((b"From ", b">From "), at, stop):  # an mbox line may stand on top
            known = known if warnings else _last_known(source, at, min(end, at + limits.header_block))
            warnings = ("header_broken",)
            if not spans or known <= at:
                break
            spans[-1][1] = stop
        at = stop
        _check(spans, at - start, limits)
    return Block(tuple(_field(source, a, b) for a, b in spans), at, warnings)


def _line(source: bytes, at: int, end: int) -> int:
    """Give the place behind the line that begins at a place."""
    found = _LINE.match(source, at, end)
    return found.end() if found else end


def _last_known(source: bytes, at: int, end: int) -> int:
    """Find the last of the fields every mail has before the next empty line; -1 where none follows."""
    known = -1
    while at < end and source[at : at + 1] not in b"\r\n":
        if KNOWN.match(source, at, end):
            known = at
        at = _line(source, at, end)
    return known


def _check(spans: list[list[int]], size: int, limits: Limits) -> None:
    """Refuse what makes header parsers quadratic: 2 MB of encoded words hold mail-parser for minutes."""
    if spans and spans[-1][1] - spans[-1][0] > limits.header_field:
        raise Unreadable("header_field", f"a field above {limits.header_field} bytes")
    if size > limits.header_block:
        raise Unreadable("header_block", f"a header above {limits.header_block} bytes")
    if len(spans) > limits.header_fields:
        raise Unreadable("header_fields", f"more than {limits.header_fields} fields")


def _field(source: bytes, start: int, end: int) -> Field:
    name, _, value = source[start:end].partition(b":")
    return Field(name.strip().decode("ascii").lower(), _EOL.sub(b"", value).strip(b" \t"), start, end)
