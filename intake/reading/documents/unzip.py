"""Zip entries read with every size counted by ourselves: what a header says of itself may be a lie."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

from intake.model import Limits
from intake.reading.documents.directory import DIRECTORY_MARK, TROUBLE, Entry, entries_of
from intake.reading.unreadable import Unreadable

#: Methods that inflate piece by piece; of the others a chunk of bzip2 or LZMA may become gigabytes.
BOUNDED = frozenset({ZIP_STORED, ZIP_DEFLATED})

_CHUNK = 8 * 2**10
_LOCAL_MARK = b"PK\x03\x04"
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # its mark, and the lengths of name and extra field (APPNOTE 4.3.7)


def fold(name: str) -> str:
    """Bring the name of a package's part to one form: some writers use backslashes, a leading slash, other case."""
    return name.replace("\\", "/").lstrip("/").lower()


class Unzip:
    """An open zip that counts all it inflates.

    Raises Unreadable: "corrupted", "too_big" (entries, a member, the total), "bomb" (overlapping entries, or a
    ratio that no honest document reaches).
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Open the directory and refuse what must not be inflated at all."""
        # An archive may hold other archives, whose marks count too: hence the factor. Few files are long enough.
        most = 50 * limits.entries
        if len(content) > most * len(DIRECTORY_MARK) and content.count(DIRECTORY_MARK) > most:
            raise Unreadable("too_big", f"more than {most} entries")
        self._content = content
        self.entries = entries_of(content)
        self._limits = limits
        self._packed = len(content)
        self._inflated = 0
        if len(self.entries) > limits.entries:
            raise Unreadable("too_big", f"{len(self.entries)} entries, read are {limits.entries}")
        _refuse_overlaps(self.entries)

    def read(self, entry: Entry) -> bytes:
        """Inflate one entry within the limits."""
        return b"".join(self.pieces(entry))

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """Inflate one entry piece by piece, as far as it is asked for, within the limits."""
        if entry.flags & 1:
            raise Unreadable("encrypted", f"{entry.filename} needs a password")
        if entry.method not in BOUNDED:
            raise Unreadable("unsupported", f"{entry.filename} is packed by method {entry.method}")
        size = check = 0
        try:
            for piece in _inflated(_data(self._content, entry), entry.method):
                size += len(piece)
                check = zlib.crc32(piece, check)
                self._count(entry, size, len(piece))
                yield piece
            if check != entry.checksum or size > entry.size:
                raise BadZipFile("other bytes than were packed")
        except TROUBLE as error:
            raise Unreadable("corrupted", f"{entry.filename}: {error}") from error

    def _count(self, entry: Entry, size: int, more: int) -> None:
        self._inflated += more
        if self._inflated > self._limits.ratio_above and self._inflated > self._limits.ratio * self._packed:
            raise Unreadable("bomb", f"{entry.filename}: inflates more than {self._limits.ratio}-fold")
        if size > self._limits.member:
            raise Unreadable("too_big", f"{entry.filename}: more than {self._limits.member} bytes")
        if self._inflated > self._limits.archive:
            raise Unreadable("too_big", f"more than {self._limits.archive} bytes in all")


def _data(content: bytes, entry: Entry) -> memoryview:
    """Find the bytes of an entry behind its local header, whose name and extra field have lengths of their own."""
    mark, name, extra = _LOCAL_HEADER.unpack_from(content, entry.at)
    if mark != _LOCAL_MARK:
        raise BadZipFile("no entry where the directory says")
    start = entry.at + _LOCAL_HEADER.size + name + extra
    return memoryview(content)[start : start + entry.packed]


def _inflated(data: memoryview, method: int) -> Iterator[bytes]:
    """Give what was packed in pieces of bounded size; reading through `ZipFile.open` takes five times as long."""
    if method == ZIP_STORED or not data:  # some writers call an empty member packed
        yield from (bytes(data[at : at + _CHUNK]) for at in range(0, len(data), _CHUNK))
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(data), _CHUNK):
        waiting: bytes | memoryview = data[at : at + _CHUNK]
        piece = None
        # A full piece may leave some of it behind; what stands behind the end of a stream is left for ever.
        while not inflate.eof and (waiting or (piece and len(piece) == _CHUNK)):
            piece = inflate.decompress(waiting, _CHUNK)
            yield piece
            waiting = inflate.unconsumed_tail
        if inflate.eof:
            return
    raise EOFError("it ends early")


def _refuse_overlaps(entries: Sequence[Entry]) -> None:
    """Refuse entries that share bytes: thousands of names for one large stream are a bomb without nesting."""
    if _overlapping(entries) is None:  # each stands behind the one before it, as most programs write them
        return
    overlapping = _overlapping(sorted(entries, key=attrgetter("at")))
    if overlapping is not None:
        raise Unreadable("bomb", f"{overlapping.filename} overlaps another entry")


def _overlapping(entries: Iterable[Entry]) -> Entry | None:
    """Find the first entry that begins before the end of the one before it."""
    end = 0
    for entry in entries:
        if entry.at < end:
            return entry
        end = entry.at + _LOCAL_HEADER.size + entry.packed
    return None
