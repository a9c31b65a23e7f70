from dataclasses import replace
from datetime import date

import pytest
from rich.cells import cell_len

from intake.model import (
    Attachment,
    Decision,
    Disclosure,
    Elder,
    LookAlike,
    Number,
    Outcome,
    Point,
    Section,
    SpeechRecord,
    StoredMessage,
    StoredSubmission,
    Title,
)
from intake.render.around import Around
from intake.render.attachments import attachment_lines
from intake.render.mail import mail_page, reading_page
from intake.render.page import Line, Part, plain, short
from intake.render.submission import found, record_parts, submission_page
from intake.render.terminal import draw_page
from intake.render.view import View
from intake.workflow import Action, Status


def test_a_submission_in_chinese(submission: StoredSubmission, message: StoredMessage, chinese: View) -> None:
    assert plain(submission_page(submission, Around(message), chinese)).splitlines() == [
        "2026-0137  待初审",
        "提示: 扫描件，需先识别文字",
        "提示: a_new_slug",
        "栏目: 打擂台、话振兴",
        "期号: 第①期",
        "标题: 狠抓“4111”示范创建 争当高质量发展尖兵 [已识别]",
        "发言人: 张振海 [已识别]",
        "单位: 汉台区汉中路街道 [请核对；或为：汉中路街道]",
        "职务: — [未识别；可能是：党工委书记]",
        "地区: 汉台区 汉中路街道",
        "日期: 11-18（原文未写年份）",
        "编者按: 11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委… (+28)",
        "导语: 汉中路街道辖10.7平方公里、11个社区，常住人口6.8万人。",
        "",
        "提纲",
        "情理和法理并重",
        "  在城市征迁上取得新突破",
        "    一是用心把脉“破冰”，坚持信心比黄金重要",
        "    二是用情感化“升温”，坚持决心比智慧重要",
        "二、",
        "    一段没有分点的话。",
        "结语: 谢谢大家！",
        "联系人: 王建国 0916-2223344",
        "供稿: 李晓梅、赵敏",
        "总编: 张斌",
        "字数: 2100",
        "",
        "来信",
        "发件人: 汉中路街道办 <hzl@qq.example>",
        "主题: 投稿：发言材料 [intake mail show 7]",
        "收到: 2026-11-23 04:00 [5 小时前]",
        "来源: 发言.docx",
        "",
        "可回复投稿人",
        "您好！来稿收悉。“发言.docx”是扫描件或图片，我们无法提取文字。请发送可以编辑的 Word 文档（.docx）。谢谢！",
        "",
        "附件",
        "2  材料.zip  zip  3.0 MB [已展开]",
        "  2/1  发言.docx  docx  2.0 KB [已读取]",
        "3  扫描.pdf  pdf  10 B [无法读取；扫描件，需先识别文字；文件已损坏]",
        "",
        "链接",
        "QQ邮箱超大附件 视频.zip 128.03M https://wx.mail.qq.example/ftn [2026-11-30 09:00 前有效]",
        "pan https://pan.example/s/1",
        "",
        "审稿记录",
        "可作处理: accept 签发 · return 退修 · reject 退稿 · hold 留用 · need 补件 · dismiss 非稿件 · withdraw 撤稿 · duplicate 重复",
    ]


def test_a_submission_in_english(submission: StoredSubmission, message: StoredMessage, english: View) -> None:
    assert plain(submission_page(submission, Around(message), english)).splitlines() == [
        "2026-0137  pending",
        "Warning: a scan: its text has to be recognised first",
        "Warning: a_new_slug",
        "Column: 打擂台、话振兴",
        "Issue: 第①期",
        "Title: 狠抓“4111”示范创建 争当高质量发展尖兵 [recognised]",
        "Speaker: 张振海 [recognised]",
        "Unit: 汉台区汉中路街道 [please check; or: 汉中路街道]",
        "Post: — [not recognised; perhaps: 党工委书记]",
        "Region: 汉台区 汉中路街道",
        "Date: 11-18 (no year given)",
        "Editor's note: 11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委召开全市镇（街道、园区）党（工）委书记第二次工作交流会，11月18日，市委… (+28)",
        "Lead: 汉中路街道辖10.7平方公里、11个社区，常住人口6.8万人。",
        "",
        "Outline",
        "情理和法理并重",
        "  在城市征迁上取得新突破",
        "    一是用心把脉“破冰”，坚持信心比黄金重要",
        "    二是用情感化“升温”，坚持决心比智慧重要",
        "二、",
        "    一段没有分点的话。",
        "Closing: 谢谢大家！",
        "Contact: 王建国 0916-2223344",
        "Contributors: 李晓梅、赵敏",
        "总编: 张斌",
        "Words: 2100",
        "",
        "Mail",
        "From: 汉中路街道办 <hzl@qq.example>",
        "Subject: 投稿：发言材料 [intake mail show 7]",
        "Received: 2026-11-23 04:00 [5 h]",
        "Source: 发言.docx",
        "",
        "Letter to the sender",
        "您好！来稿收悉。“发言.docx”是扫描件或图片，我们无法提取文字。请发送可以编辑的 Word 文档（.docx）。谢谢！",
        "",
        "Attachments",
        "2  材料.zip  zip  3.0 MB [opened]",
        "  2/1  发言.docx  docx  2.0 KB [read]",
        "3  扫描.pdf  pdf  10 B [not readable; a scan: its text has to be recognised first; the file is damaged]",
        "",
        "Links",
        "QQ Mail large attachment 视频.zip 128.03M https://wx.mail.qq.example/ftn [until 2026-11-30 09:00]",
        "pan https://pan.example/s/1",
        "",
        "Log",
        "Possible: accept · return · reject · hold · need · dismiss · withdraw · duplicate",
    ]


