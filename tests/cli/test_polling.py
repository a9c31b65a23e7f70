import json
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.cli import polling
from intake.cli.app import App
from intake.demo.server import Server, serving
from intake.model import MailboxReport, PollReport, Verdict
from intake.passes import Outcome
from intake.poll import Landing
from intake.read import ReadingRun
from intake.store import open_store
from intake.workflow import Action

Intake = Callable[..., Result]
CODE = {"INTAKE_PASSWORD": "abcdefghijklmnop"}
SPEECH = """在全市基层治理推进会上的发言
临渚区望潮街道党工委书记 顾远舟
尊敬的各位领导、同志们：
望潮街道辖9个社区，常住人口5.2万人。下面，我简要汇报。
一、把网格缩到能喊得应
一是划小单元。全街道划分128个微网格，每个网格三十户上下，由楼栋里的党员担任网格长。
二是压实清单。列出12项必办事项，办结一件销号一件，今年以来办结860件。
二、把议事搬到楼道口
一是先听难听的。开了46场楼道议事会，收集意见312条，当场答复的有205条。
二是再算明白账。公开账目18笔，群众满意度达到96%，信访量下降三成。
以上发言，不妥之处，请批评指正。
谢谢大家！
"""


def mail(subject: str, text: str = SPEECH) -> bytes:
    message = EmailMessage()
    message["From"] = "望潮街道 <wangchao@qq.example>"
    message["Subject"] = subject
    message["Date"] = "Fri, 20 Nov 2026 09:00:00 +0800"
    message["Message-ID"] = f"<{abs(hash(subject))}@qq.example>"
    message.set_content(text)
    return message.as_bytes()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": (mail("投稿一"), mail("投稿二"), mail("投稿三"))}) as running:
        yield running


def table(name: str, port: int) -> str:
    return f'[mailbox.{name}]\nhost = "127.0.0.1"\nport = {port}\nuser = "editor@example.cn"\ntls = false\n'


@pytest.fixture
def config(home: Path, server: Server) -> Path:
    file = home / "intake.toml"
    file.write_text('[store]\nurl = "sqlite:///intake.db"\n' + table("box", server.port))
    return file


