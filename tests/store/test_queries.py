import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.engine.interfaces import DBAPICursor

from intake.errors import NoSuchRecord
from intake.model import Contribution, Disclosure, Number, Reading, Sighting
from intake.store import Store, SubmissionQuery, open_store
from intake.store.schema import opened
from intake.workflow import NEEDS_ACTION, Status

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]


@pytest.fixture
def statuses(store: Store, land: Land, speech: Speech, understood: Understood) -> tuple[Status, ...]:
    """Keep one submission of each status, numbered from 1 in the order of the enum, and one archived."""
    speeches = [speech(ordinal=n, status=status) for n, status in enumerate(Status)]
    store.keep(land(b"each"), understood(*speeches))
    store.keep(land(b"old", archived=True), understood(speech()))
    return tuple(Status)


def serials(store: Store, query: SubmissionQuery) -> list[int]:
    return [row.number.serial for row in store.submissions(query)]


def test_the_default_list_is_what_needs_action(store: Store, statuses: tuple[Status, ...]) -> None:
    assert [row.status for row in store.submissions()] == [each for each in statuses if each in NEEDS_ACTION]


def test_a_list_can_be_narrowed_and_widened(store: Store, statuses: tuple[Status, ...]) -> None:
    every = list(range(1, len(statuses) + 2))
    assert serials(store, SubmissionQuery(statuses=None)) == every[:-1]
    assert serials(store, SubmissionQuery(statuses=None, archived=None)) == every
    assert serials(store, SubmissionQuery(archived=True)) == every[-1:]
    assert serials(store, SubmissionQuery(statuses=())) == []
    held = store.submissions(SubmissionQuery(statuses=(Status.HELD, Status.REJECTED)))
    assert {row.status for row in held} == {Status.HELD, Status.REJECTED}


def test_a_row_knows_what_is_wrong_with_its_mail(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    store.keep(land(b"cut"), understood(speech(warnings=("macros",)), warnings=("no_closing_boundary",)))
    (row,) = store.submissions()
    assert (row.warnings, row.mail_warnings) == (("macros",), ("no_closing_boundary",))
    assert store.submission("1").row == row


def test_a_submission_tells_what_its_file_holds_beside_its_text(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    found = (Disclosure("comments", 2, ("王主任: 请再核",)),)
    store.keep(land(b"told"), understood(speech(disclosures=found)))
    store.keep(land(b"nothing"), understood(speech()))
    assert [store.submission(number).disclosures for number in ("1", "2")] == [found, ()]


@pytest.mark.parametrize("chosen", [NEEDS_ACTION, None, (Status.PENDING,)])
def test_pages_put_together_are_the_whole_list(
    store: Store, land: Land, speech: Speech, understood: Understood, chosen: tuple[Status, ...] | None
) -> None:
    for n, year in enumerate((2026, 2025, 2026, 2024)):
        received = datetime(year, 6, 1, tzinfo=UTC)
        store.keep(land(b"%d" % n, received), understood(speech(), speech(ordinal=1)))
    whole = store.submissions(SubmissionQuery(statuses=chosen))
    assert [row.number for row in whole] == [
        Number(2024, 1),
        Number(2024, 2),
        Number(2025, 1),
        Number(2025, 2),
    ] + [Number(2026, n) for n in range(1, 5)]
    paged, after = [], None
    while page := store.submissions(SubmissionQuery(statuses=chosen, limit=3, after=after)):
        assert len(page) <= 3
        paged += page
        after = page[-1].number
    assert paged == whole


@pytest.mark.parametrize("reference", ["2026-0002", "2026-2", "2", "0002", " 2 ", "２０２６－０００２"])
def test_a_submission_is_found_by_its_number(
    store: Store, land: Land, speech: Speech, understood: Understood, reference: str
) -> None:
    message_id = land(b"a")
    store.keep(
        message_id, understood(speech(), speech(ordinal=1, text="第二篇", engine="ocr", fingerprint="f" * 64))
    )
    found = store.submission(reference)
    assert found.row == store.submissions()[1]
    assert (found.message_id, found.source, found.ordinal) == (message_id, "2/1", 1)
    assert (found.text, found.row.engine, found.fingerprint) == ("第二篇", "ocr", "f" * 64)
    assert found.record == speech().record


def test_a_serial_of_two_years_is_ambiguous_and_the_candidates_are_named(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    store.keep(land(b"a", datetime(2025, 6, 1, tzinfo=UTC)), understood(speech()))
    store.keep(land(b"b"), understood(speech(), speech(ordinal=1)))
    assert store.submission("2").row.number == Number(2026, 2)
    assert store.submission("2025-1").row.number == Number(2025, 1)
    with pytest.raises(NoSuchRecord) as refused:
        store.submission("1")
    assert str(refused.value) == (
        "no single submission — 1 — it may be 2025-0001, 2026-0001 — write the year too"
    )


@pytest.mark.parametrize("reference", ["3", "2026-0003", "2025-0001", "0", "999999999"])
def test_an_unknown_number_is_one_clear_line(
    store: Store, land: Land, speech: Speech, understood: Understood, reference: str
) -> None:
    store.keep(land(b"a"), understood(speech()))
    with pytest.raises(NoSuchRecord) as refused:
        store.submission(reference)
    assert str(refused.value) == (
        f"no such submission — {reference} — the store does not hold it — see `intake list`"
    )


@pytest.mark.parametrize(
    "reference", ["", "abc", "2026-", "-1", "2026-1-1", "1e3", "9999999999", "1;--", "{x}"]
)
def test_what_is_no_number_is_said_to_be_none(store: Store, reference: str) -> None:
    with pytest.raises(NoSuchRecord) as refused:
        store.submission(reference)
    assert str(refused.value) == (
        f"no such submission — {reference} — not a number of ours — write 2026-0137, or 137"
    )


def test_every_status_is_counted_without_the_archived(store: Store, statuses: tuple[Status, ...]) -> None:
    assert store.counts() == dict.fromkeys(statuses, 1)


def test_an_empty_store_counts_nothing_of_everything(store: Store) -> None:
    assert store.counts() == dict.fromkeys(Status, 0)
    assert store.submissions() == []
    assert store.messages() == []
    assert store.problems() == []


@contextmanager
def statements() -> Iterator[list[tuple[str, object]]]:
    """Note every statement that reaches a database."""
    seen: list[tuple[str, object]] = []

    def note(_link: object, _cursor: DBAPICursor, statement: str, values: object, *_rest: object) -> None:
        seen.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda store: store.submissions(), "ix_submission_waiting"),
        (lambda store: store.submissions(SubmissionQuery(limit=50)), "ix_submission_waiting"),
        (lambda store: store.submissions(SubmissionQuery(after=Number(2026, 3))), "ix_submission_waiting"),
        (lambda store: store.submissions(SubmissionQuery(statuses=(Status.HELD,))), "ix_submission_status"),
        (
            lambda store: store.submissions(SubmissionQuery(statuses=None, archived=None)),
            "ix_submission_arrived",
        ),
        (
            lambda store: store.submissions(SubmissionQuery(statuses=None, archived=None, sort="number")),
            "sqlite_autoindex_submission_2",
        ),
        (lambda store: store.submission("2026-0001"), "sqlite_autoindex_submission_2"),
        (lambda store: store.submission("1"), "sqlite_autoindex_submission_2"),
        (lambda store: store.counts(), "ix_submission_status"),
        (lambda store: store.unread(), "ix_message_unread"),
        (lambda store: store.sighted("qq", "INBOX", "1"), "sqlite_autoindex_sighting_1"),
        (lambda store: store.last_run("qq"), "ix_run_mailbox_id"),
    ],
)
def test_every_list_uses_an_index_and_no_long_column(
    tmp_path: Path, speech: Speech, understood: Understood, ask: Callable[[Store], object], index: str
) -> None:
    url = f"sqlite:///{tmp_path}/intake.db"
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        landed = store.land(Sighting("qq", "INBOX", "1", "1"), b"a", datetime(2026, 1, 1, tzinfo=UTC))
        store.keep(landed.message_id, understood(speech()))
        with statements() as seen:
            ask(store)
    ((query, values),) = [(query, values) for query, values in seen if query.startswith("SELECT")]
    plan = _plan(url, query, values)
    assert any(index in line for line in plan), plan
    assert not any("SCAN submission" in line and "USING" not in line for line in plan), plan
    assert not any("B-TREE" in line for line in plan), plan
    if "content.record" not in query:
        assert not any(column in query for column in ("raw.", "content.", "reading.text"))


