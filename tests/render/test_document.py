from intake.model import SpeechRecord
from intake.render.document import document_page
from intake.render.page import plain
from intake.render.view import View


def test_every_speech_of_a_document_has_its_page(record: SpeechRecord, english: View) -> None:
    said = plain(document_page("a.docx  docx", (record, record), ("comments",), None, english))
    assert said.startswith("a.docx  docx\nWarning: there are comments in it\n")
    assert "\nSpeech 1 of 2\n" in said
    assert "\nSpeech 2 of 2\n" in said


def test_a_document_without_a_speech_says_so(english: View) -> None:
    assert plain(document_page("a.txt", (), (), None, english)) == "a.txt\nno speech was recognised\n"


def test_a_document_that_cannot_be_read_says_why(english: View) -> None:
    said = plain(document_page("a.doc\x1b", (), (), ("encrypted", "docx"), english))
    assert said == "a.doc\\u{1B}\nProblem: the file is protected by a password [docx]\n"
