r"""The one way a stranger's text leaves for a terminal, a log or a file: nothing in it can move, hide or reorder.

Escape sequences rewrite a screen, bidi overrides show "gpj.exe" as "exe.jpg" (CVE-2021-42574), zero-width and
tag characters hide words. All of them are shown as \u{202E}, so that an editor sees that they are there.
"""

import re
import unicodedata

_HIDING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Characters that Unicode lets a terminal draw as nothing although their category does not say so
#: (Default_Ignorable_Code_Point), and noncharacters.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\uffff\ufdd0-\ufdef"
    "\U000e0000-\U000e0fff]"
)

#: What a terminal of another charset is shown instead, of the same width where there is one.
_FALLBACKS = str.maketrans({"…": "...", "—": "-", "–": "-", "─": "-", "━": "-", "│": "|", "·": ".", "✓": "+",
                            "✗": "x", "“": '"', "”": '"', "‘": "'", "’": "'", "→": ">", "〖": "[", "〗": "]"})  # fmt: skip


def show(text: str, *, lines: bool = False) -> str:
    r"""Escape what could move, hide or reorder text; with `lines`, line ends (made "\n") and tabs stay."""
    if lines:
        text = text.replace("\r\n", "\n")
    if text.isprintable() and _INVISIBLE.search(text) is None:
        return text
    kept = "\n\t" if lines else ""
    return "".join(char if char in kept or not _hides(char) else _escape(char) for char in text)


def one_line(text: str) -> str:
    """Show a text that may have lines of its own on one: runs of white space become one space."""
    return show(" ".join(text.split()))


def json_text(text: str) -> str:
    r"""Escape what hides in a JSON text as JSON does ("\u202e"): the value stays the same, the line is harmless."""
    if text.isprintable() and _INVISIBLE.search(text) is None:
        return text
    return "".join(_json_escape(char) if _hides(char) else char for char in text)


def json_fitted(text: str, encoding: str) -> str:
    r"""Escape what a charset does not have as JSON does ("\u00b7", surrogate pairs): the value stays the same."""
    missing = {ord(char): _json_escape(char) for char in set(text) if not _has(encoding, char)}
    return text.translate(missing)


def fitted(text: str, encoding: str) -> str:
    """Replace what a terminal's charset does not have, rather than fail: "…" by "...", the rest by "?"."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = "".join(char if _has(encoding, char) else char.translate(_FALLBACKS) for char in text)
        return plain.encode(encoding, "replace").decode(encoding)
    return text


def _hides(char: str) -> bool:
    return unicodedata.category(char) in _HIDING_CATEGORIES or _INVISIBLE.match(char) is not None


def _escape(char: str) -> str:
    return f"\\u{{{ord(char):X}}}"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _has(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
