"""IMAP's grammar, as much as a read-only server needs (RFC 3501 section 9): lines in, values out, no sockets."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\((?:[^()]|\([^()]*\))*\))|([^\s"()]+)')
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\Z")
_ITEM = re.compile(rb"[A-Z0-9.]+(?:\[\])?")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Command:
    """A command line taken apart: name in capitals (UID commands in two words), arguments unquoted."""

    tag: bytes
    name: str
    arguments: tuple[bytes, ...]


def literal_ahead(line: bytes) -> tuple[int, bool] | None:
    """Tell the size of the literal a line announces, and whether its sender waits to be asked for it."""
    found = _LITERAL.search(line)
    return (int(found[1]), not found[2]) if found else None


def parse(pieces: list[bytes]) -> Command:
    """Make a command of lines and literals in turn: line, literal, line, … line."""
    words: list[bytes] = []
    for place, piece in enumerate(pieces):
        words.extend([piece] if place % 2 else _words(_LITERAL.sub(b"", piece)))
    tag, name, arguments = (words[0], words[1].upper(), words[2:]) if len(words) > 1 else (b"*", b"", [])
    if name == b"UID" and arguments:
        name, arguments = b"UID " + arguments[0].upper(), arguments[1:]
    return Command(tag, name.decode("ascii", "replace"), tuple(arguments))


def _words(line: bytes) -> Iterator[bytes]:
    for quoted, group, atom in _TOKEN.findall(line):
        yield group or atom or re.sub(rb"\\(.)", rb"\1", quoted)


def items(argument: bytes) -> tuple[bytes, ...]:
    """List the data items of a FETCH, with or without parentheses."""
    return tuple(_ITEM.findall(argument.upper()))


def chosen(sequence: bytes, uids: tuple[int, ...]) -> tuple[int, ...] | None:
    """Pick the uids a sequence set names, in the folder's order; None for a set the server refuses.

    "n:*" beyond the last gives the last (RFC 3501 section 6.4.8); a descending range is refused, as QQ does.
    """
    last = max(uids, default=0)
    wanted: set[int] = set()
    for part in sequence.split(b","):
        low, _, high = part.partition(b":")
        if not re.fullmatch(rb"\d+(:(\d+|\*))?|\*", part):
            return None
        first, final = last if low == b"*" else int(low), last if high == b"*" else int(high or 0)
        if high == b"*":
            first = min(first, last)
        elif high and final < first:
            return None
        wanted.update(uid for uid in uids if first <= uid <= (final if high else first))
    return tuple(uid for uid in uids if uid in wanted)


def quoted(text: bytes) -> bytes:
    """Write a quoted string."""
    return b'"' + re.sub(rb'(["\\])', rb"\\\1", text) + b'"'


def folder_name(name: str) -> bytes:
    """Write a folder's name in modified UTF-7 (RFC 3501 section 5.1.3)."""
    shifted = _BEYOND_ASCII.sub(lambda run: f"&{_base64(run[0])}-", name.replace("&", "&-"))
    return shifted.encode("ascii")


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")


def internal_date(moment: datetime) -> bytes:
    """Write an aware time as INTERNALDATE does; strftime's month names would follow the locale."""
    text = f"{moment.day:2d}-{_MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"
    return b'"' + text.encode("ascii") + b'"'
