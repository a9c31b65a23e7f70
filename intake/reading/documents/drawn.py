"""What stands in the drawings of a Word document: text boxes, and pictures."""

from collections.abc import Iterator

from lxml import etree

from intake.reading.documents.ooxml import W

BOX = f"{W}txbxContent"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_TEXT = (f"{W}t", BOX, f"{W}p")


def chosen(either: etree._Element) -> etree._Element | None:
    """Choose one form of what Word wrote twice for older readers: the first that has text."""
    return next((form for form in either if next(form.iter(*_TEXT), None) is not None), None)


def boxes(drawn: etree._Element) -> Iterator[etree._Element]:
    """Find the text boxes in a drawing; those in a box are found when the box is read."""
    for child in drawn:
        if child.tag == BOX:
            yield child
        elif child.tag == EITHER:
            form = chosen(child)
            yield from boxes(form) if form is not None else ()
        else:
            yield from boxes(child)


def pictures(drawn: etree._Element) -> int:
    """Count the pictures in a drawing, each form for older readers left out; those in a box count when it is read."""
    count = 0
    for child in drawn:
        if child.tag == EITHER:
            count += pictures(child[0]) if len(child) else 0
        elif child.tag != BOX:
            count += (child.tag in _PICTURES) + pictures(child)
    return count
