"""The control words of RTF by what they mean to a reader of text; all others are layout."""

from collections.abc import Mapping
from types import MappingProxyType

from intake.reading.documents.rtf.sheet import ALIGNS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Destinations that hold no text of the document.
SKIPPED = _words(
    "aftncn aftnsep aftnsepc annotation atnauthor atnid atrfend atrfstart bkmkend bkmkstart colorschememapping "
    "colortbl datafield datastore falt footer footerf footerl footerr fname ftncn ftnsep ftnsepc generator "
    "header headerf headerl headerr latentstyles levelnumbers listname listpicture liststylename mmathPict nonesttables "
    "nonshppict objclass objdata objname panose private revtbl rsidtbl rxe shprslt sn sp sv tc template "
    "themedata txe xe"
)
#: Destinations that are read although \* allows to skip them; every other one behind \* is skipped.
READ = _words(
    "annotation company cs do dptxbxtext fldinst footnote listoverridetable listtable listtext moMath moMathPara nesttableprops pntext shpinst shppict "
    "shptxt ts ud"
)
#: What begins or ends pieces of the text, which the instruction of a field has none of.
FLOWING = _words("par sect cell nestcell row nestrow footnote shptxt dptxbxtext fldrslt listtext pntext")
SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“",
        "rdblquote": "”", "bullet": "•", "endash": "–", "emdash": "—", "emspace": "\u2003", "enspace": "\u2002",
        "qmspace": "\u2005",
    }
)  # fmt: skip
SYMBOLS: Mapping[str, str] = MappingProxyType({"~": "\xa0", "_": "-", "\t": "\t"})
#: Control words that name the code page of the file.
PAGES: Mapping[str, str] = MappingProxyType({"mac": "mac_roman", "pc": "cp437", "pca": "cp850"})
#: Properties that are on without a number and off with 0; "mvf" was moved away, "mvt" moved here.
SWITCHES = frozenset({"b", "v", "deleted", "revised", "mvf", "mvt"})
#: Properties that are worth their number.
NUMBERS = frozenset({"fs", "s", "fi", "cufi", "ilvl", "itap", "outlinelevel", "sbasedon", "cs", "ts", "uc"})
#: Properties that stand for a place in ALIGNS.
ALIGNED: Mapping[str, int] = MappingProxyType(
    {
        word: ALIGNS.index(align)
        for word, align in zip(("ql", "qc", "qr", "qj", "qd"), (*ALIGNS, ALIGNS[-1]), strict=True)
    }
)
#: What is said of East Asian text alone, where \dbch stands before it; LibreOffice writes sizes and bold so, too.
EAST_ASIAN: Mapping[str, str] = MappingProxyType({"af": "ea", "ab": "eab", "afs": "eafs"})


def math_property(word: str) -> bool:
    """Tell whether a destination says how a formula is set."""
    return word.startswith("m") and word.endswith("Pr")
