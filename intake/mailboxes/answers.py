"""What is asked of an IMAP server about a mail, and what of its answer can be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.model import FolderStatus

SIZE: Final = ("UID", "RFC822.SIZE", "INTERNALDATE")
HEAD: Final = (*SIZE, "BODY.PEEK[HEADER]")
BODY: Final = (*SIZE, "BODY.PEEK[]")


@dataclass(frozen=True, slots=True)
class Answer:
    """One mail's line of a FETCH; None or nothing for what it did not tell."""

    place: object  # the sequence number
    size: int | None
    received: datetime | None
    header: bytes
    raw: bytes

    @property
    def whole(self) -> bool:
        """Tell whether its bytes are as many as it states."""
        return bool(self.raw) and len(self.raw) == self.size


def answer_of(values: Mapping[bytes, object]) -> Answer:
    """Keep of a FETCH what has the type it should have: NIL and garbage are not told."""
    size, moment = values.get(b"RFC822.SIZE"), values.get(b"INTERNALDATE")
    header, raw = values.get(b"BODY[HEADER]"), values.get(b"BODY[]")
    return Answer(
        place=values.get(b"SEQ"),
        size=size if isinstance(size, int) else None,
        received=moment if isinstance(moment, datetime) else None,
        header=header if isinstance(header, bytes) else b"",
        raw=raw if isinstance(raw, bytes) else b"",
    )


def misfiled(uid: int, answer: Answer, told: Mapping[int, Answer]) -> bool:
    """Tell an answer of another place than was told: one without its UID, which imapclient files under its place."""
    return uid in told and told[uid].place != answer.place


def status_of(told: Mapping[bytes, object]) -> FolderStatus:
    """Read what EXAMINE told; some servers leave UIDVALIDITY out or say 0, others UIDNEXT (RFC 3501 section 6.3.1)."""
    epoch, following, messages = (told.get(name) for name in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS"))
    return FolderStatus(
        str(epoch) if isinstance(epoch, int) and epoch > 0 else None,
        following if isinstance(following, int) else None,
        messages if isinstance(messages, int) else None,
    )
