"""What a zip is: an office document, a program or an archive, told by the names in it."""

import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

from intake.reading.documents.directory import DIRECTORY_MARK, END_MARK, TROUBLE
from intake.reading.documents.unzip import BOUNDED, fold

_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TAIL = 22 + 2**16  # bytes of the end record with the longest comment (APPNOTE 4.3.16)
_MANY = 50_000  # entries: no document has so many, and listing them costs seconds
_ODF = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_LOCAL_NAMES = re.compile(rb"PK\x03\x04.{26}([ -~]{1,80}?\.xml)", re.DOTALL)


def is_zip(content: bytes) -> bool:
    """Tell a zip by its first bytes; or by its end, for it may stand behind other bytes (APPNOTE 4.1.9)."""
    return content.startswith(_MARKS) or (content.rfind(END_MARK, -_TAIL) >= 0 and DIRECTORY_MARK in content)


def kind(content: bytes) -> str:
    """Look at the names in a zip; where its directory is broken, at whatever names its bytes show."""
    if (
        content[30:38] == b"mimetype" and content[8:10] == b"\0\0"
    ):  # as OpenDocument wants it: first, not packed
        return _stated(content[38:120])
    if content.count(DIRECTORY_MARK) > _MANY:
        return "zip"
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {fold(name): name for name in archive.namelist()}
            if "mimetype" in names and "content.xml" in names:  # packed again by a program for archives
                stated = archive.getinfo(names["mimetype"])
                if stated.compress_type in BOUNDED:
                    return _stated(archive.open(stated).read(120))
    except TROUBLE:
        names = {fold(found.decode("latin-1")): "" for found in _LOCAL_NAMES.findall(content)}
    return _by_names(names)


def _by_names(names: Iterable[str]) -> str:
    known = frozenset(names)
    if "ofd.xml" in known:
        return "ofd"
    if "[content_types].xml" in known:
        if any(name.endswith(".fdseq") for name in known):
            return "xps"
        return next(
            (slug for folder, slug in _FOLDERS if any(name.startswith(folder) for name in known)), "zip"
        )
    # Pages and its kin are folders on a Mac: its Mail zips them with the folder's name in front.
    if any(name.endswith((".iwa", "buildversionhistory.plist")) for name in known):
        return "iwork"
    return "executable" if {"meta-inf/manifest.mf", "androidmanifest.xml"} & known else "zip"


def _stated(head: bytes) -> str:
    """Tell an OpenDocument file, or a book, by the media type it states."""
    stated = head.decode("latin-1")
    if stated.startswith("application/epub"):
        return "epub"
    kind = stated.partition("opendocument.")[2]
    return next((slug for word, slug in _ODF.items() if kind.startswith(word)), "zip")


def lacks_its_end(content: bytes) -> bool:
    """Tell a zip whose end did not come with it."""
    return content.startswith(_MARKS[0]) and content.rfind(END_MARK, -_TAIL) < 0
