import pytest

from intake.model import Document
from intake.reading.documents import plain_blocks
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.interviews import interviewed, is_interview
from intake.reading.speeches.lines import lines_of

ASKED = "问：村里最难的事是什么？\n答：是水。我们请人打了三口井，家家户户都接上了水管。\n"


@pytest.mark.parametrize(
    "text",
    [
        "——访定军山镇党委书记李长河",
        "——专访定军山镇党委书记 李长河",
        "——对话定军山镇党委书记李长河",
        "——与定军山镇党委书记李长河对话",
        "定军山镇党委书记李长河访谈录",
    ],
)
def test_a_line_says_whom_the_questions_were_put_to(text: str, grammar: Grammar) -> None:
    found = interviewed(text, grammar)
    assert [speaker.name for speaker in found.speakers] == ["李长河"]
    assert (found.unit, found.post) == ("定军山镇", "党委书记")


@pytest.mark.parametrize(
    "text", ["——访定军山镇敬老院", "对话石榴寨：一条鱼怎么救活一个寨子", "访民情、解民忧", "——与时代同行"]
)
def test_what_names_nobody_says_no_such_thing(text: str, grammar: Grammar) -> None:
    assert not interviewed(text, grammar)


def test_questions_and_answers_make_an_interview() -> None:
    assert is_interview(lines_of(Document(tuple(plain_blocks(ASKED * 2)), "txt", "plain")))
    assert not is_interview(lines_of(Document(tuple(plain_blocks(ASKED)), "txt", "plain")))