def test_an_archived_submission_says_so(submission: StoredSubmission, chinese: View) -> None:
    archived = replace(submission, row=replace(submission.row, archived=True))
    assert plain(submission_page(archived, Around(), chinese)).startswith("2026-0137  待初审  已归档\n")


def test_a_drawn_page_fits_the_terminal(
    submission: StoredSubmission, message: StoredMessage, chinese: View
) -> None:
    drawn = draw_page(submission_page(submission, Around(message), chinese), chinese)
    assert max(cell_len(line) for line in drawn.splitlines()) <= 80
    assert "狠抓“4111”示范创建 争当高质量发展尖兵" in drawn
    assert "\x1b" not in drawn


def test_a_wide_label_widens_its_own_part_alone(english: View) -> None:
    parts = (
        Part("First", (Line("Title", "one"),)),
        Part("Log", (Line("2026-11-26 07:25", "two"), Line("Possible", "three"))),
    )
    assert draw_page(parts, english).splitlines() == [
        "First",
        "Title  one",
        "",
        "Log",
        "2026-11-26 07:25  two",
        "Possible          three",
    ]


def test_look_alikes_are_not_said_twice(submission: StoredSubmission, chinese: View) -> None:
    marked = replace(submission, row=replace(submission.row, warnings=("look_alike",)))
    alone = plain(submission_page(marked, Around(), chinese))
    beside = plain(
        submission_page(marked, Around(look_alikes=(LookAlike(marked.row, ("same_title",)),)), chinese)
    )
    assert "与另一篇稿件相似" in alone
    assert "与另一篇稿件相似" not in beside
    assert "相似稿件" in beside


def test_colour_marks_what_is_doubtful(submission: StoredSubmission, english: View) -> None:
    drawn = draw_page(submission_page(submission, Around(), english), replace(english, colour=True))
    assert "\x1b[33m" in drawn
    assert "\x1b[31m" in drawn


def test_what_is_missing_of_the_four_expected_fields_is_said(english: View) -> None:
    said = plain(record_parts(SpeechRecord(title=Title(main="题目")), "a.docx", english))
    assert "Title: 题目\n" in said
    for field in ("Speaker", "Unit", "Post"):
        assert f"{field}: — [not recognised]" in said
    assert "Occasion" not in said


def test_points_without_a_heading_are_shown_too(english: View) -> None:
    record = SpeechRecord(sections=(Section(points=(Point("一是", "先听难听的", "开了46场。"),)),))
    assert "\nOutline\n    一是先听难听的\nWords: 0\n" in plain(record_parts(record, "a", english))


def test_a_document_without_a_speech_shows_its_first_lines_as_lines(
    submission: StoredSubmission, english: View
) -> None:
    text = "关于开会的通知\n\n" + "\n".join(f"第{number}行" for number in range(2, 20))
    unrecognised = replace(submission, record=None, text=text, source="body")
    lines = plain(submission_page(unrecognised, Around(), english)).splitlines()
    assert lines[1] == "Warning: a scan: its text has to be recognised first"
    assert lines[3].endswith("[no speech was recognised]")
    assert lines[4:6] == ["Text: 关于开会的通知", "第2行"]
    assert lines[15:18] == ["第12行", "all of it: `intake text 2026-0137`", ""]
    assert "Source: text of the mail" in lines


