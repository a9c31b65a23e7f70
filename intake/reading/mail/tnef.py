"""winmail.dat (MS-OXTNEF): the files in it, with their names by our own charset ladder.

tnefparse 1.4 raises on a GBK title (sample 14), which is what Chinese Outlook writes; the container is a plain list
of attributes, of which five matter here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.reading.charset import decode
from intake.reading.mail.headers import clean

SIGNATURE = b"\x78\x9f\x3e\x22"
_HEADER = len(SIGNATURE) + 2
_RENDERING, _TITLE, _DATA, _PROPERTIES, _CODEPAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
_DATA_OBJECT, _SHORT_NAME, _LONG_NAME = 0x3701, 0x3704, 0x3707
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x0102
_WIDTHS = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_INTERFACE_ID = 16  # an object's data begin with the GUID of its interface
_NAMED = 0x8000
_MANY = 0x1000


@dataclass(slots=True)
class _File:
    titles: dict[int, str] = field(default_factory=dict)
    data: bytes = b""


def files(content: bytes, most: int) -> tuple[tuple[str, bytes], ...]:
    """List name and bytes of each file in a winmail.dat, in its order, until there are more than `most`.

    What is cut off or broken is left out.
    """
    found: list[_File] = []
    codepage = None
    for attribute, data in _attributes(content):
        if attribute == _CODEPAGE and len(data) >= 4:  # noqa: PLR2004  # a long
            codepage = f"cp{struct.unpack_from('<I', data)[0]}"
        elif attribute == _RENDERING:
            if len(found) > most:
                break
            found.append(_File())
        elif found:
            _take(found[-1], attribute, data, codepage)
    return tuple((_name(file.titles), file.data) for file in found if file.data or file.titles)


def _take(file: _File, attribute: int, data: bytes, codepage: str | None) -> None:
    if attribute == _TITLE:
        file.titles[attribute] = _string(data, codepage)
    elif attribute == _DATA:
        file.data = data
    elif attribute == _PROPERTIES:
        for tag, kind, value in _properties(data):
            if tag in (_LONG_NAME, _SHORT_NAME):
                file.titles[tag] = _string(value, "utf-16-le" if kind == _UNICODE else codepage)
            elif tag == _DATA_OBJECT and not file.data:
                file.data = value[_INTERFACE_ID:] if kind == _OBJECT else value


def _name(titles: dict[int, str]) -> str:
    return next((titles[key] for key in (_LONG_NAME, _TITLE, _SHORT_NAME) if titles.get(key)), "")


def _string(data: bytes, charset: str | None) -> str:
    if charset == "utf-16-le":
        return clean(data.decode(charset, "replace")).strip()
    return clean(decode(data.rstrip(b"\0"), charset).text).strip()


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Go through level, id, length, data, checksum; end where the file does."""
    at = _HEADER
    while at + 9 <= len(content):
        attribute, length = struct.unpack_from("<II", content, at + 1)
        yield attribute, content[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Go through a MAPI property list (MS-OXTNEF §2.1.3.4); end where it makes no sense."""
    try:
        (count,) = struct.unpack_from("<I", data)
        at = 4
        for _ in range(min(count, len(data) // 4)):
            kind, tag = struct.unpack_from("<HH", data, at)
            at = _after_name(data, at + 4) if tag >= _NAMED else at + 4
            values, at = _values(data, at, kind)
            for value in values:
                yield tag, kind & ~_MANY, value
    except struct.error:
        return


def _after_name(data: bytes, at: int) -> int:
    """Step over the GUID and the number or text that names a property of somebody's own."""
    (by_text,) = struct.unpack_from("<I", data, at + 16)
    (length,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + (_padded(length) if by_text else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """Give the values of a property, and where the next property begins."""
    base = kind & ~_MANY
    width = _WIDTHS.get(base)
    count = 1
    if kind & _MANY or width is None:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    values = []
    for _ in range(min(count, len(data))):
        length = width
        if length is None:
            (length,) = struct.unpack_from("<I", data, at)
            at += 4
        values.append(data[at : at + length])
        at += _padded(length)
    return values, at


def _padded(length: int) -> int:
    return length + -length % 4
