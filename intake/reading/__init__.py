"""Everything that touches a stranger's bytes: pure, without files, network or database.

`read` takes a mail, `read_document` a single document, `read_file` either, `cut` gives a mail's files, `heading`
its sender and subject; they give values and raise only `Unreadable`.
"""

from intake.model import (
    Attachment,
    Course,
    DocumentReading,
    Leaf,
    Lexicon,
    Limits,
    Outcome,
    Reading,
    SpeechRecord,
    Unread,
    version_of,
)
from intake.reading import mail
from intake.reading.contributions import contributions_of, is_too_long
from intake.reading.disclosures import told_by
from intake.reading.documents import sniff
from intake.reading.leaves import TOO_DEEP, TOO_MANY, Opened, budget_of, open_leaf
from intake.reading.mail import heading
from intake.reading.originals import cut
from intake.reading.speeches import Hints, recognise
from intake.reading.unreadable import Unreadable

__all__ = ["DocumentReading", "Unreadable", "cut", "heading", "read", "read_document", "read_file"]

MAIL = "eml"  # the sniffed type of a mail


def read(raw: bytes, lexicon: Lexicon, limits: Limits, course: Course = Course()) -> Reading:
    """Understand a mail as received; raise Unreadable when nothing in it can be looked at safely."""
    parsed = mail.parse(raw, limits)
    budget = budget_of(limits, course)
    opened = tuple(open_leaf(leaf, limits, budget) for leaf in parsed.leaves)
    too_many = any(one.attachment.detail == TOO_MANY for leaf in opened for one in leaf.walk())
    kind, contributions = contributions_of(parsed, opened, lexicon, course)
    return Reading(
        version=version_of(lexicon),
        subject=parsed.subject,
        from_name=parsed.from_name,
        from_address=parsed.from_address,
        message_id=parsed.message_id,
        date=parsed.date,
        kind=kind,
        text=parsed.text,
        traits=parsed.traits,
        attachments=tuple(one.attachment for one in opened),
        links=parsed.links,
        contributions=contributions,
        warnings=parsed.warnings + (("too_many_attachments",) if too_many else ()),
        authentication=parsed.authentication,
    )


def read_file(
    content: bytes, name: str, lexicon: Lexicon, limits: Limits, course: Course = Course()
) -> Reading | DocumentReading:
    """Understand a mail or a document, told apart by their content."""
    if sniff(content, name) == MAIL:
        return read(content, lexicon, limits, course)
    return read_document(content, name, lexicon, limits, course)


def read_document(
    content: bytes, name: str, lexicon: Lexicon, limits: Limits, course: Course = Course()
) -> DocumentReading:
    """Understand one file, or every file of an archive; what is wrong with it is told, not raised."""
    opened = open_leaf(Leaf("1", name, content), limits, budget_of(limits, course))
    whole = opened.attachment
    if whole.outcome in {Outcome.UNREADABLE, Outcome.UNSUPPORTED, Outcome.SKIPPED}:
        code = "needs_ocr" if whole.detail == "picture" else (whole.detail or whole.outcome)
        slugs = tuple(dict.fromkeys((*whole.warnings, code)))
        return DocumentReading(whole.type, warnings=slugs, problem=(code, whole.type))
    found = [one for one in opened.walk() if one.document is not None]
    unread = tuple(made for one in opened.walk() if (made := _unread(one.attachment)) is not None)
    text = "\n\n".join(one.document.text for one in found if one.document)
    engines = [one.document.engine for one in found if one.document]
    told = told_by(text, lexicon)
    warnings = [slug for one in opened.walk() for slug in one.attachment.warnings]
    warnings += [one.slugs[-1] for one in unread] + [each.code for each in told]
    return DocumentReading(
        whole.type,
        records=tuple(record for one in found for record in _records(one, lexicon)),
        text=text,
        warnings=tuple(dict.fromkeys(warnings)),
        disclosures=(*(each for one in found if one.document for each in one.document.disclosures), *told),
        problem=(unread[0].slugs[-1], whole.type) if unread and not found else None,
        unread=unread,
        engine=engines[0] if len(engines) == 1 else "",
    )


def _unread(attachment: Attachment) -> Unread | None:
    """Say why a file in an archive was not read, its code last; pictures are wanted as they are, clutter not at all."""
    failed = attachment.outcome in {Outcome.UNREADABLE, Outcome.UNSUPPORTED}
    code = attachment.detail if failed or attachment.detail == TOO_DEEP else None
    return Unread(attachment.name, attachment.type, (*attachment.warnings, code)) if code else None


def _records(one: Opened, lexicon: Lexicon) -> tuple[SpeechRecord, ...]:
    if one.document is None or is_too_long(one.document):
        return ()
    return recognise(one.document, lexicon, Hints(filename=one.attachment.name))
