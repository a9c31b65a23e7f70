"""What a whole mail is understood as, from bytes to contributions."""

import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from intake.demo.manuscript import manuscript
from intake.model import (
    Attachment,
    Contribution,
    Convert,
    Document,
    Lexicon,
    Limits,
    MailKind,
    Outcome,
    Reading,
)
from intake.reading import Unreadable, read, read_document
from intake.workflow import Status

LIMITS = Limits()
SPEECH = """# 守好一库清水 走出一条新路
> 云山县碧湖镇党委书记　周远航
碧湖镇辖12个村，常住人口2.3万人。今年以来，我们坚持生态优先，各项工作有了新起色。
## 一、把水护好
一是守住岸线。清退网箱36口，复绿岸线8公里。
二是管住源头。建成污水处理站5座，覆盖9个村。
## 二、把业兴好
一是做强茶叶。新建茶园1200亩，带动230户增收。
二是做活旅游。改造民宿41家，接待游客6.5万人次。
"""
NOTICE = """# 关于召开全县重点工作推进会的通知
各镇党委、县直各部门：
经研究，决定召开全县重点工作推进会。现将有关事项通知如下：
## 一、会议时间
2026年11月20日上午9:00。
## 二、参会人员
各镇党委书记、县直各部门主要负责人。
## 三、有关要求
请于会前报送参会人员名单，按时参会，不得请假。
云山县委办公室
2026年11月12日
"""


def plain(text: str) -> str:
    return "\n".join(line.lstrip("#> ") for line in text.splitlines())


