"""One submission on one screen: the record, what is doubtful in it, and where it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from intake.errors import SEPARATOR
from intake.locale import N_
from intake.model import (
    DOUBTFUL,
    RECOGNISED,
    Attachment,
    Evidence,
    LookAlike,
    Section,
    SpeechRecord,
    StoredMessage,
    StoredSubmission,
)
from intake.render.around import Around
from intake.render.attachments import attachment_lines, obtained
from intake.render.checks import MOST, finding_lines
from intake.render.contributors import sender_lines, verdict_lines
from intake.render.decisions import NOTHING, log_lines
from intake.render.difference import field_names
from intake.render.disclosures import disclosures_part
from intake.render.letters import expired, letter, request
from intake.render.links import links_part
from intake.render.page import Line, Part, Tone, short
from intake.render.refusals import NO_FILE, File, said
from intake.render.remarks import remark
from intake.render.safe import one_line
from intake.render.view import View, age, day, moment
from intake.render.words import FIELDS, SOURCES, STATUSES, confidence
from intake.workflow import Status, allowed, command_name

LONG = 120  # characters of an editor's note, a lead, a closing; three lines of a terminal
POINT = 60  # characters of a point's first sentence
HEAD = 12  # lines of a document in which nothing was recognised

#: What an editor expects in every record: said to be missing rather than left out.
EXPECTED = ("title.main", "speaker", "unit", "post")


def submission_page(submission: StoredSubmission, around: Around, view: View) -> tuple[Part, ...]:
    """Lay out a submission: what was understood, where it came from, what resembles it, what was done with it."""
    row = submission.row
    archived = view.say(N_("archived")) if row.archived else ""
    heading = f"{row.number}  {view.say(STATUSES[row.status])}  {archived}".rstrip()
    if submission.record is None:
        body: tuple[Part, ...] = (Part(heading, tuple(_unrecognised(submission, view))),)
    else:
        body = record_parts(submission.record, heading, view)
    above = (*_standing(submission, view), *_warned(submission, around, view))
    first = replace(body[0], lines=(*above, *body[0].lines))
    mail = Part(view.say(N_("Mail")), tuple(_origin(submission, around, view)))
    told = disclosures_part(submission.disclosures, view)
    asked = letter(_asked(submission, around.message, view), view)
    checked = _checks(submission, around, view)
    parts = (first, *body[1:], checked, mail, told, *asked, *_around(around, row.status, view))
    return tuple(part for part in parts if part.lines)


def _checks(submission: StoredSubmission, around: Around, view: View) -> Part:
    """Say what is to be looked at before print, as far as a screen has room."""
    lines = tuple(finding_lines(around.findings[:MOST], submission.text, view))
    if len(around.findings) > MOST:
        more = view.say(N_("{count} more: `intake check {number}`"))
        left = len(around.findings) - MOST
        lines += (Line("", more.format(count=left, number=submission.row.number), tone="quiet"),)
    return Part(view.say(N_("Before print")), lines)


def _standing(submission: StoredSubmission, view: View) -> Iterator[Line]:
    """Say who has it, and what it is to others."""
    row = submission.row
    if row.assignee:
        yield Line(view.say(N_("Assignee")), one_line(row.assignee))
    if row.until:
        yield Line(view.say(N_("Held until")), str(row.until))
    for label, elder in (
        (N_("Duplicate of"), submission.duplicate_of),
        (N_("Revision of"), submission.revision_of),
    ):
        if elder is not None:
            yield Line(view.say(label), str(elder.number), f"intake show {elder.number}", "quiet")
    if row.edited:
        stands = view.say(N_("an editor's values stand over what was recognised"))
        evidence = submission.record.evidence if submission.record else {}
        names = field_names((name for name, one in evidence.items() if one.source == "edited"), view)
        yield Line(view.say(N_("Edited")), names or stands, stands if names else "", "quiet")


def _warned(submission: StoredSubmission, around: Around, view: View) -> Iterator[Line]:
    """Say what is odd about it; what has a part of the page for itself is not said twice."""
    row = submission.row
    told = {each.code for each in submission.disclosures} | ({"look_alike"} if around.look_alikes else set())
    file = File(_name(submission, around.message), row.format)
    yield from warnings((slug for slug in row.warnings if slug not in told), view, file)


def _around(around: Around, status: Status, view: View) -> Iterator[Part]:
    reading = around.message.reading if around.message else None
    if reading is not None:
        engines = {
            one.source: one.row.engine for one in (around.message.submissions if around.message else ())
        }
        lines = tuple(
            line for leaf in reading.attachments for line in attachment_lines(leaf, view, engines=engines)
        )
        yield Part(view.say(N_("Attachments")), lines)
        yield links_part(reading.links, view)
    yield Part(view.say(N_("Look-alikes")), tuple(_look_alike(one, view) for one in around.look_alikes))
    answers = " · ".join(command_name(action, view.say) for action in allowed(status))
    possible = Line(view.say(N_("Possible")), answers or "—", tone="quiet")
    yield Part(view.say(N_("Log")), (*log_lines(around.log, view, around.reasons), possible))


def _look_alike(one: LookAlike, view: View) -> Line:
    row = one.row
    told = (
        short(one_line(row.title), POINT),
        one_line(row.speaker or ""),
        one_line(row.from_name or row.from_address),
    )
    standing = view.say(STATUSES[row.status])
    why = view.listed(remark(slug, view) for slug in one.why)
    return Line(
        str(row.number), "  ".join(filter(None, told)), view.say(SEPARATOR).join((standing, why)), "doubt"
    )


def record_parts(record: SpeechRecord, heading: str, view: View) -> tuple[Part, ...]:
    """Lay out a record: its fields, then its sections with the points' first sentences."""
    fields = Part(heading, tuple(_fields(record, view)))
    outline = tuple(line for section in record.sections for line in _section(section))
    end = tuple(_end(record, view))
    return (fields, Part(view.say(N_("Outline")), (*outline, *end)))


