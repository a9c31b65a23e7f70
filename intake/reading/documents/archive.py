"""Archives to their members: names decoded one by one, every byte counted, nothing written anywhere."""

import re
from dataclasses import replace
from zlib import crc32

from intake.model import Leaf, Limits
from intake.reading.charset import LOSSY, decode
from intake.reading.documents.directory import UTF8_NAME, Entry
from intake.reading.documents.runs import clean
from intake.reading.documents.unzip import Unzip
from intake.reading.unreadable import Unreadable

_UNICODE_PATH = re.compile(
    rb"up(..)\x01(....)", re.DOTALL
)  # field 0x7075, version 1, the checksum of the other name
_BEFORE_NAME = 5  # bytes of version and checksum
_CLUTTER = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"})
_LOCKS = ("~$", ".~lock.")  # what Word, WPS and LibreOffice put beside a document while it is open
_LOCK = 1_024  # bytes: a lock names who has the document open, and holds nothing else


def unpack(content: bytes, path: str, limits: Limits) -> tuple[Leaf, ...]:
    """Unpack one level of a zip: members in the archive's order, their paths `path`/1, `path`/2 and so on.

    What file managers leave behind comes last: on a Mac each document has such a companion in front of it. A member
    that cannot be read is listed all the same, without content and with the reason as its warning: "encrypted",
    "corrupted", "unsupported" (a compression without bounds) or "too_big". Archives in the archive are members like
    others. Raises Unreadable: "corrupted", "too_big", "bomb", "encrypted" where all is protected, and "empty" where
    nothing is in it.
    """
    archive = Unzip(content, limits)
    named = ((entry, _name(entry)) for entry in archive.entries)
    members = [_leaf(archive, entry, name) for entry, name in named if not name.endswith("/")]
    ordered = sorted(members, key=lambda leaf: is_clutter(leaf.name, leaf.content))
    if not ordered or is_clutter(ordered[0].name, ordered[0].content):
        raise Unreadable("empty", "no files in it")
    if all(
        leaf.warnings == ("encrypted",) for leaf in ordered
    ):  # one password for all of it, one letter to its sender
        raise Unreadable("encrypted", f"all of {len(ordered)} files need a password")
    return tuple(replace(leaf, path=f"{path}/{number}") for number, leaf in enumerate(ordered, 1))


def is_clutter(name: str, content: bytes) -> bool:
    """Tell what file managers and word processors leave behind; nothing of it is anybody's work."""
    folders, _, base = name.rpartition("/")
    if base.startswith(_LOCKS):
        return len(content) <= _LOCK
    return base.lower() in _CLUTTER or "__MACOSX" in folders.split("/")


def _leaf(archive: Unzip, entry: Entry, name: str) -> Leaf:
    try:
        return Leaf(path="", name=name, content=archive.read(entry))
    except Unreadable as refusal:
        if refusal.code == "bomb":
            raise
        return Leaf(path="", name=name, content=b"", warnings=(refusal.code,))


def _name(entry: Entry) -> str:
    """Decode a member's name with its folders.

    Without the flag Windows writes GBK, macOS and Java UTF-8; one archive may hold both, and zipfile has made
    cp437 of either.
    """
    if entry.flags & UTF8_NAME:
        name = entry.whole_name
    else:
        raw = entry.whole_name.encode("cp437")
        decoded = decode(raw)
        name = _unicode_name(entry, raw) or (entry.whole_name if LOSSY in decoded.warnings else decoded.text)
    return clean(name.replace("\\", "/"))


def _unicode_name(entry: Entry, raw: bytes) -> str:
    """Give the name in UTF-8 that some programs add to one in a charset of old (APPNOTE 4.6.9); "" where none is true."""
    for found in _UNICODE_PATH.finditer(entry.extra):
        size = int.from_bytes(found[1], "little") - _BEFORE_NAME
        if int.from_bytes(found[2], "little") == crc32(raw) and size > 0:
            return entry.extra[found.end() : found.end() + size].decode("utf-8", "ignore")
    return ""
