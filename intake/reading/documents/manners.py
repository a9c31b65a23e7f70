"""What holds for the characters of a Word document: styles, and what paragraphs and runs say of themselves."""

from dataclasses import dataclass, field

from lxml import etree

from intake.reading.documents.ooxml import W, val
from intake.reading.documents.runs import Look
from intake.reading.documents.styles import (
    EAST_ASIAN,
    FIRST_LINE,
    VAL,
    Props,
    Styles,
    paragraph_props,
    run_props,
)

_P_ABOUT, _R_ABOUT = f"{W}pPr", f"{W}rPr"
#: Marks of revisions, of things that came, and of things that went.
ARRIVED = frozenset({f"{W}ins", f"{W}moveTo"})
GONE = frozenset({f"{W}del", f"{W}moveFrom"})


@dataclass(slots=True)
class Manner:
    """What holds for some characters, and for runs that say more on top of it, by what they say.

    A document has few manners: to resolve each for every run took most of the time of reading.
    """

    props: Props
    look: Look
    style: str | None = None  # of a paragraph
    gone: bool = False  # the mark that ends the paragraph was deleted or moved away
    changed: bool = False  # or came with a change
    runs: dict[object, "Manner"] = field(default_factory=dict)


@dataclass(slots=True)
class Manners:
    """The manners of paragraphs, by what they say of themselves."""

    styles: Styles
    _known: dict[object, Manner] = field(default_factory=dict)

    def of_paragraph(self, paragraph: etree._Element) -> Manner:
        """Resolve what holds in a paragraph."""
        about = _about(paragraph)
        key = None if about is None else _paragraph_said(about)
        if key not in self._known:
            style = (val(about, "pStyle") if about is not None else None) or self.styles.paragraph
            props = paragraph_props(about).over(self.styles.paragraph_props(style))
            mark = about.find(_R_ABOUT) if about is not None else None
            tags = {child.tag for child in mark} if mark is not None else set()
            self._known[key] = Manner(
                props, _look(props), style, gone=bool(tags & GONE), changed=bool(tags & (GONE | ARRIVED))
            )
        return self._known[key]

    def of_run(self, about: etree._Element, manner: Manner) -> Manner:
        """Resolve what holds in a run, by what it says of itself on top of its paragraph's manner."""
        key = _run_said(about)
        if key not in manner.runs:
            style = val(about, "rStyle")
            base = self.styles.props(style).over(manner.props) if style else manner.props
            props = run_props(about).over(base)
            manner.runs[key] = Manner(props, _look(props))
        return manner.runs[key]


def _look(props: Props) -> Look:
    return Look(bool(props.bold), props.size, props.font)


def _about(paragraph: etree._Element) -> etree._Element | None:
    """Find what a paragraph says of itself, which by the schema stands first."""
    first = paragraph[0] if len(paragraph) else None
    return first if first is None or first.tag == _P_ABOUT else paragraph.find(_P_ABOUT)


def _paragraph_said(about: etree._Element) -> tuple[object, ...]:
    """Give what a paragraph says of itself, as far as it is read, in a form that can be compared."""
    first, chars = FIRST_LINE
    said: list[object] = []
    for child in about:
        said += (child.tag, child.get(VAL), child.get(first), child.get(chars))
        if len(child):
            said.append(_run_said(child))
    return tuple(said)


def _run_said(about: etree._Element) -> tuple[object, ...]:
    """Give what a run says of itself, as far as it is read, in a form that can be compared."""
    said: list[object] = []
    for child in about:
        said += (child.tag, child.get(VAL), child.get(EAST_ASIAN))
    return tuple(said)
