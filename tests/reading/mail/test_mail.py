"""The awkward mails of tests/data/mail: every value that their JSON expects, one test a value."""

import hashlib
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from intake.model import Leaf, Limits, Mail, MailKind
from intake.reading.mail import parse

DATA = Path(__file__).parents[2] / "data" / "mail"
CASES = sorted(path.stem for path in DATA.glob("*.eml"))
KINDS = {
    "body_only": MailKind.SUBMISSION,
    "forward": MailKind.SUBMISSION,
    "reply": MailKind.SUBMISSION,
    "link_only": MailKind.EXTERNAL_LINK,
}  # the words of the samples that are no kinds of ours


@cache
def read(case: str) -> Mail:
    return parse((DATA / f"{case}.eml").read_bytes(), Limits())


def expected(case: str) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads((DATA / f"{case}.json").read_text(encoding="utf-8"))
    return wanted


def having(key: str) -> list[str]:
    return [case for case in CASES if expected(case).get(key)]


def of_leaf(leaf: Leaf) -> tuple[str, int, str]:
    return leaf.name, len(leaf.content), hashlib.sha256(leaf.content).hexdigest()


def of_json(item: dict[str, Any]) -> tuple[str, int, str]:
    return item["filename"], item["size"], item["sha256"]


def test_no_sample_is_missing() -> None:
    assert [case[:2] for case in CASES] == [f"{number:02}" for number in range(1, 81 + 1)]


@pytest.mark.parametrize("case", CASES)
def test_the_subject_is_right(case: str) -> None:
    assert read(case).subject == expected(case)["subject"]


@pytest.mark.parametrize("case", CASES)
def test_the_sender_is_right(case: str) -> None:
    wanted = expected(case)
    assert (read(case).from_name, read(case).from_address) == (wanted["from_name"], wanted["from_addr"])


@pytest.mark.parametrize("case", having("text_contains"))
def test_the_text_holds_what_was_written(case: str) -> None:
    assert all(piece in read(case).full_text for piece in expected(case)["text_contains"])


@pytest.mark.parametrize("case", having("html_contains"))
def test_the_page_is_read_too(case: str) -> None:
    mail = read(case)
    everything = "\n".join((mail.full_text, *(link.url for link in mail.links)))
    assert all(piece in everything for piece in expected(case)["html_contains"])


@pytest.mark.parametrize("case", CASES)
def test_every_attachment_has_its_name_and_its_bytes(case: str) -> None:
    attached = [of_leaf(leaf) for leaf in read(case).leaves if not leaf.inline]
    assert attached == [of_json(item) for item in expected(case)["attachments"]]


@pytest.mark.parametrize("case", having("inline"))
def test_pictures_of_the_page_are_kept_apart(case: str) -> None:
    shown = [of_leaf(leaf) for leaf in read(case).leaves if leaf.inline]
    assert shown == [of_json(item) for item in expected(case)["inline"]]


@pytest.mark.parametrize("case", CASES)
def test_the_name_of_the_content_type_stays_as_an_alias(case: str) -> None:
    attached = [leaf for leaf in read(case).leaves if not leaf.inline]
    for leaf, item in zip(attached, expected(case)["attachments"], strict=True):
        assert leaf.aliases == ((item["ct_name"],) if "ct_name" in item else ())


@pytest.mark.parametrize("case", CASES)
def test_files_in_a_winmail_dat_are_its_members(case: str) -> None:
    attached = [leaf for leaf in read(case).leaves if not leaf.inline]
    for leaf, item in zip(attached, expected(case)["attachments"], strict=True):
        if "tnef" in item:
            assert [of_leaf(member) for member in leaf.members] == [of_json(one) for one in item["tnef"]]


@pytest.mark.parametrize("case", ["15_forward_rfc822"])
def test_a_forwarded_mail_is_whole_and_its_attachments_are_its_members(case: str) -> None:
    (leaf,) = read(case).leaves
    wanted = expected(case)["attachments"][0]["nested"]
    inner = parse(leaf.content, Limits())
    assert (inner.subject, inner.from_address) == (wanted["subject"], wanted["from_addr"])
    assert wanted["text_contains"] in inner.text
    assert wanted["text_contains"] not in read(case).full_text
    assert [of_leaf(member) for member in leaf.members] == [of_json(item) for item in wanted["attachments"]]
    assert [member.path for member in leaf.members] == ["2.2"]


