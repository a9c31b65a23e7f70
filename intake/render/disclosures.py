"""What a file holds that should not be forwarded unnoticed, as a part of a page."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import Disclosure
from intake.render.page import Line, Part
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.view import View

#: What is counted, in the order of the page, the gravest first.
COUNTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "secrecy_marks": N_("Marks of secrecy"),
        "id_card_numbers": N_("ID card numbers"),
        "mobile_numbers": N_("Mobile numbers"),
        "hidden_text": N_("Hidden text"),
        "tracked_changes": N_("Revisions"),
        "comments": N_("Comments"),
        "author_metadata": N_("Names in the file"),
        "pictures": N_("Pictures"),
    }
)


def disclosures_part(disclosures: Sequence[Disclosure], view: View) -> Part:
    """Lay out what whoever forwards a file should know of; no lines where it is nothing."""
    order = [*COUNTED]
    known = sorted(disclosures, key=lambda each: order.index(each.code) if each.code in order else len(order))
    return Part(view.say(N_("Before you forward it")), tuple(_lines(known, view)))


def _lines(disclosures: Sequence[Disclosure], view: View) -> Iterator[Line]:
    for each in disclosures:
        label = COUNTED.get(each.code)
        shown = view.listed(one_line(text) for text in each.shown)
        yield Line(view.say(label) if label else remark(each.code, view), str(each.count), shown, "doubt")
