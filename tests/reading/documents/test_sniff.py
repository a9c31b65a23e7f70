"""Types told by content; names and declared types lie."""

import struct
import tracemalloc
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.documents import TYPES, lacks_its_end, sniff

DATA = Path(__file__).parents[2] / "data" / "documents"
Zipped = Callable[[Mapping[str, str | bytes]], bytes]


@pytest.mark.parametrize("path", sorted(DATA.glob("**/*.*")), ids=lambda path: path.name)
def test_the_samples_are_what_they_are_whatever_their_name(path: Path) -> None:
    assert sniff(path.read_bytes(), "photo.jpg") == path.suffix[1:].replace("xml", "wordml")


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("rtf", b"{\\rtf1\\ansi"),
        ("rtf", b"\xef\xbb\xbf \r\n{\\rtf1"),
        ("pdf", b"\r\n junk %PDF-1.7 \0"),
        ("rar", b"Rar!\x1a\x07\x01\0"),
        ("7z", b"7z\xbc\xaf\x27\x1c\0\x04"),
        ("tnef", b"\x78\x9f\x3e\x22\x01\0"),
        ("wordperfect", b"\xffWPC\x10\0"),
        ("image", b"\x89PNG\r\n\x1a\n"),
        ("image", b"\xff\xd8\xff\xe0\0"),
        ("image", b"GIF89a\0"),
        ("image", b"BM\x36\0\0\0\0\0"),
        ("image", b"\0\0\0\x18ftypheic\0\0"),
        ("image", b"RIFF\0\0\0\0WEBPVP8 "),
        ("audio", b"RIFF\0\0\0\0WAVEfmt "),
        ("unknown", b"RIFF\0\0\0\0XXXX"),
        ("audio", b"ID3\x03\0"),
        ("video", b"\0\0\0\x18ftypmp42\0\0"),
        ("video", b"\x1aE\xdf\xa3\0"),
        ("executable", b"MZ\x90\0\x03\0"),
        ("executable", b"\x7fELF\x02\0"),
        ("executable", b"\x4c\0\0\0\x01\x14\x02\0"),
        ("executable", b"#!/bin/sh\nrm x"),
        ("executable", b"\xef\xbb\xbf@ECHO OFF\r\n"),
        ("executable", b"[InternetShortcut]\r\nURL=http://x.example"),
        ("word95", b"\xdb\xa5\x2d\0\0"),
        ("image", b"\0\0\0\x1cftypavif\0\0"),
        ("image", b"\0\0\0\x18ftypmif1\0\0"),
        ("image", b"MM\0*\0\0"),
        ("image", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path/></svg>'),
        ("audio", b"#!AMR\n\x3c"),
        ("audio", b"\x02#!SILK_V3"),
        ("audio", b"\xff\xfb\x90\x44\0"),
        ("audio", b"\xff\xf3\x84\xc4\0"),
        ("audio", b"\0\0\0\x20ftypM4A \0\0"),
        ("video", b"\0\0\0\x14ftypqt  \0\0"),
        ("video", b"\0\0\0\x08wide\0\x01mdat"),
        ("video", (b"G\x40\0\x10" + b"\xff" * 184) * 3),
        ("archive", b"!\x0f-lh5-\0\0"),
        ("archive", b"\xfd7zXZ\0\0"),
        ("archive", b"\x28\xb5\x2f\xfd\x04"),
        ("xml", b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof"/>'),
        ("xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        ("archive", b"\x1f\x8b\x08\0"),
        ("archive", b"a.txt" + b"\0" * 252 + b"ustar\0"),
        ("wordml", b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'),
        ("wordml", b'<?xml version="1.0"?><pkg:package>'),
        ("html", b"<!DOCTYPE html><p>x"),
        ("html", b"\xef\xbb\xbf\n <HTML><body>"),
        ("html", "<html>好</html>".encode("utf-16")),
        ("html", b"<div>x</div>"),
        ("txt", b"<not a tag>"),
        ("eml", b"Received: from a\r\nFrom: x@y\r\n\r\nhi"),
        ("eml", b"From: a\r\nTo: b\r\nSubject:c\r\nDate:d\r\n\r\n"),
        ("mht", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"),
        ("mht", b"From: x\r\nSnapshot-Content-Location: http://x\r\nSubject: y\r\nMIME-Version: 1.0\r\n\r\n"),
        ("eml", b"Date: x\r\nMIME-Version: 1.0\r\nFrom: x\r\n\r\n--b\r\nContent-Location: y\r\n\r\n"),
        ("txt", "Subject: 只是一行文字".encode()),
        ("txt", "MZ 是两个字母".encode()),
        ("txt", "BM 也是".encode("gbk")),
        ("txt", "会".encode("gb18030")),
        ("empty", b""),
        ("empty", b"\0\0 \r\n\t"),
        ("unknown", b"\x01\x02\x03\xfe\xff\x80\x81"),
        ("unknown", bytes(range(256)) * 20),
    ],
)  # fmt: skip
def test_the_first_bytes_tell(kind: str, head: bytes) -> None:
    assert sniff(head, "file.doc") == kind


def test_the_name_decides_only_about_odd_text() -> None:
    odd = b"\xff\xff\xff\x80"
    assert (sniff(odd, "x.txt"), sniff(odd, "x.doc"), sniff(odd + b"\x01", "x.txt")) == (
        "txt",
        "unknown",
        "unknown",
    )


SAID = "各位领导、同志们，现在我代表镇党委作发言。\n" * 20


@pytest.mark.parametrize(
    "content",
    [
        SAID.encode("gb18030")[:-2] + b"\xd1",
        b"\xff\xfe" + SAID.encode("utf-16-le") + b"\x53",
        SAID.encode() + bytes(4_000),
        SAID.encode("gb18030") + bytes(4_000) + SAID.encode("gb18030"),
    ],
)
def test_chinese_text_is_told_though_some_of_it_is_damaged(content: bytes) -> None:
    assert sniff(content, "发言.doc") == "txt"


def test_letters_between_zeros_are_no_text() -> None:
    assert (
        sniff(b"\x01\x00\x00\x00\x00Helvetica\0\0\0\0\0Bold\x02\0\0\0\0\xb7\xa2" * 40, "a.doc") == "unknown"
    )


def test_a_long_text_is_told_by_its_beginning() -> None:
    assert sniff("发言材料\n".encode() * 200_000, "") == "txt"
    assert sniff(b"word " * 300_000, "") == "txt"


PARTS = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("docx", [PARTS, "word/document.xml"]),
        ("docx", ["\\[content_types].xml", "Word\\Document.xml"]),
        ("xlsx", [PARTS, "xl/workbook.xml"]),
        ("pptx", [PARTS, "ppt/presentation.xml"]),
        ("zip", [PARTS, "other/part.xml"]),
        ("ofd", ["OFD.xml", "Doc_0/Document.xml"]),
        ("zip", ["发言.docx", "word/letter.txt"]),
        ("xps", [PARTS, "FixedDocSeq.fdseq"]),
        ("iwork", ["Index/Document.iwa", "Metadata/Properties.plist"]),
        ("iwork", ["发言.pages/Metadata/BuildVersionHistory.plist", "发言.pages/Index.zip"]),
        ("executable", ["META-INF/MANIFEST.MF", "a/B.class"]),
    ],
)
def test_what_is_in_a_zip_tells_what_it_is(zipped: Zipped, kind: str, names: list[str]) -> None:
    content = zipped(dict.fromkeys(names, "x"))
    assert sniff(content, "a.zip") == kind


def test_a_truncated_package_is_still_of_its_type() -> None:
    assert sniff((DATA / "01_titled.docx").read_bytes()[:20_000], "") == "docx"
    assert sniff(b"PK\x05\x06" + b"\0" * 18, "") == "zip"
    assert sniff(b"PK\x03\x04 and nothing of a zip", "") == "zip"


def test_a_book_states_its_type() -> None:
    assert sniff(b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zipPK", "") == "epub"


def test_a_stated_type_that_would_inflate_without_bounds_is_not_looked_at() -> None:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_BZIP2) as made:
        made.writestr("content.xml", "x")
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text" + " " * 200)
    assert sniff(file.getvalue(), "a.odt") == "zip"


def test_a_zip_may_stand_behind_other_bytes(zipped: Zipped) -> None:
    assert sniff(b"\x01\x02 a gateway's mark \xff" + zipped({"a.txt": "x"}), "a.doc") == "zip"
    assert sniff("发言\n".encode() + zipped({PARTS: "x", "word/document.xml": "x"}), "a.doc") == "docx"
    assert sniff(b"MZ\x90\0\x03\0" + zipped({"a.txt": "x"}), "a.exe") == "executable"  # it unpacks itself


def test_a_directory_without_end_is_not_listed() -> None:
    assert sniff(b"PK\x03\x04" + b"PK\x01\x02" * 50_001, "a.docx") == "zip"


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("odt", "text"),
        ("odt", "text-template"),
        ("ods", "spreadsheet"),
        ("odp", "presentation"),
        ("zip", "x"),
    ],
)
def test_an_open_document_states_its_type(kind: str, stated: str) -> None:
    head = b"PK\x03\x04" + b"\0" * 26 + b"mimetype"
    assert sniff(head + f"application/vnd.oasis.opendocument.{stated}".encode(), "") == kind


