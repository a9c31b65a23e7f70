"""How the numbers of automatic lists are written (ST_NumberFormat, ISO/IEC 29500-1 17.18.59)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_JAPANESE = "零壱弐参四伍六七八九"
_JAPANESE_UNITS = ("", "拾", "百", "阡")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST = 9_999  # beyond this lists are written in plain digits: no speech has that many points


def counted(number: int, style: str) -> str:
    """Write a number in a style of Word's; unknown styles and numbers out of their range become decimal."""
    write = _STYLES.get(style)
    return write(number) if write is not None and 0 < number <= _MOST else str(number)


def _spoken(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """Write 23 as 二十三, 105 as 一百零五, 12 as 十二."""
    text = ""
    skipped = False
    for power in range(3, -1, -1):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if skipped and text else "") + digits[digit] + units[power]
            skipped = False
        else:
            skipped = True
    return text.removeprefix("一") if 10 <= number < 20 and digits is _DIGITS else text  # noqa: PLR2004  # 十 to 十九


def _spelled(number: int, zero: str = "○") -> str:
    """Write 105 as 一○五."""
    return "".join(zero if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def _spoken_to_99(number: int) -> str:
    """Word's chineseCounting speaks up to 九十九 and spells from 一○○ on."""
    return _spoken(number) if number < 100 else _spelled(number)  # noqa: PLR2004  # as said


def _letters(number: int) -> str:
    """Write a to z, then aa, bb, as Word does."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _signs(*ranges: tuple[int, int, int]) -> Callable[[int], str]:
    """Write a number as the one sign that Unicode has for it, given as ranges (first, last, first code point)."""

    def write(number: int) -> str:
        for first, last, code in ranges:
            if first <= number <= last:
                return chr(code + number - first)
        return str(number)

    return write


_circled = _signs((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
_STYLES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimalZero": lambda number: f"{number:02d}",
        "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
        "decimalFullWidth2": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
        "decimalEnclosedCircle": _circled,
        "decimalEnclosedCircleChinese": _circled,
        "decimalEnclosedFullstop": _signs((1, 20, 0x2488)),
        "decimalEnclosedParen": _signs((1, 20, 0x2474)),
        "ideographEnclosedCircle": _signs((1, 10, 0x3280)),
        "chineseCounting": _spoken_to_99,
        "chineseCountingThousand": _spoken,
        "taiwaneseCounting": _spoken_to_99,
        "taiwaneseCountingThousand": _spoken,
        "japaneseCounting": _spoken,
        "ideographDigital": lambda number: _spelled(number, "〇"),
        "taiwaneseDigital": _spelled,
        "japaneseDigitalTenThousand": lambda number: _spelled(number, "〇"),
        "chineseLegalSimplified": lambda number: _spoken(number, _LEGAL_DIGITS, _LEGAL_UNITS),
        "ideographLegalTraditional": lambda number: _spoken(number, _TRADITIONAL, _LEGAL_UNITS),
        "japaneseLegal": lambda number: _spoken(number, _JAPANESE, _JAPANESE_UNITS),
        "ideographTraditional": _cycle(_STEMS),
        "ideographZodiac": _cycle(_BRANCHES),
        "ideographZodiacTraditional": lambda number: _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number),
        "numberInDash": lambda number: f"- {number} -",
        "lowerLetter": _letters,
        "upperLetter": lambda number: _letters(number).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda number: _roman(number).upper(),
    }
)
