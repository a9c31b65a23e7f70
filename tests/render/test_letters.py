"""Letters to senders are Chinese whatever the screen speaks, and name the file, what is wrong and what to do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.model import Attachment, Link, Outcome, StoredMessage, StoredSubmission
from intake.reading.documents import READERS
from intake.render.around import Around
from intake.render.letters import INSTEAD, REQUESTS, expired, letter, request, requests_of
from intake.render.mail import mail_page, reading_page
from intake.render.page import plain
from intake.render.refusals import REFUSALS, File
from intake.render.submission import submission_page
from intake.render.view import View
from intake.workflow import Status

ASKED = {slug: request([slug], File("发言.doc", "doc")) for slug in REQUESTS}


@pytest.mark.parametrize("slug", REQUESTS)
def test_every_code_has_a_request_of_its_own(slug: str) -> None:
    asked = ASKED[slug]
    assert "“发言.doc”" in asked
    assert "请" in asked
    assert asked.endswith("。")
    assert list(ASKED.values()).count(asked) == 1


@pytest.mark.parametrize("kind", sorted({*REFUSALS, *INSTEAD}))
def test_every_type_without_a_reader_is_asked_for_in_another_form(kind: str) -> None:
    asked = request(["unsupported"], File("发言.x", kind))
    assert asked.startswith("“发言.x”")
    assert "请" in asked


def test_what_was_read_asks_for_nothing() -> None:
    for kind in READERS:
        assert request([], File("发言", kind)) == ""
        assert request(["charset_guessed", "type_mismatch", "tracked_changes"], File("发言", kind)) == ""


def test_the_gravest_reason_counts() -> None:
    assert request(["type_mismatch", "cut_off", "corrupted"], File("a.docx", "docx")).startswith(
        "“a.docx”不完整"
    )
    assert (
        request(["needs_ocr"], File("讲话.mp3", "audio"))
        == "“讲话.mp3”是录音。请发送文字稿（Word 文档，.docx）。"
    )


def test_a_name_is_safe_and_not_too_long() -> None:
    asked = request(["empty"], File("发\x1b言\n稿\u202e" + "长" * 200, "docx"))
    assert asked.isprintable()
    assert len(asked) < 130


def test_a_file_without_a_name_is_called_an_attachment() -> None:
    assert request(["encrypted"], File("", "doc")).startswith("“附件”")


def test_a_mail_asks_for_each_file_that_failed_and_for_no_picture() -> None:
    def file(name: str, kind: str, outcome: Outcome, detail: str | None = None) -> Attachment:
        return Attachment("1", name, 1, "a" * 64, kind, outcome, detail)

    archive = replace(
        file("材料.zip", "zip", Outcome.OPENED),
        members=(file("内/甲.doc", "encrypted", Outcome.UNREADABLE, "encrypted"),),
    )
    found = requests_of(
        (
            archive,
            file("乙.docx", "docx", Outcome.READ),
            file("丙.jpg", "image", Outcome.SKIPPED, "picture"),
            file("丁.rar", "rar", Outcome.UNSUPPORTED, "unsupported"),
            file("戊.zip", "zip", Outcome.SKIPPED, "too_deep"),
            file("己.doc", "doc", Outcome.UNREADABLE, "timeout"),
        )
    )
    assert [asked.partition("”")[0] for asked in found] == ["“内/甲.doc", "“丁.rar", "“戊.zip"]


def test_links_that_have_expired_are_asked_for_again(english: View) -> None:
    past, future = english.now - timedelta(hours=1), english.now + timedelta(hours=1)
    links = (
        Link("qq_ftn", "https://a.example", "视频.zip", expires=past),
        Link("qq_ftn", "https://b.example", None, expires=past),
        Link("qq_ftn", "https://c.example", "新.zip", expires=future),
        Link("baidu_pan", "https://d.example"),
    )
    first, second = expired(links, english)
    assert first == "“视频.zip”的下载链接已经过期。请重新上传，或把 Word 文档（.docx）作为附件直接发送。"
    assert second.startswith("“https://b.example”的")


def test_a_letter_asks_for_everything_once_under_a_heading_of_the_screen(
    english: View, chinese: View
) -> None:
    assert letter((), english) == ()
    (part,) = letter(("甲。", "乙。", "甲。"), english)
    assert (part.heading, [line.text for line in part.lines]) == (
        "Letter to the sender",
        ["您好！来稿收悉。甲。乙。谢谢！"],
    )
    assert letter(("甲。",), chinese)[0].heading == "可回复投稿人"


def test_a_submission_that_could_not_be_read_has_its_letter(
    submission: StoredSubmission, message: StoredMessage, chinese: View
) -> None:
    scan = replace(
        submission,
        record=None,
        source="3",
        row=replace(submission.row, format="pdf", warnings=("needs_ocr",)),
    )
    said = plain(submission_page(scan, Around(message), chinese))
    assert "可回复投稿人\n您好！来稿收悉。“扫描.pdf”是扫描件或图片，我们无法提取文字。" in said
    read = replace(scan, row=replace(scan.row, warnings=()))
    assert "可回复投稿人" not in plain(submission_page(read, Around(message), chinese))


def test_a_submission_behind_a_link_has_a_letter_once_the_link_has_expired(
    submission: StoredSubmission, message: StoredMessage, english: View
) -> None:
    row = replace(submission.row, format="body", status=Status.NEEDS_MATERIAL, warnings=())
    waiting = replace(submission, source="body", record=None, row=row)
    later = replace(english, now=english.now + timedelta(days=30))
    assert "视频.zip" not in plain(submission_page(waiting, Around(), english))
    assert "Letter" not in plain(submission_page(waiting, Around(message), english))
    assert "Letter to the sender\n您好！来稿收悉。“视频.zip”的下载链接已经过期。" in plain(
        submission_page(waiting, Around(message), later)
    )


def test_a_mail_has_its_letter_stored_or_not(message: StoredMessage, english: View) -> None:
    assert message.reading is not None
    for page in (mail_page(message, english), reading_page(message.reading, "a.eml", english)):
        assert "Letter to the sender\n您好！来稿收悉。“扫描.pdf”" in plain(page)
