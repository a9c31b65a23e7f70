"""Labelled fields: 作者:张三, and the rows of a cover table."""

import re
from dataclasses import dataclass
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.view import plain, squeeze

_START: Final = re.compile(r"(?:^|(?<= )|(?<=[,;()]))")
_EDGES: Final = " ,;()、"
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Field:
    """A label's key in the lexicon (name, unit, post, title, contact …), the label itself, and the value behind it."""

    key: str
    label: str
    value: str


def fields_of(line: Line, grammar: Grammar) -> tuple[Field, ...]:
    """Read the labelled fields of a line or a table row; () where it starts with anything else."""
    if len(line.text) > _LONGEST and "\t" not in line.text:
        return _first(line, grammar)
    return _cells(line.text, grammar) if "\t" in line.text else _labelled(line.text, grammar)


def _first(line: Line, grammar: Grammar) -> tuple[Field, ...]:
    """Read the label in front of a whole paragraph: 编者按:…."""
    opening = len(line.view) - len(line.view.lstrip("([【 "))
    match = grammar.label.match(line.view, opening)
    if not match:
        return ()
    return (
        Field(
            grammar.labels[squeeze(match["label"])], squeeze(match["label"]), line.text[match.end() :].strip()
        ),
    )


def _labelled(text: str, grammar: Grammar) -> tuple[Field, ...]:
    view = plain(text)
    opening = len(view) - len(view.lstrip("([【 "))
    found: list[re.Match[str]] = []
    for place in _START.finditer(view):
        match = grammar.label.match(view, max(place.end(), opening) if not found else place.end())
        if match and (not found or match.start() >= found[-1].end()):
            found.append(match)
    if not found or found[0].start() != opening:
        return ()
    ends = [*(match.start() for match in found[1:]), len(text)]
    return tuple(
        Field(
            grammar.labels[squeeze(match["label"])],
            squeeze(match["label"]),
            text[match.end() : end].strip().strip("，；、,; ()（）"),
        )
        for match, end in zip(found, ends, strict=True)
    )


def _cells(text: str, grammar: Grammar) -> tuple[Field, ...]:
    cells = [cell.strip() for cell in text.split("\t")]
    found: list[Field] = []
    number = 0
    while number < len(cells):
        label = squeeze(plain(cells[number])).rstrip(":")
        if label in grammar.labels and number + 1 < len(cells):
            found.append(Field(grammar.labels[label], label, cells[number + 1]))
            number += 2
        else:
            found += _labelled(cells[number], grammar)
            number += 1
    return tuple(found)