@pytest.mark.parametrize(("text", "more"), [("会" * 400, True), ("会", False), ("", False)])
def test_all_of_a_text_is_pointed_to_where_some_is_left_out(
    submission: StoredSubmission, english: View, text: str, *, more: bool
) -> None:
    said = plain(submission_page(replace(submission, record=None, text=text), Around(), english))
    assert ("intake text 2026-0137" in said) == more


def test_what_is_wrong_with_the_mail_is_said_of_each_of_its_submissions(
    submission: StoredSubmission, english: View
) -> None:
    row = replace(
        submission.row, warnings=("charset_lossy",), mail_warnings=("no_closing_boundary", "charset_lossy")
    )
    said = plain(submission_page(replace(submission, row=row), Around(), english)).splitlines()
    assert [line for line in said if line.startswith("Warning")] == [
        "Warning: some characters could not be decoded",
        "Warning: the mail is cut off",
    ]


def test_what_a_file_holds_beside_its_text_is_said_once(submission: StoredSubmission, english: View) -> None:
    warned = replace(submission.row, warnings=("comments", "macros"))
    told = replace(submission, row=warned, disclosures=(Disclosure("comments", 1, ("请再核\x1b",)),))
    said = plain(submission_page(told, Around(), english))
    assert "\nBefore you forward it\nComments: 1 [请再核\\u{1B}]\n" in said
    assert "Warning: there are macros in it" in said
    assert "there are comments in it" not in said


def test_a_source_that_is_not_in_the_mail_is_called_by_its_type(
    submission: StoredSubmission, message: StoredMessage, english: View
) -> None:
    assert "Source: docx" in plain(submission_page(replace(submission, source="9"), Around(message), english))


def test_an_attachment_is_found_within_archives(message: StoredMessage) -> None:
    assert message.reading is not None
    leaf = found(message.reading.attachments, "2/1")
    assert leaf is not None
    assert leaf.name == "发言.docx"
    assert found(message.reading.attachments, "7") is None


def test_a_mail_in_chinese(message: StoredMessage, chinese: View) -> None:
    assert plain(mail_page(message, chinese)).splitlines() == [
        "来信 7  来稿",
        "发件人: 汉中路街道办 <hzl@qq.example>",
        "主题: 投稿：发言材料",
        "发出: 2026-11-23 03:59",
        "收到: 2026-11-23 04:00",
        "大小: 4.0 MB [sha256 eeeeeeeeeeee]",
        "见于: qq INBOX [42]",
        "提示: 字符编码为推断",
        "",
        "附件",
        "2  材料.zip  zip  3.0 MB [已展开]",
        "  2/1  发言.docx  docx  2.0 KB [已读取]",
        "3  扫描.pdf  pdf  10 B [无法读取；扫描件，需先识别文字；文件已损坏]",
        "",
        "链接",
        "QQ邮箱超大附件 视频.zip 128.03M https://wx.mail.qq.example/ftn [2026-11-30 09:00 前有效]",
        "pan https://pan.example/s/1",
        "",
        "正文",
        "您好，请查收附件。",
        "",
        "可回复投稿人",
        "您好！来稿收悉。“扫描.pdf”已损坏，我们无法打开。请打开原文件确认无误，另存为 Word 文档（.docx）后重新发送。谢谢！",
        "",
        "稿件",
        "2026-0137: 狠抓“4111”示范创建 争当高质量发展尖兵 [待初审]",
    ]


def test_a_mail_that_could_not_be_read_says_why(unread: StoredMessage, english: View) -> None:
    said = plain(mail_page(unread, english))
    assert "Problem: the file is damaged [no boundary]" in said
    assert "Archived: " in said


def test_a_problem_without_a_word_of_its_own_is_shown_as_it_is(unread: StoredMessage, english: View) -> None:
    assert unread.problem is not None
    said = plain(mail_page(replace(unread, problem=replace(unread.problem, code="new_slug")), english))
    assert "Problem: new_slug [no boundary]" in said


def test_a_long_text_is_cut_and_says_so(message: StoredMessage, english: View) -> None:
    assert message.reading is not None
    reading = replace(
        message.reading, text="\n".join(f"line {n}" for n in range(25)), attachments=(), links=()
    )
    said = plain(reading_page(reading, "a.eml", english))
    assert "line 19\n… 5 more lines\n" in said
    assert "line 20" not in said


def test_a_mail_without_text_has_no_text_part(message: StoredMessage, english: View) -> None:
    assert message.reading is not None
    reading = replace(message.reading, text=" \n", attachments=(), links=(), warnings=())
    assert plain(reading_page(reading, "a.eml", english)).splitlines() == [
        "a.eml  submission",
        "From: 汉中路街道办 <hzl@qq.example>",
        "Subject: 投稿：发言材料",
    ]