def mail(
    body: str = "您好，稿件见附件，请查收。", files: Sequence[tuple[str, bytes]] = (), subject: str = "投稿"
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "周远航 <zhou@example.cn>"
    message["Subject"] = subject
    message["Date"] = "Mon, 16 Nov 2026 09:30:00 +0800"
    message["Message-ID"] = "<1@example.cn>"
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def understood(raw: bytes, lexicon: Lexicon) -> Reading:
    return read(raw, lexicon, LIMITS)


def only(reading: Reading) -> Contribution:
    assert len(reading.contributions) == 1
    return reading.contributions[0]


def test_a_speech_in_a_word_file_is_one_pending_contribution(lexicon: Lexicon) -> None:
    reading = understood(mail(files=[("发言稿.docx", manuscript(SPEECH))]), lexicon)
    found = only(reading)
    assert (reading.kind, found.status, found.source, found.heading) == (
        "submission",
        Status.PENDING,
        "2",
        "发言稿.docx",
    )
    assert found.record is not None
    assert [speaker.name for speaker in found.record.speakers] == ["周远航"]
    assert reading.attachments[0].outcome is Outcome.READ


def test_a_speech_pasted_into_the_body_is_a_contribution_of_the_body(lexicon: Lexicon) -> None:
    found = only(understood(mail(plain(SPEECH)), lexicon))
    assert found.source == "body"
    assert found.record is not None
    assert found.record.unit == "云山县碧湖镇"


def test_a_body_that_repeats_the_attached_speech_is_not_a_second_contribution(lexicon: Lexicon) -> None:
    body = "编辑您好，现将碧湖镇党委书记周远航同志的发言稿发给您，正文也附在下面，请查收。\n" + plain(SPEECH)
    assert only(understood(mail(body, [("发言稿.docx", manuscript(SPEECH))]), lexicon)).source == "2"


def test_every_speech_of_a_zip_is_a_contribution_of_its_own(lexicon: Lexicon) -> None:
    other = SPEECH.replace("周远航", "林晓峰").replace("碧湖镇", "青石镇")
    packed = zipped(("甲.docx", manuscript(SPEECH)), ("乙.txt", plain(other).encode("gb18030")))
    reading = understood(mail(files=[("两篇.zip", packed)]), lexicon)
    assert [found.source for found in reading.contributions] == ["2/1", "2/2"]
    assert [found.record.speakers[0].name for found in reading.contributions if found.record] == [
        "周远航",
        "林晓峰",
    ]
    assert reading.attachments[0].outcome is Outcome.OPENED
    assert [member.name for member in reading.attachments[0].members] == ["甲.docx", "乙.txt"]


def test_a_speech_in_an_attached_mail_is_found(lexicon: Lexicon) -> None:
    inner = mail(files=[("发言稿.docx", manuscript(SPEECH))])
    reading = understood(mail(files=[("转来.eml", inner)]), lexicon)
    assert only(reading).record is not None
    assert reading.attachments[0].type == "eml"


def test_a_speech_pasted_into_an_attached_mail_is_found(lexicon: Lexicon) -> None:
    assert only(understood(mail(files=[("转来.eml", mail(plain(SPEECH)))]), lexicon)).record is not None


def test_a_speech_forwarded_in_the_body_is_found_without_the_fields_of_its_mail(lexicon: Lexicon) -> None:
    fields = "发件人： 周远航\n发送时间： 2026-11-16 09:30\n收件人： 组织部\n主题： 发言稿\n\n"
    forward = mail(
        f"请收。\n\n------------------ 原始邮件 ------------------\n{fields}{plain(SPEECH)}",
        subject="转发：发言稿",
    )
    found = only(understood(forward, lexicon))
    assert found.record is not None
    assert found.record.unit == "云山县碧湖镇"
    assert "发送时间" not in found.text


def test_a_notice_makes_the_mail_no_speech_and_still_shows_it(lexicon: Lexicon) -> None:
    reading = understood(mail("请各单位参会。", [("通知.docx", manuscript(NOTICE))], "会议通知"), lexicon)
    assert reading.kind is MailKind.NOT_SPEECH
    assert only(reading).record is None


def test_a_notice_beside_a_speech_is_only_an_attachment(lexicon: Lexicon) -> None:
    files = [("发言稿.docx", manuscript(SPEECH)), ("通知.docx", manuscript(NOTICE))]
    assert only(understood(mail(files=files), lexicon)).source == "2"


def test_a_document_that_cannot_be_read_is_shown_with_the_reason(lexicon: Lexicon) -> None:
    reading = understood(mail(files=[("发言稿.docx", manuscript(SPEECH)[:900])]), lexicon)
    found = only(reading)
    assert (found.record, found.text) == (None, "")
    assert reading.attachments[0].outcome is Outcome.UNREADABLE
    assert found.warnings == ("cut_off", reading.attachments[0].detail)


def test_a_name_that_speaks_of_another_type_is_told_and_stops_nothing(lexicon: Lexicon) -> None:
    found = only(understood(mail(files=[("发言稿.doc", manuscript(SPEECH))]), lexicon))
    assert found.record is not None
    assert found.warnings == ("type_mismatch",)


def test_a_broken_document_costs_only_itself(lexicon: Lexicon) -> None:
    files = [("坏.docx", b"PK\x03\x04 word/document.xml broken"), ("好.docx", manuscript(SPEECH))]
    reading = understood(mail(files=files), lexicon)
    assert [found.record is not None for found in reading.contributions] == [False, True]


def test_photographs_beside_a_speech_are_no_contributions(lexicon: Lexicon) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    files = [("照片.png", picture), ("发言稿.docx", manuscript(SPEECH))]
    reading = understood(mail(files=files), lexicon)
    assert only(reading).source == "3"
    assert reading.attachments[0].outcome is Outcome.SKIPPED


def test_pictures_alone_are_one_contribution_that_needs_to_be_read_by_a_human(lexicon: Lexicon) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    found = only(understood(mail("请查收", [("1.png", picture), ("2.png", picture)]), lexicon))
    assert found.source == "2"
    assert "needs_ocr" in found.warnings


def test_a_mail_with_nothing_but_a_note_is_shown_by_its_subject(lexicon: Lexicon) -> None:
    found = only(understood(mail("张书记的发言稿稍后补上。", subject="投稿：稿件稍后"), lexicon))
    assert (found.record, found.heading) == (None, "投稿：稿件稍后")


def test_an_automatic_reply_makes_no_contribution(lexicon: Lexicon) -> None:
    reading = understood(mail("这是来自QQ邮箱的假期自动回复邮件。", subject="自动回复: 投稿"), lexicon)
    assert (reading.kind, reading.contributions) == (MailKind.AUTO_REPLY, ())


def test_a_link_to_material_waits_for_it(lexicon: Lexicon) -> None:
    body = "稿件见链接: https://pan.baidu.com/s/1AbCdEfGhIjKlMnOpQrStUv 提取码: 8k2x"
    reading = understood(mail(body), lexicon)
    assert reading.kind is MailKind.EXTERNAL_LINK
    assert only(reading).status is Status.NEEDS_MATERIAL


def test_attachments_beyond_the_limit_are_listed_and_said_to_be(lexicon: Lexicon) -> None:
    files = [(f"{n}.txt", f"第{n}份材料".encode()) for n in range(4)]
    reading = read(mail(files=files), lexicon, replace(LIMITS, attachments=2))
    assert [one.detail for one in reading.attachments] == [None, None, "too_many", "too_many"]
    assert "too_many_attachments" in reading.warnings


def test_archives_are_opened_to_a_depth_and_then_listed(lexicon: Lexicon) -> None:
    packed = manuscript(SPEECH)
    for level in range(5):
        packed = zipped((f"{level}.zip" if level else "稿.docx", packed))
    reading = understood(mail(files=[("深.zip", packed)]), lexicon)
    attachment = reading.attachments[0]
    for _ in range(LIMITS.archive_depth):
        assert attachment.outcome is Outcome.OPENED
        attachment = attachment.members[0]
    assert (attachment.outcome, attachment.detail) == (Outcome.SKIPPED, "too_deep")
    assert only(reading).warnings == ("too_deep",)


def test_an_archive_read_alone_says_what_in_it_was_not_read(lexicon: Lexicon) -> None:
    rar, word = ("图.rar", b"Rar!\x1a\x07\x01\0"), ("稿.docx", manuscript(SPEECH))
    broken = ("残.docx", manuscript(SPEECH)[:900])
    some = read_document(zipped(rar, word, broken), "稿.zip", lexicon, LIMITS)
    assert (some.problem, some.warnings, len(some.records)) == (
        None,
        ("cut_off", "unsupported", "corrupted"),
        1,
    )
    none = read_document(zipped(rar, broken), "稿.zip", lexicon, LIMITS)
    assert none.problem == ("unsupported", "zip")
    assert [(one.name, one.type, one.slugs) for one in none.unread] == [
        ("图.rar", "rar", ("unsupported",)),
        ("残.docx", "docx", ("cut_off", "corrupted")),
    ]
    alone = read_document(broken[1], "残.doc", lexicon, LIMITS)
    assert (alone.problem, alone.warnings) == (
        ("corrupted", "docx"),
        ("type_mismatch", "cut_off", "corrupted"),
    )


def test_what_file_managers_leave_behind_is_listed_and_takes_nobodys_place(lexicon: Lexicon) -> None:
    twins = [(f"__MACOSX/._{n}.txt", b"\0\x05\x16\x07") for n in range(4)]
    packed = zipped(*twins, ("~$稿.docx", b"\x04lock"), ("稿.docx", manuscript(SPEECH)))
    reading = read(mail(files=[("稿.zip", packed)]), lexicon, replace(LIMITS, attachments=2))
    members = reading.attachments[0].members
    assert [one.outcome for one in members] == [Outcome.READ] + [Outcome.SKIPPED] * 5
    assert {one.detail for one in members[1:]} == {"clutter"}
    assert only(reading).record is not None


def test_two_texts_that_differ_in_layout_alone_have_one_fingerprint(lexicon: Lexicon) -> None:
    word = only(understood(mail(files=[("稿.docx", manuscript(SPEECH))]), lexicon))
    text = only(understood(mail(files=[("稿.txt", plain(SPEECH).replace("，", ",").encode())]), lexicon))
    assert word.fingerprint == text.fingerprint


def test_a_reading_names_the_program_and_the_lexicon(lexicon: Lexicon) -> None:
    assert understood(mail(), lexicon).version.endswith(f"+{lexicon.version}")


def test_a_mail_beyond_its_limits_is_refused_whole(lexicon: Lexicon) -> None:
    with pytest.raises(Unreadable) as refused:
        read(mail() + b"x\r\n" * 100, lexicon, replace(LIMITS, lines=50))
    assert refused.value.code


def test_a_document_by_itself_gives_its_records(lexicon: Lexicon) -> None:
    reading = read_document(manuscript(SPEECH), "发言稿.docx", lexicon, LIMITS)
    assert (reading.type, reading.problem, len(reading.records)) == ("docx", None, 1)


def test_an_archive_by_itself_gives_the_records_of_its_members(lexicon: Lexicon) -> None:
    packed = zipped(("甲.docx", manuscript(SPEECH)), ("乙.docx", manuscript(SPEECH)))
    assert len(read_document(packed, "两篇.zip", lexicon, LIMITS).records) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n" + bytes(99), "corrupted"),
        (b"Rar!\x1a\x07\x01\0" + bytes(99), "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "needs_ocr"),
        (b"PK\x03\x04 word/document.xml broken", None),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str | None, lexicon: Lexicon) -> None:
    reading = read_document(content, "稿", lexicon, LIMITS)
    assert reading.problem is not None
    assert code in {None, reading.problem[0]}
    assert reading.records == ()


def test_every_sample_mail_is_understood_as_its_kind(lexicon: Lexicon) -> None:
    samples = sorted((Path(__file__).parents[1] / "data" / "mail").glob("*.eml"))
    assert samples
    for sample in samples:
        assert understood(sample.read_bytes(), lexicon).version


def test_a_bug_of_a_format_costs_the_leaf_and_is_named(
    lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fragile(content: bytes, kind: str, limits: Limits, _convert: Convert | None) -> Document:
        raise ZeroDivisionError(f"{kind} of {len(content)} bytes, limits {limits}")

    monkeypatch.setattr("intake.reading.documents.read", fragile)
    reading = understood(mail(files=[("发言稿.docx", manuscript(SPEECH))]), lexicon)
    assert (reading.attachments[0].outcome, reading.attachments[0].detail) == (
        "unreadable",
        "crashed:ZeroDivisionError",
    )
    assert only(reading).warnings == ("crashed:ZeroDivisionError",)


def test_a_document_of_several_speeches_is_cut_into_their_texts(lexicon: Lexicon) -> None:
    other = SPEECH.replace("周远航", "林晓峰").replace("碧湖镇", "青石镇")
    reading = understood(mail(files=[("汇编.docx", manuscript(SPEECH + other))]), lexicon)
    first, second = reading.contributions
    assert (first.source, first.ordinal, second.source, second.ordinal) == ("2", 0, "2", 1)
    assert "周远航" in first.text
    assert "林晓峰" not in first.text
    assert "林晓峰" in second.text
    assert first.fingerprint != second.fingerprint


def paths(attachments: Sequence[Attachment]) -> list[str]:
    return [path for one in attachments for path in (one.path, *paths(one.members))]


def test_no_two_leaves_of_a_mail_have_one_path(lexicon: Lexicon) -> None:
    inner = mail(files=[("甲.docx", manuscript(SPEECH)), ("附.eml", mail(files=[("乙.txt", b"text")]))])
    packed = zipped(("甲.eml", inner), ("乙.eml", inner))
    files = [("甲.eml", inner), ("乙.eml", inner), ("信.zip", packed), ("丙.txt", plain(SPEECH).encode())]
    reading = understood(mail(files=files), lexicon)
    found = paths(reading.attachments)
    assert len(found) == len(set(found))
    anchors = [(one.source, one.ordinal) for one in reading.contributions]
    assert len(anchors) == len(set(anchors))
    assert {source for source, _ in anchors} <= set(found)


def test_archives_in_archives_share_one_budget(lexicon: Lexicon) -> None:
    inner = zipped(*((f"{n}.txt", b"x" * 400) for n in range(10)))
    packed = zipped(*((f"{n}.zip", inner) for n in range(10)))
    tight = replace(LIMITS, archive=len(inner) * 10 + 3_000)
    attachment = read(mail(files=[("层层.zip", packed)]), lexicon, tight).attachments[0]
    texts = [one for member in attachment.members for one in member.members]
    assert sum(one.size for one in texts) <= 3_000
    assert {one.detail for one in texts if not one.size} == {"too_big"}


def test_files_of_an_archive_beyond_the_limit_are_listed_unread(lexicon: Lexicon) -> None:
    packed = zipped(*((f"{n}.txt", f"第{n}份材料".encode()) for n in range(30)))
    reading = read(mail(files=[("多.zip", packed)]), lexicon, replace(LIMITS, attachments=11))
    members = reading.attachments[0].members
    assert [one.detail for one in members] == [None] * 10 + ["too_many"] * 20
    assert "too_many_attachments" in reading.warnings
    assert len(reading.contributions) == 10


def test_a_body_that_corrects_one_figure_of_the_attachment_is_shown_too(lexicon: Lexicon) -> None:
    more = "## 三、把人聚好\n一是建强支部。轮训党员300人次，办结群众诉求480件。\n二是办好实事。新建幸福院3处，服务老人260名。\n"
    corrected = "更正稿，以正文为准。\n" + plain(SPEECH + more).replace("36口", "63口")
    reading = understood(mail(corrected, [("发言稿.docx", manuscript(SPEECH + more))]), lexicon)
    assert [one.source for one in reading.contributions] == ["2", "body"]


def test_what_stands_above_the_first_speech_of_a_collection_is_in_its_text(lexicon: Lexicon) -> None:
    other = SPEECH.replace("周远航", "林晓峰").replace("碧湖镇", "青石镇")
    note = "编者按：11月12日，全县重点工作推进会召开，2名书记作了发言。现摘编如下。\n"
    first, second = understood(
        mail(files=[("汇编.docx", manuscript(note + SPEECH + other))]), lexicon
    ).contributions
    assert first.text.startswith("编者按")
    assert "编者按" not in second.text


def test_a_text_far_too_long_for_a_speech_is_kept_and_not_looked_through(lexicon: Lexicon) -> None:
    found = only(understood(mail(files=[("台账.txt", "一、\n".encode() * 6_000)]), lexicon))
    assert (found.record, "too_long" in found.warnings) == (None, True)


def test_one_mail_is_read_to_a_number_of_characters_and_the_rest_is_listed(lexicon: Lexicon) -> None:
    packed = zipped(*((f"{n}.txt", "很长的材料。\n".encode() * 100) for n in range(5)))
    reading = read(mail(files=[("多.zip", packed)]), lexicon, replace(LIMITS, text=1_000))
    assert [one.detail for one in reading.attachments[0].members] == [
        None,
        None,
        "too_many",
        "too_many",
        "too_many",
    ]


def test_a_document_that_nothing_speaks_for_makes_the_mail_no_other_thing(lexicon: Lexicon) -> None:
    reading = understood(mail(files=[("稿.docx", manuscript("一段很短的话。"))]), lexicon)
    assert reading.kind is MailKind.SUBMISSION
    assert only(reading).record is None


def test_documents_too_long_together_are_kept_and_the_last_not_looked_through(lexicon: Lexicon) -> None:
    long = ("这是一份材料。\n" * 4_900).encode()
    files = [(f"{number}.txt", long) for number in range(4)] + [("发言.txt", plain(SPEECH).encode())]
    found = understood(mail(files=files), lexicon).contributions
    assert {one.source: "too_long" in one.warnings for one in found} == {
        "2": False,
        "3": False,
        "4": False,
        "5": True,
        "6": True,
    }


def test_a_page_costs_its_mail_by_its_markup_and_a_bomb_by_its_refusal(lexicon: Lexicon) -> None:
    page = b"<html>" + b"<p></p>" * 600 + b"x"
    reading = read(mail(files=[("a.html", page)] * 5), lexicon, replace(LIMITS, text=2_000))
    assert [one.detail for one in reading.attachments] == [None] * 4 + ["too_many"]
    bomb = zipped(("[Content_Types].xml", b""), ("word/document.xml", bytes(5_000)))
    reading = read(mail(files=[("a.docx", bomb)] * 22), lexicon, replace(LIMITS, member=100, text=2_000))
    assert Counter(one.detail for one in reading.attachments) == {"too_big": 20, "too_many": 2}
