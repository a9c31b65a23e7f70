"""Bytes in RTF to text: each font has a charset of its own, whatever the file says of itself as a whole."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from intake.reading.charset import codec_name, plausibility

LATIN = "cp1252"
SYMBOL = "symbol"  # no charset: the bytes are places in a font of signs
_HIGH = re.compile(rb"[\x80-\xff]")
_IN_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "johab", "utf-8"})

#: \fcharset of the specification, without 0 (ANSI) and 1 (default), which say nothing.
_FONTS: Mapping[int, str] = MappingProxyType(
    {
        2: SYMBOL, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
        161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
        222: "cp874", 238: "cp1250",
    }
)  # fmt: skip
_PAGES: Mapping[int, str] = MappingProxyType(
    {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 10008: "gb18030", 65001: "utf-8"}
)


def of_font(number: int) -> str | None:
    """Name the codec of a font's charset; None where it leaves it open."""
    return _FONTS.get(number)


def of_page(number: int) -> str | None:
    """Name the codec of a Windows code page, None for one that is not known."""
    return _PAGES.get(number) or codec_name(f"cp{number}")


def multibyte(charset: str | None) -> bool:
    """Tell whether a character may take several bytes in a charset."""
    return charset in _MULTIBYTE


@dataclass(slots=True)
class Decoder:
    r"""Decodes bytes that come in pieces: a lead byte may stand in one run, and its trail byte in the next.

    Word writes 镕 as \'e9F, since the trail byte is a letter; others write bytes above 127 as they are.
    """

    page: str | None = None  # the charset of the file, where it states one
    _lead: bytes = b""
    _of: str = LATIN  # the charset of the lead byte

    def decode(self, data: str, charset: str | None) -> str:
        """Decode bytes, given as Latin-1, of a font; an unfinished character waits for the bytes that follow."""
        if data.isascii() and not self._lead:
            return data
        raw = data.encode("latin-1")
        text = ""
        while self._lead and raw:
            whole, rest = _decoded(self._lead + raw[:1], self._of)
            text, self._lead, raw = text + whole, rest, raw[1:]
        whole, self._lead = self._either(raw) if charset is None else _decoded(raw, charset)
        self._of = charset or self.page or "gb18030"
        return text + whole

    def finish(self) -> str:
        """Give up waiting: half a character is said to be one."""
        half, self._lead = self._lead, b""
        return "\ufffd" if half else ""

    def _either(self, raw: bytes) -> tuple[str, bytes]:
        """Decide for a font that leaves its charset open: Western, or the Chinese of the file, as it reads better.

        Programs write Chinese in a font of charset 0, and Word writes Western quotes so, in files of one code page.
        """
        page = self.page or LATIN
        if page != LATIN and not multibyte(page):
            return raw.decode(page, "replace"), b""
        chinese = "gb18030" if page == LATIN else page
        western = raw.decode(LATIN, "replace"), b""
        if len(_IN_WORD.findall(raw)) == len(
            _HIGH.findall(raw)
        ):  # Ehrenbürger: no Chinese is one letter in a word
            return western
        return max(western, _decoded(raw, chinese), key=_score)


def _score(read: tuple[str, bytes]) -> float:
    """Score how a text reads; half a character speaks against a charset."""
    text, half = read
    return plausibility(text + "\ufffd" * bool(half))


def _decoded(raw: bytes, charset: str) -> tuple[str, bytes]:
    """Decode whole characters and give back the bytes of one that is not finished."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    text = decoder.decode(raw)
    return text, decoder.getstate()[0]
