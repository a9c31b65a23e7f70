import json
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from intake.model import (
    Attachment,
    Contact,
    Contribution,
    Outcome,
    SpeechRecord,
    StoredMessage,
    StoredSubmission,
    SubmissionRow,
)
from intake.render.around import Around
from intake.render.contract import (
    document_line,
    mail_line,
    message_json,
    record_json,
    stored_line,
    submission_json,
    submission_page_json,
)
from intake.workflow import Status

ZONE = ZoneInfo("Asia/Shanghai")
MAIL_KEYS = ["sha256", "subject", "from_name", "from_address", "message_id", "date", "received", "kind", "attachments",
             "links", "text", "warnings", "submissions", "authentication"]  # fmt: skip
RECORD_KEYS = ["speech_type", "title", "speakers", "unit", "post", "other_posts", "region", "occasion", "date",
               "editor_note", "salutation", "lead", "sections", "figures", "closing", "contact", "contributors",
               "credits", "attachments", "word_count", "confidence", "evidence"]  # fmt: skip


def test_a_documents_line_has_its_four_keys(record: SpeechRecord) -> None:
    read = json.loads(document_line("a.docx", [record], ["needs_ocr"], None))
    assert list(read) == ["file", "records", "warnings", "problem"]
    assert read["records"][0]["title"]["main"] == "狠抓“4111”示范创建 争当高质量发展尖兵"
    assert (read["warnings"], read["problem"]) == (["needs_ocr"], None)


def test_a_document_that_could_not_be_read_still_has_its_line() -> None:
    assert json.loads(document_line("a.doc", [], (), ("encrypted", "password needed"))) == {
        "file": "a.doc",
        "records": [],
        "warnings": [],
        "problem": {"code": "encrypted", "detail": "password needed"},
    }


def test_a_record_is_as_in_the_labelled_corpus(record: SpeechRecord) -> None:
    read = json.loads(json.dumps(record_json(record)))
    assert list(read) == RECORD_KEYS
    assert read["confidence"] == {"title.main": 0.98, "speaker": 0.95, "unit": 0.7, "post": 0.4}
    assert read["speakers"] == [{"name": "张振海", "unit": "汉台区汉中路街道", "post": "党工委书记"}]
    assert read["region"] == {"city": None, "district": "汉台区", "town": "汉中路街道", "village": None}
    assert list(read["sections"][0]) == ["marker", "heading", "subheading", "points", "paragraphs"]
    assert list(read["sections"][0]["points"][0]) == ["marker", "lead", "text"]
    assert read["credits"] == {"总编": ["张斌"]}
    assert record_json(replace(record, contact=Contact("王五", "0916-1")))["contact"] == {
        "name": "王五",
        "phone": "0916-1",
    }


def test_a_stored_mail_has_the_keys_of_the_contract_in_order(message: StoredMessage) -> None:
    read = json.loads(stored_line(message, ZONE))
    assert list(read) == MAIL_KEYS
    assert read["date"] == "2026-11-23T03:59:00+08:00"
    assert read["received"] == "2026-11-23T04:00:00+08:00"
    assert (read["kind"], read["warnings"]) == ("submission", ["charset_guessed"])
    archive, bad = read["attachments"]
    assert list(archive) == ["path", "name", "size", "sha256", "type", "outcome", "members"]
    assert archive["members"][0]["path"] == "2/1"
    assert (bad["outcome"], bad["members"]) == ("unreadable", [])
    assert list(read["links"][0]) == ["provider", "name", "size", "code", "expires", "url"]
    assert read["links"][0]["expires"] == "2026-11-30T01:00:00+00:00"
    (submission,) = read["submissions"]
    assert list(submission) == [
        "number",
        "source",
        "status",
        "record",
        "duplicate_of",
        "revision_of",
        "warnings",
    ]
    assert (submission["number"], submission["source"], submission["status"]) == (
        "2026-0137",
        "2/1",
        "pending",
    )


def test_what_belongs_to_the_page_is_no_attachment(message: StoredMessage) -> None:
    assert message.reading is not None
    logo = Attachment("1.2", "logo.png", 3, "d" * 64, "image", Outcome.SKIPPED, "inline")
    photo = replace(logo, path="4", detail="picture")
    inner = Attachment("5", "a.eml", 9, "e" * 64, "eml", Outcome.OPENED, members=(logo, photo))
    reading = replace(message.reading, attachments=(logo, photo, inner))
    stored = json.loads(stored_line(replace(message, reading=reading), ZONE))
    proposed = json.loads(mail_line(reading, file="a.eml", sha256="e" * 64, zone=ZONE))
    for read in (stored, proposed):
        assert [leaf["path"] for leaf in read["attachments"]] == ["4", "5"]
        assert [leaf["path"] for leaf in read["attachments"][1]["members"]] == ["4"]


def test_a_mail_that_could_not_be_read_has_the_same_keys(unread: StoredMessage) -> None:
    read = json.loads(stored_line(unread, ZONE))
    assert list(read) == MAIL_KEYS
    assert (read["kind"], read["warnings"], read["submissions"]) == (None, ["corrupted"], [])
    assert json.loads(stored_line(replace(unread, problem=None), ZONE))["warnings"] == []


def test_a_mail_file_has_no_number_and_no_time_of_arrival(
    message: StoredMessage, record: SpeechRecord
) -> None:
    assert message.reading is not None
    known = Contribution("2/1", 0, Status.PENDING, record, "发言", "全文", "docx", "f", ("needs_ocr",))
    unknown = replace(known, source="body", record=None, status=Status.NEEDS_MATERIAL)
    reading = replace(message.reading, contributions=(known, unknown))
    read = json.loads(mail_line(reading, file="a/b.eml", sha256="e" * 64, zone=ZONE))
    assert list(read) == ["file", *MAIL_KEYS]
    assert (read["file"], read["received"]) == ("a/b.eml", None)
    assert [(entry["number"], entry["record"] is None) for entry in read["submissions"]] == [
        (None, False),
        (None, True),
    ]


def test_a_line_is_one_line_in_which_nothing_hides(message: StoredMessage) -> None:
    assert message.reading is not None
    hostile = replace(message.reading, subject="a\u202eb\x1b[2J\x9b\u200b\u2028", text="x\ny")
    written = stored_line(replace(message, reading=hostile), ZONE)
    assert written.isprintable()
    assert json.loads(written)["subject"] == hostile.subject


def test_rows_of_lists_are_english_and_local_in_time(row: SubmissionRow, message: StoredMessage) -> None:
    read = submission_json(row, ZONE)
    assert (read["number"], read["status"], read["arrived"]) == (
        "2026-0137",
        "pending",
        "2026-11-23T04:00:00+08:00",
    )
    mail = message_json(message.row, ZONE)
    assert (mail["id"], mail["kind"], mail["received"]) == (7, "submission", "2026-11-23T04:00:00+08:00")


def test_a_submissions_page_holds_its_record_and_text(submission: StoredSubmission) -> None:
    page = submission_page_json(submission, Around(), ZONE)
    assert (page["message"], page["text"], page["engine"]) == (7, "全文", "docx:lxml")
    assert isinstance(page["record"], dict)
    assert submission_page_json(replace(submission, record=None), Around(), ZONE)["record"] is None


def test_a_senders_utc_stays_utc(message: StoredMessage) -> None:
    assert message.reading is not None
    utc = replace(message.reading, date=datetime(2026, 1, 1, tzinfo=UTC))
    assert json.loads(stored_line(replace(message, reading=utc), ZONE))["date"] == "2026-01-01T00:00:00+00:00"
