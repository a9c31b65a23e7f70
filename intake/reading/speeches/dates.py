"""Dates as the genre writes them; a year that is not stated stays unknown."""

import re
from collections.abc import Iterator
from typing import Final

from intake.reading.speeches.markers import chinese
from intake.signs import plain

_YEAR: Final = r"(?P<year>(?:19|20)\d\d|[一二三四五六七八九〇零○OＯ]{4})"
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_FULL: Final = re.compile(
    f"{_YEAR} ?年 ?(?P<month>{_NUMBER}) ?月 ?(?P<day>{_NUMBER}) ?[日号]"
    rf"|(?P<year2>(?:19|20)\d\d) ?(?P<mark>[.\-/—]) ?(?P<month2>\d{{1,2}}) ?(?P=mark) ?(?P<day2>\d{{1,2}})(?!\d)"
)
_PARTIAL: Final = re.compile(f"(?<![\\d年])(?P<month>{_NUMBER}) ?月 ?(?P<day>{_NUMBER}) ?[日号]")
_MONTH: Final = re.compile(f"{_YEAR} ?年 ?(?P<month>{_NUMBER}) ?月(?! ?{_NUMBER})")
_LINE: Final = re.compile(
    r"[—\-(\[ ]{0,4}(?P<date>[^()\[\]]{4,24}?)(?:, ?(?:根据|按)?[^()\[\],\d]{0,6}(?:录音|记录|整理)[^()\[\],\d]{0,6})?[)\] —\-]{0,4}(?:\((?:农历|正月|腊月|冬月|星期|周|礼拜|初|[一-龥]{1,3}节)[^()\d]{0,8}\))?(?:(?:上|下)午)?[)\]]{0,1}"
)
_CHINESE_DIGITS: Final = str.maketrans("一二三四五六七八九〇零○O", "1234567890000")
_MONTHS, _DAYS = 12, 31


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese(text)


def _iso(year: str, month: str, day: str) -> str | None:
    numbers = _number(month), _number(day)
    if not (1 <= numbers[0] <= _MONTHS and 1 <= numbers[1] <= _DAYS):
        return None
    return f"{year}-{numbers[0]:02d}-{numbers[1]:02d}"


def date_in(view: str) -> str | None:
    """Find the first date of a view: ISO 8601, XXXX for a year that is not stated; None where there is none."""
    match = _FULL.search(view)
    if match:
        return _full(match)
    match = _PARTIAL.search(view)
    return _iso("XXXX", match["month"], match["day"]) if match else None


def _full(match: re.Match[str]) -> str | None:
    year = (match["year"] or match["year2"]).translate(_CHINESE_DIGITS)
    return _iso(year, match["month"] or match["month2"], match["day"] or match["day2"])


def places_of(view: str, date: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Find where a view writes a date, as `date_in` gives it, between two places."""
    if date.startswith("XXXX"):
        found = _PARTIAL.finditer(view, start, end)
        yield from (match.span() for match in found if _iso("XXXX", match["month"], match["day"]) == date)
    else:
        yield from (match.span() for match in _FULL.finditer(view, start, end) if _full(match) == date)


def without_date(text: str) -> str:
    """Cut a date, in brackets perhaps, from the end or the start of a text."""
    view = plain(text)
    for pattern in (_FULL, _PARTIAL, _MONTH):
        for match in pattern.finditer(view):
            before, behind = view[: match.start()].rstrip(" ,;"), view[match.end() :].lstrip(" ,;")
            if before.endswith("(") and behind.startswith(")"):
                before, behind = before[:-1], behind[1:]
            if not behind or behind == ")":
                return text[: len(before)] + behind
            if not before:
                return text[len(text) - len(behind) :]
    return text


def is_date_line(view: str) -> bool:
    """Tell whether a line holds a date and nothing else, in brackets or dashes perhaps."""
    match = _LINE.fullmatch(view.strip())
    if not match:
        return False
    text = match["date"].strip()
    return any(pattern.fullmatch(text) for pattern in (_FULL, _PARTIAL, _MONTH))
