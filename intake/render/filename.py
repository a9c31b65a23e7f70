"""A stranger's file name made safe to write, and files that are dangerous to open."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from intake.model import Attachment

BYTES: Final = 150  # of a name in UTF-8: file systems take 255, tools add to it
_EXTENSION: Final = 20  # bytes of an extension that is kept whole
#: What Windows and shared folders refuse in a name, and both separators.
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
#: Devices of Windows, whatever extension follows: a shared folder would open them.
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)")

#: Extensions that an operating system runs, or an office program runs macros of.
_RUNS: Final = frozenset(
    [
        "apk",
        "app",
        "appimage",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "docm",
        "dotm",
        "exe",
        "gadget",
        "hta",
        "jar",
        "js",
        "jse",
        "lnk",
        "msc",
        "msi",
        "msp",
        "ocx",
        "pif",
        "potm",
        "ppam",
        "pptm",
        "ps1",
        "psm1",
        "py",
        "pyw",
        "reg",
        "scf",
        "scr",
        "sh",
        "sldm",
        "so",
        "svg",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vxd",
        "ws",
        "wsc",
        "wsf",
        "wsh",
        "xlam",
        "xlsm",
        "xltm",
        "xht",
        "xhtml",
        "chm",
        "inf",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "html",
        "htm",
        "mht",
        "mhtml",
    ]
)


def safe_name(name: str, taken: Iterable[str] = ()) -> str:
    """Make a name that any file system takes, stays in its folder, shows all of itself, and is none of `taken`."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char for char in base if char.isprintable() and unicodedata.category(char) != "Cf")
    plain = _FORBIDDEN.sub("_", visible).strip(" .\u3000").lstrip("-~")
    if not plain or _RESERVED.match(plain):
        plain = f"_{plain}"
    known = {other.casefold() for other in taken}
    return next(short for short in _candidates(plain) if short.casefold() not in known)


def _candidates(name: str) -> Iterator[str]:
    """Give a name cut to its length, then with a count before its extension."""
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension.encode()) > _EXTENSION:
        stem, dot, extension = name, "", ""
    count = 1
    while True:
        tail = ("" if count == 1 else f"-{count}") + dot + extension
        room = BYTES - len(tail.encode())
        yield stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .\u3000") + tail
        count += 1


def dangerous(attachment: Attachment) -> bool:
    """Tell whether opening a file could run something: a program, a script, macros, a page with scripts."""
    extension = attachment.name.rpartition(".")[2].strip(" .").lower()
    return attachment.type == "executable" or "macros" in attachment.warnings or extension in _RUNS
