import email
import io
import re
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from importlib import resources
from xml.etree import ElementTree as ET

import msgspec
import pytest

from intake.demo.letters import Letter, letters

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def sample() -> tuple[tuple[Letter, Message], ...]:
    return tuple((letter, email.message_from_bytes(letter.raw)) for letter in letters(NOW))


def parts(mail: Message) -> list[Message]:
    return [part for part in mail.walk() if not part.is_multipart()]


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def attachments(mail: Message) -> list[bytes]:
    return [content(part) for part in parts(mail) if part.get_filename()]


def docx_files() -> list[zipfile.ZipFile]:
    found = []
    for file in (file for _, mail in sample() for file in attachments(mail) if file.startswith(b"PK")):
        outer = zipfile.ZipFile(io.BytesIO(file))
        if "word/document.xml" in outer.namelist():
            found.append(outer)
        else:
            found += [zipfile.ZipFile(io.BytesIO(outer.read(name))) for name in outer.namelist()]
    return found


def mails_of(address: str) -> list[Message]:
    return [mail for _, mail in sample() if address in mail["From"] and "Auto-Submitted" not in mail]


def mail_of(address: str) -> Message:
    (found,) = mails_of(address)
    return found


def test_there_are_enough_letters() -> None:
    assert len(sample()) >= 18


def test_the_same_moment_gives_the_same_bytes() -> None:
    assert letters(NOW) == letters(NOW)


def test_message_ids_differ_from_each_other_and_stay_when_days_pass() -> None:
    later = [
        email.message_from_bytes(letter.raw)["Message-ID"] for letter in letters(NOW + timedelta(days=400))
    ]

    assert Counter(later) == Counter(mail["Message-ID"] for _, mail in sample())
    assert len(set(later)) == len(later)


@pytest.mark.parametrize("hour", range(0, 24, 4))
def test_letters_are_of_the_last_ten_days_and_in_order(hour: int) -> None:
    now = NOW.replace(hour=hour)
    received = [letter.received for letter in letters(now)]

    assert received == sorted(received)
    assert now - timedelta(days=10) < received[0]
    assert received[-1] < now


def test_the_date_header_tells_when_the_letter_came() -> None:
    assert [parsedate_to_datetime(mail["Date"]) for _, mail in sample()] == [
        letter.received for letter, _ in sample()
    ]


def test_every_letter_parses_without_a_defect() -> None:
    assert [defect for _, mail in sample() for part in mail.walk() for defect in part.defects] == []


def test_every_letter_has_crlf_line_ends_only() -> None:
    assert not [letter for letter, _ in sample() if re.search(rb"(?<!\r)\n|\r(?!\n)", letter.raw)]


def test_no_line_is_longer_than_smtp_allows() -> None:
    assert max(len(line) for letter, _ in sample() for line in letter.raw.splitlines()) <= 998


def test_every_body_decodes_in_its_charset_once_gb2312_is_not_taken_at_its_word() -> None:
    bodies = [
        content(part).decode({"gb2312": "gb18030"}.get(charset, charset))
        for _, mail in sample()
        for part in parts(mail)
        if (charset := part.get_content_charset()) and not part.get_filename()
    ]

    assert len(bodies) >= len(sample())
    assert not [body for body in bodies if re.search(r"\r(?!\n)", body)]
    assert all(re.search("[一-龥]", body) for body in bodies)


def test_one_letter_says_gb2312_and_writes_a_character_outside_it() -> None:
    plain = parts(mail_of("shuangdi@"))[0]

    assert plain.get_content_charset() == "gb2312"
    assert "喆" in content(plain).decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        content(plain).decode("gb2312")


def test_qq_puts_encoded_words_in_quotes() -> None:
    assert re.fullmatch(r'"=\?gb18030\?B\?\S+\?=" <\d+@qq\.example>', mail_of("8814420@")["From"])


def test_a_name_in_rfc_2231_segments_comes_back_whole() -> None:
    (named,) = [part for part in parts(mail_of("office@shuili")) if part.get_filename()]

    assert named.get_content_type() == "application/octet-stream"
    assert named.get_filename() == "栖岚市水利局章慕白在防汛抗旱工作会议上的表态发言（定稿）.docx"


def test_every_docx_is_well_formed() -> None:
    documents = docx_files()

    assert len(documents) >= 14
    for package in documents:
        assert [ET.fromstring(package.read(name)) for name in package.namelist()]


def test_one_docx_counts_its_headings_and_keeps_its_tracked_changes() -> None:
    roots = [ET.fromstring(package.read("word/document.xml")) for package in docx_files()]

    (revised,) = [root for root in roots if root.find(f".//{W}del") is not None]
    assert len(revised.findall(f".//{W}numPr")) == 3
    assert revised.find(f".//{W}ins") is not None


def test_text_files_come_in_gb18030_and_utf_8() -> None:
    (gb,) = attachments(mail_of("luwan@"))
    (utf8,) = attachments(mail_of("dukou@"))

    assert "殷素秋" in gb.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        gb.decode("utf-8")
    assert utf8.startswith("\ufeff在全区".encode())
    assert "齐放\r\n" in utf8.decode("utf-8")


def test_a_letter_sent_again_brings_the_same_attachment_in_another_mail() -> None:
    first, again = mails_of("2207731@")

    assert attachments(first) == attachments(again)
    assert first["Message-ID"] != again["Message-ID"]


def test_a_corrected_version_comes_from_the_same_address_with_another_text() -> None:
    first, corrected = mails_of("5528104@")

    assert attachments(first) != attachments(corrected)
    assert "以此稿为准" in content(parts(corrected)[0]).decode("gb18030")


def test_dates_inside_the_texts_follow_the_letter() -> None:
    link = content(parts(mail_of("7750913@"))[0]).decode("gb18030")

    assert "2026年12月21日 21:59 到期" in link
    assert "$" not in link


def test_every_text_is_used_and_every_one_used_is_there() -> None:
    folder = resources.files("intake") / "demo"
    named = re.findall(r'(?:source|body_from) = "([^"]+)"', (folder / "letters.toml").read_text("utf-8"))

    assert set(named) == {text.name for text in (folder / "texts").iterdir()}
    assert len(msgspec.toml.decode((folder / "letters.toml").read_bytes())["letter"]) == len(sample())
