"""From Dovecot to the screen: a contribution sent again, corrected, sent by another office; returned, and replaced."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from click.testing import Result
from dovecot_server import Account

pytestmark = pytest.mark.live

Intake = Callable[..., Result]
SPEECH = """在全市基层治理推进会上的发言
临渚区望潮街道党工委书记 顾远舟
同志们：
望潮街道辖9个社区，常住人口5.2万人。下面，我简要汇报。
一、把网格缩到能喊得应
一是划小单元。全街道划分{grids}个微网格，每个网格三十户上下，由楼栋里的党员担任网格长。
二是压实清单。列出12项必办事项，办结一件销号一件，今年以来办结860件。
二、把议事搬到楼道口
一是先听难听的。开了46场楼道议事会，收集意见312条，当场答复的有205条。
谢谢大家！
"""


@pytest.fixture
def intake(program: Intake) -> Intake:
    """The program, before which 责编甲 sits and reads Chinese."""

    def run(*arguments: object) -> Result:
        done = program(*arguments, lang="zh_CN", INTAKE_EDITOR="责编甲")
        assert (done.exit_code, done.stderr) == (0, "")
        return done

    return run


def mail(
    subject: str,
    *,
    address: str = "wangchao@qq.example",
    name: str = "发言稿.txt",
    grids: int = 128,
    day: int = 19,
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"来稿单位 <{address}>"
    message["Subject"] = subject
    message["Date"] = datetime(2026, 11, day, 1, 0, tzinfo=UTC)
    message["Message-ID"] = f"<{day}.{abs(hash((subject, address)))}@example.cn>"
    message.set_content("您好，材料见附件，请查收。")
    content = SPEECH.format(grids=grids).encode("gb18030")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def rows(intake: Intake, *options: str) -> list[tuple[str, str]]:
    lines = intake("list", "--json", *options).stdout.splitlines()
    return [(row["number"], row["status"]) for row in map(json.loads, lines)]


def test_a_correction_takes_the_place_of_what_was_returned(intake: Intake, dovecot_account: Account) -> None:
    dovecot_account.deliver(mail("投稿：望潮街道发言"))
    intake("poll")
    returned = intake("return", 1, "--reason", "thin", "--note", "请核实网格数")
    assert returned.stdout == "2026-0001  待初审 → 退修  责编甲\n"

    dovecot_account.deliver(mail("更正稿：望潮街道发言，以此稿为准", grids=132, day=20))
    intake("poll")
    assert rows(intake) == [("2026-0002", "pending")]
    assert rows(intake, "--all") == [("2026-0001", "superseded"), ("2026-0002", "pending")]

    log = intake("log", 1).stdout.splitlines()
    assert [line.partition("：")[2] for line in log[1:]] == [
        "责编甲  退修：待初审 → 退修 [内容单薄；请核实网格数]",
        "intake  更新取代：退修 → 已更新 [更正稿；取代稿 2026-0002]",
    ]
    assert "更正自：2026-0001 [intake show 2026-0001]" in intake("show", 2).stdout
    mails = [json.loads(line) for line in intake("export", "--json").stdout.splitlines()]
    assert mails[1]["submissions"][0]["revision_of"] == mails[0]["sha256"]
    assert "132个微网格" in intake("text", 2).stdout


def test_the_same_mail_again_is_no_second_submission(intake: Intake, dovecot_account: Account) -> None:
    raw = mail("投稿：望潮街道发言")
    for _ in range(2):
        dovecot_account.deliver(raw)
    assert "新收 1 封" in intake("poll").stdout
    assert rows(intake, "--all") == [("2026-0001", "pending")]
    assert intake("mail", "show", 1).stdout.count("tougao INBOX") == 2


def test_the_same_file_in_a_new_mail_of_the_same_office_is_a_duplicate(
    intake: Intake, dovecot_account: Account
) -> None:
    for day, subject in ((19, "投稿：望潮街道发言"), (20, "重发：望潮街道发言")):
        dovecot_account.deliver(mail(subject, day=day))
        intake("poll")
    assert rows(intake) == [("2026-0001", "pending")]
    assert rows(intake, "--status", "duplicate") == [("2026-0002", "duplicate")]
    shown = intake("show", 2).stdout
    assert shown.startswith("2026-0002  重复\n")
    assert "重复于：2026-0001" in shown
    assert intake("reopen", 2).stdout == "2026-0002  重复 → 待初审  责编甲\n"


def test_the_same_file_from_another_office_waits_with_a_hint(
    intake: Intake, dovecot_account: Account
) -> None:
    for day, address in ((19, "wangchao@qq.example"), (20, "xuanchuan@163.example")):
        dovecot_account.deliver(mail("投稿：望潮街道发言", address=address, day=day))
        intake("poll")
    assert rows(intake) == [("2026-0001", "pending"), ("2026-0002", "pending")]
    assert rows(intake, "--warning", "look_alike") == [("2026-0002", "pending")]
    shown = intake("show", 2).stdout
    assert (
        "2026-0001：在全市基层治理推进会上的发言 顾远舟 来稿单位 [待初审；文件相同、文字相同"
        in shown.replace("  ", " ")
    )


def test_what_was_accepted_is_not_replaced_by_itself(intake: Intake, dovecot_account: Account) -> None:
    dovecot_account.deliver(mail("投稿：望潮街道发言"))
    intake("poll")
    intake("accept", 1)
    dovecot_account.deliver(mail("更正稿：望潮街道发言", grids=132, day=20))
    intake("poll")
    assert rows(intake, "--all") == [("2026-0001", "accepted"), ("2026-0002", "pending")]
    assert "更正稿" in intake("show", 2).stdout
