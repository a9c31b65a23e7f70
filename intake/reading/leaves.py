"""Leaves of a mail → attachments and the documents in them, each leaf costing at most itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from intake.model import Attachment, Document, Leaf, Limits, Outcome
from intake.reading import documents, mail
from intake.reading.unreadable import Unreadable

#: Types that hold no text for us to read; a picture that is a scan is told by the mail having nothing else.
_PICTURES = frozenset({"image", "audio", "video"})


@dataclass(frozen=True, slots=True)
class Opened:
    """An attachment with what reading it gave: the document, or the opened members of a container.

    `body` is the body of an attached mail, a document in its own right.
    """

    attachment: Attachment
    document: Document | None = None
    body: Document | None = None
    members: tuple["Opened", ...] = ()

    def walk(self) -> Iterator["Opened"]:
        """Give this one and everything in it, in order."""
        yield self
        for member in self.members:
            yield from member.walk()


def open_leaf(leaf: Leaf, limits: Limits, depth: int = 0) -> Opened:
    """Read one leaf; whatever is wrong with it becomes its outcome and stops no other leaf."""
    attachment = _attachment(leaf, Outcome.READ)
    try:
        return _open(leaf, attachment, limits, depth)
    except Unreadable as problem:
        outcome = Outcome.UNSUPPORTED if problem.code == "unsupported" else Outcome.UNREADABLE
        return Opened(replace(attachment, outcome=outcome, detail=problem.code))
    except Exception as bug:  # noqa: BLE001  # a reader's bug costs this leaf, not the mail; its name goes on record
        return Opened(replace(attachment, outcome=Outcome.UNREADABLE, detail=f"crashed:{type(bug).__name__}"))


def list_leaf(leaf: Leaf) -> Opened:
    """List a leaf beyond the limit of attachments by its name and digest, unread."""
    return Opened(replace(_attachment(leaf, Outcome.SKIPPED), detail="too_many"))


def _attachment(leaf: Leaf, outcome: Outcome) -> Attachment:
    return Attachment(
        path=leaf.path,
        name=leaf.name,
        size=len(leaf.content),
        sha256=sha256(leaf.content).hexdigest(),
        type=documents.sniff(leaf.content, leaf.name),
        outcome=outcome,
        warnings=leaf.warnings,
    )


def _open(leaf: Leaf, attachment: Attachment, limits: Limits, depth: int) -> Opened:
    kind = attachment.type
    if leaf.inline or kind in _PICTURES:
        return Opened(
            replace(attachment, outcome=Outcome.SKIPPED, detail="inline" if leaf.inline else "picture")
        )
    if kind == "empty":
        raise Unreadable("empty")
    if leaf.members or kind in {"zip", "eml"}:
        return _open_container(leaf, attachment, limits, depth)
    document = documents.read(leaf.content, kind, limits)
    warnings = _unique(attachment.warnings + document.warnings)
    return Opened(replace(attachment, warnings=warnings), document)


def _open_container(leaf: Leaf, attachment: Attachment, limits: Limits, depth: int) -> Opened:
    if depth >= limits.archive_depth:
        return Opened(replace(attachment, outcome=Outcome.SKIPPED, detail="too_deep"))
    body, leaves = contents(leaf, attachment.type, limits)
    members = tuple(open_leaf(member, limits, depth + 1) for member in leaves)
    return Opened(
        replace(attachment, outcome=Outcome.OPENED, members=tuple(member.attachment for member in members)),
        body=body,
        members=members,
    )


def contents(leaf: Leaf, kind: str, limits: Limits) -> tuple[Document | None, tuple[Leaf, ...]]:
    """Open a container: the body of an attached mail, and its leaves or an archive's members; Unreadable."""
    if kind == "eml":
        inner = mail.parse(leaf.content, limits)
        return body_document(inner.text), leaf.members or inner.leaves
    return None, leaf.members or documents.unpack(leaf.content, leaf.path, limits)


def body_document(text: str) -> Document | None:
    """Give the text of a mail as a document; None where there is none."""
    blocks = documents.plain_blocks(text)
    return Document(blocks, "body", "body") if blocks else None


def _unique(slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs))
