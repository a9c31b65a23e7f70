"""Documents of one mail → what editors get to see of it: one contribution a speech, or one a document without.

Nothing a contributor sent may vanish: a document that cannot be read, or in which no speech was found, is a
contribution too, unless it is plainly something else (a form, a notice) beside a speech in the same mail.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import accumulate, pairwise

from intake.likeness import TELLING, letters
from intake.model import (
    Attachment,
    Contribution,
    Course,
    Document,
    Lexicon,
    Mail,
    MailKind,
    Outcome,
    SpeechRecord,
)
from intake.reading.disclosures import told_by
from intake.reading.leaves import TOO_DEEP, Opened, body_document
from intake.reading.mail import forwarded
from intake.reading.speeches import DocumentClass, Hints, judge, moved
from intake.workflow import Status

#: Fewer characters than this in a body beside attachments are a covering note, not a speech.
COVERING_NOTE = 200

#: More blocks than this are no speech, nor a collection of some; recognition costs time for each.
RECOGNISED = 5_000

#: More blocks than this in all documents of a mail are not looked through either: some hours of speeches.
ALTOGETHER = 15_000

#: How far a document's class must lead to be taken for plainly no speech.
PLAINLY = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A document of a mail, where it stood, and the speeches recognised in it; no document: it could not be read."""

    source: str
    name: str
    attachment: Attachment | None
    document: Document | None
    records: tuple[SpeechRecord, ...] = ()
    other_class: str | None = None  # the class of a document that is plainly no speech: "notice", "agenda"


def contributions_of(
    mail: Mail, opened: Iterable[Opened], lexicon: Lexicon, course: Course = Course()
) -> tuple[MailKind, tuple[Contribution, ...]]:
    """Decide the kind of a mail by what was found in it, and give its contributions.

    `course` is told the source of each document before it is looked through.
    """
    if mail.kind not in {MailKind.SUBMISSION, MailKind.EXTERNAL_LINK}:
        return mail.kind, ()
    attached = list(_attached(opened, mail, lexicon, course))
    course.begin("body")
    body = _body(mail, attached, lexicon)
    kept = _worth_showing([*attached, *body])
    kind = _kind(mail, kept)
    status = Status.NEEDS_MATERIAL if kind is MailKind.EXTERNAL_LINK else Status.PENDING
    if not kept:
        kept = [Found("body", mail.subject, None, body_document(_words(mail)))]
    return kind, tuple(
        replace(contribution, correction=is_correction(mail, found.name, lexicon))
        for found in kept
        for contribution in _contributions(found, mail, status, lexicon)
    )


def fingerprint(text: str) -> str:
    """Digest a text by its letters: SHA-256, hexadecimal; "" where they are too few to tell it by."""
    told = letters(text)
    return sha256(told.encode()).hexdigest() if len(told) >= TELLING else ""


def is_correction(mail: Mail, name: str, lexicon: Lexicon) -> bool:
    """Tell whether a mail, in its covering words or in a file's name, says that an earlier version is no longer meant."""
    said = unicodedata.normalize("NFKC", "\n".join((mail.subject, name, mail.text[:COVERING_NOTE])))
    words = lexicon.tables["corrections"]["words"]
    return isinstance(words, list) and any(re.search(str(word), said) for word in words)


def _documents(opened: Iterable[Opened]) -> Iterator[Found]:
    """Give every document and every attachment that should have been one, in the order of the mail."""
    pictures = []
    for one in (inner for leaf in opened for inner in leaf.walk()):
        attachment = one.attachment
        if one.body is not None and not _is_note(one):
            yield Found(attachment.path, attachment.name, attachment, one.body)
        failed = attachment.outcome in {Outcome.UNREADABLE, Outcome.UNSUPPORTED}
        if one.document is not None or failed or attachment.detail == TOO_DEEP:
            yield Found(attachment.path, attachment.name, attachment, one.document)
        elif attachment.detail == "picture":
            pictures.append(attachment)
    if pictures:  # a scan is one document of several pictures; beside real documents they are photographs
        yield Found(pictures[0].path, pictures[0].name, pictures[0], None)


def _attached(opened: Iterable[Opened], mail: Mail, lexicon: Lexicon, course: Course) -> Iterator[Found]:
    """Look through the attached documents in their order, as far as they are not too long together."""
    left = ALTOGETHER
    for found in _documents(opened):
        course.begin(found.source)
        if found.document is not None and not is_too_long(found.document):
            left -= len(found.document.blocks)
        yield _recognised(found, mail, lexicon) if left >= 0 else _too_long(found)


def is_too_long(document: Document) -> bool:
    """Tell whether a document cannot be a speech or some, so that looking through it would only cost time."""
    return len(document.blocks) > RECOGNISED


def _is_note(opened: Opened) -> bool:
    """Tell whether the body of an attached mail only accompanies what is attached to that mail."""
    short = opened.body is not None and len(opened.body.text) < COVERING_NOTE
    return short and any(member.attachment.outcome is not Outcome.SKIPPED for member in opened.members)


def _recognised(found: Found, mail: Mail, lexicon: Lexicon) -> Found:
    if found.document is None or not found.document.text.strip():
        return found
    if is_too_long(found.document):
        return _too_long(found)
    hints = Hints(filename=found.name if found.attachment else "", subject=mail.subject)
    judged = judge(found.document, lexicon, hints)
    return replace(found, records=judged.records, other_class=_other_class(found.document, judged.kind))


