"""Sample values of the store's tests; the people in them are invented."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest

from intake.model import (
    Attachment,
    Contribution,
    Evidence,
    MailKind,
    Outcome,
    Reading,
    Sighting,
    Speaker,
    SpeechRecord,
    Title,
)
from intake.store import Store
from intake.workflow import Status

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)

Speech = Callable[..., Contribution]
Understood = Callable[..., Reading]
Land = Callable[..., int]
Arrive = Callable[..., list[str]]


@pytest.fixture
def speech() -> Speech:
    """Make a recognised speech; any field can be given."""

    def make(**changes: object) -> Contribution:
        values: dict[str, object] = {
            "source": "2/1",
            "ordinal": 0,
            "status": Status.PENDING,
            "record": SpeechRecord(
                title=Title(main="把实事办到群众心坎上"),
                speakers=(Speaker("林远山", "青石县河口镇", "党委书记"),),
                unit="青石县河口镇",
                post="党委书记",
                evidence={
                    "title.main": Evidence(0.9, "largest"),
                    "speaker": Evidence(0.8, "byline"),
                    "unit": Evidence(0.7, "byline", alternatives=("河口镇",)),
                    "post": Evidence(0.95, "byline"),
                },
            ),
            "heading": "发言材料.docx",
            "text": "一、提高认识\n二、狠抓落实",
            "engine": "docx",
            "fingerprint": "",
            "warnings": ("charset_guessed",),
        }
        return Contribution(**(values | changes))  # type: ignore[arg-type]  # a test gives what fits

    return make


@pytest.fixture
def understood() -> Understood:
    """Make a reading that proposes the given contributions, each time of another file; any field can be given."""
    serials = count(1)

    def make(*contributions: Contribution, **changes: object) -> Reading:
        sha256 = f"{next(serials):064x}"
        member = Attachment("2/1", "发言材料.docx", 20, sha256, "docx", Outcome.READ, warnings=("renamed",))
        values: dict[str, object] = {
            "version": "0.1.0+abc",
            "subject": "河口镇发言材料",
            "from_name": "河口镇党政办",
            "from_address": "hekou@example.org",
            "message_id": "<1@example.org>",
            "date": NOON,
            "kind": MailKind.SUBMISSION,
            "text": "请查收。",
            "traits": ("forward",),
            "attachments": (
                Attachment("2", "材料.zip", 30, "a" * 64, "zip", Outcome.OPENED, members=(member,)),
                Attachment("10", "logo.png", 3, "b" * 64, "image", Outcome.SKIPPED, "inline"),
            ),
            "contributions": contributions,
            "warnings": ("charset_guessed",),
        }
        return Reading(**(values | changes))  # type: ignore[arg-type]  # a test gives what fits

    return make


@pytest.fixture
def land(store: Store) -> Land:
    """Land a mail under a uid of its own and give its id."""

    def make(raw: bytes, received: datetime = NOON, *, archived: bool = False) -> int:
        uid = str(len(store.sighted("qq", "INBOX", "1")) + 1)
        return store.land(Sighting("qq", "INBOX", "1", uid), raw, received, archived=archived).message_id

    return make


@pytest.fixture
def arrive(store: Store, land: Land, understood: Understood) -> Arrive:
    """Land a mail of its own bytes, keep a reading of it that proposes these contributions, and give their numbers."""
    serials = count(1)

    def make(
        *contributions: Contribution, received: datetime = NOON, archived: bool = False, **changes: object
    ) -> list[str]:
        message_id = land(b"mail %d" % next(serials), received, archived=archived)
        return [str(number) for number in store.keep(message_id, understood(*contributions, **changes))]

    return make
