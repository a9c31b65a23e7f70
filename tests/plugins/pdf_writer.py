"""Writes PDF files as printers of Chinese offices do: pages of text at its place, lines, pictures, fonts that lie."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import md5

SONG, HEI, BOLD, NAMELESS, LATIN = "/F1", "/F2", "/F3", "/F4", "/F5"
WIDTH, HEIGHT = 595, 842
_FORBIDDEN = "，。、；：！？）」』”’》】〉…"
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


_LETTERS = "在全市镇街道党书记工作交流会上的发言我们坚持把群众满意作为第一标准一项抓落实"


def prose(count: int, start: int = 0) -> str:
    """Make a sentence of so many characters, another one for each start."""
    step = start % 5 + 1
    return "".join(_LETTERS[(start * 7 + at * step) % len(_LETTERS)] for at in range(count - 1)) + "。"


@dataclass(frozen=True)
class Sheet:
    """A page: operators of its content stream, its visible box, how it is turned, and whether it has a picture."""

    content: str
    box: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)
    rotate: int = 0


def text(at: tuple[float, float], said: str, size: float = 16, font: str = SONG, mode: int = 0) -> str:
    """Write text that begins at a place given from the top left corner; its base line stands there."""
    return turned_text((1, 0, 0, 1, at[0], HEIGHT - at[1]), said, size, font, mode)


def turned_text(matrix: Sequence[float], said: str, size: float = 16, font: str = SONG, mode: int = 0) -> str:
    """Write text through a text matrix."""
    placed = " ".join(f"{value:g}" for value in matrix)
    letters = said.encode("latin-1" if font == LATIN else "utf-16-be").hex()
    return f"BT {mode} Tr {font} {size:g} Tf {placed} Tm <{letters}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw a thin line."""
    return f"0.5 w {x0:g} {HEIGHT - y0:g} m {x1:g} {HEIGHT - y1:g} l S\n"


def frame(x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw a frame in one stroke."""
    return f"0.5 w {x0:g} {HEIGHT - y1:g} {x1 - x0:g} {y1 - y0:g} re S\n"


def picture(x0: float, y0: float, x1: float, y1: float) -> str:
    """Place a grey picture."""
    return f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {HEIGHT - y1:g} cm /Im1 Do Q\n"


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Draw the lines of a table."""
    flat = (line(xs[0], y, xs[-1], y) for y in ys)
    return "".join((*flat, *(line(x, ys[0], x, ys[-1]) for x in xs)))


@dataclass
class Typesetter:
    """Sets paragraphs as an office does, and begins a new page where one is full."""

    left: float = 90
    right: float = 506
    top: float = 100
    bottom: float = 730
    size: float = 16
    pitch: float = 28
    indent: float = 2  # of the size
    font: str = SONG
    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = 72

    def set(self, *paragraphs: str) -> "Typesetter":
        """Break paragraphs into lines, none of which begins with a closing sign."""
        for paragraph in paragraphs:
            rest, indent = paragraph, self.indent
            while rest:
                count = int((self.right - self.left) / self.size - indent)
                while count < len(rest) and rest[count] in _FORBIDDEN:
                    count -= 1
                self.put(self.left + indent * self.size, rest[:count])
                rest, indent = rest[count:], 0
        return self

    def put(self, x: float, said: str) -> None:
        """Set a line."""
        self.y += self.pitch
        if self.y > self.bottom:
            self.pages.append([])
            self.y = self.top
        self.pages[-1].append(text((x, self.y), said, self.size, self.font))

    def centred(self, said: str, size: float, font: str = SONG) -> "Typesetter":
        """Set a line in the middle."""
        inner = replace(self, size=size, font=font)
        inner.put((self.left + self.right - size * len(said)) / 2, said)
        self.y = inner.y
        return self

    def sheets(self) -> list[Sheet]:
        """Give the pages."""
        return [Sheet("".join(page)) for page in self.pages]


def pdf(*sheets: Sheet | str, password: bytes | None = None, pack: bool = True) -> bytes:
    """Write a file of pages; with a password it is encrypted, with an empty one only its permissions are."""
    pages = [Sheet(sheet) if isinstance(sheet, str) else sheet for sheet in sheets]
    key, encryption = _locked(password) if password is not None else (b"", b"")
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (9 + 2 * number) for number in range(len(pages)))),
        *_fonts(),
        _stream(
            b"\x80",
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        ),
    ]
    for number, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%g %g %g %g] /Rotate %d /Contents %d 0 R /Resources << "
            b"/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 6 0 R /F5 7 0 R >> /XObject << /Im1 8 0 R >> >> >>"
            % (*page.box, page.rotate, 10 + 2 * number)
        )
        content = page.content.encode()
        packed = zlib.compress(content) if pack else content
        about = b"/Filter /FlateDecode" if pack else b""
        objects.append(_stream(_enciphered(key, 10 + 2 * number, packed), about))
    return assembled(objects, encryption)


