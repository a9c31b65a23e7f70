"""What was read of one file, on one screen: every speech in it, or why there is none."""

from collections.abc import Iterator, Sequence

from intake.locale import N_, REASONS
from intake.model import DocumentReading, SpeechRecord
from intake.render.attachments import obtained
from intake.render.disclosures import disclosures_part
from intake.render.letters import letter, request
from intake.render.page import Line, Part
from intake.render.refusals import File, called, said
from intake.render.safe import one_line, show
from intake.render.submission import record_parts, warnings
from intake.render.view import View


def document_page(path: str, found: DocumentReading, view: View) -> tuple[Part, ...]:
    """Lay out a document that was read, or why it was not and what to ask its sender for."""
    file = File(path, found.type)
    told = {each.code for each in found.disclosures}
    facts = list(warnings((slug for slug in found.warnings if slug not in told), view, file))
    if found.problem is not None:
        code, detail = found.problem
        why = (
            view.say(detail) if detail in REASONS else one_line(detail)
        )  # a detail of ours is said by its code
        facts.append(Line(view.say(N_("Problem")), said(code, file, view), why, "bad"))
    elif not found.records:
        facts.append(Line("", view.say(N_("no speech was recognised")), tone="doubt"))
    asked = letter(_asked(found, path.rpartition("/")[2]), view)
    revealed = disclosures_part(found.disclosures, view)
    heading = filter(None, (path, called(found.type, view), obtained(found.engine, view)))
    parts = (Part(show("  ".join(heading)), (*facts, *_unread(found, view))), *asked)
    return (*parts, *((revealed,) if revealed.lines else ()), *speech_parts(found.records, view))


def _unread(found: DocumentReading, view: View) -> Iterator[Line]:
    """Name the files in an archive that were not read, and say why."""
    for one in found.unread:
        file = File(one.name, one.type)
        why = view.listed(dict.fromkeys(said(slug, file, view) for slug in one.slugs))
        yield Line(view.say(N_("Not read")), one_line(one.name), why, "bad")


def _asked(found: DocumentReading, name: str) -> Iterator[str]:
    """Ask for what would help with a file, or with each in it that was not read."""
    for one in found.unread:
        yield request(one.slugs, File(one.name, one.type))
    if not found.unread:
        yield request((*found.warnings, *(found.problem or ())[:1]), File(name, found.type))


def speech_parts(records: Sequence[SpeechRecord], view: View) -> Iterator[Part]:
    """Lay out the speeches that were found, each under its count."""
    for ordinal, record in enumerate(records, start=1):
        title = view.say(N_("Speech {ordinal} of {count}")).format(ordinal=ordinal, count=len(records))
        yield from record_parts(record, title, view)
