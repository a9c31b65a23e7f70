import pytest

from intake.model import Document
from intake.reading.documents import plain_blocks
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import lines_of
from intake.reading.speeches.parting import parted


def parts_of(text: str, grammar: Grammar) -> list[str]:
    lines = lines_of(Document(tuple(plain_blocks(text)), "txt", "plain"))
    return [line.text.strip() for line in parted(lines, grammar)]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (
            "守好一方水土（勉县定军山镇党委书记 李长河）",
            ["守好一方水土", "（勉县定军山镇党委书记 李长河）"],
        ),
        ("守好一方水土　　定军山镇党委书记　李长河", ["守好一方水土", "定军山镇党委书记　李长河"]),
        (
            "李长河（定军山镇党委书记）：各位领导、同志们：",
            ["李长河（定军山镇党委书记）：", "各位领导、同志们："],
        ),
        ("2.发言人：李长河", ["发言人：李长河"]),
    ],
)
def test_a_line_that_holds_two_things_is_cut_between_them(
    line: str, parts: list[str], grammar: Grammar
) -> None:
    assert parts_of(line, grammar) == parts


@pytest.mark.parametrize(
    "line",
    [
        "守好一方水土（2024年3月12日）",
        "李长河（勉县定军山镇党委书记）",
        "9:10—10:00 交流发言（定军山镇党委书记 李长河）",
        "定军山镇党委书记李长河：群众的事就是天大的事",
        "定军山镇党委书记　李长河",
        "2.发展产业：茶叶和柑橘",
    ],
)
def test_any_other_line_stays_whole(line: str, grammar: Grammar) -> None:
    assert parts_of(line, grammar) == [line]


def test_marks_of_markdown_and_of_quoted_mails_are_no_part_of_a_line(grammar: Grammar) -> None:
    assert parts_of("# 守好一方水土\n**李长河**\n> 各位领导：\n*员带头", grammar) == [
        "守好一方水土",
        "李长河",
        "各位领导：",
        "*员带头",
    ]
