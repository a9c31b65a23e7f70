"""What was read of one file, on one screen: every speech in it, or why there is none."""

from collections.abc import Sequence

from intake.locale import N_
from intake.model import SpeechRecord
from intake.render.page import Line, Part
from intake.render.safe import one_line
from intake.render.submission import record_parts, warnings
from intake.render.view import View
from intake.render.words import WARNINGS


def document_page(
    heading: str,
    records: Sequence[SpeechRecord],
    slugs: Sequence[str],
    problem: tuple[str, str] | None,
    view: View,
) -> tuple[Part, ...]:
    """Lay out a document that was read; a problem is its slug and what it says."""
    facts = list(warnings(slugs, view))
    if problem is not None:
        code, detail = problem
        said = view.say(WARNINGS[code]) if code in WARNINGS else one_line(code)
        facts.append(Line(view.say(N_("Problem")), said, one_line(detail), "bad"))
    elif not records:
        facts.append(Line("", view.say(N_("no speech was recognised")), tone="doubt"))
    parts = [Part(one_line(heading), tuple(facts))]
    for ordinal, record in enumerate(records, start=1):
        title = view.say(N_("Speech {ordinal} of {count}")).format(ordinal=ordinal, count=len(records))
        parts += record_parts(record, title, view)
    return tuple(parts)
