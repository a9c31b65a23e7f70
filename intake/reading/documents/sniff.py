"""What a file is, told by its content: names and declared types lie (documents sent as octet-stream, .doc that is RTF)."""

import re

from intake.reading.charset import LOSSY, decode, plausibility
from intake.reading.documents import ole, packages
from intake.reading.documents.magic import binary

_HEAD = 4096
_BLANK = b"\0 \t\r\n"

_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|div|p|table|span|br|font|h[1-6])[\s>/]"
)
#: What XML says of itself near its start, in small letters; the table is read from the top.
_XML = (
    ("schemas.microsoft.com/office/word/2003/wordml", "wordml"),
    ("<pkg:package", "wordml"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "xls"),
    ("<svg", "image"),
)
#: How texts begin that a system takes for a program.
_SCRIPTS = ("#!", "@echo off", "<?php", "[internetshortcut]", "[desktop entry]", "windows registry editor")
_FIELD = re.compile(r"[!-9;-~]+:")
_MAIL = re.compile(r"^(?:mime-version|received|message-id|return-path|dkim-signature):", re.MULTILINE)
_ENVELOPE = re.compile(r"^(from|to|subject|date|content-type):", re.MULTILINE)
_SENT = re.compile(r"^(?:received|to|x-mailer):", re.MULTILINE)
_SAVED = re.compile(r"^content-type:\s*multipart/related|^(?:snapshot-)?content-location:", re.MULTILINE)
_BLANK_LINE = re.compile(r"\r?\n\r?\n")
_TWO = 2
_FILLED = re.compile(rb"\0{4,}")  # UTF-16 has no such run
_PROSE = 0.5  # the plausibility of Chinese prose: nothing less is believed of bytes that are damaged
_TEXT_NAMES = (".txt", ".text", ".md", ".csv", ".log")


#: What `sniff` may tell; what has no reader is named all the same, so that it can be refused in its own words.
TYPES = frozenset(
    {
        *("docx", "doc", "wps", "rtf", "pdf", "odt", "html", "mht", "txt", "zip", "eml"),
        *("xlsx", "xls", "pptx", "ppt", "ods", "odp", "ofd", "xps", "epub", "iwork"),
        *("works", "wordml", "word95", "wordperfect", "msg", "tnef", "rar", "7z", "archive", "xml"),
        *("image", "audio", "video", "executable", "encrypted", "empty", "unknown"),
    }
)


def sniff(content: bytes, name: str) -> str:
    """Name the type of some bytes by a slug of TYPES; never raises.

    `name` only decides about text so short or odd that its bytes leave it open.
    """
    if not content[:_HEAD].strip(_BLANK) and not content.strip(_BLANK):  # only the first is no copy of it all
        return "empty"
    if content.startswith(b"PK") and packages.is_zip(content):
        return packages.kind(content)
    if content.startswith(ole.MAGIC):
        return ole.kind(content)
    told = binary(content[:_HEAD]) or _markup(content[:_HEAD])
    if told is None and packages.is_zip(content):
        return packages.kind(content)
    return told or _text(content, name)


def _markup(head: bytes) -> str | None:
    """Find the formats that are written in letters, whatever they are encoded in."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.replace(b"\0", b"")[2:] if wide else head.removeprefix(b"\xef\xbb\xbf")
    start = text.decode("latin-1").lstrip().lower()
    if start.startswith("{\\rtf"):
        return "rtf"
    if start.startswith(_SCRIPTS):
        return "executable"
    if start.startswith("<"):
        return _tagged(start)
    # Recall notices of QQ Mail have none of the fields that only mails have.
    if _FIELD.match(start) and (_MAIL.search(start) or len(set(_ENVELOPE.findall(start))) > _TWO):
        fields = _BLANK_LINE.split(start, maxsplit=1)[0]
        return "mht" if _SAVED.search(fields) and not _SENT.search(fields) else "eml"
    return None


def _tagged(start: str) -> str | None:
    """Tell apart what is written in tags; XML of no kind that we know is no text either."""
    told = next((slug for mark, slug in _XML if mark in start), None)
    if told in {None, "image"} and _HTML.search(start):
        return "html"
    return told or ("xml" if start.startswith("<?xml") else None)


def _text(content: bytes, name: str) -> str:
    """Take for text what decodes into plausible prose, though some of it is damaged, or what calls itself text.

    What only calls itself so must have no control bytes.
    """
    sample = content if len(content) <= 2**20 else content[: 2**20].rpartition(b"\n")[0] or content[:_HEAD]
    filled = _FILLED.sub(b"", sample)  # what a disk or a transfer left unwritten
    decoded = decode(filled)
    hurt = LOSSY in decoded.warnings or len(filled) < len(sample)
    if plausibility(decoded.text) > (_PROSE if hurt else 0):
        return "txt"
    controls = sum(byte < 32 and byte not in b"\t\n\f\r\x1a" for byte in sample[:_HEAD])  # noqa: PLR2004  # C0
    return "txt" if name.lower().endswith(_TEXT_NAMES) and not controls else "unknown"
