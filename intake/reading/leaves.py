"""Leaves of a mail → attachments and the documents in them, each leaf costing at most itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from intake.model import MEMORY, Attachment, Convert, Course, Document, Leaf, Limits, Outcome
from intake.reading import documents, mail
from intake.reading.documents.runs import MOST
from intake.reading.unreadable import Unreadable

TOO_MANY = "too_many"
CLUTTER = "clutter"
TOO_DEEP = "too_deep"
_COSTLY = frozenset({"bomb", "too_big"})
_BOMBS = 20  # files of a mail that may take all their limits to be refused; the others are listed
_MARKUP = 4  # bytes of a page that cost as much as a character of text
_PAGES = frozenset({"html", "mht"})
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


@dataclass(slots=True)
class Budget:
    """What may still be spent on one mail, however deep its archives nest (design: limits are of the whole mail).

    `course` says what else is to be heeded on the way.
    """

    leaves: int
    unpacked: int  # bytes
    entries: int
    text: int  # characters
    blocks: int = MOST
    course: Course = field(default_factory=Course)

    @property
    def spent(self) -> bool:
        """Tell whether no further leaf can be read."""
        return min(self.leaves, self.text, self.blocks) <= 0

    def spend(self, members: tuple[Leaf, ...]) -> None:
        """Pay for what an archive held."""
        self.entries -= len(members)
        self.unpacked -= sum(len(member.content) for member in members)


def budget_of(limits: Limits, course: Course = Course()) -> Budget:
    """Give what one mail may cost."""
    return Budget(limits.attachments, limits.archive, limits.entries, limits.text, course=course)


def open_leaf(leaf: Leaf, limits: Limits, budget: Budget, depth: int = 0) -> Opened:
    """Read one leaf; whatever is wrong with it becomes its outcome and stops no other leaf.

    Beyond the budget of its mail a leaf is listed by its name and digest, unread.
    """
    if leaf.path in budget.course.spared:
        return Opened(_spared(leaf, budget.course.spared[leaf.path]))
    budget.course.begin(leaf.path)
    if why := _only_listed(leaf, budget):
        return Opened(replace(_attachment(leaf, Outcome.SKIPPED), detail=why))
    budget.leaves -= 1
    attachment = _attachment(leaf, Outcome.READ)
    try:
        return _open(leaf, attachment, limits, budget, depth)
    except Unreadable as problem:
        if problem.code in _COSTLY and attachment.size:
            budget.text -= limits.text // _BOMBS
        return Opened(_refused(leaf, attachment, problem.code))
    except MemoryError:
        return Opened(replace(attachment, outcome=Outcome.UNREADABLE, detail=MEMORY))
    except Exception as bug:  # noqa: BLE001  # a reader's bug costs this leaf, not the mail; its name goes on record
        return Opened(replace(attachment, outcome=Outcome.UNREADABLE, detail=f"crashed:{type(bug).__name__}"))


def _only_listed(leaf: Leaf, budget: Budget) -> str | None:
    """Say why a leaf is not read at all; clutter costs nothing, for a Mac's zip has one for each of its files."""
    if documents.is_clutter(leaf.name, leaf.content):
        return CLUTTER
    return TOO_MANY if budget.spent else None


def _refused(leaf: Leaf, attachment: Attachment, code: str) -> Attachment:
    """Say why a leaf was not read; of a damaged one, whether only its end is missing."""
    cut = code == "corrupted" and documents.lacks_its_end(leaf.content, attachment.type)
    return replace(
        attachment,
        outcome=Outcome.UNSUPPORTED if code == "unsupported" else Outcome.UNREADABLE,
        detail=code,
        warnings=_unique((*attachment.warnings, *((documents.CUT_OFF,) if cut else ()))),
    )


def _spared(leaf: Leaf, code: str) -> Attachment:
    """List a leaf that is not to be touched, not even to tell its type."""
    digest = sha256(leaf.content).hexdigest()
    return Attachment(
        leaf.path, leaf.name, len(leaf.content), digest, "unknown", Outcome.UNREADABLE, code, leaf.warnings
    )


def _attachment(leaf: Leaf, outcome: Outcome) -> Attachment:
    kind = documents.sniff(leaf.content, leaf.name)
    misnamed = not leaf.inline and documents.mismatch(leaf.name, leaf.declared, kind)
    return Attachment(
        path=leaf.path,
        name=leaf.name,
        size=len(leaf.content),
        sha256=sha256(leaf.content).hexdigest(),
        type=kind,
        outcome=outcome,
        warnings=_unique((*leaf.warnings, *((documents.MISMATCH,) if misnamed else ()))),
    )


def _open(leaf: Leaf, attachment: Attachment, limits: Limits, budget: Budget, depth: int) -> Opened:
    kind = attachment.type
    if leaf.inline or kind in _PICTURES:
        return Opened(
            replace(attachment, outcome=Outcome.SKIPPED, detail="inline" if leaf.inline else "picture")
        )
    if kind == "empty":
        raise Unreadable(
            leaf.warnings[0] if leaf.warnings else kind
        )  # unpack says why there is nothing in it
    if not leaf.members and kind not in {"zip", "eml"}:
        budget.text -= min(len(leaf.content), limits.text) // _MARKUP if kind in _PAGES else 0
        document = _document(leaf.content, kind, limits, budget.course.convert)
        budget.text -= len(document.text)
        budget.blocks -= len(document.blocks)
        return Opened(
            replace(attachment, warnings=_unique(attachment.warnings + document.warnings)), document
        )
    if depth >= limits.archive_depth:
        return Opened(replace(attachment, outcome=Outcome.SKIPPED, detail=TOO_DEEP))
    body, leaves = contents(leaf, kind, limits, budget)
    members = tuple(open_leaf(member, limits, budget, depth + 1) for member in leaves)
    inside = tuple(member.attachment for member in members)
    return Opened(replace(attachment, outcome=Outcome.OPENED, members=inside), body=body, members=members)


def _document(content: bytes, kind: str, limits: Limits, convert: Convert | None) -> Document:
    """Read a document; a saved page has the form of a mail, which no reader of documents knows."""
    if kind != "mht":
        return documents.read(content, kind, limits, convert)
    page, charset = mail.page(content, limits)
    text = "\ufeff" + documents.decode_html(
        page, charset
    )  # so that what the page says of its charset counts no more
    return replace(documents.read(text.encode(), "html", limits), format="mht", engine="mht")


def contents(
    leaf: Leaf, kind: str, limits: Limits, budget: Budget
) -> tuple[Document | None, tuple[Leaf, ...]]:
    """Give the body of an attached mail, and the members of any container."""
    body, members = None, leaf.members
    if kind == "eml":
        inner = mail.parse(leaf.content, limits)
        body, members = body_document(inner.text), members or _within(leaf.path, inner.leaves)
    elif not members:
        left = replace(limits, archive=max(0, budget.unpacked), entries=max(0, budget.entries))
        members = documents.unpack(leaf.content, leaf.path, left)
        budget.spend(members)
    return body, members


def _within(path: str, leaves: tuple[Leaf, ...]) -> tuple[Leaf, ...]:
    """Continue the path of a mail that came as a file: its own numbering begins at 1 again."""
    return tuple(
        replace(leaf, path=f"{path}/{leaf.path}", members=_within(path, leaf.members)) for leaf in leaves
    )


def body_document(text: str) -> Document | None:
    """Give the text of a mail as a document; None where there is none."""
    blocks = documents.plain_blocks(text)
    return Document(blocks, "body", "body") if blocks else None


def _unique(slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slugs))
