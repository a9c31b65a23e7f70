"""Characters of symbol fonts (w:sym), which Word stores as private code points."""

from collections.abc import Mapping
from types import MappingProxyType

#: What Chinese offices take from Wingdings: boxes, ticks and bullets.
_WINGDINGS: Mapping[int, str] = MappingProxyType(
    {
        0x28: "☎", 0x2A: "✉", 0x46: "☞", 0x4A: "☺", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑",
        0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "·", 0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA7: "▪",
        0xA8: "□", 0xAB: "★", 0xB5: "☆", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
        0xFE: "☑",
        **{0x80 + number: chr(0x245F + number) for number in range(1, 11)},
        **{0x8B + number: chr(0x2775 + number) for number in range(1, 11)},
    }
)  # fmt: skip
_SYMBOL: Mapping[int, str] = MappingProxyType(
    {0xB0: "°", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈",
     0xA5: "∞", 0xAE: "→", 0xD6: "√", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x70: "π", 0x57: "Ω"}
)  # fmt: skip
_PRIVATE = range(0xE000, 0xF900)
_MOVED = range(0xF000, 0xF100)  # symbol fonts are mapped to here
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def symbol(font: str, code: str) -> str | None:
    """Write a symbol as a Unicode character; None for one that no table here knows."""
    try:
        point = int(code, 16)
    except ValueError:
        return None
    table = _SYMBOL if font == "Symbol" else _WINGDINGS if font == "Wingdings" else {}
    if point in _MOVED or table:
        return table.get(point & 0xFF)
    return None if point in _PRIVATE or point in _SURROGATES or not 0 < point <= _LAST else chr(point)
