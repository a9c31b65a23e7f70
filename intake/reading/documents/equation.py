r"""What the field EQ draws: phonetic guides, enclosed and combined characters are written in its instruction alone.

Word does so in .doc and .rtf, WPS Writer in .docx as well: `EQ \* jc2 \* hps10 \o\ad(\s\up 9(guǐ mén),鬼門)`.
"""

import re
from typing import Final

MOST: Final = 1_000  # characters of an instruction that are read
_EQ: Final = re.compile(r"\s*eq(?=[\s\\])", re.IGNORECASE)
_FORMAT: Final = re.compile(r'\\\*\s*(?:"[^"]*"|\w+)')
_INNERMOST: Final = re.compile(r"((?:\\[a-z]++(?:\s?-?\d{1,4}+)?\s?){1,8}+)\(([^()]*+)\)", re.IGNORECASE)
_SWITCH: Final = re.compile(r"\\([a-z]+)", re.IGNORECASE)
_RAISED: Final = "\x01"  # begins what stands above or below the line
_AROUND: Final = frozenset("○〇◯□△◇")  # what characters are enclosed in
_DEEPEST: Final = 20


def drawn(instruction: str) -> str:
    """Give the text that a field EQ draws in the line, "" for other fields: without the sounds above characters."""
    begun = _EQ.match(instruction)
    if begun is None:
        return ""
    text = _FORMAT.sub("", instruction[begun.end() : MOST].replace(_RAISED, ""))
    for _ in range(_DEEPEST):
        text, found = _INNERMOST.subn(_laid_out, text)
        if not found:
            break
    return _SWITCH.sub("", text).replace(_RAISED, "").strip()


def _laid_out(group: re.Match[str]) -> str:
    """Give what is left of a group on the line: of characters one over the other, those that are the text."""
    switches = {switch.lower() for switch in _SWITCH.findall(group[1])}
    parts = [part.strip() for part in re.split("[,;]", group[2])]
    if switches & {"up", "do"}:
        return _RAISED + "".join(parts)
    if "o" in switches:
        level = [part for part in parts if part not in _AROUND and not part.startswith(_RAISED)]
        return "".join(level or parts)
    return ("/" if "f" in switches else "").join(parts)
