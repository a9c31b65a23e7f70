"""What holds for the characters of a Word document: styles, and what paragraphs and runs say of themselves."""

from dataclasses import dataclass, field

from lxml import etree

from intake.reading.documents.props import (
    ARRIVED,
    GONE,
    PARAGRAPH_STYLE,
    RUN_STYLE,
    Props,
    paragraph_props,
    run_props,
    said_of_paragraph,
    said_of_run,
)
from intake.reading.documents.runs import PLAIN, Frame, Look
from intake.reading.documents.styles import Styles


@dataclass(slots=True)
class Manner:
    """What holds for some characters, and for runs that say more on top of it, by what they say.

    A document has few manners: to resolve each for every run took most of the time of reading.
    """

    props: Props
    look: Look
    frame: Frame = PLAIN  # of a paragraph without a number
    style: str | None = None  # of a paragraph
    gone: bool = False  # the mark that ends the paragraph was deleted or moved away
    changed: bool = False  # or came with a change
    num: str | None = None  # the list that numbers the paragraph
    indented: bool = False  # by its first line
    hidden: bool = False
    runs: dict[object, "Manner"] = field(default_factory=dict)


@dataclass(slots=True)
class Manners:
    """The manners of paragraphs, by what they say of themselves."""

    styles: Styles
    _known: dict[object, Manner] = field(default_factory=dict)

    def of_paragraph(self, about: etree._Element | None) -> Manner:
        """Resolve what holds in a paragraph, by what it says of itself."""
        key = said_of_paragraph(about)
        manner = self._known.get(key)
        if manner is None:
            said = dict(key)
            style = said.get(PARAGRAPH_STYLE) or self.styles.paragraph
            props = paragraph_props(said, self.styles.paragraph_props(style))
            gone = not GONE.isdisjoint(said)
            frame = Frame(level=props.level or None, align=props.align or "left")
            changed = gone or not ARRIVED.isdisjoint(said)
            manner = self._known[key] = Manner(
                props,
                _look(props),
                frame,
                style,
                gone=gone,
                changed=changed,
                num=props.num if props.num != "0" else None,
                indented=props.indented is True,
                hidden=props.hidden is True,
            )
        return manner

    def of_run(self, about: etree._Element, manner: Manner) -> Manner:
        """Resolve what holds in a run, by what it says of itself on top of its paragraph's manner."""
        key = said_of_run(about)
        resolved = manner.runs.get(key)
        if resolved is None:
            said = dict(key)
            style = said.get(RUN_STYLE)
            base = self.styles.props(style).over(manner.props) if style else manner.props
            props = run_props(said, base)
            resolved = manner.runs[key] = Manner(props, _look(props), hidden=props.hidden is True)
        return resolved


def _look(props: Props) -> Look:
    return Look(bool(props.bold), props.size, props.font)
