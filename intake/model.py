"""The values that travel between the rooms: frozen, without behaviour beyond their own consistency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from intake.workflow import Status

# ── a mailbox and what lands from it ──────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a message was seen; for folders on disk the epoch is "0" and the uid a path or an mbox offset."""

    mailbox: str
    folder: str
    uidvalidity: str
    uid: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds at one moment: its epoch and the uids in it, oldest first."""

    uidvalidity: str
    uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the mailbox gave it: bytes untouched; received is aware (INTERNALDATE, or a file's time)."""

    uid: str
    raw: bytes
    received: datetime


# ── documents ─────────────────────────────────────────────────────────────────────────────────────

BlockKind = Literal["paragraph", "row", "box", "note"]
Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True, slots=True)
class Block:
    r"""A paragraph, a table row (cells joined by tabs), a text box or a footnote, in reading order.

    The text is as accepted (insertions in, deletions out), with its automatic number in front ("一、提高认识");
    `label` repeats that number alone. A line break inside a paragraph stays as "\n".
    Style cues are None or empty where the format has none (plain text).
    """

    text: str
    kind: BlockKind = "paragraph"
    label: str | None = None
    level: int | None = None  # outline level 1-9
    align: Align | None = None
    size: float | None = None  # points, of most of its characters
    font: str | None = None  # East Asian font of most of its characters
    bold: bool = False  # more than half of its characters
    bold_head: int = 0  # characters of `text` before the first that is not bold


@dataclass(frozen=True, slots=True)
class Document:
    """An attachment or a body as ordered blocks; `format` is the sniffed type, `engine` says how text was got."""

    blocks: tuple[Block, ...]
    format: str
    engine: str
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Every block on lines of its own."""
        return "\n".join(block.text for block in self.blocks)


# ── speeches ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Title:
    """A title in its parts; a main title of two lines is joined by one space."""

    kicker: str | None = None
    issue: str | None = None
    main: str | None = None
    subtitle: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, with the unit and post the byline gives this person."""

    name: str
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """The path of administrative divisions that the byline states."""

    city: str | None = None
    district: str | None = None
    town: str | None = None
    village: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """一是 …: its marker, its first sentence without the full stop, and the rest."""

    marker: str | None
    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """一、…: heading without its marker, the second line of a couplet, points, and paragraphs that are no points."""

    marker: str | None = None
    heading: str | None = None
    subheading: str | None = None
    points: tuple[Point, ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about a contribution."""

    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field holds what it holds.

    `source` is where the value stands: "stated", "inferred", "filename", "mail"; `block` is the index of the
    document's block it was read from; `alternatives` are the values that lost.
    """

    confidence: float
    rule: str
    source: str = "stated"
    block: int | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechRecord:
    """One structured speech; its JSON is fixed by the machine contract (see `intake.render.contract`)."""

    title: Title = Title()
    speakers: tuple[Speaker, ...] = ()
    unit: str | None = None
    post: str | None = None
    other_posts: tuple[str, ...] = ()
    region: Region = Region()
    occasion: str | None = None
    speech_type: str | None = None
    date: str | None = None  # ISO 8601; XXXX-11-18 where the year is not stated
    editor_note: str | None = None
    salutation: str | None = None
    lead: str | None = None
    sections: tuple[Section, ...] = ()
    closing: str | None = None
    figures: tuple[str, ...] = ()
    contact: Contact | None = None
    contributors: tuple[str, ...] = ()
    credits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    word_count: int = 0
    evidence: Mapping[str, Evidence] = field(
        default_factory=dict
    )  # keys as in the scorer: "title.main", "speaker"


# ── a mail, understood ────────────────────────────────────────────────────────────────────────────


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
    archive. `aliases` are other names the mail gave it. `inline` is a picture of the page.
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
    fingerprint: str  # SHA-256 of the normalised text
    warnings: tuple[str, ...] = ()


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


# ── what the store gives back ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Number:
    """稿号, written 2026-0137: the year of arrival in the configured zone and a count in it."""

    year: int
    serial: int

    def __str__(self) -> str:
        """Write it with at least four digits."""
        return f"{self.year}-{self.serial:04d}"


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A line of the editor's list; arrived is aware (UTC)."""

    number: Number
    status: Status
    title: str
    speaker: str | None
    unit: str | None
    post: str | None
    arrived: datetime
    from_name: str
    from_address: str
    format: str  # the sniffed type of its source, or "body"
    confidence: float  # the least of the core four fields; 0 where no speech was recognised
    warnings: tuple[str, ...]
    archived: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A line of the mail list; kind is None while unread or unreadable, problem then says why."""

    id: int
    received: datetime
    sha256: str
    size: int
    archived: bool
    kind: MailKind | None
    subject: str
    from_name: str
    from_address: str
    submissions: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission with all that is known of it."""

    row: SubmissionRow
    message_id: int
    source: str
    ordinal: int
    record: SpeechRecord | None
    text: str
    engine: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A message that could not be read: kept, visible, retryable."""

    message_id: int
    code: str
    detail: str
    attempts: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message with its sightings and what was understood of it (None while unread or unreadable)."""

    row: MessageRow
    sightings: tuple[Sighting, ...]
    reading: Reading | None
    submissions: tuple[StoredSubmission, ...]
    problem: Problem | None


# ── data that editors maintain ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of config/lexicon, one table a file: lexicon["units"]["suffixes"] → list of strings.

    `version` is a digest of their content: a reading names the lexicon it was made with.
    """

    tables: Mapping[str, Mapping[str, object]]
    version: str


# ── limits ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a stranger's bytes is read; one met is a warning or a problem, never a silent cut.

    Sizes are bytes, except `text` (characters).
    """

    mail: int = 75 * 2**20  # QQ's MX announces SIZE 73400320
    header_block: int = 256 * 2**10
    header_field: int = 64 * 2**10
    header_fields: int = 2_000
    lines: int = 2_000_000
    delimiter_lines: int = 20_000
    depth: int = 50
    parts: int = 1_000
    attachments: int = 100
    member: int = 50 * 2**20
    archive: int = 200 * 2**20
    ratio: int = 150
    ratio_above: int = 20 * 2**20
    archive_depth: int = 3
    entries: int = 1_000
    text: int = 2_000_000