def warnings(slugs: Iterable[str], view: View, file: File = NO_FILE) -> Iterator[Line]:
    """Say warnings in words, those of a file in the words of its type."""
    for slug in slugs:
        yield Line(view.say(N_("Warning")), said(slug, file, view), tone="bad")


def _fields(record: SpeechRecord, view: View) -> Iterator[Line]:
    for name, value in values(record):
        shown = day(value, view) if name == "date" else value
        evidence = _evidence(record, name)
        if value and evidence is not None and evidence.confidence < DOUBTFUL:
            yield Line(view.say(FIELDS[name]), NOTHING, guesses(value, evidence, view), "bad")
        elif value:
            yield Line(view.say(FIELDS[name]), shown, *_remark(evidence, view))
        elif name in EXPECTED:
            yield Line(view.say(FIELDS[name]), NOTHING, guesses("", evidence, view), "bad")


def _evidence(record: SpeechRecord, name: str) -> Evidence | None:
    """Give the evidence of a field; of the region that of its least sure part."""
    if name != "region":
        return record.evidence.get(name)
    parts = msgspec.to_builtins(record.region)
    found = [record.evidence.get(f"region.{part}") for part, value in parts.items() if value]
    return min((one for one in found if one), key=lambda one: one.confidence, default=None)


def guesses(value: str, evidence: Evidence | None, view: View) -> str:
    """Say that nothing was recognised, and what it may be: what was read with too much doubt, then what else was."""
    said = view.say(N_("not recognised"))
    others = offered(value, evidence)
    if not others:
        return said
    listed = short(others, POINT)
    return view.say(N_("{doubt}; perhaps: {guesses}")).format(doubt=said, guesses=listed)


def offered(value: str, evidence: Evidence | None) -> str:
    """Name once each what a field may hold: a value that is only a guess, then the values that lost."""
    others = evidence.alternatives if evidence else ()
    return " / ".join(dict.fromkeys(one_line(one) for one in (value, *others) if one))


def values(record: SpeechRecord) -> Iterator[tuple[str, str]]:
    """Give what the single fields hold, each on one line, in the order of the page; "" where there is nothing."""
    title, region = record.title, record.region
    yield "title.kicker", one_line(title.kicker or "")
    yield "title.issue", one_line(title.issue or "")
    yield "title.main", one_line(title.main or "")
    yield "title.subtitle", one_line(title.subtitle or "")
    yield "speaker", one_line("、".join(speaker.name for speaker in record.speakers))
    yield "unit", one_line(record.unit or "")
    yield "post", one_line(record.post or "")
    yield "other_posts", one_line("、".join(record.other_posts))
    yield (
        "region",
        one_line(" ".join(filter(None, (region.city, region.district, region.town, region.village)))),
    )
    yield "occasion", one_line(record.occasion or "")
    yield "date", one_line(record.date or "")
    yield "editor_note", short(one_line(record.editor_note or ""), LONG)
    yield "lead", short(one_line(record.lead or ""), LONG)


