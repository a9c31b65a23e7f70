"""What was read of one file, on one screen: every speech in it, or why there is none."""

from collections.abc import Iterator, Sequence

from intake.locale import N_
from intake.model import DocumentReading, SpeechRecord
from intake.render.findings import findings_part
from intake.render.page import Line, Part
from intake.render.remarks import remark
from intake.render.safe import one_line, show
from intake.render.submission import record_parts, warnings
from intake.render.view import View


def document_page(
    heading: str,
    document: DocumentReading,
    view: View,
) -> tuple[Part, ...]:
    """Lay out a document that was read."""
    records = document.records
    told = {each.code for each in document.findings}
    facts = list(warnings((slug for slug in document.warnings if slug not in told), view))
    if document.problem is not None:
        code, detail = document.problem
        facts.append(Line(view.say(N_("Problem")), remark(code, view), one_line(detail), "bad"))
    elif not records:
        facts.append(Line("", view.say(N_("no speech was recognised")), tone="doubt"))
    found = findings_part(document.findings, view)
    parts = (Part(show(heading), tuple(facts)), *((found,) if found.lines else ()))
    return (*parts, *speech_parts(records, view))


def speech_parts(records: Sequence[SpeechRecord], view: View) -> Iterator[Part]:
    """Lay out the speeches that were found, each under its count."""
    for ordinal, record in enumerate(records, start=1):
        title = view.say(N_("Speech {ordinal} of {count}")).format(ordinal=ordinal, count=len(records))
        yield from record_parts(record, title, view)
