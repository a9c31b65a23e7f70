"""Sample manuscripts as text files: one line a paragraph, its layout by a mark, to .docx as offices type them.

    # 标题        title, 小标宋 22 pt, centred        ^ 栏目        small centred line
    > 署名        byline, 楷体 16 pt, centred         >> 落款       signature at the right
    ## 一、标题    heading, 黑体 16 pt                 #. 标题       the same, numbered by Word
    ~ 对仗标题     heading centred, 楷体 bold          anything else: body, 仿宋 16 pt, indented

Inside a line: **bold**, {++inserted++} and {--deleted--} as tracked changes.
"""

import re
from dataclasses import replace
from typing import Final

from intake.demo.docx import Paragraph, Run, docx

_LAYOUTS: Final = {
    "#": Paragraph((), align="center", size=22, font="方正小标宋简体", indent=0),
    "^": Paragraph((), align="center", size=14, font="楷体_GB2312", indent=0),
    ">": Paragraph((), align="center", font="楷体_GB2312", indent=0),
    ">>": Paragraph((), align="right", indent=0),
    "##": Paragraph((), font="黑体"),
    "#.": Paragraph((), font="黑体", numbered=True),
    "~": Paragraph((), align="center", font="楷体_GB2312", indent=0),
}
_BODY = Paragraph(())
_ALWAYS_BOLD: Final = frozenset("~")
_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\{\+\+(?P<ins>.+?)\+\+\}|\{--(?P<del>.+?)--\}")


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Lay out a manuscript; empty lines are only there for whoever edits the file."""
    return tuple(_paragraph(line) for line in text.splitlines() if line.strip())


def manuscript(text: str) -> bytes:
    """Typeset a manuscript as .docx."""
    return docx(paragraphs(text))


def _paragraph(line: str) -> Paragraph:
    mark, _, rest = line.partition(" ")
    if mark not in _LAYOUTS:
        return replace(_BODY, runs=_runs(line, bold=False))
    return replace(_LAYOUTS[mark], runs=_runs(rest, bold=mark in _ALWAYS_BOLD))


def _runs(text: str, *, bold: bool) -> tuple[Run, ...]:
    runs: list[Run] = []
    done = 0
    for found in _INLINE.finditer(text):
        runs.append(Run(text[done : found.start()], bold=bold))
        done = found.end()
        if inserted := found["ins"]:
            runs.append(Run(inserted, bold=bold, change="ins"))
        elif deleted := found["del"]:
            runs.append(Run(deleted, bold=bold, change="del"))
        else:
            runs.append(Run(found["bold"], bold=True))
    runs.append(Run(text[done:], bold=bold))
    return tuple(run for run in runs if run.text)
