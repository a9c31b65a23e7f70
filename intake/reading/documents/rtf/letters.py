"""The characters of RTF, in the three ways in which they are written: as bytes, by number, by name."""

from dataclasses import dataclass, field

from intake.reading.documents.rtf.charset import SYMBOL, Decoder
from intake.reading.documents.rtf.sheet import Font
from intake.reading.documents.symbols import symbol

_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_SIGNS = range(0xF000, 0xF100)  # where signs of fonts are that Unicode has no character for
_CONTROLS = range(32)
_LAST = 0x10FFFF


@dataclass(slots=True)
class Letters:
    """Characters of one look as they come in; `unknown` tells that a sign without a character was left out."""

    decoder: Decoder = field(default_factory=Decoder)
    unknown: bool = False
    _bytes: list[str] = field(default_factory=list)  # as Latin-1, of one font
    _said: list[str] = field(default_factory=list)
    _high: int = 0  # the first half of a pair of surrogates

    def hear(self, data: str) -> None:
        """Take bytes of the font that holds."""
        self._bytes.append(data)

    def say(self, text: str, font: Font) -> None:
        """Take characters that need no decoding; what waits for its second half waits in vain."""
        self._spell(font)
        self._said += [self.decoder.finish(), text]

    def number(self, number: int, font: Font) -> None:
        r"""Take a character by the number of \u: 16 bits with a sign, of which two make one beyond those."""
        code = number & 0xFFFF if number < 0 else number
        high, self._high = self._high, 0
        if code in _HIGH:
            self._high = code
        elif code in _LOW and high:
            self.say(chr(0x10000 + (high - _HIGH.start) * 0x400 + code - _LOW.start), font)
        elif code in _SIGNS and font.charset == SYMBOL:
            self.say(self._sign(font, code), font)
        elif code not in _LOW and code not in _CONTROLS and code <= _LAST:
            self.say(chr(code), font)

    def take(self, font: Font) -> str:
        """Give the characters so far, once; half a character stays for the bytes that follow."""
        self._spell(font)
        if not self._said:
            return ""
        text = "".join(self._said)
        self._said.clear()
        return text

    def _spell(self, font: Font) -> None:
        if not self._bytes:
            return
        data = "".join(self._bytes)
        self._bytes.clear()
        if font.charset == SYMBOL:
            self._said += [self._sign(font, _SIGNS.start + ord(char)) for char in data]
        else:
            self._said.append(self.decoder.decode(data, font.charset))

    def _sign(self, font: Font, code: int) -> str:
        known = symbol(font.name, f"{code:x}")
        self.unknown = self.unknown or known is None
        return known or ""
