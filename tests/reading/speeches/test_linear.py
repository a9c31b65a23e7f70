"""Every pattern must read 100,000 repeated characters without climbing back: steps are counted, not seconds."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from intake.model import Block, Document, Lexicon
from intake.reading.speeches import Hints, classify, recognise

LONG = 100_000
CHARACTERS = [
    "一",
    "是",
    "镇",
    "在",
    "会",
    "1",
    ",",
    "(",
    "—",
    "请",
    "·",
    "“",
    " ",
    "我是",
    "第一",
    "党委书记",
    "(一)",
    "一是。",
    "张 ",
    "2023年",
]


@pytest.mark.parametrize("character", CHARACTERS)
def test_a_long_line_of_one_character_is_read(character: str, lexicon: Lexicon) -> None:
    text = (character * LONG)[:LONG]
    document = Document((Block("在全县大会上的发言"), Block("同志们："), Block(text)), "txt", "test")
    assert classify(document, lexicon).kind
    assert len(recognise(document, lexicon, Hints())) <= 1


def steps(action: Callable[[], object]) -> int:
    """Count the lines of Python that an action runs through."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., object] | None:
        nonlocal count
        count += event == "line"
        return trace if "speeches" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def test_twice_the_lines_take_twice_the_steps(lexicon: Lexicon) -> None:
    def document(lines: int) -> Document:
        body = [
            Block(f"一是把第{number}件事办好。群众满意，干部放心，大家都说好。") for number in range(lines)
        ]
        return Document((Block("在全县大会上的发言"), Block("同志们："), *body), "txt", "test")

    recognise(document(10), lexicon, Hints())
    single, double = (
        steps(lambda lines=lines: recognise(document(lines), lexicon, Hints())) for lines in (200, 400)
    )
    assert double < 2.5 * single
