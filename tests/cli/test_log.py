import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cli import log
from intake.cli.app import App
from intake.render.safe import show

USUAL = Path(".local", "state", "intake", "intake.log")


def started(home: Path, text: str = "", *, verbose: bool = False) -> App:
    """Begin a run of the program with this configuration."""
    (home / "intake.toml").write_text(text)
    app = App({"HOME": str(home)}, home / "intake.toml", verbose=verbose)
    log.start(app)
    return app


def lines(file: Path) -> list[dict[str, Any]]:
    text = file.read_text("utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def test_an_event_is_one_line_of_json_with_time_run_and_fields(home: Path) -> None:
    app = started(home)
    log.note(logging.WARNING, "epoch_changed", mailbox="qq", folder="INBOX", count=3)
    (line,) = lines(home / USUAL)
    assert datetime.fromisoformat(line.pop("time")).utcoffset() == timedelta(hours=8)
    assert line == {
        "level": "warning",
        "run": app.run,
        "event": "epoch_changed",
        "mailbox": "qq",
        "folder": "INBOX",
        "count": 3,
    }
    assert (home / USUAL).stat().st_mode & 0o777 == 0o600


def test_what_a_stranger_wrote_stays_one_line_and_hides_nothing(home: Path) -> None:
    started(home)
    hostile = 'x\n{"level": "error"}\r\x1b[2J\u202e\u2028\ud800'
    log.note(logging.WARNING, "mail_oversized", subject=hostile, names=[hostile], more={"in": (hostile, 1.5)})
    logging.getLogger("imapclient").warning("server said %s", hostile)
    first, second = lines(home / USUAL)
    shown = 'x\n{"level": "error"}\\u{D}\\u{1B}[2J\\u{202E}\\u{2028}\\u{D800}'
    assert (first["subject"], first["names"], first["more"]) == (shown, [shown], {"in": [shown, 1.5]})
    assert (second["event"], second["room"]) == ("message", "imapclient")
    assert second["message"] == f"server said {shown}"


@given(st.text(), st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_no_text_breaks_its_line_or_moves_a_screen(event: str, value: object) -> None:
    record = logging.LogRecord("intake", logging.WARNING, "", 0, event, (), None)
    record.fields = {"value": value}
    line = log.LogFile(Path("unused"), "run", UTC).format(record)
    assert show(line) == line
    assert set(json.loads(line)) == {"time", "level", "run", "event", "value"}


def test_a_traceback_is_kept_in_its_line(home: Path) -> None:
    started(home)
    try:
        _ = 1 / len("")
    except ZeroDivisionError:
        logging.getLogger("intake.read").exception("reading message %d failed", 3)
    (line,) = lines(home / USUAL)
    assert (line["level"], line["message"]) == ("error", "reading message 3 failed")
    assert line["traceback"].endswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_the_level_and_the_file_are_configured(home: Path, level: str, kept: list[str]) -> None:
    started(home, f'[log]\nfile = "logs/own.log"\nlevel = "{level}"\n')
    for one in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        log.note(one, "x")
    assert [line["level"] for line in lines(home / "logs" / "own.log")] == kept
    assert not (home / USUAL).exists()


def test_a_library_says_no_more_than_warnings_whatever_the_level(home: Path) -> None:
    started(home, '[log]\nlevel = "debug"\n')
    logging.getLogger("sqlalchemy.engine").info("SELECT … 'a secret'")
    logging.getLogger("imapclient").debug("> LOGIN")
    assert not (home / USUAL).exists()


def test_with_v_the_screen_has_it_in_words(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    started(home, '[log]\nlevel = "debug"\n', verbose=True)
    log.note(logging.INFO, "poll_begun")
    log.note(logging.WARNING, "ping_failed", host="a\x1b[2J\nb")
    said = capsys.readouterr().err
    assert said.endswith(' WARNING intake: ping_failed {"host": "a\\\\u{1B}[2J\\nb"}\n')
    assert said.count("\n") == 1


def test_a_configuration_with_mistakes_is_logged_where_it_is_usual(home: Path) -> None:
    started(home, "x = 1\n")
    log.note(logging.WARNING, "x")
    assert len(lines(home / USUAL)) == 1


def test_a_log_that_was_moved_is_followed_by_a_new_one(home: Path) -> None:
    started(home)
    log.note(logging.WARNING, "first")
    (home / USUAL).rename(home / "intake.log.1")
    log.note(logging.WARNING, "second")
    assert [line["event"] for line in lines(home / USUAL)] == ["second"]


@pytest.mark.parametrize("kind", ["folder", "below a file", "pipe", "full"])
def test_a_log_that_cannot_be_written_is_silence(
    home: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    (home / "file").write_text("")
    os.mkfifo(home / "pipe")
    places = {"folder": home, "below a file": home / "file" / "x", "pipe": home / "pipe", "full": "/dev/full"}
    app = started(home, f'[log]\nfile = "{places[kind]}"\n')
    log.note(logging.ERROR, "x")
    assert capsys.readouterr().err == ""
    kept = log.file_of(app)
    kept.emit(logging.LogRecord("intake", logging.ERROR, "", 0, "x", (), None))
    assert not kept.written


def test_a_record_that_cannot_be_written_out_is_silence(home: Path) -> None:
    started(home)
    logging.getLogger("imapclient").warning("%d", "no number")
    assert not (home / USUAL).exists()


WRITER = """
import logging, pathlib, sys
from intake.cli import log
from intake.cli.app import App
from intake.render.safe import show

log.start(App({"HOME": sys.argv[1]}, pathlib.Path(sys.argv[1], "intake.toml")))
for count in range(200):
    log.note(logging.WARNING, "x" * 3000, serial=int(sys.argv[2]), count=count)
"""


def test_the_lines_of_several_processes_stay_whole(home: Path) -> None:
    (home / "intake.toml").write_text("")
    command = (sys.executable, "-P", "-c", WRITER, str(home))
    writers = [subprocess.Popen([*command, str(serial)]) for serial in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    found = [(line["serial"], line["count"]) for line in lines(home / USUAL)]
    assert sorted(found) == [(serial, count) for serial in range(4) for count in range(200)]
    assert len({line["run"] for line in lines(home / USUAL)}) == 4