def mapped(codes: str, characters: dict[str, str]) -> bytes:
    """Write a page of glyphs of a font that is known by nothing but its map to characters."""
    pairs = "".join(f"<{code}> <{said.encode('utf-16-be').hex()}> " for code, said in characters.items())
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        f"<0000> <FFFF> endcodespacerange {len(characters)} beginbfchar {pairs}endbfchar endcmap end end"
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< "
        b"/Type /Font /Subtype /CIDFontType0 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 1000 >>] >>"
    )
    resources = b"/Resources << /Font << /F1 5 0 R >> >>"
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources,
            _stream(f"BT /F1 16 Tf 1 0 0 1 90 700 Tm <{codes}> Tj ET".encode(), b""),
            font,
            _stream(table.encode(), b""),
        ]
    )


def assembled(objects: Iterable[bytes], encryption: bytes = b"") -> bytes:
    """Write objects numbered from 1 with their table; the first is the catalogue."""
    made, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R %s >>" % (len(places) + 1, encryption)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n"
        % (len(places) + 1, table, trailer, len(made))
    )


def deflated(megabytes: int) -> bytes:
    """Pack so many megabytes of spaces, quickly: one of them, over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + packer.flush() + b"\0" * 4


def _stream(content: bytes, about: bytes) -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


def _fonts() -> list[bytes]:
    """Describe fonts that need not be in the file; one of them says nothing of its characters."""

    def composite(name: bytes, encoding: bytes, system: bytes) -> bytes:
        return (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /%s /DescendantFonts [<< /Type /Font "
            b"/Subtype /CIDFontType0 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (%s) /Supplement 4 >> "
            b"/DW 1000 /W [1 95 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /%s /Flags 4 "
            b"/FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /ItalicAngle 0 /CapHeight 700 /StemV 80 >> >>] >>"
            % (name, encoding, name, system, name)
        )

    return [
        composite(b"ABCDEF+STSong-Light", b"UniGB-UCS2-H", b"GB1"),
        composite(b"SimHei", b"UniGB-UCS2-H", b"GB1"),
        composite(b"FangSong_GB2312,Bold", b"UniGB-UCS2-H", b"GB1"),
        composite(b"Nameless", b"Identity-H", b"Identity"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]


def _locked(password: bytes) -> tuple[bytes, bytes]:
    """Make the key of the oldest encryption (ISO 32000-1 7.6.3, revision 2), and the entries that tell of it."""
    owner = rc4(md5((b"owner" + _PADDING)[:32]).digest()[:5], (password + _PADDING)[:32])
    rights = (0xFFFFFFFC - 4).to_bytes(4, "little")  # no printing
    key = md5((password + _PADDING)[:32] + owner + rights + b"0123456789abcdef").digest()[:5]
    told = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >> /ID [<%s> <%s>]" % (
        owner.hex().encode(),
        rc4(key, _PADDING).hex().encode(),
        int.from_bytes(rights, "little", signed=True),
        b"0123456789abcdef".hex().encode(),
        b"0123456789abcdef".hex().encode(),
    )
    return key, told


def _enciphered(key: bytes, number: int, content: bytes) -> bytes:
    if not key:
        return content
    return rc4(md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], content)


def rc4(key: bytes, content: bytes) -> bytes:
    """Encipher as the first PDF files were."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    made = bytearray()
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        made.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(made)
