"""One mail on one screen: who sent it, what was in it, what became of it."""

from collections.abc import Iterator

from intake.locale import N_
from intake.model import Reading, StoredMessage
from intake.render.attachments import attachment_lines
from intake.render.contributors import verdict_lines
from intake.render.document import speech_parts
from intake.render.letters import expired, letter, requests_of
from intake.render.links import links_part
from intake.render.lists import kind
from intake.render.page import Line, Part, short
from intake.render.problems import problem_lines
from intake.render.safe import one_line, show
from intake.render.submission import warnings
from intake.render.view import View, moment, size
from intake.render.words import KINDS, STATUSES

LINES = 20  # of the contributor's own words; `intake text` and --raw have the rest


def mail_page(message: StoredMessage, view: View) -> tuple[Part, ...]:
    """Lay out a stored mail with its submissions."""
    row = message.row
    heading = f"{view.say(N_('Mail'))} {row.id}  {kind(row, view)}"
    parts = [Part(heading, tuple(_facts(message, view)))]
    if message.reading is not None:
        parts += _contents(message.reading, view)
        parts += _letter(message.reading, view)
    if message.submissions:
        parts.append(Part(view.say(N_("Submissions")), tuple(_submissions(message, view))))
    return tuple(parts)


def reading_page(reading: Reading, name: str, view: View) -> tuple[Part, ...]:
    """Lay out what was understood of a mail file that is not stored."""
    facts = (
        Line(view.say(N_("From")), one_line(f"{reading.from_name} <{reading.from_address}>")),
        Line(view.say(N_("Subject")), one_line(reading.subject)),
        *warnings(reading.warnings, view),
    )
    head = Part(f"{show(name)}  {view.say(KINDS[reading.kind])}", facts)
    records = [contribution.record for contribution in reading.contributions if contribution.record]
    return (head, *_contents(reading, view), *_letter(reading, view), *speech_parts(records, view))


def _facts(message: StoredMessage, view: View) -> Iterator[Line]:
    row, reading = message.row, message.reading
    yield Line(view.say(N_("From")), one_line(f"{row.from_name} <{row.from_address}>"))
    yield from verdict_lines(message.verdict, view)
    yield Line(view.say(N_("Subject")), one_line(row.subject))
    if reading is not None and reading.date is not None:
        yield Line(view.say(N_("Sent")), moment(reading.date, view))
    yield Line(view.say(N_("Received")), moment(row.received, view))
    yield Line(view.say(N_("Size")), size(row.size), f"sha256 {row.sha256[:12]}", "quiet")
    for seen in message.sightings:
        yield Line(
            view.say(N_("Seen in")), one_line(f"{seen.mailbox} {seen.folder}"), one_line(seen.uid), "quiet"
        )
    if row.archived:
        yield Line(view.say(N_("Archived")), view.say(N_("older than `since`, not on the list")))
    if message.problem is not None:
        yield from problem_lines(message.problem, view)
    yield from warnings(message.warnings, view)


def _contents(reading: Reading, view: View) -> list[Part]:
    parts = []
    attachments = tuple(line for leaf in reading.attachments for line in attachment_lines(leaf, view))
    if attachments:
        parts.append(Part(view.say(N_("Attachments")), attachments))
    if reading.links:
        parts.append(links_part(reading.links, view))
    if reading.text.strip():
        lines = show(reading.text.strip(), lines=True).split("\n")
        left = len(lines) - LINES
        more = (
            (Line("", view.say(N_("… {count} more lines")).format(count=left), tone="quiet"),)
            if left > 0
            else ()
        )
        parts.append(Part(view.say(N_("Text")), (*(Line("", line) for line in lines[:LINES]), *more)))
    return parts


def _letter(reading: Reading, view: View) -> tuple[Part, ...]:
    return letter((*requests_of(reading.attachments), *expired(reading.links, view)), view)


def _submissions(message: StoredMessage, view: View) -> Iterator[Line]:
    for submission in message.submissions:
        row = submission.row
        yield Line(str(row.number), short(one_line(row.title), 60), view.say(STATUSES[row.status]), "quiet")
