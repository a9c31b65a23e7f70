"""What a submission's screen shows beside the submission itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.model import Decision, Finding, LookAlike, StoredMessage


@dataclass(frozen=True, slots=True)
class Around:
    """The mail a submission came in, what resembles it, its log, the words for the reasons in it, by code, and checks."""

    message: StoredMessage | None = None
    look_alikes: tuple[LookAlike, ...] = ()
    log: tuple[Decision, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
