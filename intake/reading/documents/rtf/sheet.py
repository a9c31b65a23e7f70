"""What an RTF file says before its text: fonts and styles; and how characters look by them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from intake.model import Align
from intake.reading.documents.rtf import charset
from intake.reading.documents.runs import Look

#: The control words in force, by name; absent where nothing was said.
State = dict[str, int]

#: What \plain takes back. "dbch" tells that East Asian text follows; "ea…" is what was said of such text alone.
CHARACTER = ("b", "f", "fs", "v", "deleted", "revised", "mvf", "mvt", "dbch", "ea", "eab", "eafs")
#: What \pard takes back.
PARAGRAPH = ("s", "align", "fi", "cufi", "intbl", "itap", "outlinelevel", "ls", "ilvl")

ALIGNS: tuple[Align, ...] = ("left", "center", "right", "both")
_DEEPEST = 20  # styles based on styles; the end of every loop
_SIZE = 24  # half points, where nothing says
_NOTHING: Mapping[str, int] = MappingProxyType({})
_HEADING = re.compile(r"\s*(?:heading|标题) ?([1-9]);?\s*$", re.IGNORECASE)
_HAN = range(0x3400, 0xA000)


@dataclass(slots=True)
class Font:
    """A font by its name, and the charset of bytes in it, None where it leaves it open."""

    name: str = ""
    charset: str | None = None

    @property
    def east_asian(self) -> bool:
        """Tell whether it is a font for Chinese, Japanese or Korean."""
        return charset.multibyte(self.charset) or any(ord(char) in _HAN for char in self.name)

    @property
    def named(self) -> "Font":
        """Give the font in which its own name is written: that of a font of signs is no row of signs."""
        return Font(charset=None) if self.charset == charset.SYMBOL else self


@dataclass(slots=True)
class Sheet:
    """The fonts and styles by number."""

    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[int, State] = field(default_factory=dict)
    default_font: int = 0
    _resolved: dict[int, Mapping[str, int]] = field(default_factory=dict)
    _looks: dict[tuple[int | None, ...], Look] = field(default_factory=dict)

    def keep(self, style: State, name: str) -> None:
        """Keep a style as its entry left it: one without a number is that of plain paragraphs."""
        if "cs" in style or "ts" in style:  # their properties are repeated wherever they are used
            return
        own = {word: style[word] for word in (*CHARACTER, *PARAGRAPH, "sbasedon") if word in style}
        if heading := _HEADING.match(name):  # LibreOffice states no outline level
            own.setdefault("outlinelevel", int(heading[1]) - 1)
        self.styles[style.get("s", 0)] = own
        self._resolved.clear()
        self._looks.clear()

    def said(self, state: State, name: str) -> int | None:
        """Tell what holds for a paragraph or its characters: what was said, else what its style says."""
        value = state.get(name)
        return self._style(state).get(name) if value is None else value

    def font(self, state: State) -> Font:
        """Give the font in which bytes are to be understood."""
        number = self.said(state, "ea") if state.get("dbch") else None
        if number is None:
            number = self.said(state, "f")
        return self.fonts.get(self.default_font if number is None else number) or Font()

    def look(self, state: State) -> Look:
        """Resolve how characters look; a document has few looks."""
        key = tuple(state.get(name) for name in ("s", "b", "f", "fs", "dbch", "ea", "eab", "eafs"))
        if key not in self._looks:
            self._looks[key] = self._look(state)
        return self._looks[key]

    def _look(self, state: State) -> Look:
        bold, size = self.said(state, "b"), self.said(state, "fs")
        if state.get("dbch"):
            wide, large = self.said(state, "eab"), self.said(state, "eafs")
            bold, size = bold if wide is None else wide, size if large is None else large
        return Look(bool(bold), (_SIZE if size is None else size) / 2, self._east_asian(state))

    def _east_asian(self, state: State) -> str | None:
        """Name the font of East Asian text: the one stated for it, else one that is made for it."""
        plain = self.said(state, "f")
        for number, stated in (
            (None if "ea" in state else state.get("f"), False),
            (self.said(state, "ea"), True),
            (self.default_font if plain is None else plain, False),
        ):
            font = None if number is None else self.fonts.get(number)
            if font is not None and (stated or font.east_asian):
                return font.name or None
        return None

    def _style(self, state: State) -> Mapping[str, int]:
        number = state.get("s", 0)
        if number not in self._resolved:
            self._resolved[number] = self._chain(number)
        return self._resolved[number]

    def _chain(self, number: int | None) -> Mapping[str, int]:
        merged: State = {}
        for _ in range(_DEEPEST):
            if number is None or number not in self.styles:
                break
            merged = self.styles[number] | merged
            number = self.styles[number].get("sbasedon")
        return merged or _NOTHING
