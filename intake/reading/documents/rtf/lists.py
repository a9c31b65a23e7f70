r"""The lists of an RTF file, for paragraphs that name one (\ls, \ilvl) and do not repeat its number as \listtext."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from intake.reading.documents.numbering import Level, counted_on

_DEPTH = 9  # levels of a list
_MOST = 10_000  # lists of a file; Word writes a few dozen
#: \levelnfc by the names of WordprocessingML ([MS-OSHARED] 2.2.1.3, MSONFC).
_STYLES: Mapping[int, str] = MappingProxyType(
    {
        0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
        11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
        18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet",
        26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
        29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac",
        32: "ideographZodiacTraditional", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
        35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
        38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
    }
)  # fmt: skip


@dataclass(slots=True)
class Lists:
    """The lists by id, the numbers by which paragraphs name them, and how far each has counted."""

    text: str = ""  # of the level that the table is telling about
    said: dict[str, int] = field(default_factory=dict)  # of that level
    _telling: bool = False
    _levels: dict[int, Level] = field(default_factory=dict)  # of the list that the table is telling about
    _lists: dict[int, dict[int, Level]] = field(default_factory=dict)
    _named: dict[int, tuple[int, dict[int, int]]] = field(default_factory=dict)  # list and starts of its own
    _starts: dict[int, int] = field(default_factory=dict)  # of the override that the table is telling about
    _overridden: int = -1  # the level of it
    _id: int = 0
    _counters: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def begin(self) -> None:
        """Begin to tell about a list."""
        self._telling = False
        self._levels = {}

    def level(self) -> None:
        """Begin to tell about the next level of the list."""
        self._keep()
        self.said, self.text, self._telling = {}, "", True

    def _keep(self) -> None:
        r"""Keep a level: the first character of its text counts the others, and \'00 to \'08 stand for numbers."""
        if not self._telling:
            return
        self._telling = False
        text = self.text[1 : 1 + ord(self.text[0])] if self.text else ""
        pattern = "".join(f"%{ord(char) + 1}" if ord(char) < _DEPTH else char for char in text)
        style = _STYLES.get(self.said.get("levelnfcn", self.said.get("levelnfc", 0)), "decimal")
        if len(self._levels) < _DEPTH:
            start = self.said.get("levelstartat", 1)
            legal = bool(self.said.get("levellegal"))
            self._levels[len(self._levels)] = Level(start=start, style=style, pattern=pattern, legal=legal)

    def identify(self, number: int) -> None:
        """Take the id of a list, which stands behind its levels, or of the list that an override names."""
        self._id = number
        self._keep()
        if self._levels and len(self._lists) < _MOST:
            self._lists[number], self._levels = self._levels, {}

    def override(self) -> None:
        """Begin to tell about the next override of a list."""
        self._starts, self._overridden = {}, -1

    def override_level(self) -> None:
        """Tell about the next level that is overridden."""
        self._overridden += 1

    def start(self, number: int) -> None:
        """Take the start of an overridden level."""
        self._starts[self._overridden] = number

    def name(self, number: int) -> None:
        """Take the number by which paragraphs name the list."""
        if len(self._named) < _MOST:
            self._named[number] = self._id, self._starts

    def label(self, number: int, depth: int) -> str | None:
        """Count a paragraph on and write its number; None for bullets and lists that are not told about."""
        named, starts = self._named.get(number, (0, {}))
        levels = self._lists.get(named, {})
        if depth not in levels:
            return None
        start = None if (number, depth) in self._begun else starts.get(depth)
        if start is not None:
            self._begun.add((number, depth))
        return counted_on(levels, self._counters.setdefault(named, {}), depth, start)
