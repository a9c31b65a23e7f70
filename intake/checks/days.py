"""Days that there are not, and weekdays that are not those of their day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding

_WEEKDAYS: Final = "一二三四五六日"
_DAY: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d) ?年 ?)?(?<!\d)(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]"
    r"(?: ?\(? ?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![至到—、报刊]))?"
)
_LEAP: Final = 2024  # without its year, the 29th of February is a day

SLUGS: Final = frozenset({"no_such_day", "weekday_differs"})


def wrong_days(copy: Copy) -> Iterator[Finding]:
    """Compare each date with the calendar; one without a year with those of this year and the last."""
    for match in _DAY.finditer(copy.view):
        days = [day for year in _years(match, copy.year) if (day := _day(match, year)) is not None]
        if not days and _day(match, int(match["year"] or _LEAP)) is None:
            yield copy.finding("no_such_day", match.span())
        elif match["weekday"] and days:
            said = _WEEKDAYS.index(match["weekday"].replace("天", "日"))
            if all(day.weekday() != said for day in days):
                advice = f"{days[0].isoformat()} 星期{_WEEKDAYS[days[0].weekday()]}"
                yield copy.finding("weekday_differs", match.span(), advice=advice)


def _years(match: re.Match[str], arrived: int) -> tuple[int, ...]:
    return (int(match["year"]),) if match["year"] else (arrived, arrived - 1)


def _day(match: re.Match[str], year: int) -> date | None:
    try:
        return date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        return None
