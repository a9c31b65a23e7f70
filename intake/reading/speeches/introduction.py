"""Speakers who introduce themselves in the text: 我是来自…的…, 我叫…,来自…,现任…."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from intake.reading.speeches.byline import Byline, read_byline
from intake.reading.speeches.grammar import Grammar
from intake.signs import plain

_OPENING: Final = re.compile(r"(?:^|(?<=[。!;:,\n ]))(?:我(?:是|叫|名叫|来自|姓)|本人(?:是|叫|名叫|来自)?)")
_LONGEST: Final = 90  # characters of an introduction
_END: Final = re.compile(r"[。!;:]")
_CLAUSE: Final = re.compile(r",")
# What leads a clause of an introduction: 现任, 来自 …
_LEADER: Final = re.compile(
    r"^(?:我|本人)?(?:的名字)?(?:现在担任|现在任|目前担任|目前任|目前是|如今是|如今担任|是|叫|名叫|来自于|来自|现任|时任|现为|现在是|目前担任|担任|任|现担任|也是|同时是)?(?:来自)?(?:于)?(?:一名|一位|一个)?(?:普通的?|基层的?)?"
)
# What a clause says of the person that is neither name nor post.
_PERSONAL: Final = re.compile(
    r"男|女|[一-龥]{1,5}族|(?:今年|现年|年龄)?(?:\d{2}|[一二三四五六七八九十]{1,3})岁|(?:是)?(?:一名)?(?:中共)?(?:预备)?党员|共青团员|"
    r"(?:19|20)?\d{2}年?[^,]{0,10}(?:生|出生|入党|参加工作|毕业|入职|参军|入伍|退伍)|(?:本科|大专|中专|高中|研究生|硕士|博士)(?:学历|毕业)?|"
    r"(?:土生土长的?)?[一-龥]{2,8}(?<![镇乡村局院校])人"
)
_COUNT: Final = re.compile(r"^(?:一名|一位|一个)?(?:普通的?|基层的?|平凡的?)?(?=..)")
_SURNAME: Final = re.compile(r"(?:我)?(?:免贵)?姓[一-龥]{1,2}")  # 我姓张,叫张三
_LINK: Final = re.compile(r"的(?=[^的]{2,24}$)|(?<=[镇乡道区村局])的")


def introduced(texts: Iterable[str], grammar: Grammar) -> tuple[Byline, int]:
    """Read the first self-introduction of some paragraphs, and say in which it stands; an empty byline without one."""
    for number, text in enumerate(texts):
        view = plain(text)
        for match in _OPENING.finditer(view):
            end = _END.search(view, match.start())
            stretch = text[match.start() : min(end.start() if end else len(text), match.start() + _LONGEST)]
            byline = _read(stretch, grammar)
            if byline.speakers or byline.post:
                return byline, number
    return Byline(), -1


def _read(stretch: str, grammar: Grammar) -> Byline:
    """Read the longest run of clauses that makes a byline."""
    clauses: list[str] = []
    start = 0
    view = plain(stretch)
    for clause in _CLAUSE.split(view):
        clauses.append(_bare(stretch[start : start + len(clause)]))
        start += len(clause) + 1
    for count in range(len(clauses), 0, -1):
        byline = read_byline(" ".join(filter(None, clauses[:count])), grammar)
        if byline.post or (byline.speakers and byline.unit):
            return replace(byline, shape="pieces") if count > 1 else byline
    return read_byline(clauses[0], grammar)


def _bare(clause: str) -> str:
    """Take off what leads a clause, and the 的 between unit, post and name."""
    lead = _LEADER.match(plain(clause))
    rest = clause[lead.end() if lead else 0 :].strip()
    if _SURNAME.fullmatch(rest) or _PERSONAL.fullmatch(plain(rest)):
        return ""
    link = _LINK.search(rest)
    return f"{rest[: link.start()]} {_COUNT.sub('', rest[link.end() :])}" if link else rest
