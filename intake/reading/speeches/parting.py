"""Lines that hold two things: a title and, behind it, who speaks; who speaks and, behind a colon, the speech."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from intake.reading.speeches.byline import read_byline
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.signs import plain, squeeze

_HEAD: Final = 12  # lines in which titles and labels stand
_LONGEST: Final = 90  # characters of a title with its speaker
_SHORTEST_TITLE: Final = 4
_LONGEST_NAMED: Final = 50  # characters in front of the colon
_SHORTEST_SPEECH: Final = 60  # characters behind it
_BRACKET: Final = re.compile(r"\((?P<inside>[^()]{6,60}(?:\([^()]{1,20}\)[^()]{0,30})?)\)$")
_NO_TITLE: Final = re.compile(r"^[\d(一二三四五六七八九十]{1,3}[:.、)]|\d[:点时]|[:。;]|请")
_WIDE: Final = re.compile(r" {2,20}")
_NUMBER: Final = re.compile(r"\d{1,2}[.、] ?|\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}、")


def parted(lines: Iterable[Line], grammar: Grammar) -> Iterator[Line]:
    """Cut the lines that hold two things, and take the number off a numbered label: 2.发言人:张三."""
    for number, line in enumerate(lines):
        if line.source.kind != "paragraph" or line.joined:
            yield line
            continue
        cut = _behind_title(line, grammar) if number < _HEAD and len(line.view) <= _LONGEST else 0
        cut = cut or _behind_colon(line, grammar)
        if cut:
            yield line.cut(0, cut, joined=False)
            yield line.cut(cut, None, joined=False)
        else:
            yield _unnumbered(line, grammar) if number < _HEAD else line


def _behind_title(line: Line, grammar: Grammar) -> int:
    """Say where the speaker's unit, post and name begin behind a title, in brackets or apart; 0 where they do not."""
    bracket = _BRACKET.search(line.view)
    starts = [bracket.start()] if bracket else [match.end() for match in _WIDE.finditer(line.view)]
    for start in starts:
        front = line.text[:start].strip()
        if (
            len(front) < _SHORTEST_TITLE
            or _NO_TITLE.search(plain(front))
            or not _is_whole(line.text[start:], grammar)
        ):
            continue
        if not read_byline(front, grammar) and not grammar.label.match(line.view):
            return start
    return 0


def _is_whole(text: str, grammar: Grammar) -> bool:
    byline = read_byline(text, grammar)
    return bool(len(byline.speakers) == 1 and byline.unit and byline.post)


def _behind_colon(line: Line, grammar: Grammar) -> int:
    """Say where the speech begins behind a name and a colon: 张三(某镇党委书记):各位领导,…."""
    end = line.view.find(":", 0, _LONGEST_NAMED) + 1
    rest = line.view[end:].strip()
    if not end or not rest:
        return 0
    salutes = bool(grammar.patterns["salutation"].match(rest))
    if not salutes and (len(rest) < _SHORTEST_SPEECH or "。" not in rest):
        return 0
    byline = read_byline(line.text[: end - 1], grammar)
    return end if byline.speakers and byline.post else 0


def _unnumbered(line: Line, grammar: Grammar) -> Line:
    """Take the number off a label: 1.题目:…."""
    number = _NUMBER.match(line.view)
    label = grammar.label.match(line.view, number.end()) if number else None
    known = label and grammar.labels[squeeze(label["label"])] in {
        "title",
        "name",
        "unit",
        "post",
        "date",
        "occasion",
    }
    return line.cut(number.end(), None, joined=False) if number and known else line
