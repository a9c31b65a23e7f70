"""The names in the root of an OLE2 compound file, which tell what wrote it ([MS-CFB])."""

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FAT_IN_HEADER = 109  # sector numbers of the allocation table that fit into the header
_ENTRY = 128  # bytes of a directory entry
_LAST = 0xFFFFFFFA  # this and above are marks, not sector numbers
_DIRECTORY_SECTORS = 4_096  # far more than an office document has, and the end of every loop
_TABLE_SECTORS = 1_024  # sectors that list those of the allocation table: enough for 64 MB, and no loop
_WORD_97 = 0xA5EC  # FibBase.wIdent
_ENCRYPTED = 0x0100  # FibBase.fEncrypted ([MS-DOC] 2.5.2)
#: FibBase.wIdent of Word 6 and 95, and of their editions for East Asia.
_WORD_95 = frozenset({0xA5DC, 0xA697, 0xA699})
_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # the class of a Windows installer's root

_STREAMS = {
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
    "CONTENTS": "works",
    "MatOST": "works",
}


def kind(content: bytes) -> str:
    """Tell what an OLE2 file is: a slug of `intake.reading.documents.sniff`, "unknown" for other programs' files."""
    file = _opened(content)
    entries = file.entries()
    names = _root_names(entries)
    if "EncryptedPackage" in names:
        return "encrypted"
    if "WordDocument" in names:
        return _word(content, file.at(names["WordDocument"]))
    if entries and entries[0][80:96] == _INSTALLER:
        return "executable"
    return next((slug for name, slug in _STREAMS.items() if name in names), "unknown")


def lacks_its_end(content: bytes) -> bool:
    """Tell a compound file that is shorter than its allocation table says."""
    file = _opened(content)
    sectors = [file.sector(number) for number in file.table]
    used = -(-len(b"".join(sectors).rstrip(b"\xff")) // 4)
    return not all(sectors) or used > -(-(len(content) - file.at(0)) // file.size)


def _word(content: bytes, start: int) -> str:
    fib = content[start : start + 12]
    if len(fib) == 12:  # noqa: PLR2004  # as cut above
        identity, *_, flags = struct.unpack("<6H", fib)
        # A stream of less than 4 KB lies in another one: what stands here then is anything.
        if identity in {_WORD_97, *_WORD_95} and flags & _ENCRYPTED:
            return "encrypted"
        if identity in _WORD_95:
            return "word95"
    # Word leaves the header's class id empty, WPS Writer fills it in.
    return "wps" if any(content[8:24]) else "doc"


@dataclass(frozen=True, slots=True)
class _File:
    """A compound file as its sectors of `size` bytes; `table` are those of the allocation table."""

    content: bytes
    size: int
    table: tuple[int, ...]

    def at(self, sector: int) -> int:
        """Tell where a sector begins; the header takes the place of one before the first."""
        return (sector + 1) * self.size

    def sector(self, number: int) -> bytes:
        """Give a sector, or what there is of it."""
        return self.content[self.at(number) : self.at(number + 1)]

    def after(self, sector: int) -> int:
        """Give the sector that continues one."""
        row, column = divmod(sector, self.size // 4)
        entry = self.sector(self.table[row])[4 * column : 4 * column + 4] if row < len(self.table) else b""
        return int.from_bytes(entry, "little") if len(entry) == 4 else _LAST  # noqa: PLR2004  # as cut above

    def entries(self) -> list[bytes]:
        """Give the entries of the directory, in the order of the file."""
        sector = int.from_bytes(self.content[48:52], "little")
        entries: list[bytes] = []
        for _ in range(_DIRECTORY_SECTORS):
            data = self.sector(sector) if sector < _LAST else b""
            if not data:
                break
            entries += [data[at : at + _ENTRY] for at in range(0, len(data) - _ENTRY + 1, _ENTRY)]
            sector = self.after(sector)
        return entries


def _opened(content: bytes) -> _File:
    """Read the header: version 3 has sectors of 512 bytes, version 4 of 4,096."""
    shift = int.from_bytes(content[30:32], "little")
    size = 2**shift if shift in (9, 12) else 512
    table = _numbers(content[76 : 76 + 4 * _FAT_IN_HEADER])
    more = int.from_bytes(
        content[68:72], "little"
    )  # of a file with much in it, the rest of the table is listed apart
    for _ in range(_TABLE_SECTORS):
        listed = _numbers(content[(more + 1) * size : (more + 2) * size]) if more < _LAST else ()
        if (
            not listed or len(table) > _FAT_IN_HEADER + len(content) // size
        ):  # one sector listed over and over
            break
        table += listed[:-1]
        more = listed[-1]
    used = next((at for at, number in enumerate(table) if number >= _LAST), len(table))
    return _File(content, size, table[:used])


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _root_names(entries: list[bytes]) -> dict[str, int]:
    """Map the names in the root storage to their first sectors; embedded objects lie deeper and do not count."""
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
