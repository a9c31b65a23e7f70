"""Bytes of unknown or falsely declared charset to text, for Chinese mail and files.

The order is measured, not guessed (W3C Encoding maps gb2312 to gbk; GB18030 accepts nearly any byte string, so
strict UTF-8 must come before it): a byte order mark, the declared charset where it decodes strictly, UTF-8,
UTF-16 without a mark, then the likelier of GB18030 and Big5, at last GB18030 with U+FFFD and a warning.
"""

import codecs
import unicodedata
from dataclasses import dataclass

GUESSED = "charset_guessed"  # nothing, or nothing true, was declared, and it is not UTF-8
LOSSY = "charset_lossy"  # some bytes mean nothing in any charset we know

_GB = {"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "hz-gb-2312-x", "gb18030", "euc-cn",
       "eucgb2312_cn", "chinese", "csgb2312", "iso-ir-58"}  # fmt: skip
_UTF8 = {"utf8mb4", "utf8", "utf-8", "unicode-1-1-utf-8", "x-utf-8"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset that gave it, and warning slugs."""

    text: str
    charset: str
    warnings: tuple[str, ...] = ()


def codec_name(label: str | None) -> str | None:
    """Map a declared label to the text codec it means in practice; None for unknown or unusable labels.

    gb2312 and its aliases mean GB18030 (jakartaee/mail-api #248). Codecs that are no charsets ("zlib", "idna")
    and single-byte labels that accept anything are refused by the callers' order, not here.
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
    except (
        LookupError,
        ValueError,
        UnicodeError,
    ):  # ValueError: a NUL in the label (reliability: charset-nul)
        return None
    return (
        info.name
        if getattr(info, "_is_text_encoding", True) and name not in {"idna", "punycode", "undefined"}
        else None
    )


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode bytes as their sender most likely meant them."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(charset, "replace"), charset)
    label = codec_name(declared)
    if (
        label is not None
        and (text := _strict(data, label)) is not None
        and not _suspicious(data, text, label)
    ):
        return Decoded(text, label)
    if (text := _strict(data, "utf-8")) is not None and "\0" not in text:
        return Decoded(text, "utf-8", (GUESSED,) if declared and label not in (None, "ascii") else ())
    return _guess(data)


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeError:
        return None


def _suspicious(data: bytes, text: str, label: str) -> bool:
    """Tell whether a declared charset decodes, yet cannot be meant: UTF-8 bytes labelled otherwise, C1 controls."""
    if label == "utf-8" or data.isascii():
        return "\x1b" in text and label == "ascii"
    if (utf8 := _strict(data, "utf-8")) is not None and not label.startswith("utf-16"):
        # Short GBK text can be valid UTF-8 by chance: 钱一 is C7 AE D2 BB, which UTF-8 reads as "Ǯһ".
        return plausibility(utf8) >= plausibility(text)
    return any("\x80" <= char <= "\x9f" for char in text[:2000])


def _guess(data: bytes) -> Decoded:
    candidates = [
        (plausibility(text), charset, text)
        for charset in ("gb18030", "big5hkscs", *(("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()))
        if (text := _strict(data, charset)) is not None
    ]
    best = max(candidates, key=lambda candidate: candidate[0], default=None)
    if best is not None and best[0] > 0:
        return Decoded(best[2], best[1], (GUESSED,))
    return Decoded(data.decode("gb18030", "replace"), "gb18030", (GUESSED, LOSSY))


def plausibility(text: str) -> float:
    """Score how Chinese prose a text looks: about 1 for common characters, below 0 for mojibake."""
    sample = text[:4000]
    if not sample:
        return 1.0
    return sum(_weight(char) for char in sample) / len(sample)


def _weight(char: str) -> float:
    if char.isascii():
        return 0.3 if char.isprintable() or char in "\r\n\t" else -3.0
    if char in _COMMON:
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 0.25
    if (
        "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uff65"
        or char in "\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"
    ):
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
