"""The order of what a mailbox showed, told by a clock that may be put back."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """The time (UTC), never the same one twice and never an earlier one.

    An epoch that came back is trusted by what was seen last. With a clock that was put back in between, mails of the
    epoch before would look the newer ones, and new mails would be taken for those with their uids.
    """

    latest: datetime = _NEVER
    _alone: Lock = field(default_factory=Lock)

    def now(self) -> datetime:
        """Tell the time."""
        with self._alone:
            self.latest = max(datetime.now(UTC), self.latest + timedelta(microseconds=1))
            return self.latest

    def pass_by(self, moment: datetime | None) -> None:
        """Tell later times than this from now on."""
        if moment is not None:
            with self._alone:
                self.latest = max(self.latest, moment)
