"""The named styles of a Word document, resolved through what they are based on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from intake.reading.documents.ooxml import W, child_of, val
from intake.reading.documents.props import (
    NOTHING,
    Props,
    paragraph_props,
    run_props,
    said_of_paragraph,
    said_of_run,
)
from intake.reading.documents.style_sheet import StyleSheet

_DEEPEST = 20  # styles based on styles; the end of every loop
_WORDS = Props(size=10.0)


@dataclass(slots=True)
class Styles:
    """The styles by id, each parsed and resolved when it is first used: a template brings hundreds."""

    opening: Callable[[], StyleSheet | None]  # when the first style is asked for
    _defaults: Props = _WORDS  # Word's own, where the document states none
    _opened: bool = False
    _sheet: StyleSheet | None = None
    _paragraph: str | None = None
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _resolved: dict[str | None, Props] = field(default_factory=dict)
    _based: dict[str | None, Props] = field(default_factory=dict)  # on the defaults

    @property
    def paragraph(self) -> str | None:
        """The style of paragraphs that name none."""
        while self._paragraph is None and self._advance():
            pass
        return self._paragraph

    def paragraph_props(self, style: str | None) -> Props:
        """Resolve a paragraph style, down to the defaults, which stand before it in the part."""
        if style not in self._based:
            self._based[style] = self.props(style).over(self._defaults)
        return self._based[style]

    def props(self, style: str | None) -> Props:
        """Resolve a style through the chain of styles it is based on, without the defaults."""
        if style not in self._resolved:
            self._resolved[style] = self._chain(style)
        return self._resolved[style]

    def numbering_of(self, style: str) -> str | None:
        """Tell the list a numbering style stands for."""
        return self.props(style).num

    def _chain(self, style: str | None) -> Props:
        props = NOTHING
        for _ in range(_DEEPEST):
            element = self._element(style) if style else None
            if element is None:
                break
            props = props.over(_own(element))
            style = val(element, "basedOn")
        return props

    def _element(self, style: str) -> etree._Element | None:
        while style not in self._elements and self._advance(style):
            pass
        return self._elements.get(style)

    def _advance(self, wanted: str | None = None) -> bool:
        """Take in more of the sheet, down to a style that is wanted, as far as there is more."""
        if not self._opened:
            self._sheet, self._opened = self.opening(), True
        elements = self._sheet.more(wanted) if self._sheet is not None else None
        for element in elements or ():
            self._take(element)
        return elements is not None

    def _take(self, element: etree._Element) -> None:
        """Take in a style, or the defaults; of two styles of one id the first counts."""
        if element.tag == f"{W}style":
            name = element.get(f"{W}styleId", "")
            self._elements.setdefault(name, element)
            if element.get(f"{W}default") in {"1", "true", "on"} and element.get(f"{W}type") == "paragraph":
                self._paragraph = self._paragraph or name
        else:
            for default in element:
                self._defaults = _own(default).over(self._defaults)


def _own(element: etree._Element) -> Props:
    """Read what a style, or a default, itself says."""
    run, paragraph = said_of_run(child_of(element, "rPr")), said_of_paragraph(child_of(element, "pPr"))
    return run_props(dict(run), paragraph_props(dict(paragraph)))
