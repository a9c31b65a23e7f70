"""What the store gives back: rows for lists, and whole records."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from intake.model.document import Disclosure
from intake.model.landing import Sighting
from intake.model.mail import MailKind, Reading
from intake.model.speech import SpeechRecord
from intake.workflow import Status

#: The warning of a mail that the mailbox never gave with as many bytes as it states.
SIZE_MISMATCH: Final = "size_mismatch"


def mail_warnings(read: tuple[str, ...], *, mismatch: bool) -> tuple[str, ...]:
    """Give the warnings of a mail: those of its reading, and what was noticed when it landed."""
    return (*read, SIZE_MISMATCH) if mismatch else read


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
    kind: MailKind = MailKind.SUBMISSION  # of its mail
    assignee: str | None = None
    until: date | None = None  # the last day it is held
    edited: bool = False  # an editor's values stand over the reading's
    mail_warnings: tuple[str, ...] = ()  # of the mail it came in
    engine: str = ""  # how its text was obtained


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
class Elder:
    """The submission that another repeats or revises, and the SHA-256 of its mail as received."""

    number: Number
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """A submission with all that is known of it; its record holds the editors' values over the reading's."""

    row: SubmissionRow
    message_id: int
    source: str
    ordinal: int
    record: SpeechRecord | None
    text: str
    fingerprint: str  # "" where there is too little text to tell it by
    duplicate_of: Elder | None = None
    revision_of: Elder | None = None
    disclosures: tuple[Disclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A message that could not be read, or not wholly: kept, visible, retryable.

    `attempts` were made by `version` of readers and lexicon; the next is due at `next_at`, None: somebody has to look.
    """

    message_id: int
    code: str
    detail: str
    attempts: int
    first_at: datetime
    last_at: datetime
    version: str = ""
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """A line of the list of problems."""

    mail: MessageRow
    problem: Problem


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message with its sightings and what was understood of it (None while unread or unreadable).

    `mismatch` says that its size never was the one stated. `verdict` are slugs of what a server that the operator
    trusts found out about the sender; () where none is trusted, or none said anything.
    """

    row: MessageRow
    sightings: tuple[Sighting, ...]
    reading: Reading | None
    submissions: tuple[StoredSubmission, ...]
    problem: Problem | None
    mismatch: bool = False
    verdict: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The slugs of what is doubtful about the mail."""
        return mail_warnings(() if self.reading is None else self.reading.warnings, mismatch=self.mismatch)
