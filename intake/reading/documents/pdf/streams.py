"""The packed streams of a PDF, looked at before anything unpacks them: two kilobytes may become two gigabytes."""

import re
import zlib
from collections.abc import Iterator

from intake.model import Limits
from intake.reading.unreadable import Unreadable

_STREAM = re.compile(rb"\bstream\r?\n")
_FILTERS = re.compile(rb"/F(?:ilter)?\s*(\[[^\]]{0,200}\]|/\w{1,40}|\d{1,9} \d{1,5} R)")
_ELSEWHERE = re.compile(rb"(\d+ \d+) R")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DICTIONARY = 2_000  # bytes before a stream in which it is described
_CHUNK = 2**20


def refuse_bombs(content: bytes, limits: Limits) -> None:
    """Raise Unreadable "bomb" for streams that unpack to far more than the file, "too_big" for too much in all.

    Pictures are left out, as no text is in them and nothing unpacks them. What hides how it is packed is left to the
    limits of the process.
    """
    unpacked = 0
    for packed, times in _flate_streams(content):
        for size in _sizes(packed, times):
            unpacked += size
            if unpacked > limits.ratio_above and unpacked > limits.ratio * len(content):
                raise Unreadable("bomb", f"unpacks more than {limits.ratio}-fold")
            if unpacked > limits.archive:
                raise Unreadable("too_big", f"more than {limits.archive} bytes in its streams")


def _flate_streams(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Give the streams that are packed by Flate, and how many times over."""
    end = 0
    for found in _STREAM.finditer(content):
        if found.start() < end:  # in a stream
            continue
        about = content[max(end, found.start() - _DICTIONARY) : found.start()]
        end = content.find(b"endstream", found.end())
        end = len(content) if end < 0 else end
        filters = _FILTERS.search(about, about.rfind(b" obj") + 1)
        times = len(_FLATE.findall(_said(content, filters[1]))) if filters else 0
        if times and not _PICTURE.search(about, about.rfind(b" obj") + 1):
            yield content[found.end() : end], times


def _said(content: bytes, filters: bytes) -> bytes:
    """Look up filters that are told in an object of their own."""
    number = _ELSEWHERE.fullmatch(filters)
    found = re.search(rb"\b%b\s+obj\s*(\[[^\]]{0,200}\]|/\w{1,40})" % number[1], content) if number else None
    return found[1] if found else filters


def _sizes(packed: bytes, times: int) -> Iterator[int]:
    """Unpack a stream bit by bit, and give the sizes of the bits of each layer; what is broken ends it."""
    layers = [zlib.decompressobj() for _ in range(times)]
    try:
        yield from _unpack(layers, packed)
    except zlib.error:
        return


def _unpack(layers: list["zlib._Decompress"], packed: bytes) -> Iterator[int]:
    """Unpack bytes by the first layer, and what comes of it by the others."""
    first, *others = layers
    while packed:
        bit = first.decompress(packed, _CHUNK)
        packed = first.unconsumed_tail
        if not bit:
            return
        yield len(bit)
        if others:
            yield from _unpack(others, bit)
