"""Every pattern must read 100,000 repeated characters without climbing back: steps are counted, not seconds."""

import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

import pytest

from intake.model import Block, Document, Lexicon
from intake.reading.speeches import Hints, judge, recognise

if TYPE_CHECKING:
    from _typeshed import TraceFunction

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
    judged = judge(document, lexicon, Hints())
    assert judged.kind.kind
    assert len(judged.records) <= 1


def steps(document: Document, lexicon: Lexicon) -> int:
    """Count the lines of Python that reading a document runs through."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> "TraceFunction | None":  # noqa: ANN401  # sys.settrace's own type
        nonlocal count
        count += event == "line"
        return trace if "speeches" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        recognise(document, lexicon, Hints())
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
    assert steps(document(400), lexicon) < 2.5 * steps(document(200), lexicon)