def test_a_poll_lands_reads_and_says_it_in_one_line(intake: Intake, config: Path, server: Server) -> None:
    done = intake("--config", config, "poll", env=CODE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "seen 3, new 3, read 3, submissions 3, problems 0\n"
    listed = intake("--config", config, "list", "--all", "--json").stdout.splitlines()
    assert [(json.loads(line)["speaker"], json.loads(line)["status"]) for line in listed] == [
        ("顾远舟", "pending"),
        ("顾远舟", "duplicate"),
        ("顾远舟", "duplicate"),
    ]
    assert server.mutations == []


def test_a_second_poll_stores_nothing(intake: Intake, config: Path) -> None:
    intake("--config", config, "poll", env=CODE)
    done = intake("--config", config, "--lang", "zh_CN", "poll", env=CODE)
    assert done.stdout == "邮箱中 3 封，新收 0 封，解析 0 封，得稿 0 篇，问题 0 个\n"


def test_a_dry_run_stores_nothing_and_makes_no_database(intake: Intake, config: Path, server: Server) -> None:
    dry = ("--config", config, "poll", "--dry-run")
    assert intake(*dry, env=CODE).stdout == "dry run: seen 3, would fetch 3\n"
    assert not (config.parent / "intake.db").exists()
    intake("--config", config, "poll", env=CODE)
    server.folders["INBOX"].deliver(mail("投稿四"))
    assert intake(*dry, env=CODE).stdout == "dry run: seen 4, would fetch 1\n"
    assert len(intake("--config", config, "mail", "list", "--json").stdout.splitlines()) == 3


def test_a_limit_leaves_the_rest_for_the_next_run(intake: Intake, config: Path) -> None:
    done = intake("--config", config, "poll", "--limit", "2", env=CODE)
    assert done.stdout == "seen 3, new 2, read 2, submissions 2, problems 0; left for the next run: 1\n"


def test_a_quiet_poll_says_nothing(intake: Intake, config: Path) -> None:
    done = intake("--config", config, "poll", "--quiet", env=CODE)
    assert (done.exit_code, done.output) == (0, "")


def test_a_quiet_poll_that_met_a_problem_says_its_line(intake: Intake, config: Path, server: Server) -> None:
    config.write_text(config.read_text() + "[limits]\nlines = 40\n")
    server.folders["INBOX"].deliver(mail("太长", "行\n" * 50))
    quiet = ("--config", config, "poll", "--quiet")
    assert intake(*quiet, env=CODE).stdout == "seen 4, new 4, read 3, submissions 3, problems 1\n"
    assert intake(*quiet, env=CODE).output == ""


def test_a_quiet_poll_that_fails_says_only_what_failed(intake: Intake, config: Path) -> None:
    done = intake("--config", config, "poll", "--quiet", env={"INTAKE_PASSWORD": "wrong"})
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (77, "", 1)


def test_the_summary_can_be_json(intake: Intake, config: Path) -> None:
    config.write_text(config.read_text() + table("gone", 1))
    codes = {"INTAKE_PASSWORD_BOX": CODE["INTAKE_PASSWORD"], "INTAKE_PASSWORD_GONE": "any"}
    done = intake("--config", config, "--lang", "zh_CN", "poll", "--json", env=codes)
    (line,) = done.stdout.splitlines()
    found = json.loads(line)
    assert found.pop("seconds") >= 0
    box, gone = found.pop("mailboxes")
    assert found == {
        "exit_code": 75,
        "dry_run": False,
        "seen": 3,
        "new": 3,
        "again": 0,
        "waiting": 0,
        "pending": 0,
        "oversized": 0,
        "mismatched": 0,
        "read": 3,
        "submissions": 3,
        "problems": 0,
        "unread": 0,
        "resurfaced": 0,
    }
    assert (box["mailbox"], box["exit_code"], box["seen"], box["failures"]) == ("box", 0, 3, [])
    assert (gone["mailbox"], gone["exit_code"], gone["epochs"]) == ("gone", 75, [])
    assert gone["failures"][0].startswith("connection refused — 127.0.0.1:1 — ")


def test_a_dry_run_can_be_json(intake: Intake, config: Path) -> None:
    found = json.loads(intake("--config", config, "poll", "--dry-run", "--json", env=CODE).stdout)
    assert (found["dry_run"], found["seen"], found["waiting"], found["new"]) == (True, 3, 3, 0)


def test_what_else_the_operator_must_know_ends_the_summary() -> None:
    landings = (Landing("qq", oversize=2, waiting=1), Landing("163", oversize=1, mismatched=4, settled=7))
    outcome = Outcome(landings, ReadingRun(waiting=2), resurfaced=1)
    assert polling.summary(App(), outcome) == (
        "seen 0, new 0, read 0, submissions 0, problems 0; back on the list: 1; too large, left in the mailbox: 3"
        "; not of the announced size: 4; marked in the mailbox: 7; left for the next run: 3"
    )


@pytest.mark.parametrize(
    ("report", "remarkable"),
    [
        (PollReport((MailboxReport("a", seen=9, new=9, waiting=9, pending=9),), read=9), False),
        (PollReport(problems=1), True),
        (PollReport((MailboxReport("a"), MailboxReport("b", oversized=1))), True),
        (PollReport((MailboxReport("a", mismatched=1),)), True),
        (PollReport((MailboxReport("a", epochs=("INBOX",)),)), False),  # it was told when it was met
    ],
)
def test_only_what_somebody_must_know_breaks_the_quiet(
    capsys: pytest.CaptureFixture[str], report: PollReport, *, remarkable: bool
) -> None:
    outcome = Outcome((), ReadingRun())
    polling.put_summary(App(), outcome, report, quiet=True, as_json=False)
    assert bool(capsys.readouterr().out) is remarkable


def test_a_mailbox_that_fails_does_not_stop_the_others_and_the_worst_code_wins(
    intake: Intake, config: Path, server: Server
) -> None:
    good = config.read_text()
    config.write_text(
        good.replace("[mailbox.box]", "[mailbox.wrong]") + table("gone", 1) + table("box", server.port)
    )
    codes = {"WRONG": "bad", "GONE": "any", "BOX": CODE["INTAKE_PASSWORD"]}
    environ = {f"INTAKE_PASSWORD_{name}": code for name, code in codes.items()}
    done = intake("--config", config, "poll", env=environ)
    assert done.exit_code == 77
    assert [line.split(" — ")[0] for line in done.stderr.splitlines()] == [
        "intake: login refused",
        "intake: connection refused",
    ]
    assert "seen 3, new 3, read 3" in done.stdout
    with open_store(f"sqlite:///{config.parent}/intake.db", ZoneInfo("Asia/Shanghai")) as store:
        ended = [getattr(store.last_run(name), "exit_code", None) for name in ("wrong", "gone", "box")]
    assert ended == [77, 75, 0]


def test_one_mailbox_can_be_chosen(intake: Intake, config: Path) -> None:
    config.write_text(config.read_text() + table("gone", 1))
    code = {"INTAKE_PASSWORD_BOX": CODE["INTAKE_PASSWORD"]}
    assert intake("--config", config, "poll", "--mailbox", "box", env=code).exit_code == 0
    done = intake("--config", config, "poll", "--mailbox", "none", env=CODE)
    assert done.exit_code == 2
    assert "box, gone" in done.stderr


def test_a_code_that_names_no_mailbox_goes_to_none_of_several(
    intake: Intake, config: Path, server: Server
) -> None:
    config.write_text(config.read_text() + table("other", server.port))
    done = intake("--config", config, "poll", "--mailbox", "box", env=CODE)
    assert done.exit_code == 78
    assert "$INTAKE_PASSWORD_BOX" in done.stderr
    assert not any(b"LOGIN" in line for line in server.wire)


def test_a_secret_that_is_missing_is_78_and_one_line(intake: Intake, config: Path) -> None:
    done = intake("--config", config, "poll")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)
    assert "$INTAKE_PASSWORD_BOX" in done.stderr


