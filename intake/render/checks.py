"""What should be looked at before print, as an editor reads it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.model import Finding
from intake.render.page import Line
from intake.render.safe import one_line
from intake.render.view import View

_AROUND: Final = 10  # characters shown on both sides of what was found
_QUOTE: Final = 30  # characters of what was found
MOST: Final = 8  # findings on the screen of a submission; `check` shows all

#: What findings are called, by their slugs.
FINDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing_title": N_("the title is missing"),
        "missing_speaker": N_("the speaker is missing"),
        "missing_unit": N_("the unit is missing"),
        "missing_post": N_("the post is missing"),
        "missing_occasion": N_("the occasion is missing"),
        "missing_date": N_("the date is missing"),
        "missing_salutation": N_("the salutation is missing"),
        "missing_lead": N_("the lead is missing"),
        "missing_closing": N_("the closing words are missing"),
        "missing_contact": N_("the contact is missing"),
        "breaks_off": N_("the text breaks off within a sentence"),
        "name_elsewhere": N_("file name or subject name somebody else"),
        "title_long": N_("the title is too long"),
        "text_short": N_("the text is too short"),
        "text_long": N_("the text is too long"),
        "roster_name": N_("the roster has another name for this post"),
        "roster_post": N_("the roster has another post for this person"),
        "number_missing": N_("a number is missing in front of this one"),
        "number_repeated": N_("this number comes a second time"),
        "unpaired": N_("a quotation mark or bracket has no partner"),
        "figure_differs": N_("the same quantity has two figures"),
        "difference_wrong": N_("this is not the difference of both figures"),
        "sum_wrong": N_("this is not the sum of the figures"),
        "no_such_day": N_("there is no such day"),
        "weekday_differs": N_("the day is another day of the week"),
        "mask": N_("a mask or a blank was left in"),
        "id_number": N_("the number of an identity card"),
        "card_number": N_("the number of a bank card"),
        "mobile_number": N_("the number of a mobile telephone"),
        "phone_number": N_("a telephone number"),
        "word_forbidden": N_("a word not to be printed"),
        "word_sensitive": N_("a word to be thought over"),
        "word_preferred": N_("there is a better word"),
        "half_width": N_("half-width punctuation between Chinese characters"),
    }
)


def finding_lines(findings: Sequence[Finding], text: str, view: View) -> Iterator[Line]:
    """Lay out findings: what is the matter, where it stands with a few words around, and what should stand there."""
    for finding in findings:
        said = view.say(FINDINGS[finding.slug])
        count = len(finding.spans) if finding.slug == "half_width" else 1
        told = f"{said} ×{count}" if count > 1 else said
        where = _context(finding, text)
        whole = view.say(N_("{label}: {text}")).format(label=told, text=where) if where else told
        yield Line("", whole, one_line(finding.advice), "doubt")


def open_line(findings: Sequence[Finding], number: object, view: View) -> str:
    """Say in one line how much there is to look at; "" where there is nothing."""
    if not findings:
        return ""
    said = N_("before print: {count} to look at — `intake check {number}`")
    return view.say(said).format(count=len(findings), number=number)


def _context(finding: Finding, text: str) -> str:
    """Quote what was found between a few words of its paragraph; what stands nowhere is quoted alone."""
    if not finding.spans or finding.spans[0][1] > len(text):
        return one_line(finding.quote)
    start, end = finding.spans[0]
    before = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
    behind = text[end : end + _AROUND].partition("\n")[0]
    found = text[start:end]
    cut = f"{found[:_QUOTE]}…" if len(found) > _QUOTE + 1 else found
    return one_line(f"{before}〖{cut}〗{behind}")
