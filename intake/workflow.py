"""The life of a submission: its statuses, and which of them wait for somebody."""

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """Where a submission stands; the slug is what the database and JSON hold."""

    PENDING = "pending"
    SECOND_REVIEW = "second_review"
    FINAL_REVIEW = "final_review"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    NEEDS_MATERIAL = "needs_material"
    RETURNED = "returned"
    HELD = "held"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"


#: What the default list shows: these wait for an editor. A returned or held one waits for somebody else or later.
NEEDS_ACTION: Final = (Status.PENDING, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.NEEDS_MATERIAL)
