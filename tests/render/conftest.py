from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.locale import catalogue
from intake.model import (
    Attachment,
    Contact,
    Evidence,
    Link,
    MailKind,
    MessageRow,
    Number,
    Outcome,
    Point,
    Problem,
    Reading,
    Region,
    Section,
    Sighting,
    Speaker,
    SpeechRecord,
    StoredMessage,
    StoredSubmission,
    SubmissionRow,
    Title,
)
from intake.render.view import View
from intake.workflow import Status

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def english() -> View:
    return View(str, SHANGHAI, NOW)


@pytest.fixture
def chinese() -> View:
    return View(catalogue("zh_CN").gettext, SHANGHAI, NOW)


@pytest.fixture
def record() -> SpeechRecord:
    return SpeechRecord(
        title=Title("打擂台、话振兴", "第①期", "狠抓“4111”示范创建 争当高质量发展尖兵"),
        speakers=(Speaker("张振海", "汉台区汉中路街道", "党工委书记"),),
        unit="汉台区汉中路街道",
        post="党工委书记",
        region=Region(district="汉台区", town="汉中路街道"),
        speech_type="发言",
        date="XXXX-11-18",
        editor_note="11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，" * 4,
        lead="汉中路街道辖10.7平方公里、11个社区，常住人口6.8万人。",
        sections=(
            Section(
                None,
                "情理和法理并重",
                "在城市征迁上取得新突破",
                (
                    Point("一是", "用心把脉“破冰”，坚持信心比黄金重要", "广坪南棚项目遗留问题多。"),
                    Point("二是", "用情感化“升温”，坚持决心比智慧重要", "始终带着感情拆迁。"),
                ),
            ),
            Section("二、", None, None, (), ("一段没有分点的话。", "又一段。")),
        ),
        closing="谢谢大家！",
        figures=("10.7平方公里", "11个"),
        contact=Contact("王建国", "0916-2223344"),
        contributors=("李晓梅", "赵敏"),
        credits={"总编": ("张斌",)},
        word_count=2100,
        evidence={
            "title.main": Evidence(0.98, "largest"),
            "speaker": Evidence(0.95, "byline"),
            "unit": Evidence(0.7, "byline", alternatives=("汉中路街道",)),
            "post": Evidence(0.4, "byline"),
        },
    )


@pytest.fixture
def row() -> SubmissionRow:
    return SubmissionRow(
        number=Number(2026, 137),
        status=Status.PENDING,
        title="狠抓“4111”示范创建 争当高质量发展尖兵",
        speaker="张振海",
        unit="汉台区汉中路街道",
        post="党工委书记",
        arrived=NOW - timedelta(hours=5),
        from_name="汉中路街道办",
        from_address="hzl@qq.example",
        format="docx",
        confidence=0.4,
        warnings=("needs_ocr", "a_new_slug"),
        archived=False,
        engine="docx:lxml",
    )


@pytest.fixture
def submission(row: SubmissionRow, record: SpeechRecord) -> StoredSubmission:
    return StoredSubmission(row, 7, "2/1", 0, record, "全文", "f" * 64)


@pytest.fixture
def message(submission: StoredSubmission) -> StoredMessage:
    member = Attachment("2/1", "发言.docx", 2048, "b" * 64, "docx", Outcome.READ)
    archive = Attachment("2", "材料.zip", 3 * 2**20, "a" * 64, "zip", Outcome.OPENED, members=(member,))
    bad = Attachment("3", "扫描.pdf", 10, "c" * 64, "pdf", Outcome.UNREADABLE, "corrupted", ("needs_ocr",))
    reading = Reading(
        version="1",
        subject="投稿：发言材料",
        from_name="汉中路街道办",
        from_address="hzl@qq.example",
        message_id="<1@qq.example>",
        date=datetime(2026, 11, 23, 3, 59, tzinfo=SHANGHAI),
        kind=MailKind.SUBMISSION,
        text="您好，请查收附件。",
        attachments=(archive, bad),
        links=(
            Link(
                "qq_ftn",
                "https://wx.mail.qq.example/ftn",
                "视频.zip",
                "128.03M",
                None,
                NOW + timedelta(days=7),
            ),
            Link("pan", "https://pan.example/s/1"),
        ),
        warnings=("charset_guessed",),
    )
    return StoredMessage(mail_row(), (Sighting("qq", "INBOX", "1", "42"),), reading, (submission,), None)


@pytest.fixture
def unread() -> StoredMessage:
    problem = Problem(8, "corrupted", "no boundary", 1, NOW, NOW)
    row = replace(
        mail_row(),
        id=8,
        received=NOW,
        size=512,
        archived=True,
        kind=None,
        subject="",
        from_name="",
        from_address="x@y.example",
        submissions=0,
        problem="corrupted",
    )
    return StoredMessage(row, (), None, (), problem)


def mail_row() -> MessageRow:
    return MessageRow(
        id=7,
        received=NOW - timedelta(hours=5),
        sha256="e" * 64,
        size=4 * 2**20,
        archived=False,
        kind=MailKind.SUBMISSION,
        subject="投稿：发言材料",
        from_name="汉中路街道办",
        from_address="hzl@qq.example",
        submissions=1,
        problem=None,
    )
