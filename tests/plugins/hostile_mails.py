"""Mails made to exhaust, to confuse or to deceive a reader, by name: each is built when it is asked for."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from itertools import chain

from hostile_documents import M, Shape, W, end, facts, laughs, zipped

HEAD = b"From: a@town.example\r\nSubject: hostile\r\nDate: Mon, 23 Nov 2026 08:00:00 +0800\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary="
PLAIN = b"Content-Type: text/plain; charset="
PAGE = b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MAIL = b"Content-Type: message/rfc822\r\n\r\n"
BASE64 = b"Content-Transfer-Encoding: base64\r\n\r\n"


def mail(rest: bytes, head: bytes = HEAD) -> bytes:
    return head + rest


def body(text: bytes, charset: bytes = b"utf-8") -> bytes:
    return mail(PLAIN + charset + b"\r\n\r\n" + text)


def page(text: bytes) -> bytes:
    return mail(PAGE + text)


def mixed(*parts: bytes, mark: bytes = b"b", end: bytes = b"--\r\n") -> bytes:
    lines = (b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts)
    return MIXED + mark + b"\r\n\r\n" + b"".join(lines) + b"--" + mark + end


def attached(content: bytes, name: bytes = b'"a.zip"', kind: bytes = b"application/octet-stream") -> bytes:
    head = b"Content-Type: " + kind + b"\r\nContent-Disposition: attachment; filename=" + name + b"\r\n"
    text = b64encode(content)
    lines = b"\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    return head + BASE64 + lines


def with_file(content: bytes, name: bytes = b'"a.zip"') -> bytes:
    return mail(mixed(PLAIN + b"utf-8\r\n\r\nhello", attached(content, name)))


def named(parameter: bytes) -> bytes:
    part = b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; " + parameter
    return mail(mixed(part + b"\r\n\r\nx"))


def docx(text: bytes, head: bytes = b"", close: bytes = b"</w:body></w:document>") -> bytes:
    document = head + b"<w:document " + W + b"><w:body>" + text + close
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document))


def nested(depth: int, mark: bytes = b"m%d", inner: bytes = PLAIN + b"utf-8\r\n\r\ndeep") -> bytes:
    """Nest multiparts without copying what is inside at each level."""
    marks = [mark % level if b"%" in mark else mark for level in range(depth)]
    opening = (MIXED + one + b"\r\n\r\n--" + one + b"\r\n" for one in marks)
    closing = (b"\r\n--" + one + b"--" for one in reversed(marks))
    return b"".join(chain(opening, (inner,), closing))


def encoded_mails(levels: int) -> bytes:
    raw = body(b"x" * 1000)
    for _ in range(levels):
        raw = HEAD + b"Content-Type: message/rfc822\r\n" + BASE64 + b64encode(raw)
    return raw


def zips(levels: int, wide: int = 1) -> bytes:
    packed = zipped(("a.txt", b"text"))
    for level in range(levels):
        packed = zipped(*((f"{level}-{one}.zip", packed) for one in range(wide)))
    return packed


def overlapping(entries: int) -> bytes:
    """Let many entries of a directory point to one file."""
    data = zlib.compress(bytes(M), 9)[2:-4]
    shared = facts(8, zlib.crc32(bytes(M)), len(data), M)
    local = b"PK\x03\x04" + shared + struct.pack("<HH", 1, 0) + b"a" + data
    entry = (
        b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
    )
    return local + entry * entries + end(entries, len(entry) * entries, len(local))


def tnef(*attributes: tuple[int, bytes]) -> bytes:
    packed = (struct.pack("<BII", 2, number, len(data)) + data + b"\0\0" for number, data in attributes)
    return b"\x78\x9f\x3e\x22\1\0" + b"".join(packed)


SEGMENTS = b";".join(b" filename*%d=a" % number for number in range(5000))
WORD = b"=?gb2312?B?" + b64encode("发言".encode("gb18030")) + b"?="
BOUNDARY_LINES = b"--b\r\n"
NESTING: Mapping[str, Shape] = {
    "nest-100": lambda: mail(nested(100)),
    "nest-10000": lambda: mail(nested(10_000)),
    "nest-same-boundary-9000": lambda: mail(nested(9_000, b"same")),
    "nest-prefix-boundaries": lambda: mail(
        b"".join(MIXED + b"a" * n + b"\r\n\r\n--" + b"a" * n + b"\r\n" for n in range(1, 400))
    ),
    "nest-mails-5000": lambda: mail(MAIL * 5_000),
    "nest-mails-in-parts": lambda: mail(mixed(*[MAIL + mixed(MAIL + HEAD + b"\r\nx", mark=b"i")] * 300)),
    "nest-mails-base64-12": lambda: encoded_mails(12),
    "nest-mails-base64-60": lambda: encoded_mails(28),
    "nest-mails-big": lambda: mail(MAIL * 40 + HEAD + b"\r\n" + b"x" * 20 * M),
    "nest-digest": lambda: mail(
        MIXED.replace(b"mixed", b"digest") + b"b\r\n\r\n" + b"--b\r\n\r\nSubject: x\r\n\r\ny\r\n" * 3000
    ),
    "nest-alternatives": lambda: mail(nested(60).replace(b"multipart/mixed", b"multipart/alternative")),
    "nest-unclosed": lambda: mail(nested(3000)[:90_000]),
}
HEADERS: Mapping[str, Shape] = {
    "headers-1M-same": lambda: mail(b"X: y\r\n" * M + b"\r\nx"),
    "headers-100k-distinct": lambda: mail(b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\nx"),
    "headers-received-50k": lambda: (
        b"Received: from a by b; Mon, 23 Nov 2026 08:00:00 +0800\r\n" * 50_000 + body(b"x")
    ),
    "headers-subject-20MB": lambda: mail(b"Subject: " + b"x" * 20 * M + b"\r\n\r\nx", b""),
    "headers-subject-folded-1M": lambda: mail(b"Subject: a" + b"\r\n a" * M + b"\r\n\r\nx", b""),
    "headers-encoded-words-100k": lambda: mail(
        b"Subject: " + b"\r\n ".join([WORD] * 100_000) + b"\r\n\r\nx", b""
    ),
    "headers-encoded-word-begins": lambda: mail(b"Subject: " + b"=?a?b?" * 10_000 + b"\r\n\r\nx", b""),
    "headers-encoded-word-charsets": lambda: mail(
        b"Subject: " + b" ".join(b"=?c%d?q?=E4?=" % n for n in range(4000)) + b"\r\n\r\nx", b""
    ),
    "headers-from-100k": lambda: mail(
        b"From: " + b"\r\n ".join([b"<a@b.example>,"] * 100_000) + b"\r\n\r\nx", b""
    ),
    "headers-from-quotes": lambda: mail(b"From: " + b'"\\' * 30_000 + b"\r\n\r\nx", b""),
    "headers-from-angles": lambda: mail(b"From: " + b"<" * 60_000 + b"\r\n\r\nx", b""),
    "headers-from-comments": lambda: mail(b"From: a@b.example " + b"(" * 60_000 + b"\r\n\r\nx", b""),
    "headers-from-at": lambda: mail(b"From: " + b"a@" * 30_000 + b"\r\n\r\nx", b""),
    "headers-date-digits": lambda: mail(
        b"Date: Mon, " + b"9" * 60_000 + b" Nov 2026 08:00:00 +0800\r\n\r\nx", b""
    ),
    "headers-date-comments": lambda: mail(
        b"Date: Mon, 23 Nov 2026 08:00:00 " + b"(" * 60_000 + b"\r\n\r\nx", b""
    ),
    "headers-message-id-4KB": lambda: mail(b"Message-ID: <" + b"a" * 4_000 + b"@b>\r\n\r\nx"),
    "headers-repeated": lambda: HEAD * 20 + b"\r\nx",
    "headers-no-end": lambda: mail(b"X: y\r\n" * 100_000),
    "headers-junk-lines": lambda: mail(b"no field\r\n" * 100_000 + b"To: x\r\n\r\ny"),
    "headers-cr-only": lambda: (HEAD + b"X: y\r\n" * 10_000 + b"\r\nx").replace(b"\r\n", b"\r"),
    "headers-colons": lambda: mail(b":" * 60_000 + b"\r\n\r\nx"),
    "headers-nul": lambda: mail(b"Subject: a\0b\r\nX\0Y: z\r\n\r\nx\0y", b""),
    "headers-none": lambda: b"\r\n" * 100_000,
    "headers-part-100k": lambda: mail(mixed(b"X: y\r\n" * 100_000 + b"\r\nx")),
    "headers-parts-each-long": lambda: mail(mixed(*[b"X: " + b"y" * 60_000 + b"\r\n\r\nx"] * 500)),
    "headers-inner-mail-long": lambda: mail(mixed(MAIL + b"X: y\r\n" * 100_000 + body(b"x"))),
}
BOUNDARIES: Mapping[str, Shape] = {
    "boundary-lines-1M": lambda: mail(MIXED + b"b\r\n\r\n" + BOUNDARY_LINES * M),
    "boundary-lines-15k": lambda: mail(MIXED + b"b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 15_000),
    "boundary-lines-foreign": lambda: mail(mixed(PLAIN + b"utf-8\r\n\r\n" + b"--c\r\n" * 15_000)),
    "boundary-empty": lambda: mail(
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n\r\nx\r\n----\r\n'
    ),
    "boundary-missing": lambda: mail(b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--"),
    "boundary-never": lambda: mail(MIXED + b"never\r\n\r\nx"),
    "boundary-64KB": lambda: mail(mixed(b"\r\nx", mark=b"b" * 60_000)),
    "boundary-dashes": lambda: mail(MIXED + b"-\r\n\r\n" + b"-" * 10 * M + b"\r\n---\r\n\r\nx"),
    "boundary-only-closing": lambda: mail(MIXED + b"b\r\n\r\nx\r\n--b--\r\ny"),
    "boundary-spaces": lambda: mail(MIXED + b"b\r\n\r\n" + b"--b" + b" " * M + b"\r\n\r\nx\r\n--b--"),
    "boundary-closed-twice": lambda: mail(mixed(b"\r\nx") + b"--b--\r\n" * 5_000),
    "boundary-in-rfc2231": lambda: mail(
        b"Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\r\n\r\n--ab\r\n\r\nx\r\n--ab--"
    ),
    "boundary-8bit": lambda: mail(mixed(b"\r\nx", mark=b"\xb7\xa2\xd1\xd4")),
    "boundary-of-parent": lambda: mail(mixed(mixed(b"\r\nx", b"\r\ny"), b"\r\nz")),
    "parts-100k": lambda: mail(MIXED + b"b\r\n\r\n" + b"--b\r\n\r\nx\n" * 19_000),
    "parts-attached-900": lambda: mail(mixed(*[attached(b"%d" % n) for n in range(900)])),
    "parts-empty-10k": lambda: mail(MIXED + b"b\r\n\r\n" + b"--b\r\n\r\n" * 10_000),
    "parts-preamble-20MB": lambda: mail(MIXED + b"b\r\n\r\n" + b"x" * 20 * M + b"\r\n--b\r\n\r\ny"),
}
PARAMETERS: Mapping[str, Shape] = {
    "rfc2231-5k-segments": lambda: named(SEGMENTS),
    "rfc2231-huge-index": lambda: named(b"filename*" + b"9" * 10_000 + b"=x"),
    "rfc2231-no-first": lambda: named(b"filename*7=x; filename*9*=%E5"),
    "rfc2231-same-index": lambda: named(b"; ".join([b"filename*0*=gb18030''%B7"] * 2_000)),
    "rfc2231-unknown-charset": lambda: named(b"filename*=x-nobody''%B7%A2"),
    "rfc2231-charset-zlib": lambda: named(b"filename*=zlib''%78%9C"),
    "rfc2231-surrogates": lambda: named(b"filename*=utf-8''%ED%A0%80%ED%B0%80.docx"),
    "rfc2231-percents": lambda: named(b"filename*=utf-8''" + b"%" * 60_000),
    "rfc2231-quotes": lambda: named(b"filename*=" + b"'" * 60_000),
    "params-10k": lambda: named(b"; ".join(b"a%d=b" % n for n in range(10_000))),
    "params-200k": lambda: named(b"; ".join(b"a%d=b" % n for n in range(200_000))),
    "params-semicolons-1MB": lambda: named(b";" * M),
    "params-semicolons-60KB": lambda: named(b";" * 60_000),
    "params-spaces": lambda: named(b"a" + b" " * 60_000 + b"b=c"),
    "params-open-quote": lambda: named(b'filename="' + b"\\" * 60_000),
    "params-equals": lambda: named(b"=" * 60_000),
    "params-stars": lambda: named(b"filename" + b"*" * 60_000 + b"=x"),
    "type-slashes": lambda: mail(b"Content-Type: " + b"/" * 60_000 + b"\r\n\r\nx"),
}
CHARSETS: Mapping[str, Shape] = {
    f"charset-{label.decode('ascii')}": partial(body, "发言稿".encode("gb18030") * 1000, label)
    for label in (
        b"idna",
        b"punycode",
        b"undefined",
        b"zlib",
        b"hex",
        b"rot13",
        b"base64",
        b"utf-7",
        b"utf-16",
        b"utf-32",
        b"unicode_escape",
        b"raw_unicode_escape",
        b"mbcs",
        b"iso-2022-cn",
        b"iso-2022-jp",
        b"hz-gb-2312",
        b"../../etc/passwd",
    )
} | {
    "charset-nul": lambda: body(b"x", b'"a\0b"'),
    "charset-5KB": lambda: body(b"x", b"a" * 5_000),
    "charset-utf7-surrogates": lambda: body(b"+2AA-" * 10_000, b"utf-7"),
    "charset-utf16-odd": lambda: body(b"\xff\xfe" + b"\xd8" * 9_999, b"utf-16"),
    "charset-escapes": lambda: body(b"\x1b$B" * 100_000, b"iso-2022-jp"),
    "charset-invalid-20MB": lambda: body(b"\x81\x20\xff" * 6 * M, b"gb2312"),
}
BODIES: Mapping[str, Shape] = {
    "body-empty-lines-1900k": lambda: body(b"\r\n" * 1_900_000),
    "body-empty-lines-10M": lambda: body(b"\r\n" * 10 * M),
    "body-one-line-40MB": lambda: body(b"x" * 40 * M),
    "body-base64-45MB": lambda: mail(mixed(attached(b"\0\1\2" * 15 * M, b'"a.bin"'))),
    "body-base64-padding": lambda: mail(BASE64 + b"=" * M),
    "body-base64-junk": lambda: mail(BASE64 + b"\x80*" * M),
    "body-quoted-printable": lambda: mail(
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * M + b"=\r\n" * M
    ),
    "body-uuencode": lambda: mail(
        b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n" + b"M!\r\n" * 400_000
    ),
    "body-speech-marks": lambda: body("一、同志们：\n一是谢谢大家！\n".encode() * 40_000),
    "body-bylines": lambda: body("临渚区望潮街道党工委书记　顾远舟\n".encode() * 4_000),
    "body-digits": lambda: body(b"1" * M + b"\n" + b"2026-" * 100_000),
    "body-quote-marks": lambda: body(b"\n".join([b">" * 1000] * 3_000)),
    "body-wrote": lambda: body(b"\n".join([b"a" * 390] * 20_000) + b"\nwrote"),
    "body-fields": lambda: body("发件人：\n主题：\n".encode() * 100_000),
    "body-links-100k": lambda: body(b"https://pan.baidu.com/s/1 " * 100_000),
    "body-link-20MB": lambda: body(b"https://pan.baidu.com/s/" + b"a" * 20 * M),
    "body-link-details": lambda: body(b"https://pan.baidu.com/s/1" + b"(1M" * 100_000),
    "body-flowed": lambda: mail(
        b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n" + b"x \r\n" * 500_000
    ),
}
PAGES: Mapping[str, Shape] = {
    "page-depth-1M": lambda: page(b"<div>" * M),
    "page-tables": lambda: page(b"<table><tr><td>" * 50_000),
    "page-lists": lambda: page(b"<ol><li>x" * 50_000),
    "page-open-tags": lambda: page(b"<a " * M),
    "page-open-brackets": lambda: page(b"<" * 3 * M),
    "page-comments": lambda: page(b"<!--" * M),
    "page-entities": lambda: page(b"&#x10FFFF;&#xD800;&#0;&" * 200_000),
    "page-styles": lambda: page(b"<style>" + b"p{a:b}" * 300_000 + b"</style>x"),
    "page-style-attribute": lambda: page(b'<p style="' + b"a:b;" * 300_000 + b'">x'),
    "page-metas": lambda: page(b"<meta charset=" * 200_000),
    "page-cids": lambda: mail(mixed(PAGE + b"<img src=cid:a>" * 200_000, b"Content-ID: <a>\r\nContent-Type: image/png\r\n\r\nx")),
    "page-attributes": lambda: page(b"<p " + b"a=b " * 300_000 + b">x"),
    "page-40MB": lambda: page(b"<b>x" * 10 * M),
    "page-900-bodies": lambda: mail(mixed(*[PAGE + b"<table><tr><td>x" * 2_000] * 900)),
    "page-rowspans": lambda: page(b"<table>" + b"<tr><td colspan=1000000 rowspan=1000000>x" * 1_000),
    "page-anchors": lambda: page(b'<a href="https://pan.baidu.com/s/1">(1M, 2026)</a>' * 30_000),
}  # fmt: skip
FILES: Mapping[str, Shape] = {
    "zip-bomb-500MB": lambda: with_file(zipped(("a.txt", bytes(500 * M)))),
    "zip-bomb-in-docx": lambda: with_file(docx(b"<w:p>" + b" " * 300 * M), b'"a.docx"'),
    "zip-overlapping": lambda: with_file(overlapping(2_000)),
    "zip-10k-entries": lambda: with_file(zipped(*((f"{n}.txt", b"x") for n in range(10_000)))),
    "zip-nested-20": lambda: with_file(zips(20)),
    "zip-nested-wide": lambda: with_file(zips(4, 12)),
    "zip-names": lambda: with_file(
        zipped(("../../x", b"x"), ("/etc/passwd", b"x"), ("a\x1b[2J.txt", b"x"), ("\u202ea.txt", b"x"))
    ),
    "zip-truncated": lambda: with_file(zipped(("a.txt", b"x" * 1000))[:-30]),
    "zip-no-members": lambda: with_file(zipped()),
    "zip-directory-lies": lambda: with_file(
        zipped(("a.txt", b"x" * 99)).replace(struct.pack("<I", 99), b"\xff\xff\xff\x7f")
    ),
    "docx-entities": lambda: with_file(docx(b"&e9;", laughs(9)), b'"a.docx"'),
    "docx-external-entity": lambda: with_file(
        docx(b"&x;", b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), b'"a.docx"'
    ),
    "docx-depth-1M": lambda: with_file(docx(b"<w:p>" * M), b'"a.docx"'),
    "docx-1M-paragraphs": lambda: with_file(docx(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * M), b'"a.docx"'),
    "docx-100k-runs": lambda: with_file(
        docx(b"<w:p>" + b"<w:r><w:t>x</w:t></w:r>" * 100_000 + b"</w:p>"), b'"a.docx"'
    ),
    "docx-tables": lambda: with_file(docx(b"<w:tbl><w:tr><w:tc>" * 80), b'"a.docx"'),
    "ole-loop": lambda: with_file(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
        + b"\0" * 4096,
        b'"a.doc"',
    ),
    "tnef-100k-files": lambda: with_file(
        tnef(*[(0x00069002, b"")] * 100_000, (0x0006800F, b"x")), b"winmail.dat"
    ),
    "tnef-100k-named-files": lambda: with_file(
        tnef(*[(0x00069002, b""), (0x00018010, b"a")] * 100_000), b"winmail.dat"
    ),
    "tnef-properties": lambda: with_file(
        tnef(
            (0x00069002, b""), (0x00069005, b"\xff" * 4 + struct.pack("<HHI", 0x101E, 0x3707, 2**31) * 50_000)
        ),
        b"winmail.dat",
    ),
    "tnef-lengths": lambda: with_file(
        b"\x78\x9f\x3e\x22\1\0" + struct.pack("<BII", 2, 0x00069002, 2**32 - 1), b"winmail.dat"
    ),
    "text-2M-lines": lambda: with_file(b"x\n" * 1_500_000, b'"a.txt"'),
    "text-one-line-30MB": lambda: with_file("发言".encode() * 5 * M, b'"a.txt"'),
    "page-attached": lambda: with_file(b"<html>" + b"<b>" * 500_000, b'"a.html"'),
    "files-90-pages": lambda: mail(
        mixed(*[attached(b"<html>" + b"<table><tr><td>" * 30_000, b'"a.html"')] * 90)
    ),
    "files-90-texts": lambda: mail(mixed(*[attached("一、发言。\n".encode() * 5_000, b'"a.txt"')] * 90)),
    "files-90-docx": lambda: mail(
        mixed(*[attached(docx(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 20_000), b'"a.docx"')] * 90)
    ),
    "mail-attached-deep": lambda: with_file(mail(nested(2_000)), b'"a.eml"'),
}
NAMES: Mapping[str, Shape] = {
    f"name-{label}": partial(named, b'filename="' + name + b'"')
    for label, name in {
        "climbing": b"../../../etc/cron.d/x", "absolute": b"/etc/passwd", "drive": b"C:\\\\Windows\\\\x.dll", "dots": b"..", "device": b"CON.docx",
        "newline": b"a\r\n b.docx", "escape": b"\x1b]52;c;eA==\x07a.docx", "c1": b"\x9b2Ja.docx", "right-to-left": "发\u202excod.exe".encode(),
        "zero-width": "发\u200b\ufeff言.docx".encode(), "tags": "a\U000e0041.docx".encode(), "nul": b"a.docx\0.exe", "long": "言".encode() * 20_000,
        "formula": b"=HYPERLINK(1).docx", "spaces": b" " * 1000, "surrogate": b"\xed\xa0\x80.docx", "half": b"\xb7\xa2\xd1.docx", "empty": b"",
    }.items()
}  # fmt: skip

SHAPES: Mapping[str, Shape] = {
    **NESTING, **HEADERS, **BOUNDARIES, **PARAMETERS, **CHARSETS, **BODIES, **PAGES, **FILES, **NAMES
}  # fmt: skip
