import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import Result
from pdf_writer import Typesetter, pdf, picture

Intake = Callable[..., Result]
DATA = Path(__file__).parents[1] / "data" / "documents"
SPEECH = """狠抓“三员”下沉 争当治理尖兵
临渚区望潮街道党工委书记 顾远舟
望潮街道辖9个社区，常住人口5.2万人。今年以来，我们把治理的力气用在楼道口。
一、把网格缩到能喊得应
一是划小单元。全街道划分128个微网格，每个网格三十户上下，由楼栋里的党员担任网格长。
二是压实清单。列出12项必办事项，办结一件销号一件，今年以来办结860件。
二、把议事搬到楼道口
一是先听难听的。开了46场楼道议事会，收集意见312条，当场答复的有205条。
二是再算明白账。公开账目18笔，群众满意度达到96%，信访量下降三成。
"""
MAIL = (
    "From: =?utf-8?B?5pyb5r2u6KGX6YGT?= <a@qq.example>\r\nSubject: tou gao\r\n"
    "Date: Fri, 20 Nov 2026 09:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
) + SPEECH.replace("\n", "\r\n")


@pytest.fixture
def files(home: Path) -> Path:
    (home / "speech.txt").write_text(SPEECH, encoding="gb18030")
    (home / "mail.eml").write_bytes(MAIL.encode())
    (home / "broken.docx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    (home / "note.txt").write_text("今天天气不错。\n", encoding="utf-8")
    return home


def test_a_document_is_shown_as_it_would_be_understood(intake: Intake, files: Path) -> None:
    done = intake("--lang", "zh_CN", "read", "speech.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    for said in ("发言 1/1", "发言人：顾远舟", "单位：临渚区望潮街道", "职务：党工委书记"):
        assert said in done.stdout
    assert list(files.glob("*.db")) == []


def test_a_converted_document_is_shown_with_what_converted_it(intake: Intake, home: Path) -> None:
    (home / "speech.doc").write_bytes((DATA / "05_two_line_title.doc").read_bytes())
    said = intake("--lang", "zh_CN", "read", "speech.doc").stdout.splitlines()
    assert said[0] == "speech.doc  doc  经 msdoc2docx 转换"
    assert "发言人：韩勇 [已识别]" in said


def test_a_pdf_is_shown_with_the_pages_that_are_scans(intake: Intake, home: Path) -> None:
    sheets = Typesetter().set(*SPEECH.splitlines()).sheets()
    (home / "speech.pdf").write_bytes(pdf(*sheets, picture(0, 0, 595, 842)))
    done = intake("--lang", "zh_CN", "read", "speech.pdf")
    assert (done.exit_code, done.stderr) == (0, "")
    for said in ("发言人：顾远舟", "单位：临渚区望潮街道", f"（第 {len(sheets) + 1} 页）"):
        assert said in done.stdout


def test_a_scan_says_what_it_needs(intake: Intake, home: Path) -> None:
    (home / "scan.pdf").write_bytes(pdf(picture(0, 0, 595, 842)))
    (line,) = intake("read", "scan.pdf", "--json").stdout.splitlines()
    assert (json.loads(line)["records"], json.loads(line)["warnings"]) == ([], ["needs_ocr"])


def test_a_documents_json_is_the_contracts(intake: Intake, files: Path) -> None:
    (line,) = intake("read", files / "speech.txt", "--json").stdout.splitlines()
    read = json.loads(line)
    assert list(read) == ["file", "records", "warnings", "problem"]
    assert read["file"] == str(files / "speech.txt")
    assert read["problem"] is None
    assert read["records"][0]["speakers"][0]["name"] == "顾远舟"


def test_a_mails_json_is_the_contracts(intake: Intake, files: Path) -> None:
    (line,) = intake("read", "mail.eml", "--json").stdout.splitlines()
    read = json.loads(line)
    assert read["sha256"] == sha256((files / "mail.eml").read_bytes()).hexdigest()
    assert (read["file"], read["from_name"], read["received"]) == ("mail.eml", "望潮街道", None)
    (submission,) = read["submissions"]
    assert (submission["number"], submission["source"]) == (None, "body")
    assert submission["record"]["unit"] == "临渚区望潮街道"


@pytest.mark.usefixtures("files")
def test_a_mail_is_shown_with_what_it_brings(intake: Intake) -> None:
    done = intake("--lang", "zh_CN", "read", "mail.eml")
    assert done.exit_code == 0
    assert "mail.eml  来稿" in done.stdout
    assert "发件人：望潮街道 <a@qq.example>" in done.stdout
    assert "发言人：顾远舟" in done.stdout


@pytest.mark.usefixtures("files")
def test_a_broken_document_still_has_its_line_and_is_65(intake: Intake) -> None:
    done = intake("read", "broken.docx", "--json")
    assert (done.exit_code, done.stderr.count("\n")) == (65, 1)
    read = json.loads(done.stdout)
    assert read["records"] == []
    assert read["problem"]["code"]


@pytest.mark.usefixtures("files")
def test_a_broken_document_beside_a_good_one_is_no_failure(intake: Intake) -> None:
    done = intake("--lang", "zh_CN", "read", "broken.docx", "speech.txt")
    assert done.exit_code == 0
    assert "问题：" in done.stdout
    assert "发言人：顾远舟" in done.stdout


@pytest.mark.usefixtures("files")
def test_a_document_that_is_no_speech_is_understood_as_none(intake: Intake) -> None:
    done = intake("read", "note.txt")
    assert done.exit_code == 0
    assert "no speech was recognised" in done.stdout


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("path", ["none.docx", ".", "nul\0.txt"])
def test_a_path_that_cannot_be_opened_is_66_and_the_others_are_read(intake: Intake, path: str) -> None:
    done = intake("read", path, "speech.txt", "--json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.exit_code, done.stderr.count("\n")) == (66, 1)
    assert (first["file"], first["records"], first["problem"]["code"]) == (path, [], "not_opened")
    assert second["records"]


def test_a_file_beyond_the_limit_is_a_problem(intake: Intake, files: Path) -> None:
    config = files / "intake.toml"
    config.write_text("[limits]\nmail = 100\n")
    done = intake("--config", config, "read", "speech.txt", "--json")
    assert done.exit_code == 65
    assert json.loads(done.stdout)["problem"]["code"] == "too_big"


def test_a_mail_that_cannot_be_looked_at_is_a_problem(intake: Intake, files: Path) -> None:
    config = files / "intake.toml"
    config.write_text("[limits]\nlines = 3\n")
    done = intake("--config", config, "read", "mail.eml", "--json")
    assert done.exit_code == 65
    assert json.loads(done.stdout)["problem"]["code"] == "mail_lines"


@pytest.mark.usefixtures("files")
def test_a_broken_configuration_is_not_passed_over(intake: Intake) -> None:
    Path("bad.toml").write_text("x = 1\n")
    assert intake("--config", "bad.toml", "read", "speech.txt").exit_code == 78
