"""Characters as PDF printers write them to characters as Chinese is written."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import normalize

from intake.reading.charset import LOSSY, decode
from intake.reading.documents.symbols import symbol

HYPHEN = "\xad"  # a hyphen at the end of a line, which may be gone when the lines are joined

# Printers that look glyphs up the wrong way give 一 as the radical ⼀ (U+2F00). Only these are turned: normalising
# the whole text would also turn ① into 1 and full-width signs into others.
_KANGXI = {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
# The other radicals have no mapping in Unicode's normal forms; these are the ones that are characters as well
# (EquivalentUnifiedIdeograph.txt).
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺎⺐⺒⺓⺛⺜⺝⺞⺟⺠⺧⺩⺫⺬⺰⺴⺶⺻⺼⺽⻁⻄⻅⻆⻉⻋⻏⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "厂乙刀卜小小兀尢巳幺旡日月歺母民牛王目示纟冗羊聿月臼虎西见角贝车邑長镸长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
_LIGATURES = {code: normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_TURNED: Mapping[int, str] = MappingProxyType(
    {**_KANGXI, **{ord(radical): char for radical, char in _RADICALS.items()}, **_LIGATURES}
)
_BREAKS = frozenset({0x02, 0xAD})  # what pdfium makes of a hyphen that ends a line
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]")

_PRIVATE = range(0xF000, 0xF100)  # where symbol fonts are
_SYMBOLIC = ("symbol", "wingdings", "webdings", "opensymbol", "zapfdingbats", "starsymbol")

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(
    r"(?:[-,_]?(?:regular|normal|bold|light|medium|heavy|black|italic|oblique|mt|identity-h))+$"
)
#: The fonts of Chinese offices under the names that programs know them by.
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("fzxbsjw", "方正小标宋简体"),
    ("fzxbsk", "方正小标宋_GBK"),
    ("simhei", "黑体"),
    ("stheiti", "黑体"),
    ("fzhtjw", "黑体"),
    ("kaiti", "楷体"),
    ("simkai", "楷体"),
    ("stkaiti", "楷体"),
    ("fangsong", "仿宋"),
    ("simfang", "仿宋"),
    ("stfangsong", "仿宋"),
    ("nsimsun", "新宋体"),
    ("simsun", "宋体"),
    ("stsong", "宋体"),
    ("microsoftyahei", "微软雅黑"),
    ("dengxian", "等线"),
)


def letter(code: int, font: str) -> str | None:
    """Give the text of a character; None for one that stands for nothing: private, a control, not mapped."""
    if code in _TURNED:
        return _TURNED[code]
    if code in _BREAKS:
        return HYPHEN
    if code in _PRIVATE:
        return symbol("Symbol" if font.lower().startswith("symbol") else "Wingdings", f"{code:x}")
    char = chr(code)
    return None if _ODD.match(char) else char


def is_symbolic(font: str) -> bool:
    """Tell the fonts of bullets and pictograms, whose characters mean nothing where their look is not known."""
    return font.lower().startswith(_SYMBOLIC)


def font_name(raw: bytes) -> str:
    """Give the family name of a font: its subset's prefix and its style are not part of it.

    Names in Chinese are in the charset of whoever wrote them.
    """
    decoded = decode(raw)
    name = "" if LOSSY in decoded.warnings else _SUBSET.sub("", decoded.text.strip())
    folded = name.replace(" ", "").lower()
    known = next((family for start, family in _FAMILIES if folded.startswith(start)), None)
    return known or name[: len(_STYLE.sub("", name.lower()))]


def is_bold_name(raw: bytes) -> bool:
    """Tell a bold font by its name."""
    name = raw.lower()
    return b"bold" in name or b"heavy" in name or b"black" in name


def is_chinese(text: str) -> bool:
    """Tell Chinese characters and signs from letters and digits of other scripts."""
    return text >= "\u2e80"
