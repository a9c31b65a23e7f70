"""The styles of an OpenDocument text, resolved through their parents."""

from dataclasses import dataclass, field

from lxml import etree

from intake.model import Align
from intake.reading.documents.odt.names import FO, OFFICE, STYLE, SVG, TEXT
from intake.reading.documents.props import NOTHING, Props

_ALIGNS: dict[str, Align] = {
    "start": "left",
    "left": "left",
    "center": "center",
    "end": "right",
    "right": "right",
    "justify": "both",
}
_DEEPEST = 20  # styles in styles; the end of every loop
_SIZE = 12.0  # points, where nothing says
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


@dataclass(slots=True)
class Styles:
    """The styles by family and name, as the parts of the document bring them; a list style is the `num` of Props."""

    _fonts: dict[str, str] = field(default_factory=dict)
    _own: dict[tuple[str, str], tuple[str | None, Props]] = field(default_factory=dict)
    _resolved: dict[tuple[str, str], Props] = field(default_factory=dict)
    _default: Props = NOTHING

    def add(self, element: etree._Element) -> None:
        """Take in a container of styles or of font faces."""
        for child in element:
            if child.tag == f"{STYLE}font-face":
                family = child.get(f"{SVG}font-family", "").strip("'\" ")
                self._fonts[child.get(f"{STYLE}name", "")] = family
            elif child.tag == f"{STYLE}style":
                key = child.get(f"{STYLE}family", ""), child.get(f"{STYLE}name", "")
                self._own[key] = child.get(f"{STYLE}parent-style-name"), self._props(child)
            elif child.tag == f"{STYLE}default-style" and child.get(f"{STYLE}family") == "paragraph":
                self._default = self._props(child)
        self._resolved.clear()

    def paragraph(self, name: str | None) -> Props:
        """Resolve a paragraph's style, down to the defaults."""
        return self.props("paragraph", name).over(self._default).over(Props(size=_SIZE))

    def props(self, family: str, name: str | None) -> Props:
        """Resolve a style through its parents, without the defaults."""
        key = family, name or ""
        if key not in self._resolved:
            self._resolved[key] = self._chain(*key)
        return self._resolved[key]

    def _chain(self, family: str, name: str | None) -> Props:
        props = NOTHING
        for _ in range(_DEEPEST):
            name, own = self._own.get((family, name or ""), (None, NOTHING))
            props = props.over(own)
            if name is None:
                break
        return props

    def _props(self, style: etree._Element) -> Props:
        letters = style.find(f"{STYLE}text-properties")
        paragraph = style.find(f"{STYLE}paragraph-properties")
        own = NOTHING if letters is None else self._letters(letters)
        indent = None if paragraph is None else paragraph.get(f"{FO}text-indent")
        return Props(
            own.size,
            own.font,
            own.bold,
            own.hidden,
            align=None if paragraph is None else _ALIGNS.get(paragraph.get(f"{FO}text-align", "")),
            num=style.get(f"{STYLE}list-style-name"),
            indented=None if indent is None else _number(indent) > 0,
        )

    def _letters(self, said: etree._Element) -> Props:
        """Read how characters look: Chinese text has properties of its own, others stand in where they are missing."""
        weight = said.get(f"{STYLE}font-weight-asian") or said.get(f"{FO}font-weight")
        size = said.get(f"{STYLE}font-size-asian") or said.get(f"{FO}font-size") or ""
        face = said.get(f"{STYLE}font-name-asian")
        family = said.get(f"{STYLE}font-family-asian", "").strip("'\" ")
        hidden = said.get(f"{TEXT}display")
        return Props(
            size=_number(size) if size.endswith("pt") else None,
            font=(self._fonts.get(face, face) if face else family) or None,
            bold=None if weight is None else weight in _BOLD,
            hidden=None if hidden is None else hidden == "none",
        )


def _number(length: str) -> float:
    """Read the number of a length in whatever unit ("0.5in")."""
    digits = length.rstrip("abcdefghijklmnopqrstuvwxyz%")
    try:
        return float(digits) if len(digits) < _DEEPEST else 0.0
    except ValueError:
        return 0.0


#: Where styles and fonts stand, in either part.
CONTAINERS = tuple(f"{OFFICE}{name}" for name in ("font-face-decls", "styles", "automatic-styles"))
