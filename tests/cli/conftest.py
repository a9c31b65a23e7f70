import gettext
import logging
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from intake.cli import application
from intake.model import (
    Attachment,
    Contribution,
    Evidence,
    MailKind,
    Outcome,
    Point,
    Reading,
    Section,
    Sighting,
    Speaker,
    SpeechRecord,
    Title,
)
from intake.store import open_store
from intake.workflow import Status

Intake = Callable[..., Result]
SHANGHAI = ZoneInfo("Asia/Shanghai")

RECORD = SpeechRecord(
    title=Title("打擂台、话振兴", "第①期", "狠抓“4111”示范创建 争当高质量发展尖兵"),
    speakers=(Speaker("张振海", "汉台区汉中路街道", "党工委书记"),),
    unit="汉台区汉中路街道",
    post="党工委书记",
    date="XXXX-11-18",
    lead="汉中路街道辖10.7平方公里。",
    sections=(
        Section(None, "情理和法理并重", "在城市征迁上取得新突破", (Point("一是", "用心把脉", "细致。"),)),
    ),
    word_count=2100,
    evidence={name: Evidence(0.95, "test") for name in ("title.main", "speaker", "unit", "post")},
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everybody's configuration, language and secrets out of the tests, and the tests out of homes."""
    for name in tuple(os.environ):
        if name.startswith(("INTAKE_", "LC_", "XDG_", "LANG", "TTY_", "NO_COLOR", "FORCE_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", [*logging.getLogger().handlers])
    gettext.textdomain("messages")
    return tmp_path


@pytest.fixture
def intake() -> Intake:
    """Run a command line as a user would, in a pipe."""

    def run(*arguments: object, stdin: str | None = None, env: Mapping[str, str] | None = None) -> Result:
        return CliRunner().invoke(
            application, [str(argument) for argument in arguments], input=stdin, env=env
        )

    return run


@pytest.fixture
def screen() -> Mapping[str, str]:
    """Pretend to be a terminal without colours; it is 80 columns wide."""
    return {"TTY_COMPATIBLE": "1", "NO_COLOR": "1"}


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Make a store with two mails that were read and one that could not be."""
    url = f"sqlite:///{tmp_path}/intake.db"
    first = Contribution(
        "2", 0, Status.PENDING, RECORD, "发言.docx", "第一行\n\x1b[2J第二行", "docx:lxml", "f" * 64
    )
    second = Contribution(
        "body", 0, Status.NEEDS_MATERIAL, None, "材料链接", "见链接", "text", "g" * 64, ("empty",)
    )
    with open_store(url, SHANGHAI) as store:
        for serial, contribution in enumerate((first, second), start=1):
            received = datetime(2026, 11, 20 + serial, 4, 0, tzinfo=UTC)
            landed = store.land(
                Sighting("qq", "INBOX", "1", str(serial)), b"raw \xff %d\r\n" % serial, received
            )
            store.keep(landed.message_id, reading(contribution))
        landed = store.land(Sighting("qq", "INBOX", "1", "3"), b"broken", datetime(2026, 11, 23, tzinfo=UTC))
        store.fail(landed.message_id, "corrupted", "no header")
    return url


def reading(contribution: Contribution) -> Reading:
    return Reading(
        version="1",
        subject="投稿\u202e",
        from_name="汉中路街道办",
        from_address="hzl@qq.example",
        message_id="<1@qq.example>",
        date=datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI),
        kind=MailKind.SUBMISSION,
        text="请查收。",
        attachments=(Attachment("2", "发言.docx", 4, "a" * 64, "docx", Outcome.READ),),
        contributions=(contribution,),
    )