# ── OLE2 ──────────────────────────────────────────────────────────────────────────────────────────

FREE = 0xFFFFFFFF
END = 0xFFFFFFFE


def entry(name: str, *, left: int = FREE, right: int = FREE, child: int = FREE, start: int = 0) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide) + 2, 2, 1)
        + struct.pack("<III", left, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, 4096)
    )


def ole(
    *entries: bytes, class_id: bytes = b"\0" * 16, fib: bytes = b"", fat: tuple[int, ...] = (END, END)
) -> bytes:
    """Build a compound file: sector 0 is the table, sector 1 the directory, sector 2 what a stream begins with."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + class_id + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, 9)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + b"".join(entries).ljust(512, b"\0") + fib.ljust(512, b"\0")


FIB = struct.pack("<HHHHHH", 0xA5EC, 0, 0, 0, 0, 0)
LOCKED = struct.pack("<HHHHHH", 0xA5EC, 0, 0, 0, 0, 0x0100)


@pytest.mark.parametrize(
    ("kind", "stream"),
    [
        ("doc", "WordDocument"),
        ("xls", "Workbook"),
        ("xls", "Book"),
        ("ppt", "PowerPoint Document"),
        ("msg", "__properties_version1.0"),
        ("works", "CONTENTS"),
        ("encrypted", "EncryptedPackage"),
        ("unknown", "VisioDocument"),
    ],
)
def test_the_root_of_a_compound_file_tells_what_it_is(kind: str, stream: str) -> None:
    other = entry("\x05SummaryInformation", left=2)
    assert sniff(ole(entry("Root Entry", child=1), other, entry(stream, start=2), fib=FIB), "x.txt") == kind


def test_wps_writer_fills_in_the_class_id() -> None:
    content = ole(entry("Root Entry", child=1), entry("WordDocument", start=2), class_id=b"\1" * 16, fib=FIB)
    assert sniff(content, "") == "wps"


def test_a_word_file_with_a_password_is_encrypted() -> None:
    assert (
        sniff(ole(entry("Root Entry", child=1), entry("WordDocument", start=2), fib=LOCKED), "")
        == "encrypted"
    )


@pytest.mark.parametrize("identity", [0xA5DC, 0xA697])
def test_a_word_file_of_1995_is_told(identity: int) -> None:
    fib = struct.pack("<HHHHHH", identity, 104, 0, 0, 0, 0)
    assert sniff(ole(entry("Root Entry", child=1), entry("WordDocument", start=2), fib=fib), "") == "word95"


def test_an_installer_is_a_program() -> None:
    root = bytearray(entry("Root Entry"))
    root[80:96] = bytes.fromhex("84100c0000000000c000000000000046")
    assert sniff(ole(bytes(root)), "a.doc") == "executable"


def test_a_large_file_lists_its_allocation_table_apart() -> None:
    """Its directory goes on in sector 128 · 109, which only the 110th sector of the table knows."""
    far = 128 * 109
    header = bytearray(ole(entry("Root Entry", child=5), fat=(END, far)))
    struct.pack_into("<II", header, 68, 2, 1)
    struct.pack_into("<109I", header, 76, *[0] * 109)
    sectors = {
        2: struct.pack("<I", 3) + b"\xff" * 508,
        3: struct.pack("<I", END) + b"\xff" * 508,
        far: b"\0" * 128 + entry("WordDocument", start=4),
        4: FIB,
    }
    content = header.ljust((far + 2) * 512, b"\0")
    for number, data in sectors.items():
        content[(number + 1) * 512 : (number + 1) * 512 + len(data)] = data
    assert sniff(bytes(content), "") == "doc"


def test_embedded_objects_do_not_count() -> None:
    embedded = entry("ObjectPool", child=3)
    content = ole(
        entry("Root Entry", child=2), entry("WordDocument", start=2), embedded, entry("Workbook"), fib=FIB
    )
    assert sniff(content, "") == "unknown"  # of the root, only ObjectPool is linked here


def test_loops_in_a_compound_file_end() -> None:
    looped = entry("WordDocument", left=1, right=0, start=2)
    assert sniff(ole(entry("Root Entry", child=1), looped, fib=FIB, fat=(END, 1)), "") == "doc"


@pytest.mark.parametrize("length", [8, 30, 60, 76, 100, 600, 1100])
def test_a_truncated_compound_file_is_told_as_far_as_possible(length: int) -> None:
    content = ole(entry("Root Entry", child=1), entry("WordDocument", start=2), fib=FIB)[:length]
    assert sniff(content, "") == "unknown"


def test_a_compound_file_shorter_than_its_table_says_lacks_its_end() -> None:
    content = ole(entry("Root Entry", child=1), entry("WordDocument", start=2), fib=FIB, fat=(END, END, END))
    assert not lacks_its_end(content, "doc")
    assert not lacks_its_end(content[:-100], "doc")  # some writers do not fill the last sector
    assert lacks_its_end(content[:-512], "doc")
    assert lacks_its_end(content[:500], "doc")


def test_an_allocation_table_that_lists_itself_over_and_over_takes_no_memory() -> None:
    """Sectors of 4 KB whose list of the table goes on in itself: read as it stands, 4 GB."""
    header = bytearray(ole(entry("Root Entry"))[:512])
    struct.pack_into("<H", header, 30, 12)
    struct.pack_into("<II", header, 68, 0, 1)
    content = bytes(header.ljust(4096, b"\0")) + struct.pack("<1024I", *[0] * 1024)
    tracemalloc.start()
    try:
        assert lacks_its_end(content, "doc")
        assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=400), st.sampled_from(["", "a.txt", "b.doc"]))
def test_any_bytes_have_a_type(content: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"{\\rtf", b"\xff\xfe"):
        kind = sniff(head + content, name)
        assert kind in TYPES
        lacks_its_end(head + content, kind)