def _remark(evidence: Evidence | None, view: View) -> tuple[str, Tone]:
    """Say in which of the three states a value is, and of a doubtful one what else it might be."""
    if evidence is None:
        return "", ""
    if evidence.source == "edited":
        return view.say(SOURCES["edited"]), "quiet"
    said = view.say(confidence(evidence.confidence))
    if evidence.source == "inferred":
        said = view.listed((said, view.say(SOURCES["inferred"])))
    if evidence.confidence >= RECOGNISED:
        return said, "quiet"
    if evidence.alternatives:
        others = one_line(" / ".join(evidence.alternatives))
        said = view.say(N_("{doubt}; or: {others}")).format(doubt=said, others=short(others, POINT))
    return said, "doubt"


def _section(section: Section) -> Iterator[Line]:
    head = one_line(f"{section.marker or ''}{section.heading or ''}")
    if head:
        yield Line("", head)
    if section.subheading:
        yield Line("", one_line(section.subheading), indent=1)
    for point in section.points:
        yield Line("", short(one_line(f"{point.marker or ''}{point.lead}"), POINT), indent=2)
    for paragraph in section.paragraphs[:1] if not section.points else ():
        yield Line("", short(one_line(paragraph), POINT), indent=2)


def _end(record: SpeechRecord, view: View) -> Iterator[Line]:
    if record.closing:
        yield Line(view.say(FIELDS["closing"]), short(one_line(record.closing), POINT))
    contact = record.contact
    if contact is not None:
        yield Line(view.say(N_("Contact")), one_line("  ".join(filter(None, (contact.name, contact.phone)))))
    if record.contributors:
        yield Line(view.say(N_("Contributors")), one_line("、".join(record.contributors)))
    for role, names in record.credits.items():
        yield Line(one_line(role), one_line("、".join(names)))
    yield Line(view.say(N_("Words")), str(record.word_count))


def _unrecognised(submission: StoredSubmission, view: View) -> Iterator[Line]:
    title = one_line(submission.row.title)
    yield Line(view.say(FIELDS["title.main"]), title, view.say(N_("no speech was recognised")), "bad")
    lines = [line for line in map(one_line, submission.text.split("\n")) if line]
    shown = [short(line, LONG) for line in lines[:HEAD]]
    for ordinal, line in enumerate(shown):
        yield Line("" if ordinal else view.say(N_("Text")), line)
    if shown != lines:
        number = str(submission.row.number)
        yield Line("", view.say(N_("all of it: `intake text {number}`")).format(number=number), tone="quiet")


def _origin(submission: StoredSubmission, around: Around, view: View) -> Iterator[Line]:
    row, message = submission.row, around.message
    yield Line(view.say(N_("From")), one_line(f"{row.from_name} <{row.from_address}>"))
    if around.sender is not None:
        yield from sender_lines(around.sender, view)
    if message is not None:
        yield from verdict_lines(message.verdict, view)
        yield Line(
            view.say(N_("Subject")),
            one_line(message.row.subject),
            f"intake mail show {message.row.id}",
            "quiet",
        )
    yield Line(view.say(N_("Received")), moment(row.arrived, view), age(row.arrived, view), "quiet")
    yield Line(
        view.say(N_("Source")),
        _source(submission, message, view),
        obtained(submission.row.engine, view),
        "quiet",
    )
    yield from warnings((slug for slug in row.mail_warnings if slug not in row.warnings), view)


def _asked(submission: StoredSubmission, message: StoredMessage | None, view: View) -> Iterator[str]:
    """Ask its sender for what stands in the way of a submission; of one from a mail's text, for what its links led to."""
    row = submission.row
    if (
        asked := request(row.warnings, File(_name(submission, message), row.format))
    ) and row.format != "body":
        yield asked
    if row.status is Status.NEEDS_MATERIAL and message is not None and message.reading is not None:
        yield from expired(message.reading.links, view)


def _name(submission: StoredSubmission, message: StoredMessage | None) -> str:
    reading = message.reading if message else None
    leaf = found(reading.attachments, submission.source) if reading else None
    return leaf.name if leaf else ""


def _source(submission: StoredSubmission, message: StoredMessage | None, view: View) -> str:
    if submission.source in {"body", "message"}:
        return view.say(N_("text of the mail"))
    return one_line(_name(submission, message)) or submission.row.format


def found(attachments: Iterable[Attachment], path: str) -> Attachment | None:
    """Find an attachment by its path, among the members of archives too."""
    for attachment in attachments:
        if attachment.path == path:
            return attachment
        inner = found(attachment.members, path)
        if inner is not None:
            return inner
    return None
