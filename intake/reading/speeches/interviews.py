"""Interviews: one person answers questions, and what it says is that person's, as a speech is."""

import re
from collections.abc import Iterable
from typing import Final

from intake.reading.speeches.byline import Byline, read_byline
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.signs import plain

_HEAD: Final = 8  # lines in which it says who answers
_LONGEST: Final = 60  # characters
_FEWEST: Final = 2  # answers
_SHORTEST: Final = 15  # characters of an answer that tells something
_ANSWER: Final = re.compile(r"(?:答|[一-龥]{1,4})[:] ?(?=[^?]{15})")
_QUESTION: Final = re.compile(r"(?:问|记者|主持人|笔者|编者)[:] ?[^。]{2,120}[?]$")
_ASKED: Final = re.compile(
    r"[—\-~ ]{0,4}(?:本[报刊网台])?(?:专访|访谈|访|对话|与)(?P<who>[^。?!:]{6,40}?)(?:的?(?:对话|访谈|对谈))?$"
)
_NAMED_BELOW: Final = re.compile(
    r"(?P<who>[^。?!:]{6,40}?)(?:的?(?:访谈|答问|对话|专访)(?:录|实录|摘录|节选|摘编)?)$"
)


def interviewed(text: str, grammar: Grammar) -> Byline:
    """Read whom a title or subtitle says was asked: ——访某镇党委书记张三, 某镇党委书记张三访谈录."""
    view = plain(text).strip()
    if len(view) > _LONGEST:
        return Byline()
    for pattern in (_ASKED, _NAMED_BELOW):
        match = pattern.fullmatch(view)
        found = read_byline(view[match.start("who") : match.end("who")], grammar) if match else Byline()
        if found.speakers and found.post:
            return found
    return Byline()


def is_interview(lines: Iterable[Line]) -> bool:
    """Tell whether a text is questions and answers, a line each."""
    views = [line.view for line in lines]
    asked = sum(bool(_QUESTION.match(view)) for view in views)
    answered = sum(bool(_ANSWER.match(view)) and not _QUESTION.match(view) for view in views)
    return asked >= _FEWEST and answered >= _FEWEST


def names_who_answers(lines: Iterable[Line], grammar: Grammar) -> bool:
    """Tell whether one of the first lines names whom the questions were put to."""
    return any(interviewed(line.text, grammar) for line in list(lines)[:_HEAD])
