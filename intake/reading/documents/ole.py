"""The names in the root of an OLE2 compound file, which tell what wrote it ([MS-CFB])."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FAT_IN_HEADER = 109  # sector numbers of the allocation table that fit into the header
_ENTRY = 128  # bytes of a directory entry
_LAST = 0xFFFFFFFA  # this and above are marks, not sector numbers
_DIRECTORY_SECTORS = 4_096  # far more than an office document has, and the end of every loop
_WORD_97 = 0xA5EC  # FibBase.wIdent
_ENCRYPTED = 0x0100  # FibBase.fEncrypted ([MS-DOC] 2.5.2)


def kind(content: bytes) -> str:
    """Tell what an OLE2 file is: "doc", "wps", "xls", "ppt", "msg", "works", "encrypted" or "unknown"."""
    names = _root_names(content)
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        return _word(content, names["WordDocument"])
    return next((slug for name, slug in _STREAMS.items() if name in names), "unknown")


_STREAMS = {
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
    "CONTENTS": "works",
    "MatOST": "works",
}


def _word(content: bytes, start: int) -> str:
    fib = content[(start + 1) << _shift(content) :][:12]
    if len(fib) == 12:  # noqa: PLR2004  # as cut above
        identity, *_, flags = struct.unpack("<6H", fib)
        # A stream of less than 4 KB lies in another one: what stands here then is anything.
        if identity == _WORD_97 and flags & _ENCRYPTED:
            return "encrypted"
    # Word leaves the header's class id empty, WPS Writer fills it in.
    return "wps" if any(content[8:24]) else "doc"


def _shift(content: bytes) -> int:
    """Read the sector size as a power of two: 9 in version 3, 12 in version 4."""
    shift = int.from_bytes(content[30:32], "little")
    return shift if shift in (9, 12) else 9


def _root_names(content: bytes) -> dict[str, int]:
    """Map the names in the root storage to their first sectors; embedded objects lie deeper and do not count."""
    entries = _entries(content)
    names: dict[str, int] = {}
    waiting = [int.from_bytes(entries[0][76:80], "little")] if entries else []
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        left, right = struct.unpack_from("<II", entry, 68)
        length = min(int.from_bytes(entry[64:66], "little"), 64)
        names[entry[: max(length - 2, 0)].decode("utf-16-le", "replace")] = int.from_bytes(
            entry[116:120], "little"
        )
        waiting += [left, right]
    return names


def _entries(content: bytes) -> list[bytes]:
    shift = _shift(content)
    fat = _fat(content, shift)
    sector = int.from_bytes(content[48:52], "little")
    entries: list[bytes] = []
    for _ in range(_DIRECTORY_SECTORS):
        if sector >= _LAST:
            break
        data = content[(sector + 1) << shift : (sector + 2) << shift]
        entries += [data[at : at + _ENTRY] for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]
        sector = fat[sector] if sector < len(fat) else _LAST
    return entries


def _fat(content: bytes, shift: int) -> list[int]:
    """Read the part of the allocation table that the header points to: the directory of a document lies in it."""
    table: list[int] = []
    count = min(_FAT_IN_HEADER, max(len(content) - 76, 0) // 4)
    for sector in struct.unpack_from(f"<{count}I", content, 76) if count else ():
        if sector >= _LAST:
            break
        data = content[(sector + 1) << shift : (sector + 2) << shift]
        table += struct.unpack_from(f"<{len(data) // 4}I", data)
    return table
