"""The values that travel between the rooms: frozen, without behaviour beyond their own consistency."""

from intake.model.document import Align, Block, BlockKind, Document
from intake.model.landing import (
    Aftermath,
    Fetched,
    FolderStatus,
    Head,
    Listed,
    Listing,
    Outstanding,
    Settled,
    Sighting,
    Withheld,
)
from intake.model.lexicon import Lexicon
from intake.model.limits import Limits
from intake.model.mail import Attachment, Contribution, Leaf, Link, Mail, MailKind, Outcome, Reading
from intake.model.monitoring import Backlog, MailboxReport, PollReport
from intake.model.speech import Contact, Evidence, Point, Region, Section, Speaker, SpeechRecord, Title
from intake.model.stored import (
    Elder,
    MessageRow,
    Number,
    Problem,
    StoredMessage,
    StoredSubmission,
    SubmissionRow,
    mail_warnings,
)
from intake.model.triage import PROGRAM, Change, Decision, LookAlike, Rereading, Rules, Verdict

__all__ = [
    "PROGRAM",
    "Aftermath",
    "Align",
    "Attachment",
    "Backlog",
    "Block",
    "BlockKind",
    "Change",
    "Contact",
    "Contribution",
    "Decision",
    "Document",
    "Elder",
    "Evidence",
    "Fetched",
    "FolderStatus",
    "Head",
    "Leaf",
    "Lexicon",
    "Limits",
    "Link",
    "Listed",
    "Listing",
    "LookAlike",
    "Mail",
    "MailKind",
    "MailboxReport",
    "MessageRow",
    "Number",
    "Outcome",
    "Outstanding",
    "Point",
    "PollReport",
    "Problem",
    "Reading",
    "Region",
    "Rereading",
    "Rules",
    "Section",
    "Settled",
    "Sighting",
    "Speaker",
    "SpeechRecord",
    "StoredMessage",
    "StoredSubmission",
    "SubmissionRow",
    "Title",
    "Verdict",
    "Withheld",
    "mail_warnings",
]
