from collections.abc import Callable

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.cli.application import COMMANDS
from intake.cli.formatter import Formatter

Intake = Callable[..., Result]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_cells(intake: Intake, language: str, command: str) -> None:
    done = intake("--lang", language, *command.split(), "--help")
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80


def test_headings_end_as_the_language_ends_them(intake: Intake) -> None:
    assert "\n选项：\n" in intake("--lang", "zh_CN", "list", "--help").stdout
    assert "\nOptions:\n" in intake("--lang", "en", "list", "--help").stdout


@given(
    st.lists(
        st.tuples(st.from_regex(r"--[a-z]{1,40}", fullmatch=True), st.text("字a 。", max_size=200)),
        min_size=1,
    )
)
def test_what_is_said_stands_whole_beside_its_option(rows: list[tuple[str, str]]) -> None:
    formatter = Formatter(width=60)
    formatter.write_dl(rows)
    written = formatter.getvalue()
    assert max(map(cell_len, written.splitlines())) <= 60
    expected = "".join(term + said for term, said in rows)
    assert "".join(written.split()) == "".join(expected.split())


@pytest.mark.parametrize("group", ["mail", "contributors", "problems"])
def test_groups_of_commands_write_their_help_so(intake: Intake, group: str) -> None:
    assert "\n命令：\n" in intake("--lang", "zh_CN", group, "--help").stdout
