"""The README does what it says: its console blocks run, its tables name what there is."""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.config import PROVIDERS
from intake.errors import Exit
from intake.locale import catalogue
from intake.workflow import ACTIONS, STATUS_LABELS, TRANSITIONS, Action, Status

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
INTAKE = Path(sysconfig.get_path("scripts")) / "intake"


def blocks(text: str, language: str) -> list[str]:
    """Cut out the fenced blocks of a language, without the indent they share with a list item."""
    found = re.finditer(
        rf"^(?P<indent> *)```{language}\n(?P<body>.*?)^(?P=indent)```$", text, re.DOTALL | re.MULTILINE
    )
    return [re.sub(f"^{match['indent']}", "", match["body"], flags=re.MULTILINE) for match in found]


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Split a console block into commands and what they are said to print."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def pattern(output: str) -> re.Pattern[str]:
    """Let a line of "…" stand for any lines, "…" in a line for anything; years and ages are any."""
    lines = ("(?:.*\n)*?" if line == "…" else rf"{loose(line)} *\n" for line in output.splitlines())
    return re.compile("".join(lines))


def loose(line: str) -> str:
    """Match a line wherever it does not depend on the day."""
    return ".*?".join(map(re.escape, re.split(r"…|\b20\d\d(?=-)|\b\d+(?= d\b)", line)))


def follow(command: str, output: str, folder: Path) -> None:
    """Do a step and compare what it prints; "cat FILE" puts down the file for the steps that follow."""
    if command.startswith("cat "):
        (folder / command.removeprefix("cat ")).write_text(output, "utf-8")
        return
    done = run(command, folder)
    assert done.returncode == 0, done.stderr
    assert pattern(output).fullmatch(done.stdout), f"$ {command}\n{done.stdout}"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the README as a user with an English terminal of 80 columns would."""
    program, *arguments = shlex.split(command)
    assert program == "intake"
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("INTAKE_", "LC_", "LANG"))}
    english = {"LC_ALL": "C.UTF-8", "COLUMNS": "80", "HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    terminal = {"TTY_COMPATIBLE": "1", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, str(INTAKE), *arguments],
        cwd=folder,
        env=kept | english | terminal,
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=False,
    )


def commands(folder: Path, *group: str) -> set[str]:
    """List every command of the program, a group's as "group command", from what --help says."""
    text = run(shlex.join(["intake", *group, "--help"]), folder).stdout
    _, _, listed = text.partition("\nCommands:\n")
    names = re.findall(r"^  ([a-z][a-z-]*)(?: |$)", listed, re.MULTILINE)
    below = {name: commands(folder, *group, name) for name in names}
    return {" ".join((*group, name)) for name in names if not below[name]} | set().union(*below.values())


@pytest.mark.skipif(
    datetime.now(ZoneInfo("Asia/Shanghai")).timetuple().tm_yday <= 10,
    reason="in the first ten days of January the demo's mails have numbers of two years",
)
def test_every_console_block_prints_what_it_shows(tmp_path: Path) -> None:
    shown = [step for block in blocks(README, "console") for step in steps(block)]

    assert shown
    for command, output in shown:
        follow(command, output, tmp_path)


def test_every_command_is_in_the_readme_and_no_other(tmp_path: Path) -> None:
    named = set(
        re.findall(r"^\| `intake ([a-z -]+)` \|", README.partition("### Exit codes")[0], re.MULTILINE)
    )

    assert named == commands(tmp_path)


def test_the_parts_of_the_tests_are_all_of_them() -> None:
    """As the README names them; a file that is in none would never be run."""
    parts = re.findall(r"\d/\d(?=.*--part)", README)
    assert len(parts) > 1
    assert sorted(name for part in parts for name in _collected("--part", part)) == sorted(_collected())


def _collected(*options: str) -> list[str]:
    files = ("tests/locale", "tests/test_errors.py", "tests/test_halt.py")
    command = (sys.executable, "-m", "pytest", "--collect-only", "-q", *options, *files)
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return [line for line in said.splitlines() if "::" in line]


def test_every_action_taken_by_hand_is_a_command_in_the_readme() -> None:
    for action, conduct in ACTIONS.items():
        assert (f"\n| `intake {action}` |" in README) == conduct.by_hand


def test_the_table_of_transitions_is_that_of_the_program() -> None:
    shown = README.partition("<!-- transitions -->\n")[2].partition("<!-- /transitions -->")[0]

    assert shown == transitions()


def transitions() -> str:
    """Write what leads where: one row for each action and where it leads."""
    chinese = catalogue("zh_CN").gettext
    sources: dict[tuple[Action, Status], list[Status]] = {}
    for (status, action), target in TRANSITIONS.items():
        sources.setdefault((action, target), []).append(status)
    rows = ["| action | 中文 | from | to |", "|---|---|---|---|"]
    for (action, target), statuses in sources.items():
        name = f"`{action}`" if ACTIONS[action].by_hand else f"{action} (by the program)"
        from_ = " · ".join(
            f"{status} {chinese(STATUS_LABELS[status])}" for status in Status if status in statuses
        )
        rows.append(
            f"| {name} | {chinese(ACTIONS[action].label)} | {from_} | {target} {chinese(STATUS_LABELS[target])} |"
        )
    return "\n".join(rows) + "\n"


def test_the_table_of_exit_codes_is_that_of_the_program() -> None:
    table = README.partition("### Exit codes")[2].partition("\n## ")[0]

    assert [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == sorted(Exit)


def test_the_table_of_providers_is_that_of_the_program() -> None:
    table = README.partition("<!-- providers -->")[2].partition("<!-- /providers -->")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.strip().splitlines()[2:]]
    assert {name.strip("`"): (host, folders) for name, host, folders, _ in rows} == {
        name: (provider.host or "`host`", " · ".join(f"`{folder}`" for folder in provider.folders))
        for name, provider in PROVIDERS.items()
    }


@pytest.mark.parametrize("block", blocks(README, "sh"))
def test_every_shell_block_is_valid_shell(block: str) -> None:
    subprocess.run(["/bin/sh", "-n"], input=block, text=True, check=True)


def test_every_link_into_the_tree_leads_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in target]

    assert targets
    assert [target for target in targets if not (Path(__file__).parent.parent / target).exists()] == []


@pytest.mark.parametrize(
    ("output", "printed", "fits"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("polled in … s\n", "polled in 0.3 s\n", True),
        ("2026-0001  8 d   !\n", "2031-0001  9 d   !\n", True),
        ("2026-0001\n", "2026-0002\n", False),
        ("a\n…\nz\n", "a\nb\nc\nz\n", True),
        ("a\n…\nz\n", "a\nb\n", False),
        ("a\n", "a\nb\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_varies(output: str, printed: str, *, fits: bool) -> None:
    assert bool(pattern(output).fullmatch(printed)) is fits
