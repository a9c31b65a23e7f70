from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.model import MessageRow, Number, StoredMessage, SubmissionRow
from intake.render.grid import Column, Grid, plain
from intake.render.lists import Tally, kind, mail_sheet, mails, marks, submission_sheet, submissions
from intake.render.terminal import draw_grid
from intake.render.view import View
from intake.render.words import STATUSES
from intake.workflow import Status


def rows_like(row: SubmissionRow) -> list[SubmissionRow]:
    return [
        row,
        replace(
            row, number=Number(2026, 138), confidence=0.95, warnings=(), title="短", speaker=None, unit=None
        ),
        replace(
            row, number=Number(2026, 12345), confidence=0.7, warnings=(), speaker="买买提·吐尔逊·阿卜杜拉"
        ),
    ]


def widths(drawn: str, rows: int) -> set[int]:
    """Measure heading, rule and rows; what stands below them is no row."""
    return {cell_len(line) for line in drawn.splitlines()[: rows + 2]}


@pytest.mark.parametrize("width", [60, 80, 81, 120])
def test_every_row_of_a_table_is_as_wide_as_the_terminal(
    row: SubmissionRow, chinese: View, width: int
) -> None:
    view = replace(chinese, width=width)
    assert widths(draw_grid(submissions(rows_like(row), view, ages=True), view), 3) == {width}


@given(
    st.lists(
        st.tuples(st.text("发言材料abc①“”… \u202e\u200b\x1b", max_size=60), st.text(max_size=20)), max_size=4
    )
)
def test_no_text_breaks_the_alignment(texts: list[tuple[str, str]]) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # hypothesis calls this without fixtures
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from intake.render.safe import one_line  # noqa: PLC0415

    view = View(str, ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC))
    grid = Grid(
        (Column("A", share=3), Column("B", share=2)), tuple((one_line(a), one_line(b)) for a, b in texts)
    )
    assert widths(draw_grid(grid, view), len(texts)) == {80}


def test_the_list_at_80_columns(row: SubmissionRow, chinese: View) -> None:
    drawn = draw_grid(submissions(rows_like(row), chinese, ages=True), chinese)
    assert [line.rstrip() for line in drawn.splitlines()] == [
        "稿号        状态    标题                  发言人      单位          收到",
        "────────────────────────────────────────────────────────────────────────────────",
        "2026-0137   待初审  狠抓“4111”示范创建 …  张振海      汉台区汉中 …  5 小时前  ✗!",
        "2026-0138   待初审  短                                              5 小时前",
        "2026-12345  待初审  狠抓“4111”示范创建 …  买买提·吐…  汉台区汉中 …  5 小时前  ?",
        "共 3 篇；查看：intake show 稿号",
        "✗ 未识别  ? 请核对  ! 有提示",
    ]


def test_the_list_in_english(row: SubmissionRow, english: View) -> None:
    drawn = draw_grid(submissions(rows_like(row), english, ages=True), english)
    assert [line.rstrip() for line in drawn.splitlines()] == [
        "No.         Status   Title                Speaker     Unit          Received",
        "────────────────────────────────────────────────────────────────────────────────",
        "2026-0137   pending  狠抓“4111”示范创建…  张振海      汉台区汉中 …  5 h       ✗!",
        "2026-0138   pending  短                                             5 h",
        "2026-12345  pending  狠抓“4111”示范创建…  买买提·吐…  汉台区汉中 …  5 h       ?",
        "submissions: 3 — `intake show NO.` opens one",
        "✗ not recognised  ? please check  ! has warnings",
    ]


def test_a_pipe_gets_whole_texts_times_and_tabs(row: SubmissionRow, english: View) -> None:
    hostile = replace(row, title="a\tb\nc\x1b[2J", confidence=1.0, warnings=())
    assert plain(submissions([hostile], english, ages=False)).splitlines() == [
        "No.\tStatus\tTitle\tSpeaker\tUnit\tReceived\t",
        "2026-0137\tpending\ta b c\\u{1B}[2J\t张振海\t汉台区汉中路街道\t2026-11-23 04:00\t",
    ]


@pytest.mark.parametrize(
    ("confidence", "warnings", "marked"),
    [
        (1.0, (), ""),
        (0.9, ("x",), "!"),
        (0.89, (), "?"),
        (0.6, ("x",), "?!"),
        (0.59, (), "✗"),
        (0.0, ("x",), "✗!"),
    ],
)
def test_marks_say_what_to_look_at(
    row: SubmissionRow, confidence: float, warnings: tuple[str, ...], marked: str
) -> None:
    assert marks(replace(row, confidence=confidence, warnings=warnings)) == marked


