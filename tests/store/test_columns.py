from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, insert, select

from intake.model import Link
from intake.plain import clean
from intake.store.columns import CleanText, Json, Name, UtcTime
from intake.store.engine import Database
from intake.store.schema import opened

ANY_TEXT = st.text(st.characters(codec=None, categories=None))
TABLE = Table(
    "sample",
    MetaData(),
    Column("text", CleanText),
    Column("name", Name),
    Column("moment", UtcTime),
    Column("links", Json(tuple[Link, ...])),
)


@pytest.fixture
def plain(store_url: str) -> Iterator[Database]:
    with opened(store_url, 1) as opened_database:
        with opened_database.writing() as connection:
            TABLE.create(connection)
        yield opened_database


def round_trip(plain: Database, column: str, value: object) -> object:
    with plain.writing() as connection:
        connection.execute(TABLE.delete())
        connection.execute(insert(TABLE).values({column: value}))
        return connection.scalar(select(TABLE.c[column]))


def test_nul_and_lone_surrogates_become_replacement_characters_one_for_one() -> None:
    assert clean("一\0二\udcd5三𠮷") == "一\ufffd二\ufffd三𠮷"


@given(ANY_TEXT)
def test_cleaned_text_is_storable_and_of_the_same_length(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode().decode() == cleaned
    assert "\0" not in cleaned
    assert len(cleaned) == len(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(text=ANY_TEXT)
def test_text_comes_back_cleaned(plain: Database, text: str) -> None:
    assert round_trip(plain, "text", text) == clean(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(name=ANY_TEXT)
def test_a_name_comes_back_exactly(plain: Database, name: str) -> None:
    assert round_trip(plain, "name", name) == name


def test_a_name_in_gbk_and_one_that_looks_escaped_are_two_names(plain: Database) -> None:
    undecodable = b"\xb2\xc4\xc1\xcf".decode("utf-8", "surrogateescape")
    assert round_trip(plain, "name", undecodable) == undecodable
    assert round_trip(plain, "name", r"\dcb2\\0000") == r"\dcb2\\0000"


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_given_in(plain: Database) -> None:
    shanghai = datetime(2026, 1, 1, 7, 59, 59, 123456, tzinfo=timezone(timedelta(hours=8)))
    stored = round_trip(plain, "moment", shanghai)
    assert stored == shanghai
    assert isinstance(stored, datetime)
    assert stored.tzinfo is UTC


def test_a_moment_without_zone_is_refused(plain: Database) -> None:
    with pytest.raises(Exception, match="without time zone"):
        round_trip(plain, "moment", datetime(2026, 1, 1))  # noqa: DTZ001  # the point of the test


@pytest.mark.parametrize("column", ["text", "name", "moment", "links"])
def test_nothing_comes_back_as_nothing(plain: Database, column: str) -> None:
    assert round_trip(plain, column, None) is None


def test_values_come_back_as_values_with_their_texts_cleaned(plain: Database) -> None:
    links = (
        Link("qq", "https://example.org/\udcd5", name="a\0b", expires=datetime(2026, 12, 1, tzinfo=UTC)),
    )
    assert round_trip(plain, "links", links) == (
        Link("qq", "https://example.org/\ufffd", name="a\ufffdb", expires=datetime(2026, 12, 1, tzinfo=UTC)),
    )