def _plan(url: str, query: str, values: object) -> list[str]:
    with opened(url, 1) as store, store.reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)  # type: ignore[arg-type]
        return [row.detail for row in rows]


def test_the_partial_indexes_stand_for_what_is_asked(store_url: str) -> None:
    open_store(store_url, ZoneInfo("Asia/Shanghai")).close()
    catalogues = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name LIKE 'ix_%'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'ix_%'",
    }
    with opened(store_url, 1) as store, store.reading() as connection:
        made = [str(sql) for sql in connection.scalars(text(catalogues[connection.dialect.name]))]
    (waiting,) = [sql for sql in made if "ix_submission_waiting" in sql]
    (unread,) = [sql for sql in made if "ix_message_unread" in sql]
    (correction,) = [sql for sql in made if "ix_submission_correction" in sql]
    assert re.findall("'([a-z_]+)'", waiting) == list(NEEDS_ACTION)
    assert re.search(
        r"\(arrived, year, serial\)\s+WHERE .*lower\(status\).* AND \(?archived IS (0|FALSE)", waiting
    )
    assert re.search(r"\(received, id\)\s+WHERE \(?unread IS (1|TRUE)", unread)
    assert re.search(r"\(arrived\)\s+WHERE \(?correction IS (1|TRUE)", correction)


def test_the_oldest_arrival_comes_first_whatever_its_number(
    store: Store, land: Land, speech: Speech, understood: Understood
) -> None:
    for day in (20, 18, 19):  # an old mailbox lands its newest mails first
        received = datetime(2026, 11, day, tzinfo=UTC)
        store.keep(land(b"%d" % day, received), understood(speech()))
    assert serials(store, SubmissionQuery()) == [2, 3, 1]
    assert serials(store, SubmissionQuery(after=Number(2026, 3))) == [1]
    assert serials(store, SubmissionQuery(sort="number")) == [1, 2, 3]


def test_what_landed_is_read_in_the_order_of_its_arrival(store: Store, land: Land) -> None:
    ids = {day: land(b"%d" % day, datetime(2026, 11, day, tzinfo=UTC)) for day in (20, 18, 19)}
    same = land(b"the same moment", datetime(2026, 11, 18, tzinfo=UTC))
    assert store.unread() == [ids[18], same, ids[19], ids[20]]
