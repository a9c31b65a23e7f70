from intake.model import DocumentReading, Finding, SpeechRecord
from intake.render.document import document_page
from intake.render.page import plain
from intake.render.view import View


def test_every_speech_of_a_document_has_its_page(record: SpeechRecord, english: View) -> None:
    said = plain(
        document_page(
            "a.docx  docx", DocumentReading("docx", (record, record), warnings=("comments",)), english
        )
    )
    assert said.startswith("a.docx  docx\nWarning: there are comments in it\n")
    assert "\nSpeech 1 of 2\n" in said
    assert "\nSpeech 2 of 2\n" in said


def test_a_document_without_a_speech_says_so(english: View) -> None:
    assert (
        plain(document_page("a.txt", DocumentReading("txt"), english)) == "a.txt\nno speech was recognised\n"
    )


def test_a_document_that_cannot_be_read_says_why(english: View) -> None:
    said = plain(document_page("a.doc\x1b", DocumentReading("docx", problem=("encrypted", "docx")), english))
    assert said == "a.doc\\u{1B}\nProblem: the file is protected by a password [docx]\n"


def test_what_should_not_be_forwarded_unnoticed_has_a_part_of_its_own(chinese: View, english: View) -> None:
    found = (Finding("comments", 2, ("校对: 请再核",)), Finding("mobile_numbers", 1, ("138****5678",)))
    document = DocumentReading("docx", warnings=("comments", "mobile_numbers", "macros"), findings=found)
    said = plain(document_page("a.docx", document, english))
    assert said.endswith(
        "Before you forward it\nMobile numbers: 1 [138****5678]\nComments: 2 [校对: 请再核]\n"
    )
    assert said.startswith("a.docx\nWarning: there are macros in it\nno speech was recognised\n")
    theirs = plain(document_page("a.docx", document, chinese), chinese.say)
    assert "\n转发前请留意\n手机号码：1 [138****5678]\n批注：2 [校对: 请再核]\n" in theirs
