"""What a file's name, or the mail around it, says it is, against what it is: told to the reader, never believed."""

from collections.abc import Mapping
from types import MappingProxyType

MISMATCH = "type_mismatch"

#: Types that stand under one another's names rightly: .wps is WPS Writer's as well as Works', .mp4 may hold sound alone.
_KIN: Mapping[str, str] = MappingProxyType({"wps": "doc", "word95": "doc", "works": "doc", "audio": "video"})
_NAMED: Mapping[str, str] = MappingProxyType(
    {
        extension: kind
        for kind, extensions in {
            "doc": "doc dot wps wpt",
            "docx": "docx docm dotx dotm",
            "rtf": "rtf",
            "pdf": "pdf",
            "odt": "odt ott",
            "html": "htm html shtml xhtml",
            "mht": "mht mhtml",
            "txt": "txt text",
            "zip": "zip",
            "eml": "eml",
            "xls": "xls xlt et ett",
            "xlsx": "xlsx xlsm xltx",
            "ppt": "ppt pps dps dpt",
            "pptx": "pptx pptm ppsx",
            "ofd": "ofd",
            "rar": "rar",
            "7z": "7z",
            "msg": "msg",
            "image": "jpg jpeg png gif bmp tif tiff webp heic heif",
            "video": "mp4 mov avi wmv mkv flv mp3 wav amr m4a ogg flac",
        }.items()
        for extension in extensions.split()
    }
)
_DECLARED: Mapping[str, str] = MappingProxyType(
    {
        "application/msword": "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
        "application/pdf": "pdf",
        "application/rtf": "rtf",
        "text/rtf": "rtf",
        "application/vnd.oasis.opendocument.text": "odt",
        "text/html": "html",
        "application/zip": "zip",
    }
)
_OPEN = frozenset({"encrypted", "empty"})  # said by their own code, and true of any type
_LONGEST = 5  # letters of an extension: what is longer behind a full stop is part of a sentence


def mismatch(name: str, declared: str, kind: str) -> bool:
    """Tell whether a name's extension speaks of another type than the sniffed one; without any, the declared type."""
    extension = extension_of(name)
    stated = _NAMED.get(extension) if extension else _DECLARED.get(declared)
    return stated is not None and kind not in _OPEN and _KIN.get(kind, kind) != stated


def extension_of(name: str) -> str:
    """Give a name's extension in small letters, without its full stop; "" where it has none."""
    stem, stop, extension = name.rpartition(".")
    told = extension.strip().lower()
    return told if stop and stem and told.isascii() and told.isalnum() and len(told) <= _LONGEST else ""
