"""IMAP's grammar, as much as a server of samples needs (RFC 3501 section 9): lines in, values out, no sockets."""

import re
from base64 import b64decode, b64encode
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|(\((?:[^()]|\([^()]*\))*\))|([^\s"()]+)')
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\Z")
_ITEM = re.compile(rb"[A-Z0-9.]+(?:\[[^\]]*\])?(?:<\d+\.\d+>)?")
_SET = re.compile(rb"(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*")
_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")
_SHIFTED = re.compile(rb"&([^-]*)(-?)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Command:
    """A command line taken apart: name in capitals (UID commands in two words), arguments unquoted."""

    tag: bytes
    name: str
    arguments: tuple[bytes, ...]
    size: int = 0  # bytes of its longest line


def literal_ahead(line: bytes) -> tuple[int, bool] | None:
    """Tell the size of the literal a line announces, and whether its sender waits to be asked for it."""
    found = _LITERAL.search(line)
    return (int(found[1]), not found[2]) if found else None


def parse(pieces: list[bytes]) -> Command:
    """Make a command of lines and literals in turn: line, literal, line, … line."""
    said: list[bytes] = []
    for place, piece in enumerate(pieces):
        said.extend([piece] if place % 2 else words(_LITERAL.sub(b"", piece)))
    tag, name, arguments = (said[0], said[1].upper(), said[2:]) if len(said) > 1 else (b"*", b"", [])
    if name == b"UID" and arguments:
        name, arguments = b"UID " + arguments[0].upper(), arguments[1:]
    return Command(tag, name.decode("ascii", "replace"), tuple(arguments), max(map(len, pieces[::2])))


def words(line: bytes) -> Iterator[bytes]:
    """Give the atoms, strings and parenthesised groups of a line; strings without their quotes."""
    for text, group, atom in _TOKEN.findall(line):
        yield group or atom or re.sub(rb"\\(.)", rb"\1", text)


def items(argument: bytes) -> tuple[bytes, ...]:
    """List the data items of a FETCH, with or without parentheses."""
    return tuple(_ITEM.findall(argument.upper()))


def chosen(sequence: bytes, numbers: Sequence[int], *, strict: bool = False) -> tuple[int, ...] | None:
    """Pick the ascending numbers that a sequence set names; None for what is no set.

    "n:*" beyond the last gives the last (RFC 3501 section 6.4.8). "9:3" is "3:9"; a strict server refuses it.
    """
    if not _SET.fullmatch(sequence):
        return None
    last = numbers[-1] if numbers else 0
    wanted: set[int] = set()
    for part in sequence.split(b","):
        low, _, high = part.partition(b":")
        first, final = (last if end == b"*" else int(end) for end in (low, high or low))
        if first > final:
            if strict and not part.endswith(b"*"):
                return None
            first, final = final, first
        wanted.update(numbers[bisect_left(numbers, first) : bisect_right(numbers, final)])
    return tuple(sorted(wanted))


def runs(numbers: Sequence[int]) -> bytes:
    """Write ascending numbers as a sequence set."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return b",".join(b"%d" % first if first == last else b"%d:%d" % (first, last) for first, last in ranges)


def quoted(text: bytes) -> bytes:
    """Write a quoted string."""
    return b'"' + re.sub(rb'(["\\])', rb"\\\1", text) + b'"'


def folder_name(name: str) -> bytes:
    """Write a folder's name in modified UTF-7 (RFC 3501 section 5.1.3)."""
    shifted = _BEYOND_ASCII.sub(lambda run: f"&{_base64(run[0])}-", name.replace("&", "&-"))
    return shifted.encode("ascii")


def folder_called(spelling: bytes) -> str | None:
    """Read a folder's name out of modified UTF-7; None for what is none."""
    try:
        return _SHIFTED.sub(lambda run: _unshifted(run).encode(), spelling).decode()
    except ValueError:
        return None


def _unshifted(run: re.Match[bytes]) -> str:
    if not run[2]:
        raise ValueError  # it never shifts back
    padded = run[1].replace(b",", b"/") + b"=" * (-len(run[1]) % 4)
    return b64decode(padded, validate=True).decode("utf-16-be") if run[1] else "&"


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")


def internal_date(moment: datetime) -> bytes:
    """Write an aware time as INTERNALDATE does; strftime's month names would follow the locale."""
    text = f"{moment.day:2d}-{_MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"
    return b'"' + text.encode("ascii") + b'"'


def day(text: bytes) -> date | None:
    """Read a date of SEARCH, "21-Sep-2026"; None for what is none."""
    found = re.fullmatch(rb"(\d{1,2})-([A-Za-z]{3})-(\d{4})", text)
    month = found[2].decode().title() if found else ""
    if found is None or month not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(month) + 1, int(found[1]))
    except ValueError:
        return None
