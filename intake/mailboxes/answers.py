"""What is asked of an IMAP server about a mail, and what of its answer can be used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake.model import FolderStatus

SIZE: Final = ("UID", "RFC822.SIZE", "INTERNALDATE")
_OF_A_LINE: Final = b" FETCH ("  # a mail that speaks of IMAP is asked for alone, which costs little
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


def complete(uids: Iterable[int], answers: Mapping[int, Answer], told: Mapping[int, Answer]) -> bool:
    """Tell whether every mail came that is known to be there, and none with a line of the answer in it.

    A literal shorter than it says, as QQ sends some, takes the line of the next mail with it, whose bytes then count as
    its own: what is left has the right length and place, and only the next mail's answer is missing. Where each is
    given twice, not even that.
    """
    swallowed = any(_OF_A_LINE in answer.raw or _OF_A_LINE in answer.header for answer in answers.values())
    return not swallowed and all(uid in answers for uid in uids if uid in told)


def status_of(told: Mapping[bytes, object]) -> FolderStatus:
    """Read what EXAMINE told; some servers leave UIDVALIDITY out or say 0, others UIDNEXT (RFC 3501 section 6.3.1)."""
    epoch, following, messages = (told.get(name) for name in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS"))
    return FolderStatus(
        str(epoch) if isinstance(epoch, int) and epoch > 0 else None,
        following if isinstance(following, int) else None,
        messages if isinstance(messages, int) else None,
    )
