import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import pytest
from click.testing import Result

from intake.cli import application
from intake.cli.app import App
from intake.cli.application import COMMANDS, withheld
from intake.config import variable_of
from intake.config.secret import UNNAMED
from intake.errors import Exit, IntakeError, StoreBusy

Intake = Callable[..., Result]


def every_command() -> list[list[str]]:
    """List the words of every command, those of groups included."""
    found = []
    for name in COMMANDS:
        command = application.get_command(click.Context(application), name)
        found.append([name])
        if isinstance(command, click.Group):
            found += [[name, inner] for inner in command.commands]
    return found


def test_every_variable_that_holds_a_code_is_withheld_from_children() -> None:
    environ = {UNNAMED: "a", variable_of("qq"): "b", "HOME": "/"}
    assert withheld(environ) == {UNNAMED: "a", variable_of("qq"): "b", "HOME": "/"}
    assert environ == {"HOME": "/"}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_and_option_explains_itself_in_its_language(
    intake: Intake, words: list[str], language: str
) -> None:
    done = intake("--lang", language, *words, "--help")
    head, _, options = done.stdout.partition("Options:" if language == "en" else "选项：")
    *_, help_option = (line for line in options.splitlines() if "--help" in line)
    assert done.exit_code == 0
    for line in (head.splitlines()[2], help_option):
        assert line.isascii() == (language == "en")


@pytest.mark.parametrize(
    ("environ", "arguments", "chinese"),
    [
        ({}, [], False),
        ({"LC_ALL": "zh_CN.UTF-8"}, [], True),
        ({"LC_ALL": "zh_CN.UTF-8"}, ["--lang", "en"], False),
        ({"LC_ALL": "zh_CN.UTF-8", "INTAKE_LANGUAGE": "en"}, [], False),
        ({"INTAKE_LANGUAGE": "zh_CN"}, [], True),
        ({"INTAKE_LANGUAGE": "en"}, ["--lang", "zh_CN"], True),
        ({"INTAKE_LANGUAGE": "zh_CN"}, ["--lang", "auto"], False),
    ],
)
def test_the_language_is_that_of_the_flag_then_the_configuration_then_the_locale(
    intake: Intake, url: str, environ: Mapping[str, str], arguments: list[str], *, chinese: bool
) -> None:
    done = intake("--store", url, *arguments, "list", env=environ)
    assert ("稿号" in done.stdout) == chinese


def test_a_usage_error_is_said_in_chinese_too(intake: Intake) -> None:
    done = intake("--lang", "zh_CN", "list", "--zzz")
    assert done.exit_code == 2
    assert done.stderr == "intake: 用法有误——没有选项 '--zzz'——用法见 intake list --help\n"


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["--store", "mysql://x", "list"],
        ["show"],
        ["list", "--limit", "x"],
        ["mail", "show", "0"],
    ],
)
def test_a_usage_error_is_one_line_in_our_form(intake: Intake, words: list[str]) -> None:
    done = intake(*words)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert re.fullmatch(r"intake: usage — .*[^.] — see `intake.* --help`\n", done.stderr)


def test_a_command_that_is_not_there_is_a_usage_error(intake: Intake) -> None:
    assert intake("accept").exit_code == 2
    assert intake().exit_code == 2


def test_the_version_is_told(intake: Intake) -> None:
    assert intake("--version").stdout.startswith("intake 0.")


def test_a_bad_store_url_is_a_usage_error(intake: Intake) -> None:
    done = intake("--lang", "zh_CN", "--store", "mysql://x", "list")
    assert done.exit_code == 2
    assert "须为数据库地址" in done.stderr


def test_without_a_configuration_the_way_to_one_is_shown(intake: Intake) -> None:
    done = intake("list")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert "intake init" in done.stderr


def test_every_mistake_of_the_configuration_is_in_one_line(intake: Intake, home: Path) -> None:
    (home / "bad.toml").write_text('langage = "en"\n[mailbox.qq]\nport = 0\n')
    done = intake("--config", home / "bad.toml", "--lang", "zh_CN", "list")
    assert (done.exit_code, done.stderr.count("\n")) == (78, 1)
    assert "; " not in done.stderr
    for said in ("没有 langage 这一项，是否要写 language？", "mailbox.qq.port 须为", "mailbox.qq 缺少 user"):
        assert said in done.stderr


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(_: App) -> None:
        raise error

    monkeypatch.setattr(App, "open_store", fail)


@pytest.mark.parametrize("kind", IntakeError.__subclasses__())
def test_every_failure_is_one_line_and_its_exit_code(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, kind: type[IntakeError]
) -> None:
    failing(monkeypatch, kind("what — {which}\x1b[2J — why", which="this\none"))
    done = intake("--store", "sqlite://", "list")
    assert done.exit_code == kind.exit_code
    assert (done.stdout, done.stderr) == ("", "intake: what — this one\\u{1B}[2J — why\n")


