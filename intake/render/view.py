"""What every rendering needs to know of its reader: language, clock, time zone, width, charset."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intake.errors import COMMA
from intake.locale import N_

KILOBYTE = 1024
FEW = 3  # names on one line


@dataclass(frozen=True, slots=True)
class View:
    """A reader's screen; `now` is aware, `width` is in cells, `colour` and `utf8` say what a terminal can do."""

    say: Callable[[str], str]
    zone: ZoneInfo
    now: datetime
    width: int = 80
    colour: bool = False
    utf8: bool = True

    def listed(self, items: Iterable[str]) -> str:
        """Join items as the reader's language does."""
        return self.say(COMMA).join(items)

    def few(self, items: Sequence[str]) -> str:
        """Name the first of several, and tell that there are more."""
        return self.listed((*items[:FEW], "…") if len(items) > FEW else items)


def moment(when: datetime, view: View) -> str:
    """Write a time in the configured zone, to the minute."""
    return f"{when.astimezone(view.zone):%Y-%m-%d %H:%M}"


def day(text: str, view: View) -> str:
    """Write a date of a speech; one whose year the text does not give is said to have none."""
    known = text.removeprefix("XXXX-")
    return text if known == text else view.say(N_("{day} (no year given)")).format(day=known)


def age(when: datetime, view: View) -> str:
    """Write how long ago something came, in one unit; a date once it is older than a month or in the future."""
    past = view.now - when
    if timedelta() <= past < timedelta(minutes=1):
        return view.say(N_("just now"))
    steps = (
        (timedelta(hours=1), timedelta(minutes=1), N_("{count} min")),
        (timedelta(days=1), timedelta(hours=1), N_("{count} h")),
        (timedelta(days=31), timedelta(days=1), N_("{count} d")),
    )
    for below, unit, template in steps:
        if timedelta() <= past < below:
            return view.say(template).format(count=past // unit)
    return f"{when.astimezone(view.zone):%Y-%m-%d}"


def size(count: int) -> str:
    """Write a number of bytes in the unit people read."""
    if count < KILOBYTE:
        return f"{count} B"
    if count < KILOBYTE**2:
        return f"{count / KILOBYTE:.1f} KB"
    if count < KILOBYTE**3:
        return f"{count / KILOBYTE**2:.1f} MB"
    return f"{count / KILOBYTE**3:.1f} GB"