@pytest.mark.parametrize("case", CASES)
def test_every_link_has_what_the_mail_says_of_it(case: str) -> None:
    found = [
        (link.provider, link.url, link.name, link.size, link.code, link.expires) for link in read(case).links
    ]
    assert found == [
        (
            item["provider"],
            item["url"],
            item.get("filename"),
            item.get("size_text"),
            item.get("code"),
            datetime.fromisoformat(item["expires"]) if "expires" in item else None,
        )
        for item in expected(case)["links"]
    ]


@pytest.mark.parametrize("case", CASES)
def test_the_kind_is_right(case: str) -> None:
    word = expected(case)["kind"]
    assert read(case).kind == KINDS.get(word, word)
    if KINDS.get(word) is MailKind.SUBMISSION:
        assert word in read(case).traits


@pytest.mark.parametrize("case", having("new_text"))
def test_the_contributors_own_words_stand_alone(case: str) -> None:
    assert read(case).text == expected(case)["new_text"]


@pytest.mark.parametrize("case", having("original_author"))
def test_the_author_of_a_forwarded_mail_is_known(case: str) -> None:
    assert read(case).original_author == expected(case)["original_author"]


def test_only_damaged_mails_carry_warnings() -> None:
    assert {case: read(case).warnings for case in CASES if read(case).warnings} == {
        "04_raw8bit_gbk": ("charset_guessed",),
        "21_recall_notice": ("charset_guessed",),
        "25_damaged_unknown_charset": ("no_closing_boundary", "encoding_of_multipart"),
        "27_boundary_never_appears": ("boundary_missing",),
        "29_repeated_subject": ("header_repeated",),
        "31_nested_under_one_boundary": ("boundary_missing",),
        "49_big5_body_without_label": ("charset_guessed",),
        "53_raw_gbk_with_backslash_bytes": ("charset_guessed",),
        "68_cut_off_in_a_file": ("no_closing_boundary",),
    }


def test_of_repeated_fields_the_first_counts_and_it_is_told() -> None:
    mail = parse(b"Subject: one\nSubject: two\nFrom: a@x.cn\nFrom: b@x.cn\n\nhello", Limits())
    assert (mail.subject, mail.from_address) == ("one", "a@x.cn")
    assert "header_repeated" in mail.warnings


def test_a_mail_without_from_is_its_senders() -> None:
    assert parse("Sender: 王五 <w@x.cn>\n\nhello".encode(), Limits()).from_address == "w@x.cn"


def test_a_boundary_that_never_appears_costs_no_word() -> None:
    mail = parse(b"Content-Type: multipart/mixed; boundary=never\n\nwords of the sender\n", Limits())
    assert mail.text == "words of the sender"
    assert "boundary_missing" in mail.warnings


def test_the_message_id_and_the_date_are_the_senders() -> None:
    mail = read("01_qqweb_gb18030")
    assert mail.message_id == "<tencent_00000000000000000000000000001EEF@qq.com>"
    assert mail.date == datetime.fromisoformat("2026-11-22T21:50:31+08:00")
    assert parse(b"Subject: x\n\nhello", Limits()).message_id is None


def test_a_forwarded_mails_sender_is_the_original_author() -> None:
    assert read("15_forward_rfc822").original_author == "沈六"


def test_a_forwarded_mail_without_a_sender_has_no_known_author() -> None:
    inner = b"--b\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n"
    raw = b"Subject: Fw: x\nContent-Type: multipart/mixed; boundary=b\n\n" + inner + b"--b--\n"
    mail = parse(raw, Limits())
    assert (mail.traits, mail.original_author) == (("forward",), None)


def test_what_was_quoted_is_kept() -> None:
    mail = read("17_reply_quoted")
    assert "请修改题目。" in mail.quoted
    assert mail.quoted in mail.full_text


def test_a_forward_whose_quotation_names_nobody_has_no_known_author() -> None:
    mail = parse("Subject: Fw: x\n\n请收\n------ 原始邮件 ------\n正文\n".encode(), Limits())
    assert (mail.traits, mail.original_author) == (("forward", "body_only"), None)
