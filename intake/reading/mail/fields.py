"""The header block of a message or part: raw bytes to raw fields, within limits.

The standard parser decodes while it splits and mail-parser drops what it cannot decode (samples 02, 04, 21, 25), so
fields stay bytes here; `headers` and `parameters` give them meaning. What lies beyond a limit is not looked at, but
for the first of each field without which a mail cannot be understood: 50,000 trace fields on top hide no speech.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from intake.model import Limits

CUT = "limit_header"  # some fields, or the end of one, were not read

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# A field with the lines that go on with it; the empty group stands at the end of its first line.
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:[^\r\n]*(?:\r\n|\r|\n|\Z)()(?:[ \t][^\r\n]*(?:\r\n|\r|\n|\Z))*")
_EOL = re.compile(rb"\r\n|\r|\n")
# Relays that mend a header by hand leave words of it at the start of a line; that it goes on is told by these.
KNOWN = re.compile(
    rb"(?:from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding|received|return-path|"
    rb"delivered-to|x-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
# What a mail or a part is understood by, wherever it stands in a header beyond its limits.
_ESSENTIAL = re.compile(
    rb"(?:\A|(?<=[\r\n]))(from|sender|subject|date|message-id|content-type|content-transfer-encoding|"
    rb"content-disposition|content-id)[ \t]*:",
    re.IGNORECASE,
)
_BOM = b"\xef\xbb\xbf"
_END = re.compile(rb"(?:\r\n|\n|\r(?!\n)){2}")


class Field(NamedTuple):  # made a dozen times a mail, at a fifth of what a dataclass costs
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


def first_line(raw: bytes) -> int:
    """Pass over what tools put before the first field: a byte order mark, empty lines."""
    start = at = len(_BOM) if raw.startswith(_BOM) else 0
    while raw[at : at + 1] in (b"\r", b"\n"):
        at += 1
    return at if KNOWN.match(raw, at) else start


def split_fields(source: bytes, start: int, end: int, limits: Limits) -> Block:
    """Split the header block that begins at `start`; beyond a limit only what is essential is found ("limit_header")."""
    spans: list[list[int]] = []
    warnings: tuple[str, ...] = ()
    at, known = start, -1
    while at < end:
        if found := _FIELD.match(source, at, end):
            if len(spans) >= limits.header_fields or found.end(1) - start > limits.header_block:
                return _beyond(source, (at, end), spans, limits)
            spans.append([at, found.end()])
            at = found.end()
            continue
        stop = _line(source, at, end)
        first = source[at : at + 1]
        if first in b"\r\n":
            at = stop
            break
        if first in b" \t" and spans:
            spans[-1][1] = stop
        elif spans or not source.startswith((b"From ", b">From "), at, stop):  # an mbox line may stand on top
            known = known if warnings else _last_known(source, at, min(end, at + limits.header_block))
            warnings = ("header_broken",)
            if not spans or known <= at:
                break
            spans[-1][1] = stop
        at = stop
    return _block(source, spans, at, limits, warnings)


def _beyond(source: bytes, span: tuple[int, int], spans: list[list[int]], limits: Limits) -> Block:
    """Find the end of a header that is beyond a limit, and the essential fields before it."""
    found = _END.search(source, *span)
    body = found.end() if found else span[1]
    seen = {_name(source, start, stop) for start, stop in spans}
    for essential in _ESSENTIAL.finditer(source, span[0], body):
        if (name := essential[1].lower()) not in seen:
            seen.add(name)
            stop = _line(source, essential.start(), body)
            while source[stop : stop + 1] in (b" ", b"\t") and stop < body:
                stop = _line(source, stop, body)
            spans.append([essential.start(), stop])
    return _block(source, spans, body, limits, (CUT,))


def _block(
    source: bytes, spans: list[list[int]], body: int, limits: Limits, warnings: tuple[str, ...]
) -> Block:
    """Make fields of spans; of one above its limit the beginning is read."""
    # A long field makes header parsers quadratic: 2 MB of encoded words hold mail-parser for minutes.
    longest = limits.header_field
    fields = tuple([_field(source, start, stop, longest) for start, stop in spans])
    if CUT not in warnings and any(field.end - field.start > longest for field in fields):
        warnings = (*warnings, CUT)
    return Block(fields, body, warnings)


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


def _name(source: bytes, start: int, stop: int) -> bytes:
    return source[start : source.find(b":", start, stop)].strip().lower()


def _field(source: bytes, start: int, stop: int, limit: int) -> Field:
    colon = source.find(b":", start, stop)
    value = source[colon + 1 : min(stop, start + limit)].strip(b" \t\r\n")
    if b"\n" in value or b"\r" in value:
        value = _EOL.sub(b"", value)
    return Field(source[start:colon].strip().lower().decode("ascii"), value, start, stop)
