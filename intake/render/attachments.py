"""The attachments of a mail: what each is, what became of it, how its text was obtained."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.errors import SEPARATOR
from intake.locale import N_
from intake.model import Attachment
from intake.render.page import Line, Tone
from intake.render.refusals import File, called, said
from intake.render.safe import one_line
from intake.render.view import View, size
from intake.render.words import CONVERTERS, OUTCOMES

_TONES: Final[Mapping[str, Tone]] = MappingProxyType(
    {"unreadable": "bad", "unsupported": "doubt", "skipped": "quiet"}
)


def obtained(engine: str, view: View) -> str:
    """Say by which program a file was converted before it was read; the names of our readers tell an editor nothing."""
    if engine not in CONVERTERS:
        return ""
    return view.say(N_("converted by {program}")).format(program=CONVERTERS[engine])


def attachment_lines(
    leaf: Attachment, view: View, *, engines: Mapping[str, str] = MappingProxyType({}), depth: int = 0
) -> Iterator[Line]:
    """Lay out an attachment and its members; `engines` say by path how a text was obtained."""
    slugs = dict.fromkeys((*leaf.warnings, *filter(None, (leaf.detail,))))
    # why there is no reader says by itself that there is none
    outcome = "" if "unsupported" in slugs else view.say(OUTCOMES[leaf.outcome])
    remarks = [outcome, obtained(engines.get(leaf.path, ""), view)]
    remarks += [said(slug, File(leaf.name, leaf.type), view) for slug in slugs]
    text = f"{leaf.path}  {one_line(leaf.name)}  {called(leaf.type, view)}  {size(leaf.size)}"
    yield Line(
        "", text, view.say(SEPARATOR).join(filter(None, remarks)), _TONES.get(leaf.outcome.value, ""), depth
    )
    for member in leaf.members:
        yield from attachment_lines(member, view, engines=engines, depth=depth + 1)
