"""What a submission's screen shows beside the submission itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.model import Decision, Finding, LookAlike, Sender, StoredMessage


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a submission: its mail and sender, what resembles it, its log, its checks before print.

    `reasons` are the words for the reasons in the log, by code.
    """

    message: StoredMessage | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    log: tuple[Decision, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    sender: Sender | None = None
    findings: tuple[Finding, ...] = ()
