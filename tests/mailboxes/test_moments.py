from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake.mailboxes.moments import sensible

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))


def test_a_moment_is_told_in_utc() -> None:
    assert sensible(datetime(2026, 11, 20, 9, 0, tzinfo=CHINA), NOW) == datetime(
        2026, 11, 20, 1, 0, tzinfo=UTC
    )
    assert sensible(datetime(2026, 11, 20, 9, 0), NOW) == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # noqa: DTZ001


@pytest.mark.parametrize(
    "senseless",
    [
        None,
        datetime(9999, 12, 31, 23, 0, tzinfo=timezone(-timedelta(hours=8))),
        datetime(1, 1, 1, 0, 0, tzinfo=CHINA),
        datetime(2099, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, tzinfo=UTC),
    ],
)
def test_a_moment_that_no_mail_came_at_is_not_believed(senseless: datetime | None) -> None:
    assert sensible(senseless, NOW) is None
