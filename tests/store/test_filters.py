from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from intake.model import Contribution, Evidence, MailKind, Speaker, SpeechRecord, Title, Verdict
from intake.store import Sort, Store, SubmissionQuery
from intake.workflow import Action, Status

Speech = Callable[..., Contribution]
Arrive = Callable[..., list[str]]

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
EVERYTHING = SubmissionQuery(statuses=None, archived=None)


def record(title: str, speaker: str | None, unit: str | None, confidence: float) -> SpeechRecord:
    sure = Evidence(confidence, "rule")
    return SpeechRecord(
        title=Title(main=title),
        speakers=(Speaker(speaker),) if speaker else (),
        unit=unit,
        evidence=dict.fromkeys(("title.main", "speaker", "unit", "post"), sure),
    )


@pytest.fixture(autouse=True)
def queue(store: Store, speech: Speech, arrive: Arrive) -> None:
    """Keep five submissions that differ in what they are asked for."""
    arrive(speech(record=record("B_C", "林远山", "河口镇", 0.9)), from_address="a@example.org")
    arrive(
        speech(
            source="body",
            record=record("b%c", "周明", None, 0.65),
            warnings=("needs_ocr", "scanned_pages:2,5"),
        ),
        received=NOON + timedelta(days=2),
        from_address="b@example.org",
        from_name="城关镇",
        kind=MailKind.NOT_SPEECH,
    )
    arrive(
        speech(record=record("B", None, "河口镇", 0.7), warnings=("ocr",), engine="soffice"),
        received=NOON + timedelta(days=1),
        from_address="c@example.org",
    )
    arrive(speech(record=None), from_address="d@example.org", archived=True)
    arrive(speech(record=record("a", "林远山", "城关镇", 0.7)), from_address="e@example.org")
    store.assign("3", "王编", "李编")
    store.decide("5", Verdict(Action.HOLD, "王编", until=date(2026, 12, 1)))


@pytest.mark.parametrize(
    ("asked", "serials"),
    [
        ({}, [1, 3, 2]),
        ({"statuses": None}, [1, 5, 3, 2]),
        ({"statuses": (Status.HELD,)}, [5]),
        ({"statuses": None, "archived": True}, [4]),
        ({"kind": MailKind.NOT_SPEECH}, [2]),
        ({"title": "b"}, [1, 3, 2]),
        ({"title": "b_"}, [1]),
        ({"title": "B%"}, [2]),
        ({"title": "/"}, []),
        ({"unit": "河口"}, [1, 3]),
        ({"speaker": "林"}, [1]),
        ({"speaker": "林", "statuses": None}, [1, 5]),
        ({"sender": "城关"}, [2]),
        ({"sender": "C@EXAMPLE"}, [3]),
        ({"assignee": "李编"}, [3]),
        ({"assignee": "李"}, []),
        ({"assignee": ""}, [1, 2]),
        ({"since": NOON + timedelta(days=1)}, [3, 2]),
        ({"before": NOON + timedelta(days=1)}, [1]),
        ({"since": NOON, "before": NOON + timedelta(days=2)}, [1, 3]),
        ({"below": 0.7}, [2]),
        ({"warning": "ocr"}, [3]),
        ({"warning": "needs_ocr"}, [2]),
        ({"warning": "scanned_pages"}, [2]),
        ({"format": "docx"}, [1, 3]),
        ({"format": "body"}, [2]),
        ({"engine": "soffice"}, [3]),
        ({"unit": "河口", "below": 0.8, "assignee": "李编"}, [3]),
    ],
)
def test_a_list_shows_what_is_asked_for(store: Store, asked: dict[str, object], serials: list[int]) -> None:
    query = replace(SubmissionQuery(), **asked)  # type: ignore[arg-type]  # what fits
    assert [row.number.serial for row in store.submissions(query)] == serials
    assert [number.serial for number in store.matching(query)] == serials


@pytest.mark.parametrize(
    ("sort", "serials"),
    [
        ("number", [1, 2, 3, 4, 5]),
        ("arrived", [1, 4, 5, 3, 2]),
        ("confidence", [4, 2, 3, 5, 1]),
    ],
)
def test_a_list_is_sorted_both_ways_and_the_number_decides_between_equals(
    store: Store, sort: Sort, serials: list[int]
) -> None:
    query = replace(EVERYTHING, sort=sort)
    assert [row.number.serial for row in store.submissions(query)] == serials
    backwards = replace(query, descending=True)
    assert [row.number.serial for row in store.submissions(backwards)] == serials[::-1]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", ["number", "arrived", "title", "unit", "speaker", "confidence"])
def test_pages_put_together_are_the_whole_list_in_every_order(
    store: Store, sort: Sort, *, descending: bool
) -> None:
    query = replace(EVERYTHING, sort=sort, descending=descending)
    whole = store.submissions(query)
    assert len(whole) == 5
    paged, after = [], None
    while page := store.submissions(replace(query, limit=2, after=after)):
        paged += page
        after = page[-1].number
    assert paged == whole


def test_a_line_tells_who_has_it_until_when_and_what_mail_it_came_in(store: Store) -> None:
    third, held = store.submission("3").row, store.submission("5").row
    assert (third.assignee, third.until, third.edited) == ("李编", None, False)
    assert (held.assignee, held.until, held.kind) == (None, date(2026, 12, 1), MailKind.SUBMISSION)
    assert store.submission("2").row.kind is MailKind.NOT_SPEECH
