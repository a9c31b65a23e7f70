"""What a file is, told by its content: names and declared types lie (documents sent as octet-stream, .doc that is RTF)."""

import re
from io import BytesIO
from zipfile import ZipFile

from intake.reading.charset import LOSSY, decode, plausibility
from intake.reading.documents import ole
from intake.reading.documents.unzip import TROUBLE, fold

_HEAD = 4096
_BLANK = b"\0 \t\r\n"

# The first bytes that decide alone; the table is read from the top.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x78\x9f\x3e\x22", "tnef"),
    (b"\xffWPC", "wordperfect"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"ID3", "audio"),
    (b"\xff\xfb", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"#!AMR", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\0\0\x01\xba", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
    (b"\x7fELF", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"\x4c\0\0\0\x01\x14\x02\0", "executable"),  # a Windows shortcut runs what it points to
    (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"MSCF\0\0\0\0", "archive"),
)
_RIFF = {b"WEBP": "image", b"WAVE": "audio", b"AVI ": "video"}
_IMAGE_BRANDS = (b"hei", b"hev", b"mif1", b"msf1", b"avif")
_ODF = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|div|p|table|span|br|font|h[1-6])[\s>/]"
)
_FIELD = re.compile(r"[!-9;-~]+:")
_MAIL = re.compile(r"^(?:mime-version|received|message-id|return-path|dkim-signature):", re.MULTILINE)
_ENVELOPE = re.compile(r"^(from|to|subject|date|content-type):", re.MULTILINE)
_SENT = re.compile(r"^(?:received|to|x-mailer):", re.MULTILINE)
_TWO = 2
_TEXT_NAMES = (".txt", ".text", ".md", ".csv", ".log")


def sniff(content: bytes, name: str) -> str:
    """Name the type of some bytes by a slug; never raises.

    The slugs: docx doc wps rtf pdf odt html mht txt zip eml xlsx xls pptx ppt ofd ods odp rar 7z archive msg works
    wordml wordperfect image audio video executable tnef encrypted empty unknown. `name` only decides about text
    so short or odd that its bytes leave it open.
    """
    if not content[:_HEAD].strip(_BLANK) and not content.strip(_BLANK):  # only the first is no copy of it all
        return "empty"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(content)
    if content.startswith(ole.MAGIC):
        return ole.kind(content)
    return _binary(content[:_HEAD]) or _markup(content[:_HEAD]) or _text(content, name)


def _binary(head: bytes) -> str | None:
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "image" if head[8:12].startswith(_IMAGE_BRANDS) else "video"
    if head[257:262] == b"ustar":
        return "archive"
    if head.startswith((b"MZ", b"BM")) and b"\0" in head[2:64]:  # "MZ" and "BM" alone may begin a text
        return "executable" if head.startswith(b"MZ") else "image"
    return next((slug for magic, slug in _MAGIC if head.startswith(magic)), None)


def _markup(head: bytes) -> str | None:
    """Find the formats that are written in letters, whatever they are encoded in."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.replace(b"\0", b"")[2:] if wide else head.removeprefix(b"\xef\xbb\xbf")
    start = text.decode("latin-1").lstrip().lower()
    if start.startswith("{\\rtf"):
        return "rtf"
    if start.startswith("<"):
        if "schemas.microsoft.com/office/word/2003/wordml" in start or "<pkg:package" in start:
            return "wordml"
        return "html" if _HTML.search(start) else None
    # Recall notices of QQ Mail have none of the fields that only mails have.
    if _FIELD.match(start) and (_MAIL.search(start) or len(set(_ENVELOPE.findall(start))) > _TWO):
        return "mht" if "multipart/related" in start and not _SENT.search(start) else "eml"
    return None


def _text(content: bytes, name: str) -> str:
    """Take for text what decodes into plausible prose, or what calls itself text and has no control bytes."""
    sample = content if len(content) <= 2**20 else content[: 2**20].rpartition(b"\n")[0] or content[:_HEAD]
    decoded = decode(sample)
    if LOSSY not in decoded.warnings and plausibility(decoded.text) > 0:
        return "txt"
    controls = sum(byte < 32 and byte not in b"\t\n\f\r\x1a" for byte in sample[:_HEAD])  # noqa: PLR2004  # C0
    return "txt" if name.lower().endswith(_TEXT_NAMES) and not controls else "unknown"


def _zip(content: bytes) -> str:
    """Look at the names in a zip; where its directory is broken, at whatever names its bytes show."""
    if (
        content[30:38] == b"mimetype" and content[8:10] == b"\0\0"
    ):  # as OpenDocument wants it: first and not packed
        return _open_document(content[38:120])
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = {fold(name): name for name in archive.namelist()}
            if "mimetype" in names and "content.xml" in names:  # packed again by a program for archives
                return _open_document(archive.open(names["mimetype"]).read(120))
    except TROUBLE:
        names = {fold(found.decode("latin-1")): "" for found in _LOCAL_NAMES.findall(content)}
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" not in names:
        return "zip"
    return next((slug for folder, slug in _FOLDERS if any(name.startswith(folder) for name in names)), "zip")


def _open_document(stated: bytes) -> str:
    """Tell an OpenDocument file by the media type it states."""
    kind = stated.decode("latin-1").partition("opendocument.")[2]
    return next((slug for word, slug in _ODF.items() if kind.startswith(word)), "zip")


_LOCAL_NAMES = re.compile(rb"PK\x03\x04.{26}([ -~]{1,80}?\.xml)", re.DOTALL)
