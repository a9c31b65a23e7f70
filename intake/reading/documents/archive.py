"""Archives to their members: names decoded one by one, every byte counted, nothing written anywhere."""

from zipfile import ZipInfo

from intake.model import Leaf, Limits
from intake.reading.charset import LOSSY, decode
from intake.reading.documents.runs import clean
from intake.reading.documents.unzip import Unzip
from intake.reading.unreadable import Unreadable

_UTF8_NAME = 0x800  # general purpose bit 11 (APPNOTE 4.4.4)
_CLUTTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def unpack(content: bytes, path: str, limits: Limits) -> tuple[Leaf, ...]:
    """Unpack one level of a zip: members in the archive's order, their paths `path`/1, `path`/2 and so on.

    A member that cannot be read is listed all the same, without content and with the reason as its warning:
    "encrypted", "corrupted", "unsupported" (a compression without bounds) or "too_big". Archives in the archive
    are members like others. Raises Unreadable: "corrupted", "too_big", "bomb", and "empty" where nothing is in it.
    """
    archive = Unzip(content, limits)
    named = [(entry, _name(entry)) for entry in archive.entries]
    members = [(entry, name) for entry, name in named if not _is_clutter(name)]
    if not members:
        raise Unreadable("empty", "no files in it")
    return tuple(
        _leaf(archive, entry, name, f"{path}/{number}") for number, (entry, name) in enumerate(members, 1)
    )


def _leaf(archive: Unzip, entry: ZipInfo, name: str, path: str) -> Leaf:
    try:
        return Leaf(path=path, name=name, content=archive.read(entry))
    except Unreadable as refusal:
        if refusal.code == "bomb":
            raise
        return Leaf(path=path, name=name, content=b"", warnings=(refusal.code,))


def _name(entry: ZipInfo) -> str:
    """Decode a member's name with its folders.

    Without the flag Windows writes GBK, macOS and Java UTF-8; one archive may hold both, and zipfile has made
    cp437 of either.
    """
    if entry.flag_bits & _UTF8_NAME:
        name = entry.orig_filename
    else:
        decoded = decode(entry.orig_filename.encode("cp437"))
        name = entry.orig_filename if LOSSY in decoded.warnings else decoded.text
    return clean(name.replace("\\", "/"))


def _is_clutter(name: str) -> bool:
    """Tell folders, and what file managers leave behind."""
    folders, _, base = name.rpartition("/")
    return not base or base.lower() in _CLUTTER or "__MACOSX" in folders.split("/")
