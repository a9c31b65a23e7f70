"""A mail taken apart, and what a reading makes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from intake.model.document import Disclosure
from intake.model.speech import SpeechRecord
from intake.model.understanding import TRANSIENT
from intake.workflow import Status


class MailKind(StrEnum):
    """What a message is for; only the first three make submissions."""

    SUBMISSION = "submission"
    NOT_SPEECH = "not_speech"
    EXTERNAL_LINK = "external_link"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    RECALL = "recall"
    OWN_COPY = "own_copy"
    NOISE = "noise"
    EMPTY = "empty"


class Outcome(StrEnum):
    """What became of an attachment."""

    READ = "read"  # its text was obtained
    OPENED = "opened"  # a container whose members are listed
    SKIPPED = "skipped"  # nothing to read in it: a picture of the signature, an empty file
    UNSUPPORTED = "unsupported"  # recognised, but there is no reader for its type
    UNREADABLE = "unreadable"  # there is a reader, and it failed: see `detail`


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a mail or of an archive, bytes exact.

    `path` is the IMAP section number of a MIME part ("2", "1.2"), continued by "/1" for the first member of an
    archive. `aliases` are other names the mail gave it. `inline` belongs to the page and was not attached: a picture
    it shows, the machine-readable parts of a delivery report, text that stands outside all parts.
    """

    path: str
    name: str
    content: bytes
    declared: str = "application/octet-stream"
    aliases: tuple[str, ...] = ()
    inline: bool = False
    members: tuple["Leaf", ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Material that waits outside the mail; expires is aware."""

    provider: str
    url: str
    name: str | None = None
    size: str | None = None  # as the mail writes it: "128.03M"
    code: str | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Authentication:
    """What a server says of a mail's sender, by its name; `results` are slugs: "spf_pass", "dkim_unaligned", "dmarc_fail".

    Whether it is to be believed depends on the mailbox; a sender can write any name.
    """

    server: str
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart, before anything in its leaves is read.

    `text` is the contributor's own words, `quoted` what stood below them; `full_text` is the whole body.
    `date` is the sender's Date header, aware; None when missing or senseless.
    `traits` are slugs beside the kind: "forward", "reply", "body_only".
    """

    subject: str
    from_name: str
    from_address: str
    message_id: str | None
    date: datetime | None
    kind: MailKind
    text: str
    full_text: str
    quoted: str = ""
    leaves: tuple[Leaf, ...] = ()
    links: tuple[Link, ...] = ()
    traits: tuple[str, ...] = ()
    original_author: str | None = None  # of a forward
    warnings: tuple[str, ...] = ()
    authentication: tuple[Authentication, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A leaf after reading: what it was, and what became of it."""

    path: str
    name: str
    size: int
    sha256: str
    type: str
    outcome: Outcome
    detail: str | None = None  # a slug saying why, for anything but read and opened
    warnings: tuple[str, ...] = ()
    members: tuple["Attachment", ...] = ()

    def walk(self) -> Iterator["Attachment"]:
        """Give this one and everything in it, in order."""
        yield self
        for member in self.members:
            yield from member.walk()


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a reading proposes as one submission: a speech, or a document in which none was recognised.

    `source` is an attachment's path or "body"; `ordinal` counts the speeches of one source from 0.
    """

    source: str
    ordinal: int
    status: Status
    record: SpeechRecord | None
    heading: str  # what a list shows where there is no title: file name, first line or subject
    text: str
    engine: str  # how the text was obtained
    fingerprint: str  # SHA-256 of the normalised text; "" where there is too little of it to tell it by
    warnings: tuple[str, ...] = ()
    correction: bool = False  # a word says that it takes the place of an earlier version
    disclosures: tuple[Disclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a message by one version of readers and lexicon."""

    version: str
    subject: str
    from_name: str
    from_address: str
    message_id: str | None
    date: datetime | None
    kind: MailKind
    text: str
    traits: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    links: tuple[Link, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    warnings: tuple[str, ...] = ()
    authentication: tuple[Authentication, ...] = ()

    @property
    def lost(self) -> Mapping[str, str]:
        """Name the leaves over which a reader was lost or failed, by path, and why: another attempt may go well."""
        leaves = (inner for leaf in self.attachments for inner in leaf.walk())
        codes = ((leaf.path, (leaf.detail or "").partition(":")[0]) for leaf in leaves)
        return {path: code for path, code in codes if code in TRANSIENT}
