"""The whole road on a real server: mailed into Dovecot, polled, listed, shown, exported."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from dovecot_server import Account
from rich.cells import cell_len

from intake.demo.docx import Paragraph, Run, docx

pytestmark = pytest.mark.live

DATA = Path(__file__).parents[1] / "data"
ARTICLE = (DATA / "road" / "published.txt").read_text(encoding="utf-8")
CHINESE = str.maketrans({",": "，", ":": "：", ";": "；", "(": "（", ")": "）"})

SCREEN = {"TTY_COMPATIBLE": "1", "NO_COLOR": "1"}  # a terminal without colours

#: The samples use older words for kinds.
KINDS = {
    "body_only": "submission",
    "forward": "submission",
    "reply": "submission",
    "link_only": "external_link",
}

Intake = Callable[..., Result]


@pytest.fixture
def intake(program: Intake) -> Intake:
    """The program, in a pipe or on a screen without colours."""

    def run(*arguments: str, lang: str = "en", screen: bool = False) -> Result:
        return program(*arguments, lang=lang, **(SCREEN if screen else {}))

    return run


def mail(name: str, content: bytes) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = "汉中路街道办公室 <hzl@example.cn>"
    message["Subject"] = f"投稿：{name}"
    message["Date"] = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)
    message["Message-ID"] = f"<{len(content)}@example.cn>"
    message.set_content("您好，发言稿见附件，请查收。")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def word(article: str) -> bytes:
    """Typeset the article as an office would: the title in two centred lines, headings as bold couplets."""
    lines = [line for line in article.splitlines() if line]
    title = lines.index("狠抓“4111”示范创建")
    headings = {place for place, line in enumerate(lines) if place > title + 2 and len(line) < 20}
    return docx(_laid_out(line, place - title, bold=place in headings) for place, line in enumerate(lines))


def _laid_out(line: str, place: int, *, bold: bool) -> Paragraph:
    run = (Run(line, bold=bold),)
    if place in {0, 1}:
        return Paragraph(run, align="center", size=22, font="方正小标宋简体", indent=0)
    if bold or place == 2:
        return Paragraph(run, align="center", font="楷体_GB2312", indent=0)
    return Paragraph(run)


def delivered_article(account: Account, form: str) -> None:
    if form == "docx":
        account.deliver(mail("发言稿.docx", word(ARTICLE.translate(CHINESE))))
    else:
        account.deliver(mail("发言稿.txt", ARTICLE.encode("gb18030")))


@pytest.mark.parametrize("form", ["docx", "txt"])
def test_the_published_article_comes_from_the_server_to_the_editor_whole(
    form: str, intake: Intake, dovecot_account: Account
) -> None:
    delivered_article(dovecot_account, form)
    polled = intake("poll")
    assert (polled.exit_code, polled.stderr) == (0, "")
    record = json.loads(intake("show", "1", "--json").stdout)["record"]
    assert record["title"] == {
        "kicker": "打擂台、话振兴",
        "issue": "第①期",
        "main": "狠抓“4111”示范创建 争当高质量发展尖兵",
        "subtitle": None,
    }
    assert [speaker["name"] for speaker in record["speakers"]] == ["张振海"]
    assert (record["unit"], record["post"]) == ("汉台区汉中路街道", "党工委书记")
    assert record["region"] == {"city": None, "district": "汉台区", "town": "汉中路街道", "village": None}
    assert record["date"] == "XXXX-11-18"
    assert record["editor_note"].startswith("11月18日")
    assert record["editor_note"].endswith("供大家学习交流")
    assert record["lead"].startswith("汉中路街道辖10.7平方公里")
    assert [(section["heading"], section["subheading"]) for section in record["sections"]] == [
        ("情理和法理并重", "在城市征迁上取得新突破"),
        ("面子和里子兼顾", "在城市更新上满足新期待"),
        ("常态和长效结合", "在城市管理上实现新提升"),
    ]
    assert [len(section["points"]) for section in record["sections"]] == [3, 3, 3]
    assert min(record["confidence"][field] for field in ("title.main", "speaker", "unit", "post")) >= 0.6


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("form", ["docx", "txt"])
def test_list_and_show_fit_a_screen_of_80_columns_in_both_languages(
    form: str, lang: str, intake: Intake, dovecot_account: Account
) -> None:
    delivered_article(dovecot_account, form)
    intake("poll")
    listed = intake("list", lang=lang, screen=True).stdout
    rows = [line for line in listed.splitlines() if "2026-" in line or "─" in line]
    assert len({cell_len(row) for row in rows}) == 1
    shown = intake("show", "1", lang=lang, screen=True).stdout
    assert max(map(cell_len, (listed + shown).splitlines())) <= 80
    for words in ("张振海", "汉台区汉中路街道", "党工委书记", "11-18", "情理和法理并重"):
        assert words in shown


def test_a_second_poll_stores_nothing_and_changes_no_flag(intake: Intake, dovecot_account: Account) -> None:
    for form in ("docx", "txt"):
        delivered_article(dovecot_account, form)
    before = dovecot_account.state()
    intake("poll")
    stored = intake("export", "--json").stdout
    again = intake("poll")
    assert "new 0" in again.stdout
    assert intake("export", "--json").stdout == stored
    assert dovecot_account.state() == before


def test_the_25_awkward_mails_come_out_with_everything_expected_of_them(
    intake: Intake, dovecot_account: Account
) -> None:
    samples = sorted((DATA / "mail").glob("[0-9][0-9]_*.eml"))[:25]
    for sample in samples:
        dovecot_account.deliver(sample.read_bytes())
    intake("poll")
    lines = [json.loads(line) for line in intake("export", "--json").stdout.splitlines()]
    told = {line["sha256"]: line for line in lines}
    assert len(lines) == len(told) == len(samples) == 25
    wrong = [
        (sample.stem, key, expected, found)
        for sample in samples
        for key, (expected, found) in compared(sample, told[sha256(sample.read_bytes()).hexdigest()]).items()
        if expected != found
    ]
    assert wrong == []


def compared(sample: Path, line: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Pair what a sample's file expects with what the export says."""
    expected = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    files = [(one["filename"], one["size"], one["sha256"]) for one in expected["attachments"]]
    inside = [one["sha256"] for file in expected["attachments"] for one in members_of(file)]
    return {
        "subject": (expected["subject"], line["subject"]),
        "from_name": (expected["from_name"], line["from_name"]),
        "from_address": (expected["from_addr"], line["from_address"]),
        "kind": (KINDS.get(expected["kind"], expected["kind"]), line["kind"]),
        "attachments": (files, [(one["name"], one["size"], one["sha256"]) for one in line["attachments"]]),
        "members": (inside, [one["sha256"] for file in line["attachments"] for one in file["members"]]),
        "links": (
            [(one["provider"], one["url"], one.get("filename"), one.get("size_text"), one.get("code"), one.get("expires"))
             for one in expected["links"]],
            [(one["provider"], one["url"], one["name"], one["size"], one["code"], one["expires"])
             for one in line["links"]],
        ),
        "own words": (expected.get("new_text", line["text"]), line["text"]),
    }  # fmt: skip


def members_of(file: dict[str, Any]) -> list[dict[str, Any]]:
    """Collect what a sample expects inside an attachment: of a zip, a winmail.dat, a mail."""
    nested: dict[str, Any] = file.get("nested", {})
    return [*file.get("members", []), *file.get("tnef", []), *nested.get("attachments", [])]


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"INTAKE_PASSWORD": "wrong"}, 77, "login refused"),
        ({"INTAKE_MAILBOX_TOUGAO_PORT": "1"}, 75, "connection refused"),
    ],
)
def test_a_mailbox_that_cannot_be_polled_is_one_line_and_its_exit_code(
    given: dict[str, str], code: int, words: str, program: Intake
) -> None:
    result = program("poll", "--quiet", **given)
    assert result.exit_code == code
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