@pytest.mark.parametrize(
    ("text", "shown"), [("短", "短"), ("十" * 13, "十" * 13), ("十" * 14, "十十十… (+11)")]
)
def test_what_is_cut_says_how_much_is_left(text: str, shown: str) -> None:
    assert short(text, 3) == shown


def test_nothing_hostile_reaches_a_page(
    submission: StoredSubmission, message: StoredMessage, english: View
) -> None:
    evil = "\x1b[2J\u202e\u200b\x9b"
    assert submission.record is not None
    assert message.reading is not None
    record = replace(
        submission.record, title=Title(evil, evil, evil, evil), unit=evil, post=evil, lead=evil, closing=evil
    )
    row = replace(submission.row, from_name=evil, from_address=evil, warnings=(evil,), engine=evil)
    reading = replace(message.reading, subject=evil, text=evil, from_name=evil, warnings=(evil,))
    letter = replace(message, row=replace(message.row, subject=evil, from_name=evil), reading=reading)
    pages = (
        submission_page(replace(submission, row=row, record=record), Around(letter), english),
        mail_page(letter, english),
        reading_page(reading, evil, english),
    )
    for page in pages:
        for shown in (plain(page), draw_page(page, english)):
            assert shown.replace("\n", "").isprintable()


def test_a_submission_shows_what_it_is_to_others_and_what_was_done(
    submission: StoredSubmission, message: StoredMessage, chinese: View
) -> None:
    row = replace(submission.row, assignee="责编甲", until=date(2026, 12, 31), edited=True)
    whole = replace(
        submission,
        row=row,
        duplicate_of=Elder(Number(2026, 12), "a" * 64),
        revision_of=Elder(Number(2026, 13), "b" * 64),
    )
    decision = Decision(
        1, row.number, chinese.now, "责编甲", Action.RETURN, Status.PENDING, Status.RETURNED, reason="thin"
    )
    alike = LookAlike(replace(submission.row, number=Number(2026, 99)), ("same_text", "new_slug"))
    around = Around(message, (alike,), (decision,), {"thin": "内容单薄"})
    lines = plain(submission_page(whole, around, chinese)).splitlines()
    assert lines[1:6] == [
        "责任编辑: 责编甲",
        "留用至: 2026-12-31",
        "重复于: 2026-0012 [intake show 2026-0012]",
        "更正自: 2026-0013 [intake show 2026-0013]",
        "已改: 人工更正优先于识别结果",
    ]
    assert lines[-6:] == [
        "相似稿件",
        "2026-0099: 狠抓“4111”示范创建 争当高质量发展尖兵  张振海  汉中路街道办 [待初审；文字相同、new_slug]",
        "",
        "审稿记录",
        "2026-11-23 09:00: 责编甲  退修：待初审 → 退修 [内容单薄]",
        "可作处理: accept 签发 · return 退修 · reject 退稿 · hold 留用 · need 补件 · dismiss 非稿件 · withdraw 撤稿 · duplicate 重复",
    ]


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("msdoc2docx", "来源: 发言.docx [经 msdoc2docx 转换]"),
        ("soffice", "来源: 发言.docx [经 LibreOffice 转换]"),
        ("text/gb18030", "来源: 发言.docx"),
    ],
)
def test_a_page_says_how_the_text_was_obtained(
    submission: StoredSubmission, message: StoredMessage, chinese: View, engine: str, said: str
) -> None:
    made = replace(submission, row=replace(submission.row, engine=engine))
    assert said in plain(submission_page(made, Around(message), chinese)).splitlines()


@pytest.mark.parametrize(
    ("leaf", "said"),
    [
        (("扫描.pdf", "pdf", Outcome.UNREADABLE, "needs_ocr"), "[无法读取；扫描件，需先识别文字]"),
        (("发言.rar", "rar", Outcome.UNSUPPORTED, "unsupported"), "[RAR 压缩包，无法解开]"),
        (("照片.jpg", "image", Outcome.SKIPPED, "picture"), "[略过；图片]"),
    ],
)
def test_an_attachment_that_was_not_read_says_why_and_nothing_else(
    chinese: View, leaf: tuple[str, str, Outcome, str], said: str
) -> None:
    name, kind, outcome, detail = leaf
    attachment = Attachment("2", name, 9, "a" * 64, kind, outcome, detail)
    (line,) = attachment_lines(attachment, chinese, engines={"2": ""})
    assert f"[{line.remark}]" == said
