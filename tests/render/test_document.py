from intake.model import Disclosure, DocumentReading, SpeechRecord, Unread
from intake.render.document import document_page
from intake.render.page import plain
from intake.render.view import View


def test_every_speech_of_a_document_has_its_page(record: SpeechRecord, english: View) -> None:
    said = plain(
        document_page("a.docx", DocumentReading("docx", (record, record), warnings=("comments",)), english)
    )
    assert said.startswith("a.docx  docx\nWarning: there are comments in it\n")
    assert "\nSpeech 1 of 2\n" in said
    assert "\nSpeech 2 of 2\n" in said


def test_a_document_without_a_speech_says_so(english: View) -> None:
    assert (
        plain(document_page("a.txt", DocumentReading("txt"), english))
        == "a.txt  txt\nno speech was recognised\n"
    )


def test_a_document_that_cannot_be_read_says_why_and_what_to_ask_for(english: View) -> None:
    found = DocumentReading("docx", warnings=("encrypted",), problem=("encrypted", "docx"))
    assert plain(document_page("inbox/a.doc\x1b", found, english)).splitlines() == [
        "inbox/a.doc\\u{1B}  docx",
        "Warning: the file is protected by a password",
        "Problem: the file is protected by a password [docx]",
        "",
        "Letter to the sender",
        "您好！来稿收悉。“a.doc\\u{1B}”设有密码，我们无法打开。请取消密码后重新发送。谢谢！",
    ]


def test_an_archive_names_what_in_it_was_not_read_and_asks_for_that(english: View) -> None:
    unread = (Unread("甲.rar", "rar", ("unsupported",)), Unread("乙.docx", "docx", ("cut_off", "corrupted")))
    found = DocumentReading("zip", warnings=("cut_off", "unsupported", "corrupted"), unread=unread)
    lines = plain(document_page("材料.zip", found, english)).splitlines()
    assert "Not read: 甲.rar [a RAR archive: it cannot be unpacked here]" in lines
    assert "Not read: 乙.docx [the end of the file is missing, the file is damaged]" in lines
    assert "材料.zip" not in lines[-1]
    assert lines[-1].startswith("您好！来稿收悉。“甲.rar”是 RAR 压缩包")
    assert "“乙.docx”不完整" in lines[-1]


def test_what_should_not_be_forwarded_unnoticed_has_a_part_of_its_own(chinese: View, english: View) -> None:
    found = (Disclosure("comments", 2, ("校对: 请再核",)), Disclosure("mobile_numbers", 1, ("138****5678",)))
    document = DocumentReading("docx", warnings=("comments", "mobile_numbers", "macros"), disclosures=found)
    said = plain(document_page("a.docx", document, english))
    assert "\nBefore you forward it\nMobile numbers: 1 [138****5678]\nComments: 2 [校对: 请再核]\n" in said
    assert said.startswith("a.docx  docx\nWarning: there are macros in it\nno speech was recognised\n")
    theirs = plain(document_page("a.docx", document, chinese), chinese.say)
    assert "\n转发前请留意\n手机号码：1 [138****5678]\n批注：2 [校对: 请再核]\n" in theirs


def test_a_reason_of_the_system_is_said_in_the_readers_language(chinese: View) -> None:
    missing = DocumentReading("unknown", problem=("not_opened", "No such file or directory"))
    assert "问题: 无法打开 [文件或文件夹不存在]" in plain(document_page("a.txt", missing, chinese))