def test_an_archived_submission_is_marked(row: SubmissionRow, english: View) -> None:
    archived = replace(row, archived=True, confidence=1.0)
    assert marks(archived) == "!*"
    assert submissions([archived], english, ages=True).below[1] == "! has warnings  * archived"


@pytest.mark.parametrize(
    ("engine", "marked"), [("docx", ""), ("msdoc2docx", "~"), ("soffice", "~"), ("body", "")]
)
def test_the_text_of_a_converted_file_is_marked_and_explained(
    row: SubmissionRow, chinese: View, engine: str, marked: str
) -> None:
    made = replace(row, confidence=0.95, warnings=(), engine=engine)
    assert marks(made) == marked
    assert ("~ 文字经转换" in submissions([made], chinese, ages=True).below) == bool(marked)


def test_a_list_without_marks_needs_no_legend(row: SubmissionRow, english: View) -> None:
    assert len(submissions([replace(row, confidence=1.0, warnings=())], english, ages=True).below) == 1


def test_a_terminal_without_utf8_gets_a_plain_rule(row: SubmissionRow, english: View) -> None:
    drawn = draw_grid(
        submissions([row], replace(english, utf8=False), ages=True), replace(english, utf8=False)
    )
    assert set(drawn.splitlines()[1]) == {"-"}


def test_colour_is_only_given_where_it_is_wanted(row: SubmissionRow, english: View) -> None:
    grid = submissions([row], english, ages=True)
    assert "\x1b[" not in draw_grid(grid, english)
    assert "\x1b[" in draw_grid(grid, replace(english, colour=True))


def test_the_mail_list(message: StoredMessage, unread: StoredMessage, english: View) -> None:
    grid = mails([message.row, unread.row, replace(unread.row, problem=None)], english, ages=True)
    assert widths(draw_grid(grid, english), 3) == {80}
    assert grid.rows[0] == ("7", "5 h", "submission", "投稿：发言材料", "汉中路街道办", "4.0 MB", "1")
    assert grid.rows[1][2:5] == ("problem", "", "x@y.example")
    assert grid.rows[2][2] == "not read yet"
    assert (
        plain(mails([message.row], english, ages=False)).splitlines()[1].split("\t")[1] == "2026-11-23 04:00"
    )


def test_a_kind_is_said_in_chinese(message: StoredMessage, chinese: View) -> None:
    assert kind(message.row, chinese) == "来稿"


def test_the_spreadsheet_of_submissions(row: SubmissionRow, english: View) -> None:
    header, first = submission_sheet([replace(row, title="=1+1")], english).splitlines()
    assert header.startswith('"number","status","title"')
    assert first.startswith('"2026-0137","pending","\'=1+1","张振海"')
    assert first.endswith('"docx","0.40","needs_ocr a_new_slug","0","submission","","","0","docx:lxml"')


def test_the_spreadsheet_of_mails(message: StoredMessage, unread: StoredMessage, english: View) -> None:
    rows: list[MessageRow] = [message.row, unread.row]
    header, first, second = mail_sheet(rows, english).splitlines()
    assert header.startswith('"id","received","kind"')
    assert first.startswith('"7","2026-11-23 04:00","submission","投稿：发言材料"')
    assert second.endswith('"1","corrupted"')


def test_every_status_has_its_word_within_its_column(chinese: View) -> None:
    words = [chinese.say(word) for word in STATUSES.values()]
    assert len(set(words)) == len(words)
    assert all(cell_len(word) <= 14 for word in (*words, *STATUSES.values()))


def test_a_warning_of_the_mail_marks_its_submissions(row: SubmissionRow) -> None:
    sure = replace(row, confidence=1.0, warnings=())
    assert (marks(sure), marks(replace(sure, mail_warnings=("no_closing_boundary",)))) == ("", "!")


def test_what_stands_below_a_list_breaks_between_its_pieces(row: SubmissionRow, english: View) -> None:
    counts = dict.fromkeys(Status, 12)
    drawn = draw_grid(submissions([row], english, ages=True, tally=Tally(counts, 1)), english)
    below = drawn.splitlines()[4:]
    assert max(map(cell_len, below)) <= 80
    assert "  ".join(below).count(" 12") == len(Status)
    assert not any("needs" in line and "needs material 12" not in line for line in below)
