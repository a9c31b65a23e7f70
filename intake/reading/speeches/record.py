"""One speech's labelled lines to its record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.model import Contact, Section, SpeechRecord, Title
from intake.reading.speeches.bases import bases_of
from intake.reading.speeches.confidence import Basis, Hints, evidence_of
from intake.reading.speeches.figures import figures_in, word_count
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.occasion import (
    NO_OCCASION,
    Occasion,
    first_date,
    occasion_in_kicker,
    occasion_in_note,
    occasion_in_title,
)
from intake.reading.speeches.people import region_in, speakers_of
from intake.reading.speeches.sections import sections_of
from intake.reading.speeches.seen import salutation_end
from intake.reading.speeches.tail import attachments_of, contact_of, contributors_of, credits_of
from intake.reading.speeches.title import title_of
from intake.reading.speeches.zoned import Part, of, text_of

_SPEECH = ("salutation", "lead", "heading", "subheading", "point", "text", "closing")


@dataclass(frozen=True, slots=True)
class Shared:
    """What all speeches of a digest have in common."""

    note: str | None = None
    occasion: Occasion = NO_OCCASION
    date: str | None = None
    credits: dict[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside a speech's own lines; `lead` is the margin by which the document is a speech."""

    shared: Shared
    hints: Hints
    lead: float


def shared_of(common: Part, whole: Part, grammar: Grammar) -> Shared:
    """Read what stands above the first speech of several, and the credits below the last."""
    title = title_of(common, grammar)
    note = _note(common, grammar)
    occasion = _occasion(title, note, grammar)
    date, _ = first_date(*(line.text for line in of(common, "date")), note, title.subtitle)
    return Shared(
        note, occasion, date, credits_of((line.seen.line for line in of(whole, "credits")), grammar)
    )


def record_of(part: Part, context: Context, grammar: Grammar) -> SpeechRecord:
    """Read one speech's fields from its lines."""
    shared = context.shared
    title = title_of(part, grammar)
    found = speakers_of(part, grammar)
    note = _note(part, grammar) or shared.note
    occasion = _occasion(title, note, grammar)
    occasion = occasion if occasion.name else _occasion_field(part, occasion, grammar) or shared.occasion
    date, date_rule = _date(part, title, note, shared)
    salutation, lead = _opening(part, grammar)
    sections = sections_of(part)
    byline = found.byline
    record = SpeechRecord(
        title=title,
        speakers=byline.speakers,
        unit=byline.unit,
        post=byline.post,
        other_posts=byline.others,
        region=region_in(byline, grammar),
        occasion=occasion.name,
        speech_type=occasion.type,
        date=date,
        editor_note=note,
        salutation=salutation,
        lead=lead,
        sections=sections,
        closing=text_of(of(part, "closing")),
        figures=figures_in((lead or "", *_texts(sections)), grammar),
        contact=_contact(part, grammar),
        contributors=contributors_of((line.seen.line for line in of(part, "contributor")), grammar),
        credits=shared.credits or credits_of((line.seen.line for line in of(part, "credits")), grammar),
        attachments=attachments_of(line.seen.line for line in of(part, "attachment")),
        word_count=word_count("\n".join(line.text for line in of(part, *_SPEECH))),
    )
    rules = {"occasion": occasion.rule or "none", "date": date_rule}
    bases = bases_of(record, part, found, rules) | {"class": Basis("class", margin=context.lead)}
    return replace(record, evidence=evidence_of(record, bases, context.hints, grammar))


def _occasion(title: Title, note: str | None, grammar: Grammar) -> Occasion:
    for text in (title.subtitle, title.main, title.kicker):
        occasion = occasion_in_title(text, grammar) if text else NO_OCCASION
        if occasion.name:
            return occasion if text is not title.kicker else replace(occasion, type=None)
    above = occasion_in_kicker(title.kicker, grammar) if title.kicker else NO_OCCASION
    return above if above.name or not note else occasion_in_note(note, grammar)


def _occasion_field(part: Part, occasion: Occasion, grammar: Grammar) -> Occasion | None:
    for line in of(part, "byline", "date", "junk"):
        for entry in line.seen.fields:
            if entry.key == "occasion" and entry.value:
                return Occasion(entry.value, occasion.type, "field")
        if "held_at" in line.seen.cues:
            held = occasion_in_note(line.text.strip("()（）"), grammar)
            if held.name:
                return Occasion(held.name, occasion.type, "field")
    return None


def _date(part: Part, title: Title, note: str | None, shared: Shared) -> tuple[str | None, str]:
    fields = [
        entry.value
        for line in of(part, "byline", "date")
        for entry in line.seen.fields
        if entry.key == "date"
    ]
    raw_titles = [line.text for line in of(part, "subtitle", "title")]
    sources = (
        ("line", [line.text for line in of(part, "date")]),
        ("field", fields),
        ("title", [*raw_titles, title.kicker or ""]),
        ("signature", [line.text for line in of(part, "byline", "signature")]),
        ("note", [note or ""]),
    )
    for rule, texts in sources:
        date, _ = first_date(*texts)
        if date:
            return date, rule
    return (shared.date, "note") if shared.date else (None, "none")


def _note(part: Part, grammar: Grammar) -> str | None:
    texts = []
    for line in of(part, "note"):
        wanted = [entry.value for entry in line.seen.fields if entry.key == "note"]
        match = grammar.label.match(line.view.lstrip("([【 "))
        if wanted and match:
            skipped = len(line.view) - len(line.view.lstrip("([【 "))
            texts.append(line.text[skipped + match.end() :].strip())
        else:
            texts.append(line.text)
    return "\n".join(text for text in texts if text) or None


def _opening(part: Part, grammar: Grammar) -> tuple[str | None, str | None]:
    """Salutation and lead; one that runs into the first paragraph is cut from it."""
    salutation = text_of(of(part, "salutation"))
    lead = text_of(of(part, "lead"))
    if salutation:
        end = salutation_end(of(part, "salutation")[-1].view, grammar)
        rest = of(part, "salutation")[-1].text[end:].strip() if end else ""
        if rest:
            return salutation[: len(salutation) - len(rest)].strip(), "\n".join(filter(None, (rest, lead)))
    elif lead:
        line = of(part, "lead")[0]
        end = salutation_end(line.view[:80], grammar) if "run_in_salutation" in line.seen.cues else 0
        if end:
            return lead[:end], lead[end:].strip() or None
    return salutation, lead


def _contact(part: Part, grammar: Grammar) -> Contact | None:
    return contact_of((line.seen.line for line in of(part, "contact", "preface")), grammar)


def _texts(sections: Sequence[Section]) -> list[str]:
    """All text of sections in reading order, each piece apart."""
    texts: list[str] = []
    for section in sections:
        texts += [section.heading or "", section.subheading or "", *section.paragraphs]
        for point in section.points:
            texts += [point.lead, point.text]
    return texts
