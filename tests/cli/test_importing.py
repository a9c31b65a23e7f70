import json
import mailbox
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from click.testing import Result

from intake.demo.server import serving

Intake = Callable[..., Result]
SPEECH = "在{place}会议上的发言\n临渚区{place}镇党委书记 顾远舟\n同志们：\n一、{place}把网格缩小\n一是划小单元，{place}每个网格三十户，由党员担任网格长，今年办结八百件。\n谢谢大家！\n"
PLACES = ("望潮", "芦湾", "石鼓")


def mails() -> list[bytes]:
    made = []
    for day, place in enumerate(PLACES, start=1):
        message = EmailMessage(policy=SMTP)
        message["From"] = f"office{day}@example.cn"
        message["Subject"] = f"投稿 {place}"
        message["Date"] = f"0{day} Nov 2026 09:00:00 +0800"
        message["Received"] = f"from a by b; 0{day} Nov 2026 09:00:00 +0800"
        message.set_content(
            SPEECH.format(place=place) + "\nFrom here on, a line that an mbox quotes.\n", cte="8bit"
        )
        made.append(message.as_bytes())
    return made


def eml_folder(root: Path) -> Path:
    (root / "in").mkdir(parents=True)
    for index, raw in enumerate(mails()):
        (root / "in" / f"{index}.eml").write_bytes(raw.replace(b"\r\n", b"\n"))
    return root


def maildir(root: Path) -> Path:
    box = mailbox.Maildir(root)
    for raw in mails():
        box.add(raw)
    return root


def mbox(root: Path) -> Path:
    box = mailbox.mbox(root)
    for raw in mails():
        box.add(mailbox.mboxMessage(message_from_bytes(raw)))
    box.close()
    return root


@pytest.fixture
def store(home: Path) -> tuple[str, str]:
    return "--store", f"sqlite:///{home}/import.db"


@pytest.mark.parametrize("made", [eml_folder, maildir, mbox])
def test_mails_on_disk_become_submissions_and_a_second_time_adds_nothing(
    intake: Intake, store: tuple[str, str], home: Path, made: Callable[[Path], Path]
) -> None:
    path = made(home / "archive")
    assert intake(*store, "import", path).stdout == "seen 3, new 3, read 3, submissions 3, problems 0\n"
    assert intake(*store, "import", path).stdout == "seen 3, new 0, read 0, submissions 0, problems 0\n"
    rows = [json.loads(line) for line in intake(*store, "list", "--json").stdout.splitlines()]
    assert {row["title"] for row in rows} == {f"在{place}会议上的发言" for place in PLACES}


def test_the_same_mails_polled_afterwards_add_nothing_although_line_ends_differ(
    intake: Intake, store: tuple[str, str], home: Path
) -> None:
    intake(*store, "import", eml_folder(home / "archive"))
    with serving({"INBOX": tuple(mails())}) as server:
        (home / "own.toml").write_text(
            f'[mailbox.box]\nhost = "127.0.0.1"\nport = {server.port}\nuser = "editor@example.cn"\ntls = false\n'
        )
        done = intake(
            "--config", home / "own.toml", *store, "poll", env={"INTAKE_PASSWORD": "abcdefghijklmnop"}
        )
    assert done.stdout == "seen 3, new 0, read 0, submissions 0, problems 0\n"


def test_two_archives_may_name_their_mails_alike(intake: Intake, store: tuple[str, str], home: Path) -> None:
    for name, raw in zip(("a", "b"), mails(), strict=False):
        (home / name).mkdir()
        (home / name / "1.eml").write_bytes(raw)
    assert intake(*store, "import", home / "a", home / "b").stdout.startswith("seen 2, new 2, read 2")


def test_older_mail_is_archived(intake: Intake, store: tuple[str, str], home: Path) -> None:
    intake(*store, "import", eml_folder(home / "archive"), "--since", "2026-11-02")
    assert len(intake(*store, "list", "--json").stdout.splitlines()) == 2
    assert len(intake(*store, "list", "--archived", "--json").stdout.splitlines()) == 1


def test_a_dry_run_stores_nothing(intake: Intake, store: tuple[str, str], home: Path) -> None:
    done = intake(*store, "import", eml_folder(home / "archive"), "--dry-run")
    assert done.stdout == "dry run: seen 3, would fetch 3\n"
    assert intake(*store, "mail", "list", "--json").stdout == ""


def test_a_path_that_is_not_there_stops_no_other(intake: Intake, store: tuple[str, str], home: Path) -> None:
    done = intake(*store, "import", home / "nowhere", eml_folder(home / "archive"))
    assert done.exit_code == 66
    said = f"cannot open — {home}/nowhere — No such file or directory — check the name and its permissions"
    assert done.stderr == f"intake: {said}\n"
    assert done.stdout.startswith("seen 3, new 3, read 3")


def test_a_path_that_is_no_archive_is_the_worse_failure(
    intake: Intake, store: tuple[str, str], home: Path
) -> None:
    (home / "speech.docx").write_bytes(b"PK")
    done = intake(*store, "import", home / "nowhere", home / "speech.docx", home / "speech.docx" / "a.eml")
    assert done.exit_code == 77
    assert [line.split(" — ")[0] for line in done.stderr.splitlines()] == [
        "intake: cannot open",
        "intake: cannot open",
        "intake: folder not opened",
    ]


def test_paths_that_lead_nowhere_make_no_database(intake: Intake, home: Path) -> None:
    done = intake("--store", "sqlite:///mistyped/new.db", "import", home / "nowhere")
    assert (done.exit_code, done.stdout) == (66, "")
    assert not (home / "mistyped").exists()