def test_without_a_mailbox_there_is_nothing_to_poll(intake: Intake, url: str) -> None:
    done = intake("--store", url, "poll")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)


def test_a_folder_needs_no_secret(intake: Intake, home: Path) -> None:
    (home / "mails").mkdir()
    (home / "mails" / "a.eml").write_bytes(mail("投稿"))
    file = home / "intake.toml"
    file.write_text('[store]\nurl = "sqlite:///intake.db"\n[mailbox.old]\nkind = "folder"\npath = "mails"\n')
    assert "new 1, read 1, submissions 1" in intake("--config", file, "poll").stdout


def test_a_mail_that_cannot_be_read_is_kept_as_a_problem(
    intake: Intake, home: Path, config: Path, server: Server
) -> None:
    config.write_text(config.read_text() + "[limits]\nlines = 40\n")
    server.folders["INBOX"].deliver(mail("太长", "行\n" * 50))
    done = intake("--config", config, "poll", env=CODE)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "seen 4, new 4, read 3, submissions 3, problems 1" in done.stdout
    shown = intake("--config", config, "mail", "show", "4").stdout
    assert "Problem: the mail has too many lines" in shown
    assert not (home / ".local" / "state").exists()


def test_progress_is_shown_on_a_terminal_and_wiped(
    intake: Intake, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "watched", lambda: True)
    done = intake("--config", config, "poll", env=CODE)
    assert "box 3/3" in done.stderr
    assert "reading 3/3" in done.stderr
    assert done.stderr.endswith("\r")


def test_a_poll_brings_back_what_was_held_until_yesterday(intake: Intake, config: Path) -> None:
    intake("--config", config, "poll", env=CODE)
    with open_store(f"sqlite:///{config.parent}/intake.db", ZoneInfo("Asia/Shanghai")) as store:
        store.decide("1", Verdict(Action.HOLD, "甲", until=date(2020, 1, 1)))
    assert intake("--config", config, "poll", "--dry-run", env=CODE).exit_code == 0
    assert json.loads(intake("--config", config, "show", 1, "--json").stdout)["status"] == "held"
    done = intake("--config", config, "poll", env=CODE)
    assert done.stdout == "seen 3, new 0, read 0, submissions 0, problems 0; back on the list: 1\n"
    assert json.loads(intake("--config", config, "show", 1, "--json").stdout)["status"] == "pending"
