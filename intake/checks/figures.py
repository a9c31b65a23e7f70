"""Figures of one text that cannot all be true: a total said twice, a rise that is not the difference, a wrong sum."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final, cast

from intake.checks.copy import Copy
from intake.model import Finding, Lexicon
from intake.signs import any_of

_MAGNITUDES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
        "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
    }
)  # fmt: skip
_NUMBER: Final = r"\d{1,12}(?:,\d{3}(?!\d)){0,4}(?:\.\d{1,6})?"
_ABOUT: Final = "余|多|来|几"
_RISES: Final = "提高|提升|上升|增加|增长|扩大|提|增|升"
_FALLS: Final = "下降|降低|减少|压缩|压减|缩短|减|降|压"
_EXACT: Final = 2  # members that make a sum

SLUGS: Final = frozenset({"figure_differs", "difference_wrong", "sum_wrong"})


@dataclass(frozen=True, slots=True)
class _Rules:
    """The patterns of a lexicon."""

    totals: Mapping[str, str]  # 下辖 → 辖
    total: re.Pattern[str]
    more: re.Pattern[str]
    change: re.Pattern[str]
    figure: re.Pattern[str]
    added: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity: its value, its unit, whether it is exact, the size of its last digit, and where it stands.

    What is counted one by one has no such size: 52 is 52. 5.2万 may have been 52300 before it was rounded.
    """

    value: Decimal
    unit: str
    exact: bool
    grain: Decimal
    span: tuple[int, int]


def disagreeing(copy: Copy) -> Iterator[Finding]:
    """Find what is certain; a figure of another year, or an approximate one, is none of it."""
    rules = _rules(*_lists(copy.standard.lexicon))
    yield from _totals(copy, rules)
    yield from _differences(copy, rules)
    yield from _sums(copy, rules)


def _totals(copy: Copy, rules: _Rules) -> Iterator[Finding]:
    """Compare what a unit has only one of: 常住人口, 辖 … 个社区."""
    known: dict[tuple[str, str, str], _Figure] = {}
    for match in rules.total.finditer(copy.view):
        if match["year"]:
            continue
        what, place = rules.totals[match["what"]], match.end()
        while (one := rules.more.match(copy.view, place)) is not None:
            figure = _figure(one)
            other = known.setdefault((what, figure.unit, one["noun"]), figure)
            if other.exact and figure.exact and not _near(other.value, other, figure):
                yield copy.finding(
                    "figure_differs", figure.span, other.span, advice=copy.text[slice(*other.span)]
                )
            place = one.end()
            if not one["joint"]:
                break


def _differences(copy: Copy, rules: _Rules) -> Iterator[Finding]:
    """Check 由48%提高到81%，提高33个百分点: both figures stand there, so does their difference."""
    for match in rules.change.finditer(copy.view):
        before, after, by = (_figure(match, name) for name in ("a", "b", "c"))
        points = after.unit == "%" and by.unit in {"个百分点", "百分点"}
        bare = not (before.unit or after.grain)  # 由380增加到500户; 由3增加到5万户 may mean 3万
        if not (points or after.unit == by.unit != "%") or not (bare or before.unit == after.unit):
            continue
        whole, right = (before, after, by), abs(after.value - before.value)
        if all(figure.exact for figure in whole) and not _near(right, *whole):
            yield copy.finding("difference_wrong", match.span(), advice=_shown(right))


def _sums(copy: Copy, rules: _Rules) -> Iterator[Finding]:
    """Check A12公里、B8公里，合计20公里: members of one unit with nothing but 、 between, and their sum."""
    for match in rules.added.finditer(copy.view):
        members = [_figure(one) for one in rules.figure.finditer(copy.view, *match.span("members"))]
        total = _figure(match, "c")
        whole = [*members, total]
        if (
            len(members) < _EXACT
            or len({one.unit for one in whole}) > 1
            or not all(one.exact for one in whole)
        ):
            continue
        right = sum((one.value for one in members), Decimal())
        if not _near(right, *whole):
            yield copy.finding("sum_wrong", match.span(), advice=_shown(right))


def _near(right: Decimal, *figures: _Figure) -> bool:
    """Tell whether the last figure may be right, given how all of them were rounded."""
    said = figures[-1].value
    return right == said or abs(right - said) < sum((one.grain for one in figures), Decimal())


def _shown(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _figure(match: re.Match[str], name: str = "") -> _Figure:
    """Read a figure from the groups whose names begin with `name`."""
    number, about, big, more, unit = (
        match[f"{name}{part}"] or "" for part in ("number", "about", "big", "more", "unit")
    )
    magnitude = _MAGNITUDES.get(big, 1)
    if not big and len(unit) > 1 and unit[0] in "万亿":  # 万元 stands in the list of units
        magnitude, unit = _MAGNITUDES[unit[0]], unit[1:]
    value = Decimal(number.replace(",", "")) * magnitude
    decimals = len(number.partition(".")[2])
    grain = Decimal(magnitude) / 10**decimals if decimals or magnitude > 1 else Decimal()
    return _Figure(
        value, unit, not (about or more), grain, (match.start(f"{name}number"), match.end(f"{name}unit"))
    )


def _lists(lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Give the units, and each word for a total with the total it names."""
    totals = cast("Mapping[str, list[str]]", lexicon.tables["checks"]["totals"])
    units = cast("list[str]", lexicon.tables["figures"]["units"])
    return tuple(units), tuple((word, what) for what, words in totals.items() for word in words)


@lru_cache(maxsize=2)
def _rules(listed: tuple[str, ...], named: tuple[tuple[str, str], ...]) -> _Rules:
    units, big, totals = any_of(listed), any_of(_MAGNITUDES), dict(named)

    def figure(name: str = "", *, bare: bool = False) -> str:
        return (
            f"(?P<{name}number>(?<![\\d.])(?:{_NUMBER}))(?P<{name}about>{_ABOUT})?(?P<{name}big>{big})?"
            f"(?P<{name}more>{_ABOUT})?(?P<{name}unit>{units}){'?' if bare else ''}"
        )

    joint = "(?P<joint>[、,和及与])?"
    noun = "(?P<noun>[一-龥]{0,6}?)(?=[、,。;和及与(共\\n]|$)"
    return _Rules(
        totals=MappingProxyType(totals),
        total=re.compile(
            f"(?P<year>\\d{{4}} ?年[^,。;\\n]{{0,12}})?(?P<what>{any_of(totals) or '(?!)'})(?:共有|共|有|为|达到|达|:)?(?=\\d)"
        ),
        more=re.compile(f"{figure()}{noun}{joint}"),
        change=re.compile(
            f"[由从]{figure('a', bare=True)}(?:{_RISES}|{_FALLS})?[到至为]{figure('b')},?(?:净|同比|共|累计)?"
            f"(?:{_RISES}|{_FALLS})了?{figure('c')}"
        ),
        figure=re.compile(figure()),
        added=re.compile(
            f"(?P<members>(?:[^\\d,。;:、\\n]{{0,12}}{_NUMBER}[^\\d,。;:、\\n]{{1,6}}[、和]){{1,6}}[^\\d,。;:、\\n]{{0,12}}{_NUMBER}[^\\d,。;:、\\n]{{1,6}}),?"
            f"(?:合计|共计|总计){figure('c')}"
        ),
    )
