"""Ruled tables are read by rows, boxes apart from the text around them."""

from collections.abc import Callable

from pdf_writer import frame, line, prose, ruled, text

from intake.model import Document

Printed = Callable[..., Document]
XS, YS = (90, 190, 350, 506), (200, 230, 260, 290)


def cells(*rows: tuple[str, str, str]) -> str:
    return "".join(
        text((XS[along] + 6, YS[down] + 20), said)
        for down, row in enumerate(rows)
        for along, said in enumerate(row)
        if said
    )


def found(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def test_rows_stand_where_the_table_stands(printed: Printed) -> None:
    table = ruled(XS, YS) + cells(("序号", "任务", "时限"), ("1", "修路", "六月"), ("2", "", "九月"))
    assert found(printed(text((90, 150), "附件：任务表") + table + text((90, 330), "表后文字。"))) == [
        ("paragraph", "附件：任务表"),
        ("row", "序号\t任务\t时限"),
        ("row", "1\t修路\t六月"),
        ("row", "2\t\t九月"),
        ("paragraph", "表后文字。"),
    ]


def test_merged_cells_are_one(printed: Printed) -> None:
    lines = (
        "".join(line(90, y, 506, y) for y in (200, 230, 290))
        + line(190, 260, 506, 260)
        + "".join(line(x, 200, x, 290) for x in (90, 506))
        + line(190, 230, 190, 290)
        + line(350, 230, 350, 290)
    )
    table = text((200, 220), "工作任务表") + cells(
        ("", "", ""), ("责任", "修路", "六月"), ("", "架桥", "九月")
    )
    assert [said for _, said in found(printed(lines + table))] == [
        "工作任务表",
        "责任\t修路\t六月",
        "架桥\t九月",
    ]


def test_a_cell_that_wraps_is_joined_and_its_paragraphs_are_apart(printed: Printed) -> None:
    said = text((96, 214), "修通各村道", 12) + text((96, 228), "路，架桥。", 12)
    paragraphs = text((200, 214), "一、修路", 12) + text((200, 228), "二、架桥", 12)
    table = (
        ruled((90, 160, 506), (200, 236, 270))
        + said
        + paragraphs
        + text((96, 256), "甲")
        + text((200, 256), "乙")
    )
    assert [said for _, said in found(printed(table))] == [
        "修通各村道路，架桥。\t一、修路\n二、架桥",
        "甲\t乙",
    ]


def test_a_table_without_lines_at_its_sides_has_all_its_columns(printed: Printed) -> None:
    lines = "".join(line(90, y, 506, y) for y in (200, 230, 260)) + line(300, 200, 300, 260)
    said = text((96, 220), "甲") + text((310, 220), "乙") + text((96, 250), "丙") + text((310, 250), "丁")
    assert found(printed(lines + said)) == [("row", "甲\t乙"), ("row", "丙\t丁")]


def test_a_frame_around_paragraphs_is_no_table(printed: Printed) -> None:
    page = frame(60, 60, 540, 780) + text((90, 100), prose(26, 1)) + text((90, 128), "完。")
    assert {kind for kind, _ in found(printed(page))} == {"paragraph"}


def test_a_text_box_stands_apart_from_the_text_beside_it(printed: Printed) -> None:
    page = (
        text((90, 100), "文本")
        + frame(100, 200, 300, 260)
        + text((110, 230), "印发：党政办公室")
        + text((90, 320), "后文")
    )
    assert found(printed(page)) == [("paragraph", "文本"), ("box", "印发：党政办公室"), ("paragraph", "后文")]


def test_a_drawing_of_thousands_of_lines_is_no_table(printed: Printed) -> None:
    drawing = "".join(line(50, y / 10, 500, y / 10) for y in range(1000, 4000)) + line(50, 100, 50, 400)
    assert found(printed(drawing + text((90, 600), "正文"))) == [("paragraph", "正文")]
