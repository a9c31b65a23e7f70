"""What stands around the text is left out, footnotes are notes, and columns are read one after the other."""

from collections.abc import Callable

import pytest
from pdf_writer import Sheet, Typesetter, line, picture, prose, text

from intake.model import Document

Printed = Callable[..., Document]
Texts = Callable[..., list[str]]
WRITTEN = [prose(60 + 11 * number, number) for number in range(20)]


def framed(head: str, foot: str, x: float = 250) -> list[Sheet]:
    return [
        Sheet(
            text((90, 66), head.format(number), 10.5)
            + line(90, 70, 506, 70)
            + sheet.content
            + text((x, 790), foot.format(number), 14)
        )
        for number, sheet in enumerate(Typesetter().set(*WRITTEN).sheets(), 1)
    ]


@pytest.mark.parametrize("foot", ["— {} —", "-{}-", "{}", "第{}页 共4页", "第 {} 页", "{}/4", "· {} ·"])
def test_running_heads_and_page_numbers_are_left_out(texts: Texts, foot: str) -> None:
    sheets = framed("青石坝镇党政办公室 第{}期", foot)
    assert len(sheets) > 2
    assert texts(*sheets) == WRITTEN


def test_the_only_page_has_a_number_and_a_head(texts: Texts) -> None:
    page = text((90, 50), "青石坝镇党政办公室", 9) + Typesetter().set(*WRITTEN[:3]).sheets()[0].content
    assert texts(page + text((280, 790), "— 1 —", 14)) == WRITTEN[:3]


def test_what_a_file_marks_as_no_text_is_left_out_of_its_margins(texts: Texts) -> None:
    page = Typesetter().set(*WRITTEN[:3]).sheets()[0].content
    mark, end = "/Artifact <</Type /Pagination>> BDC\n", "EMC\n"
    assert texts(mark + text((90, 90), "青石坝镇党政办公室") + end + "/P BMC " + page + end)[0] == WRITTEN[0]
    assert texts(text((90, 90), "青石坝镇党政办公室") + page)[0] != WRITTEN[0]
    assert texts(mark + page + end) == WRITTEN[:3]


def test_text_that_stands_at_the_same_place_on_two_pages_stays(texts: Texts) -> None:
    pages = [text((90, 100), "同志们：") + text((122, 128), prose(20, number)) for number in range(2)]
    assert texts(*pages).count("同志们：") == 2


def test_a_figure_in_a_line_of_its_own_among_text_is_no_page_number(texts: Texts) -> None:
    page = text((90, 740), "成绩：") + text((90, 768), "2024") + text((90, 796), "人次。")
    assert "2024" in "".join(texts(page))


def test_footnotes_are_notes_without_their_marks(printed: Printed) -> None:
    page = (
        text((90, 100), "修路5公里") + text((166, 93), "1", 8) + text((172, 100), "，架桥三座。")
        + text((90, 128), prose(26, 1)) + line(90, 700, 200, 700) + text((90, 711), "1", 6) + text((96, 716), "数据截至二月底，", 10)
        + text((96, 730), "由镇统计站提供。", 10)
    )  # fmt: skip
    found = [(block.kind, block.text) for block in printed(page).blocks]
    assert found[:2] == [("paragraph", "修路5公里，架桥三座。"), ("paragraph", prose(26, 1))]
    assert "".join(said for kind, said in found if kind == "note") == "数据截至二月底，由镇统计站提供。"


def test_notes_do_not_part_the_paragraph_that_goes_on(printed: Printed) -> None:
    first, *others = Typesetter(bottom=600).set(prose(400, 1), prose(400, 2)).sheets()
    noted = Sheet(first.content + line(90, 700, 200, 700) + text((90, 716), "①数据截至二月底。", 10))
    found = [(block.kind, block.text) for block in printed(noted, *others).blocks]
    assert found == [
        ("paragraph", prose(400, 1)),
        ("paragraph", prose(400, 2)),
        ("note", "①数据截至二月底。"),
    ]


def two_columns(left: list[str], right: list[str]) -> str:
    page = text((170, 80), "两栏排印的工作简报", 22)
    for x, said in ((60, left), (310, right)):
        column = Typesetter(left=x, right=x + 224, size=14, pitch=22, bottom=900, y=110)
        page += "".join(column.set(*said).pages[0])
    return page + text((60, 780), prose(33, 7), 14)


def test_two_columns_are_read_one_after_the_other(texts: Texts) -> None:
    left, right = [prose(70, 1), prose(80, 2), prose(50, 3)], [prose(66, 4), prose(90, 5)]
    assert texts(two_columns(left, right)) == ["两栏排印的工作简报", *left, *right, prose(33, 7)]


def test_a_title_within_a_column_and_a_short_last_page_belong_to_the_columns(printed: Printed) -> None:
    left = Typesetter(left=60, right=284, size=14, pitch=22, bottom=760, y=60)
    left.centred("在全市镇街道党工委书记", 20).centred("交流会上的发言", 20).set(
        *[prose(60 + n, n) for n in range(6)]
    )
    right = Typesetter(left=310, right=534, size=14, pitch=22, bottom=900, y=60).set(
        *[prose(80 + n, n + 9) for n in range(5)]
    )
    last = Typesetter(left=60, right=284, size=14, pitch=22, bottom=900, y=60).set(prose(50, 17))
    found = printed("".join(left.pages[0] + right.pages[0]), "".join(last.pages[0])).blocks
    assert (found[0].text, found[0].align, found[0].size) == (
        "在全市镇街道党工委书记交流会上的发言",
        "center",
        20.0,
    )
    assert [block.text for block in found[1:]] == [
        *(prose(60 + n, n) for n in range(6)), *(prose(80 + n, n + 9) for n in range(5)), prose(50, 17),
    ]  # fmt: skip


def test_a_narrow_column_ends_where_its_lines_break(texts: Texts) -> None:
    said = [prose(90, 1), prose(75, 2), prose(120, 3)]
    assert texts(*Typesetter(right=330).set(*said).sheets()) == said


def test_a_list_with_a_gap_is_not_two_columns(texts: Texts) -> None:
    page = "".join(
        text((90, 100 + 28 * n), f"第{n}组") + text((300, 100 + 28 * n), "王建国等") for n in range(9)
    )
    assert texts(page) == [f"第{n}组\u3000王建国等" for n in range(9)]


def test_pictures_beside_text_do_not_matter(texts: Texts) -> None:
    assert (
        texts(picture(100, 400, 300, 600) + Typesetter().set(*WRITTEN[:3]).sheets()[0].content) == WRITTEN[:3]
    )
