"""Sections and points, put together from labelled lines."""

import re
from dataclasses import dataclass, field
from typing import Final

from intake.model import Point, Section
from intake.reading.speeches.zoned import Part, Zoned
from intake.signs import plain

_SENTENCE: Final = re.compile(r"[^。!?;]{0,400}")
_BODY: Final = frozenset({"heading", "subheading", "point", "text"})
_OWN_LINE: Final = 45  # characters of a heading on its own line
_CLOSERS: Final = "。；;！!？?"


@dataclass(slots=True)
class _Point:
    marker: str | None
    lead: str
    text: str
    own_line: bool


@dataclass(slots=True)
class _Section:
    marker: str | None = None
    heading: str | None = None
    subheading: str | None = None
    points: list[_Point] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)

    def frozen(self) -> Section:
        points = tuple(Point(point.marker, point.lead, point.text) for point in self.points)
        return Section(self.marker, self.heading, self.subheading, points, tuple(self.paragraphs))


def sections_of(part: Part) -> tuple[Section, ...]:
    """Build the sections of a speech: headings open them, points and paragraphs fill them."""
    sections: list[_Section] = []
    body = tuple(line for line in part if line.zone in _BODY)
    for number, line in enumerate(body):
        if line.zone == "heading" or not sections:
            sections.append(_Section())
        section = sections[-1]
        if line.zone == "heading":
            _head(section, line)
        elif line.zone == "subheading" and not section.subheading:
            section.subheading = line.text
        elif line.zone == "point":
            section.points.append(_point(line))
        else:
            _add(section, line, open_run=_run_goes_on(body, number))
    return tuple(section.frozen() for section in sections)


def _head(section: _Section, line: Zoned) -> None:
    marker, rest = _unmarked(line)
    section.marker = marker
    if len(rest) > _OWN_LINE or "。" in plain(rest)[:-1]:  # it runs into its text
        section.heading, text = first_sentence(rest)
        section.paragraphs += [text] if text else []
    else:
        bare = rest.rstrip("。：:；;")
        section.heading = bare[1:-1] if bare[:1] == "【" and bare[-1:] == "】" else bare


def _unmarked(line: Zoned) -> tuple[str | None, str]:
    lone = (
        line.zone == "heading"
        and line.marker
        and (line.marker.family.role == "heading" or line.marker.family.name == "bullet")
    )  # 一、 without 二、, or a bullet above points
    if line.marker and (lone or line.role in {"heading", "point"}):
        end = line.marker.end
        return line.text[:end].strip().rstrip(",，:：") or None, line.text[end:].strip()
    return None, line.text


def first_sentence(text: str) -> tuple[str, str]:
    """Cut a text behind its first sentence: the sentence without its mark, and the rest."""
    match = _SENTENCE.match(plain(text))
    end = match.end() if match else 0
    if end >= len(text):
        return text, ""
    stop = end + 1
    while stop < len(text) and _closes(text, stop):
        stop += 1
    return text[:end] + text[end + 1 : stop], text[stop:].strip()


def _closes(text: str, position: int) -> bool:
    """Tell whether a sign closes what was opened before; a straight quote does if it is the second of two."""
    return text[position] in "”’」』）)" or (text[position] == '"' and text.count('"', 0, position) % 2 == 1)


def _point(line: Zoned) -> _Point:
    marker, rest = _unmarked(line)
    lead, text = first_sentence(rest)
    return _Point(marker, lead.rstrip(_CLOSERS), text, own_line=not text)


def _add(section: _Section, line: Zoned, *, open_run: bool) -> None:
    """Add a paragraph: to the point before it when that was a line of its own or its run goes on."""
    last = section.points[-1] if section.points else None
    if last and (line.seen.line.joined or line.role == "inner" or last.own_line or open_run):
        glue = "" if line.seen.line.joined or not last.text else "\n"
        last.text += glue + line.text
        return
    if section.paragraphs and line.seen.line.joined:
        section.paragraphs[-1] += line.text
    else:
        section.paragraphs.append(line.text)


def _run_goes_on(body: Part, number: int) -> bool:
    """Tell whether the points' run continues behind a paragraph."""
    for line in body[number + 1 :]:
        if line.zone == "heading":
            return False
        if line.zone == "point":
            return bool(line.marker and line.marker.ordinal != 1)
    return False
