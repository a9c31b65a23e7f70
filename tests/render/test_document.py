from intake.model import DocumentReading, SpeechRecord
from intake.render.document import document_page
from intake.render.page import plain
from intake.render.view import View


def test_every_speech_of_a_document_has_its_page(record: SpeechRecord, english: View) -> None:
    said = plain(
        document_page("a.docx", DocumentReading("docx", (record, record), "", ("comments",)), english)
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