def _too_long(found: Found) -> Found:
    if found.document is None:
        return found
    return replace(found, document=replace(found.document, warnings=(*found.document.warnings, "too_long")))


def _other_class(document: Document, judged: DocumentClass) -> str | None:
    """Name the class of a document that is plainly something else; a few words, or none for any class, decide nothing."""
    if judged.is_speech or judged.undecided or judged.lead < PLAINLY:
        return None
    return judged.kind if len(letters(document.text)) >= TELLING else None


def _body(mail: Mail, attached: list[Found], lexicon: Lexicon) -> list[Found]:
    """Give the body as a document where it is one: alone in the mail, or a whole speech beside the attachments."""
    text = _words(mail)
    document = body_document(text)
    if document is None or mail.kind is MailKind.EXTERNAL_LINK:
        return []
    readable = [found for found in attached if found.document is not None]
    if readable and len(text) < COVERING_NOTE:
        return []
    body = _recognised(Found("body", mail.subject, None, document), mail, lexicon)
    if not attached:
        return [body]
    known = "".join(letters(found.document.text) for found in readable if found.document)
    return (
        [body]
        if any(letters(part) not in known for record in body.records for part in _parts(record))
        else []
    )


def _parts(record: SpeechRecord) -> Iterator[str]:
    """Give what a speech says, without the greeting around it: one changed figure makes it another text."""
    yield record.title.main or ""
    yield from (speaker.name for speaker in record.speakers)
    yield record.lead or ""
    for section in record.sections:
        yield section.heading or ""
        yield from section.paragraphs
        for point in section.points:
            yield from (point.lead, point.text)


def _words(mail: Mail) -> str:
    """Give what a body contributes: the sender's own words, or the mail forwarded below a mere covering note."""
    if "forward" not in mail.traits or len(mail.text) >= COVERING_NOTE:
        return mail.text
    inner = forwarded(mail.quoted)
    return inner if len(inner) > len(mail.text) else mail.text


def _worth_showing(found: list[Found]) -> list[Found]:
    if not any(one.records for one in found):
        real = [one for one in found if one.document is not None]
        return [one for one in found if not _is_picture(one)] or real or found
    return [one for one in found if one.records or not (_is_picture(one) or one.other_class)]


def _is_picture(found: Found) -> bool:
    return found.attachment is not None and found.attachment.detail == "picture"


def _kind(mail: Mail, kept: list[Found]) -> MailKind:
    if mail.kind is MailKind.EXTERNAL_LINK and not any(found.records for found in kept):
        return mail.kind
    if kept and all(found.other_class for found in kept):
        return MailKind.NOT_SPEECH
    return MailKind.SUBMISSION


def _contributions(found: Found, mail: Mail, status: Status, lexicon: Lexicon) -> Iterator[Contribution]:
    heading, texts = _heading(found, mail), _texts(found)
    told = told_by(found.document.text, lexicon) if found.document else ()
    warnings = tuple(dict.fromkeys((*_warnings(found), *(each.code for each in told))))
    held = found.document.disclosures if found.document else ()
    links = (
        mail.links if status is Status.NEEDS_MATERIAL else ()
    )  # two covering notes are alike, two links are not
    for ordinal, (record, (start, text)) in enumerate(zip(found.records or (None,), texts, strict=True)):
        yield Contribution(
            source=found.source,
            ordinal=ordinal,
            status=status,
            record=replace(record, evidence=moved(record.evidence, start, len(text))) if record else None,
            heading=heading,
            text=text,
            engine=found.document.engine if found.document else "",
            fingerprint=fingerprint(text + "".join(link.url for link in links)),
            warnings=warnings,
            disclosures=held + told,
        )


def _texts(found: Found) -> list[tuple[int, str]]:
    """Cut a document of several speeches before each speech's first own block; one speech is the whole document.

    Each comes with the place at which it begins.
    What stands above the first belongs to it: the editor's note of a collection must be in some text.
    """
    if found.document is None:
        return [(0, "")]
    starts = [_first_block(record) for record in found.records]
    if len(set(starts)) < 2 or -1 in starts or starts != sorted(starts):  # noqa: PLR2004  # one speech needs no cut
        return [(0, found.document.text)] * max(1, len(starts))
    blocks = [block.text for block in found.document.blocks]
    bounds = [0, *starts[1:], len(blocks)]
    places = [0, *accumulate(len(block) + 1 for block in blocks)]
    return [(places[start], "\n".join(blocks[start:end])) for start, end in pairwise(bounds)]


def _first_block(record: SpeechRecord) -> int:
    blocks = (
        record.evidence[field].block
        for field in ("title.main", "speaker", "unit")
        if field in record.evidence
    )
    return min((block for block in blocks if block is not None), default=-1)


def _heading(found: Found, mail: Mail) -> str:
    if found.attachment is not None and found.attachment.name:
        return found.attachment.name
    lines = found.document.text.split("\n", 1) if found.document else []
    return mail.subject or (lines[0][:60] if lines else "")


def _warnings(found: Found) -> tuple[str, ...]:
    slugs = list(found.attachment.warnings if found.attachment else ())
    slugs += found.document.warnings if found.document else ()
    if _is_picture(found):
        slugs.append("needs_ocr")
    elif found.attachment is not None and found.attachment.detail and found.document is None:
        slugs.append(found.attachment.detail)
    if found.other_class:
        slugs.append(f"class_{found.other_class}")
    return tuple(dict.fromkeys(slugs))
