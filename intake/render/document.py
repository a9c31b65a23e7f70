"""What was read of one file, on one screen: every speech in it, or why there is none."""

from collections.abc import Iterator, Sequence

from intake.locale import N_
from intake.model import DocumentReading, SpeechRecord
from intake.render.letters import letter, request
from intake.render.page import Line, Part
from intake.render.refusals import File, said
from intake.render.safe import one_line, show
from intake.render.submission import record_parts, warnings
from intake.render.view import View


def document_page(path: str, found: DocumentReading, view: View) -> tuple[Part, ...]:
    """Lay out a document that was read, or why it was not and what to ask its sender for."""
    file = File(path, found.type)
    facts = list(warnings(found.warnings, view, file))
    if found.problem is not None:
        code, detail = found.problem
        facts.append(Line(view.say(N_("Problem")), said(code, file, view), one_line(detail), "bad"))
    elif not found.records:
        facts.append(Line("", view.say(N_("no speech was recognised")), tone="doubt"))
    slugs = (*found.warnings, *(found.problem or ())[:1])
    asked = letter((request(slugs, File(path.rpartition("/")[2], found.type)),), view)
    parts = (Part(show(f"{path}  {found.type}"), tuple(facts)), *asked)
    return (*parts, *speech_parts(found.records, view))


def speech_parts(records: Sequence[SpeechRecord], view: View) -> Iterator[Part]:
    """Lay out the speeches that were found, each under its count."""
    for ordinal, record in enumerate(records, start=1):
        title = view.say(N_("Speech {ordinal} of {count}")).format(ordinal=ordinal, count=len(records))
        yield from record_parts(record, title, view)
