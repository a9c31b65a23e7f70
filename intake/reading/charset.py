"""Bytes of unknown or falsely declared charset to text, for Chinese mail and files.

The order is measured, not guessed (W3C Encoding maps gb2312 to gbk; GB18030 accepts nearly any byte string, so
strict UTF-8 must come before it): a byte order mark, the declared charset where it decodes strictly, UTF-8,
UTF-16 without a mark, then the likelier of GB18030 and Big5, at last GB18030 with U+FFFD and a warning.
"""

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

GUESSED = "charset_guessed"  # nothing, or nothing true, was declared, and it is not UTF-8
LOSSY = "charset_lossy"  # some bytes mean nothing in any charset we know

_GB = {"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "hz-gb-2312-x", "gb18030", "euc-cn",
       "eucgb2312_cn", "chinese", "csgb2312", "iso-ir-58"}  # fmt: skip
_UTF8 = {"utf8mb4", "utf8", "utf-8", "unicode-1-1-utf-8", "x-utf-8"}
# Text codecs by Python's count, yet no charsets of mail: they run escapes, or exist on one platform only.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_CN = b"\x1b$)A"  # what follows a shift-out is GB 2312 without its high bits (RFC 1922 §3)
_SHIFTED = re.compile(rb"\x0e([^\x0f\r\n]*)\x0f?")
_C1 = re.compile("[\x80-\x9f]")
_CHANCE = 64  # bytes up to which Chinese text in one charset may be valid in another
_DOUBT = 0.2  # the plausibility under which a declared charset is doubted
_CHINESE = 0.5  # the plausibility from which text is taken for Chinese against strict UTF-8
_TRUST = 0.15  # what having been declared adds to a plausibility


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and warning slugs."""

    text: str
    charset: str
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=256)  # a mail says the same few labels for each part and word
def codec_name(label: str | None) -> str | None:
    """Map a declared label to the text codec it means in practice; None for unknown or unusable labels.

    gb2312 and its aliases mean GB18030 (jakartaee/mail-api #248). Codecs that are no charsets ("zlib", "idna")
    are refused; single-byte labels that accept anything are known, and doubted by `decode`.
    """
    name = (label or "").strip().strip("\"'").lower()
    if name in _GB:
        return "gb18030"
    if name in _UTF8:
        return "utf-8"
    if name == "big5":
        return "big5hkscs"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: a NUL in the label, or letters no codec name has
        return None
    refused = info.name.replace("-", "_") in _NO_CHARSETS
    return info.name if getattr(info, "_is_text_encoding", True) and not refused else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes as their sender most likely meant them; never raises, and gives no lone surrogate."""
    if declared is None and data.isascii() and b"\0" not in data and b"\x1b" not in data:
        return Decoded(data.decode("ascii"), "utf-8")  # most header fields: nothing to find out
    for mark, charset in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(charset, "replace")
            return Decoded(text, charset, (LOSSY,) if "\ufffd" in text else ())
    if _ISO_2022_CN in data and data.isascii():  # Python has no codec for it
        shifted = _SHIFTED.sub(lambda run: bytes(byte | 0x80 for byte in run[1]), data)
        data, declared = shifted.replace(_ISO_2022_CN, b""), "gb18030"
    label = codec_name(declared)
    stated = _strict(data, label) if label else None
    if label and stated is not None and not _doubtful(data, stated, label):
        return Decoded(stated, label)
    if (
        (unicode := _strict(data, "utf-8")) is not None
        and "\0" not in unicode
        and not _by_chance(data, unicode)
    ):
        return Decoded(unicode, "utf-8", (GUESSED,) if label not in (None, "ascii") else ())
    return _guess(data, label)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        text = data.decode(charset)
        if charset == "utf-7":  # the one charset whose codec lets lone surrogates through
            text.encode()
    except UnicodeError:
        return None
    return text


def _doubtful(data: bytes, text: str, label: str) -> bool:
    """Tell whether a declared charset decodes, yet cannot be meant: UTF-8 under another label, C1 controls."""
    if label == "utf-8" or data.isascii():
        return "\x1b" in text and label == "ascii"
    if _C1.search(text, 0, 2000) or plausibility(text) < _DOUBT:
        return True
    unicode = None if label.startswith("utf-") else _strict(data, "utf-8")
    return unicode is not None and plausibility(unicode) > plausibility(text)


def _by_chance(data: bytes, unicode: str) -> bool:
    """Tell whether few bytes are valid UTF-8, but better Chinese in GB18030: 一 and 重一 are such words."""
    if data.isascii() or len(data) > _CHANCE:
        return False
    chinese = _strict(data, "gb18030")
    return chinese is not None and plausibility(chinese) > max(plausibility(unicode), _CHINESE)


def _guess(data: bytes, label: str | None) -> Decoded:
    """Try what is left and take what reads most like Chinese prose."""
    wide = ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()
    best: tuple[float, str, str] | None = None
    for charset in dict.fromkeys((*([label] if label else ()), "gb18030", "big5hkscs", "utf-8", *wide)):
        if (tried := _strict(data, charset)) is None:
            continue
        score = plausibility(tried) + (_TRUST if charset == label else 0)
        if best is None or score > best[0]:
            best = score, charset, tried
    # UTF-8 that was cut inside a character, or hurt in one place, is mojibake as GB18030, often without an error.
    hurt = max(((data.decode(name, "replace"), name) for name in ("gb18030", "utf-8")), key=_score)
    if best is not None and best[0] >= _score(hurt) and (best[0] > 0 or best[1] == label):
        return Decoded(best[2], best[1], (GUESSED,))
    if (unicode := _strict(data, "utf-8")) is not None:  # prose with NULs in it
        return Decoded(unicode, "utf-8", (GUESSED,))
    return Decoded(*hurt, (GUESSED, LOSSY) if "\ufffd" in hurt[0] else (GUESSED,))


def _score(read: tuple[str, str]) -> float:
    return plausibility(read[0])


def plausibility(text: str) -> float:
    """Score how Chinese prose a text looks: about 1 for common characters, below 0 for mojibake."""
    sample = text[:4000]
    if not sample:
        return 1.0
    return sum(_weight(char) * count for char, count in Counter(sample).items()) / len(sample)


def _weight(char: str) -> float:
    if char.isascii():
        return 0.3 if char.isprintable() or char in "\r\n\t" else -3.0
    if char in _COMMON:
        return 1.0
    if "\u4e00" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" or "\u0370" <= char <= "\u04ff":
        return 0.25
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff65" or char in "—‘’“”…·":
        return 0.8
    return -2.0 if unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} else -0.5


#: The most frequent characters of modern Chinese prose, simplified and traditional, and of this genre.
_COMMON = frozenset(
    "的一是了在不有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民"
    "得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社"
    "义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并"
    "提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强"
    "放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己"
    "美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群"
    "广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往"
    "镇村街道委会领导干部组织书记贫振兴稿件投发言同志们请查收附材料尊敬领导您好谢编辑单位姓名电话以此准更正"
    "個為這們來時對說國會學過發經還長開種見點業產當應關實現體間題變員機無從門東車電風頭話書報區鎮鄉黨與並個於後裡著級組織"
)
