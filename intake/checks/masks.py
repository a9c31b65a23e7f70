"""Masks and blanks that were never filled in: 某某, XX, 202X年, 年  月  日, 镇街*比学赶超."""

import re
from collections.abc import Iterator
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding

_MASK: Final = re.compile(
    r"某某某?"
    r"|(?<![A-Za-z])[Xx]{2,10}(?![A-Za-z])"
    r"|×{2,10}|(?<![\d*])\*{2,10}(?![\d*])|(?<![一二三四五六七八九〇○])[○〇]{2,10}(?![一二三四五六七八九])|_{2,40}"
    r"|(?:19|20)\d?[Xx*×?]{1,2} ?年"
    r"|(?<=[一-龥])\*(?=[一-龥])"
    r"|(?<![A-Za-z\d])[Xx×](?=[县市区镇乡村委局建员])"
    r"|年 {1,12}月 {0,12}日?|(?<![\d一二三四五六七八九十个])月 {1,12}日"
    r"|\(此处[^()\n]{0,20}\)|\[此处[^\[\]\n]{0,20}\]"
)

SLUGS: Final = frozenset({"mask"})


def left_in(copy: Copy) -> Iterator[Finding]:
    """Find each of them."""
    for match in _MASK.finditer(copy.view):
        yield copy.finding("mask", match.span())
