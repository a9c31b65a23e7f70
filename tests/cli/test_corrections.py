"""What `export --corrections` writes is a labelled corpus: read again and compared, only the corrections differ."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.halt import Halt
from intake.model import Sighting
from intake.read import read_landed
from intake.sandbox import Sandbox
from intake.store import open_store

Intake = Callable[..., Result]
SAMPLES = Path(__file__).parents[1] / "data"
#: What a record of a labelled document holds, and of which kind; None stands for a text that is missing.
RECORD: dict[str, tuple[type, ...]] = {
    "speech_type": (str, type(None)),
    "title": (dict,),
    "speakers": (list,),
    "unit": (str, type(None)),
    "post": (str, type(None)),
    "other_posts": (list,),
    "region": (dict,),
    "occasion": (str, type(None)),
    "date": (str, type(None)),
    "editor_note": (str, type(None)),
    "salutation": (str, type(None)),
    "lead": (str, type(None)),
    "sections": (list,),
    "figures": (list,),
    "closing": (str, type(None)),
    "contact": (dict, type(None)),
    "contributors": (list,),
    "credits": (dict,),
    "attachments": (list,),
    "word_count": (int,),
}
PARTS = {
    "title": {"kicker", "issue", "main", "subtitle"},
    "region": {"city", "district", "town", "village"},
    "contact": {"name", "phone"},
}
SPEECHES = {
    "发言.txt": SAMPLES / "speeches" / "003-minority-name-with-katakana-dot.txt",
    "表格.docx": SAMPLES / "documents" / "04_table.docx",
}


@pytest.fixture
def url(tmp_path: Path, sandbox: Sandbox) -> str:
    """A store with a mail of two documents, and one whose text is the speech."""
    url = f"sqlite:///{tmp_path}/corrections.db"
    attached, pasted = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    for message in (attached, pasted):
        message["From"] = "office@example.cn"
        message["Subject"] = "投稿"
    attached.set_content("请查收。")
    for name, path in SPEECHES.items():
        attached.add_attachment(
            path.read_bytes(), maintype="application", subtype="octet-stream", filename=name
        )
    pasted.set_content((SAMPLES / "speeches" / "014-speaker-label-line.txt").read_text("utf-8"))
    with open_store(url, ZoneInfo("Asia/Shanghai")) as store:
        for uid, message in enumerate((attached, pasted)):
            store.land(
                Sighting("a", "INBOX", "1", str(uid)),
                message.as_bytes(),
                datetime(2026, 11, 20, uid, tzinfo=UTC),
            )
        read_landed(store, sandbox, Halt(), lambda _done, _total: None)
        assert len(store.submissions()) == 3
    return url


def documents(folder: Path) -> dict[str, dict[str, Any]]:
    """Read what should be found in each document of a labelled corpus, and check its form."""
    found = {}
    for path in sorted((folder / "gold").iterdir()):
        gold = json.loads(path.read_text("utf-8"))
        assert path.name == f"{gold['file']}.json"
        assert (folder / "docs" / gold["file"]).is_file()
        assert gold["is_speech"] == bool(gold["records"])
        for record in gold["records"]:
            assert {
                name: kinds for name, kinds in RECORD.items() if not isinstance(record[name], kinds)
            } == {}
            assert list(record) == list(RECORD)
            assert all(record[name] is None or set(record[name]) == parts for name, parts in PARTS.items())
            assert all(set(one) == {"name", "unit", "post"} for one in record["speakers"])
        found[gold["file"]] = gold
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """Name the fields that two records do not have alike."""
    return {name for name in RECORD if one[name] != other[name]}


def test_a_corrected_document_read_again_differs_in_what_was_corrected(
    intake: Intake, url: str, home: Path
) -> None:
    intake("--store", url, "edit", 1, "--title", "新的标题", "--as", "编")
    intake("--store", url, "edit", 3, "--occasion", "另一个会", "--as", "编")
    done = intake("--store", url, "export", "--corrections", "out")
    assert done.stdout == "2 documents in out: docs, gold, meta\n"
    golds = documents(home / "out")
    assert list(golds) == ["2026-0001.txt", "2026-0003.txt"]
    assert (home / "out" / "docs" / "2026-0001.txt").read_bytes() == SPEECHES["发言.txt"].read_bytes()
    meta = json.loads((home / "out" / "meta" / "2026-0001.json").read_text("utf-8"))
    assert meta == {"filename": "发言.txt", "subject": "投稿"}
    wrong = {}
    for name, gold in golds.items():
        read = intake("read", home / "out" / "docs" / name, "--json")
        (record,) = json.loads(read.stdout)["records"]
        wrong[name] = differences(record, gold["records"][0])
    assert wrong == {"2026-0001.txt": {"title"}, "2026-0003.txt": {"occasion"}}


def test_what_an_editor_put_aside_is_no_speech(intake: Intake, url: str, home: Path) -> None:
    intake("--store", url, "dismiss", 2, "--as", "编")
    intake("--store", url, "export", "--corrections", home / "out")
    golds = documents(home / "out")
    assert {name: gold["records"] for name, gold in golds.items()} == {"2026-0002.docx": []}
    assert (home / "out" / "docs" / "2026-0002.docx").read_bytes() == SPEECHES["表格.docx"].read_bytes()


def test_a_second_export_stands_in_the_place_of_the_first(intake: Intake, url: str, home: Path) -> None:
    for title in ("一题", "二题"):
        intake("--store", url, "edit", 1, "--title", title, "--as", "编")
        intake("--store", url, "export", "--corrections", "out")
    (gold,) = documents(home / "out").values()
    assert gold["records"][0]["title"]["main"] == "二题"
    files = [path for path in (home / "out").rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_folder_that_cannot_be_made_is_73(intake: Intake, url: str, home: Path) -> None:
    intake("--store", url, "edit", 1, "--title", "题", "--as", "编")
    (home / "file").write_text("")
    done = intake("--store", url, "export", "--corrections", "file/below")
    assert (done.exit_code, done.stderr.count("\n")) == (73, 1)
    assert intake("--store", url, "export", "--json", "--corrections", "out").exit_code == 2
