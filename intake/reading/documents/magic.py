"""Binary formats told by the bytes that all their files have at one place: what we do not read is named all the same."""

import re

#: The first bytes that decide alone; the table is read from the top.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\xffWPC", "wordperfect"),
    (b"\xdb\xa5\x2d\0", "word95"),  # Word 2 for Windows, before there were compound files
    (b"\x31\xbe\0\0", "word95"),  # Word for DOS
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"II+\0", "image"),  # TIFF beyond 4 GB
    (b"8BPS\0\1", "image"),
    (b"AT&TFORM", "image"),  # DjVu, which libraries scan into
    (b"\xd7\xcd\xc6\x9a", "image"),  # a Windows metafile
    (b"\0\0\0\x0cjP  \r\n", "image"),
    (b"\0\0\x01\0\x01\0", "image"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"MThd\0\0", "audio"),
    (b"#!AMR", "audio"),
    (b"#!SILK", "audio"),  # voice messages of QQ and WeChat
    (b"\x02#!SILK", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b".RMF\0\0", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"\0\0\x01\xb3", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
    (b"\x7fELF", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"dex\n03", "executable"),
    (b"ITSF\x03\0", "executable"),  # compiled help runs scripts
    (b"\x4c\0\0\0\x01\x14\x02\0", "executable"),  # a Windows shortcut runs what it points to
    (b"\x1f\x8b\x08", "archive"),
    (b"\x1f\x9d", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"LZIP\x01", "archive"),
    (b"MSCF\0\0\0\0", "archive"),
    (b"!<arch>\n", "archive"),
    (b"RE~^", "rar"),
)
_RIFF = {b"WEBP": "image", b"WAVE": "audio", b"AVI ": "video"}
_IMAGE_BRANDS = (b"hei", b"hev", b"mif1", b"msf1", b"avi", b"jxl ", b"crx ")
_AUDIO_BRANDS = (b"M4A", b"M4B")
_MOVIE_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})  # QuickTime without a brand
_MPEG_AUDIO = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa\xfb\xf1\xf9][\x10-\xef]", re.DOTALL)
_LHA = re.compile(rb"..-l[hz][0-9s]-", re.DOTALL)
_TS_PACKET = 188  # bytes of a packet of an MPEG transport stream, each of which begins with G
_PDF_SINCE = 1024  # bytes that readers of PDF pass over before its mark (ISO 32000-2, annex I)


def binary(head: bytes) -> str | None:
    """Name a binary format by the beginning of a file; None where nothing is sure."""
    if b"%PDF-" in head[:_PDF_SINCE]:
        return "pdf"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "unknown")
    # These letters alone may begin a text.
    if head.startswith((b"MZ", b"BM")) and b"\0" in head[2:64]:
        return "executable" if head.startswith(b"MZ") else "image"
    return (
        _film(head)
        or _archive(head)
        or next((slug for magic, slug in _MAGIC if head.startswith(magic)), None)
    )


def _film(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        if head[8:12].startswith(_IMAGE_BRANDS):
            return "image"
        return "audio" if head[8:12].startswith(_AUDIO_BRANDS) else "video"
    if head[4:8] in _MOVIE_ATOMS and head[:2] == b"\0\0":
        return "video"
    if (
        head[:1] == b"G"
        and head[_TS_PACKET : _TS_PACKET + 1] == head[2 * _TS_PACKET : 2 * _TS_PACKET + 1] == b"G"
    ):
        return "video" if b"\0" in head[:4] or b"\xff" in head[:_TS_PACKET] else None
    return "audio" if _MPEG_AUDIO.match(head) else None


def _archive(head: bytes) -> str | None:
    return "archive" if head[257:262] == b"ustar" or _LHA.match(head) else None
