"""When a mail can have arrived: what servers and files say of it is not always sense."""

from datetime import UTC, datetime, timedelta

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=366)  # one of two clocks may be wrong, and it may be ours


def sensible(moment: datetime | None, now: datetime) -> datetime | None:
    """Give a moment in UTC (a naive one is taken for UTC); None for one that no mail can have come at.

    A year 9999 cannot be told in another zone, and one far ahead would give a submission a number of that year.
    """
    if moment is None:
        return None
    try:
        told = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:  # the first and the last day of the calendar
        return None
    return told if _FIRST <= told <= now + _AHEAD else None
