"""The directory of a zip: what it says of each entry (APPNOTE 4.3.12), none of which is believed yet."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from intake.reading.unreadable import Unreadable

# What the standard library raises on damaged archives, seen by mutating them byte by byte.
TROUBLE = (
    BadZipFile,
    EOFError,
    IndexError,
    KeyError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
    struct.error,
    zlib.error,
)

#: What begins an entry of the directory, and the record behind it.
DIRECTORY_MARK = b"PK\x01\x02"
END_MARK = b"PK\x05\x06"
#: General purpose bit 11: the name is in UTF-8 (APPNOTE 4.4.4).
UTF8_NAME: Final = 0x800

_ENTRY = struct.Struct("<4s2xBxHH4xIIIHHH8xI")
_END = struct.Struct("<4s8xIIH")
_FAR_END_MARK = b"PK\x06\x07"  # of the locator of a larger directory (APPNOTE 4.3.15)
_FAR_END = 20  # its bytes
_NEWEST = 63  # the version of the format, times ten, that the standard library knows


class Entry(NamedTuple):  # many are made for each document: a ZipInfo takes three times as long
    """What the directory says of a member."""

    filename: str  # up to the first NUL
    whole_name: str
    flags: int
    method: int
    checksum: int
    packed: int  # bytes
    size: int  # bytes
    at: int  # where its local header stands
    extra: bytes = b""


def entries_of(content: bytes) -> tuple[Entry, ...]:
    """List the entries of a zip; raises Unreadable "corrupted"."""
    return _usual(content) or tuple(_listed(content))


def _usual(content: bytes) -> tuple[Entry, ...]:
    """List the entries of a zip as word processors write it; none where anything about it is out of the ordinary.

    The directory stands right before the end, and nothing in it has extra fields, is larger than 4 GB or is damaged.
    """
    stop = len(content) - _END.size
    if stop < _FAR_END or content.startswith(_FAR_END_MARK, stop - _FAR_END):
        return ()
    mark, length, at, comment = _END.unpack_from(content, stop)
    if mark != END_MARK or comment or at + length != stop:
        return ()
    found = []
    last = stop - _ENTRY.size
    while at <= last:
        mark, version, flags, method, checksum, packed, size, named, extra, remark, start = (
            _ENTRY.unpack_from(content, at)
        )
        if mark != DIRECTORY_MARK or version > _NEWEST or extra:
            return ()
        begin = at + _ENTRY.size
        at = begin + named + remark
        name = content[begin : begin + named].decode("latin-1")
        found.append(Entry(name, name, flags, method, checksum, packed, size, start))
    names = "".join([entry.filename for entry in found])
    return tuple(found) if at == stop and names.isascii() and "\0" not in names else ()


def _listed(content: bytes) -> Iterator[Entry]:
    """List the entries of any zip, as the standard library does."""
    for info in _opened(content).infolist():
        yield Entry(
            info.filename,
            info.orig_filename,
            info.flag_bits,
            info.compress_type,
            info.CRC,
            info.compress_size,
            info.file_size,
            info.header_offset,
            info.extra,
        )


def _opened(content: bytes) -> ZipFile:
    """Open a zip, though names in it may falsely be flagged as UTF-8, which zipfile refuses as a whole."""
    try:
        try:
            return ZipFile(BytesIO(content))
        except UnicodeDecodeError:
            return ZipFile(BytesIO(_unflagged(content)))
    except TROUBLE as error:
        raise Unreadable("corrupted", f"not a whole zip: {error}") from error


def _unflagged(content: bytes) -> bytes:
    """Take the UTF-8 flag from all entries of the directory, so that their names come as bytes."""
    cleared = bytearray(content)
    end = content.rfind(END_MARK)
    at = content.find(DIRECTORY_MARK, int.from_bytes(content[end + 16 : end + 20], "little"))
    while at >= 0:
        cleared[at + 9] &= ~0x08  # bit 11 of the flags, which stand at byte 8
        at = content.find(DIRECTORY_MARK, at + 4)
    return bytes(cleared)
