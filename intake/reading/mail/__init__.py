"""A mail from its raw bytes: who sent it, what they say, what they attached, what it is for.

fields ─▶ headers, parameters, authentication ─▶ structure ─▶ leaves (tnef, uuencode)
                                    │ ──────▶ body ─▶ quotes, links ─▶ kinds
                                    └───────▶ defects (mail-parser)
"""

from collections.abc import Iterable

from intake.model import Limits, Mail
from intake.reading.mail import headers
from intake.reading.mail.authentication import authentication
from intake.reading.mail.body import read_body
from intake.reading.mail.defects import defects
from intake.reading.mail.fields import Block
from intake.reading.mail.heading import heading
from intake.reading.mail.kinds import Evidence, judge, traits
from intake.reading.mail.leaves import leaves
from intake.reading.mail.links import MOST, flatten, links
from intake.reading.mail.quotes import forwarded, split
from intake.reading.mail.related import page
from intake.reading.mail.structure import Part, structure

__all__ = ["forwarded", "heading", "page", "parse"]

_ONCE = ("subject", "from", "date", "message-id", "content-type")


def parse(raw: bytes, limits: Limits = Limits()) -> Mail:
    """Take a mail apart: headers, text, leaves with names and bytes; raises nothing but Unreadable("mail_…", "mime_…").

    A limit that costs only a part of the mail is a warning, "limit_…", and what lies behind it is a leaf or kept raw.
    """
    top = structure(raw, limits)
    block, parts = top.block, tuple(top.walk())
    subject, subject_warnings = headers.header_text(block.first("subject"))
    sender, sender_warnings = headers.sender(block)
    when, date_warnings = headers.date(block.first("date"))
    body = read_body(top, limits)
    words = split(body.text, sender.name)
    evidence = Evidence(
        block=block,
        type=top.type.head,
        report=(top.type.get("report-type") or "").lower(),
        subject=subject,
        address=sender.address,
        own=words.own,
        full=body.text,
        original=bool(words.quoted) or any(part.is_message for part in parts),
        leaves=leaves(top, limits),
        links=links((words.own,), (split(flatten(page)).own for page in body.pages)),
    )
    kind = judge(evidence)
    found = traits(evidence, kind)
    return Mail(
        subject=subject,
        from_name=sender.name,
        from_address=sender.address,
        message_id=headers.header_text(block.first("message-id"))[0] or None,
        date=when,
        kind=kind,
        text=words.own,
        full_text=body.text,
        quoted=words.quoted,
        leaves=evidence.leaves,
        links=evidence.links,
        traits=found,
        original_author=(words.author or _forwarded_author(parts)) if "forward" in found else None,
        warnings=_unique(
            _of_fields(block),
            subject_warnings,
            sender_warnings,
            date_warnings,
            _of_tree(parts),
            body.warnings,
            defects(top),
            _of_links(evidence),
        ),
        authentication=authentication(block, sender.address),
    )


def _forwarded_author(parts: Iterable[Part]) -> str | None:
    """Name the sender of the first mail in the mail."""
    for part in parts:
        if part.is_message and part.children:
            sender = headers.address(part.children[0].block.first("from"))
            return sender.name or sender.address or None
    return None


def _of_fields(block: Block) -> tuple[str, ...]:
    names = [field.name for field in block.fields]
    repeated = any(names.count(name) > 1 for name in _ONCE)
    return (*block.warnings, *(("header_repeated",) if repeated else ()))


def _of_tree(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Collect what the parts of a multipart say, and every limit that was met; leaves keep their own."""
    return tuple(
        slug
        for part in parts
        for slug in (*part.block.warnings, *part.warnings)
        if part.children or part is parts[0] or slug.startswith("limit_")
    )


def _of_links(evidence: Evidence) -> tuple[str, ...]:
    return ("links_cut",) if len(evidence.links) == MOST else ()


def _unique(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for group in groups for slug in group))
