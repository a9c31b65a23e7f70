from datetime import timedelta

import pytest

from intake.render.view import View, age, day, moment, size


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=3, hours=23), "3 d"),
        (timedelta(days=40), "2026-10-14"),
        (timedelta(hours=-20), "2026-11-24"),
    ],
)
def test_an_age_has_one_unit(english: View, past: timedelta, said: str) -> None:
    assert age(english.now - past, english) == said


def test_an_age_is_said_in_chinese(chinese: View) -> None:
    assert age(chinese.now - timedelta(hours=5), chinese) == "5 小时前"


def test_a_moment_is_that_of_the_configured_zone(english: View) -> None:
    assert moment(english.now, english) == "2026-11-23 09:00"


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KB"), (5 * 2**20, "5.0 MB"), (75 * 2**30, "75.0 GB")],
)
def test_sizes_have_the_unit_people_read(count: int, said: str) -> None:
    assert size(count) == said


@pytest.mark.parametrize(
    ("text", "said"), [("2026-11-18", "2026-11-18"), ("XXXX-11-18", "11-18（原文未写年份）"), ("", "")]
)
def test_a_day_without_a_year_says_so(chinese: View, text: str, said: str) -> None:
    assert day(text, chinese) == said