def test_a_bug_is_one_line_and_its_traceback_is_kept(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("a\nb"))
    done = intake("--store", "sqlite://", "list")
    log = home / ".local" / "state" / "intake" / "intake.log"
    assert done.exit_code == Exit.OUR_BUG
    assert done.stderr.startswith("intake: unexpected error — ZeroDivisionError: a b — ")
    assert str(log) in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_bug_whose_log_cannot_be_written_points_to_v(
    intake: Intake, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ZeroDivisionError("x"))
    (home / "file").write_text("")
    done = intake("--store", "sqlite://", "list", env={"XDG_STATE_HOME": str(home / "file")})
    assert (done.exit_code, done.stderr.count("\n")) == (70, 1)
    assert "-v" in done.stderr


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), StoreBusy("busy")])
def test_v_shows_the_traceback(intake: Intake, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    failing(monkeypatch, error)
    assert "Traceback" in intake("--store", "sqlite://", "-v", "list").stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 0),
        (OSError(28, "No space left on device"), 73),
        (OSError(5, "Input/output error"), 70),
    ],
)
def test_signals_and_full_disks_have_their_codes(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    failing(monkeypatch, error)
    assert intake("--store", "sqlite://", "list").exit_code == code


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which $intake is the program."""
    environ = {**os.environ, "python": sys.executable}
    line = command.replace("intake ", '"$python" -P -m intake ', 1)
    return subprocess.run(["bash", "-c", line], env=environ, capture_output=True, check=False)


def test_a_reader_that_has_seen_enough_is_no_failure(url: str) -> None:
    done = shell(f"intake --store {url} export --json | true; echo ${{PIPESTATUS[0]}}")
    assert (done.stdout, done.stderr) == (b"0\n", b"")


def test_a_full_disk_is_73_and_one_line(url: str) -> None:
    done = shell(f"intake --store {url} list > /dev/full")
    assert (done.returncode, done.stderr.count(b"\n")) == (73, 1)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
@pytest.mark.parametrize("arguments", ["list", "show 1", "mail list", "--help", "show 99"])
def test_a_terminal_of_another_charset_degrades_and_does_not_crash(
    url: str, encoding: str, arguments: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("PYTHONIOENCODING", encoding), ("TTY_COMPATIBLE", "1"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)
    done = shell(f"intake --store {url} --lang zh_CN {arguments}")
    # click takes ASCII for a mistake of the locale and writes its own words in UTF-8
    said = (done.stdout + done.stderr).decode("utf-8" if encoding == "ascii" else encoding)
    assert done.returncode in (0, 66)
    assert "Traceback" not in said
    assert "─" not in said
    if encoding == "gbk" and arguments == "list":
        assert "待初审" in said


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "gb18030"])
def test_json_is_json_in_every_charset(
    home: Path, monkeypatch: pytest.MonkeyPatch, url: str, encoding: str
) -> None:
    name = "买买提·热合曼é𠮷\\x.txt"
    (home / name).write_text("通知", encoding="utf-8")
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "1")
    done = shell(f"intake --store {url} read --json *.txt")
    assert json.loads(done.stdout.decode(encoding))["file"] == name


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (
            ["--help"],
            {"sqlalchemy", "imapclient", "mailparser", "lxml", "alembic", "rich", "msgspec", "logging"},
        ),
        (["list"], {"imapclient", "mailparser", "lxml", "alembic", "rich"}),
    ],
)
def test_commands_load_only_what_they_need(url: str, arguments: list[str], absent: set[str]) -> None:
    code = (
        "import json, sys\nfrom intake.cli import application\n"
        f"try:\n    application.main({['--store', url, *arguments]!r}, prog_name='intake')\n"
        "except SystemExit:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=True)
    assert absent & set(json.loads(done.stderr)) == set()


def test_a_long_output_goes_through_a_pager_unless_told_otherwise(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paged: list[str] = []
    monkeypatch.setattr(App, "watched", True)
    monkeypatch.setattr(click, "echo_via_pager", lambda text, **_: paged.append(text))
    intake("--store", url, "show", "1", env={"LINES": "5"})
    intake("--store", url, "--no-pager", "show", "1", env={"LINES": "5"})
    intake("--store", url, "show", "1", env={"LINES": "100"})
    assert len(paged) == 1


@pytest.mark.parametrize(("wanted", "told"), [(None, "utf-8"), ("latin1", "latin1")])
def test_a_pager_is_told_the_charset_of_the_screen(
    intake: Intake, url: str, monkeypatch: pytest.MonkeyPatch, wanted: str | None, told: str
) -> None:
    seen: list[str | None] = []
    monkeypatch.setenv("LESSCHARSET", wanted or "")
    if wanted is None:
        monkeypatch.delenv("LESSCHARSET")
    monkeypatch.setattr(App, "watched", True)
    monkeypatch.setattr(click, "echo_via_pager", lambda *_, **__: seen.append(os.environ.get("LESSCHARSET")))
    intake("--store", url, "show", "1", env={"LINES": "5"})
    assert seen == [told]


def test_completion_is_offered(intake: Intake) -> None:
    assert "_INTAKE_COMPLETE=bash_complete" in intake(env={"_INTAKE_COMPLETE": "bash_source"}).stdout
    words = {"_INTAKE_COMPLETE": "bash_complete", "COMP_WORDS": "intake sho", "COMP_CWORD": "1"}
    assert "plain,show" in intake(env=words).stdout
