import pytest

from intake.model import Block
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.markers import chinese, inline_run, marker_at, spread
from intake.reading.speeches.structure import structure_of
from intake.signs import plain


def lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text, plain(text), number, Block(text)) for number, text in enumerate(texts))


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35), ("叁", 3), ("甲", 0)],
)
def test_chinese_numbers_are_read(text: str, number: int) -> None:
    assert chinese(text) == number


@pytest.mark.parametrize(
    ("text", "family", "ordinal"),
    [
        ("一、提高认识", "comma", 1),
        ("壹、提高认识", "comma", 1),
        ("（二）压实责任", "paren", 2),
        ("㈢压实责任", "paren", 3),
        ("1.摸底", "number", 1),
        ("2、摸底", "number", 2),
        ("(3)摸底", "number_paren", 3),
        ("④摸底", "ring", 4),
        ("一是摸底", "is", 1),
        ("二要摸底", "want", 2),
        ("首先，摸底", "words", 1),
        ("第三，摸底", "words", 3),
        ("最后，摸底", "words", None),
        ("第二部分 成效", "part", 2),
        ("举措三：摸底", "part", 3),
        ("第二步：摸底", "part", 2),
        ("密码四：摸底", "part", 4),
        ("●摸底", "bullet", 0),
    ],
)
def test_markers_are_read(text: str, family: str, ordinal: int | None, grammar: Grammar) -> None:
    marker = marker_at(plain(text), grammar)
    assert marker
    assert (marker.family.name, marker.ordinal) == (family, ordinal)


@pytest.mark.parametrize(
    "text", ["第一书记讲党课", "1.5公里长的路", "一线工作", "首先说一句话", "2023年", "十年树木"]
)
def test_words_that_only_look_like_markers_are_none(text: str, grammar: Grammar) -> None:
    assert marker_at(plain(text), grammar) is None


def test_points_inside_a_paragraph_need_a_whole_sequence(grammar: Grammar) -> None:
    assert [
        marker.ordinal for marker in inline_run(plain("做法有三：一是甲。二是乙；三是丙。"), grammar)
    ] == [1, 2, 3]
    assert inline_run(plain("我们的优势之一是人。二是没有的。"), grammar) == ()
    assert inline_run(plain("他说：“一是学。”"), grammar) == ()


def test_points_inside_a_paragraph_get_lines_of_their_own(grammar: Grammar) -> None:
    pieces = list(spread(lines("三、抓产业。一是种茶。二是养蜂。"), grammar))
    assert [(piece.text, piece.joined) for piece in pieces] == [
        ("三、抓产业。", False),
        ("一是种茶。", True),
        ("二是养蜂。", True),
    ]


def roles(grammar: Grammar, *texts: str) -> list[str | None]:
    structure = structure_of(lines(*texts), [], grammar)
    return [structure.role(number) for number in range(len(texts))]


def test_the_outer_family_heads_and_the_next_one_points(grammar: Grammar) -> None:
    assert roles(grammar, "一、甲", "一是子。", "二是丑。", "二、乙", "首先，寅。", "其次，卯。") == [
        "heading",
        "point",
        "point",
        "heading",
        "point",
        "point",
    ]


def test_a_third_level_belongs_to_its_point(grammar: Grammar) -> None:
    assert roles(grammar, "一、甲", "（一）子", "1.鼠。", "2.牛。", "（二）丑", "二、乙") == [
        "heading",
        "point",
        "inner",
        "inner",
        "point",
        "heading",
    ]


def test_a_family_that_starts_anew_makes_points(grammar: Grammar) -> None:
    assert roles(grammar, "甲", "1.子。", "2.丑。", "乙", "1.寅。", "2.卯。") == [
        None,
        "point",
        "point",
        None,
        "point",
        "point",
    ]


def test_a_lonely_marker_is_none(grammar: Grammar) -> None:
    assert roles(grammar, "一、甲", "正文。") == [None, None]


def test_one_missing_number_is_forgiven(grammar: Grammar) -> None:
    assert roles(grammar, "一是甲。", "二是乙。", "四是丁。") == ["point"] * 3


def test_numbers_in_front_of_the_first_heading_are_no_points(grammar: Grammar) -> None:
    assert roles(grammar, "1.子。", "2.丑。", "一、甲", "二、乙") == ["inner", "inner", "heading", "heading"]
