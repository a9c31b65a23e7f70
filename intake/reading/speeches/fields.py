"""Labelled fields: 作者:张三, and the rows of a cover table."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.signs import plain, squeeze

_START: Final = re.compile(r"(?:^|(?<= )|(?<=[,;()]))")
_EDGES: Final = " ,;()、"
_LONGEST: Final = 120
_COLUMNS: Final = tuple(map(re.compile, (r"\t", r"\|", r" {2,20}", r" ")))
_SERIALS: Final = frozenset({"序号", "编号", "备注", "性别", "民族"})
_FEWEST_COLUMNS: Final = 2


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
    if "\t" in line.text:
        return _cells(line.text, grammar)
    return _labelled(line.text, grammar) or _spaced(line, grammar)


def _spaced(line: Line, grammar: Grammar) -> tuple[Field, ...]:
    """Read 发言人 张三: a person's label that only a blank parts from its value."""
    match = grammar.person_label.match(line.view)
    if not match:
        return ()
    label = squeeze(match["label"])
    return (Field(grammar.labels[label], label, line.text[match.start("value") :].strip()),)


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
            _trimmed(text[match.end() : end]),
        )
        for match, end in zip(found, ends, strict=True)
    )


def header_of(line: Line, grammar: Grammar) -> tuple[str, ...]:
    """Read the header of a table of people: the keys of its columns (name, unit, post …), "" for others; () if none.

    A header names at least two things and holds no values: 姓名 单位 职务 above 张三 某镇 书记.
    """
    columns = columns_of(line)
    labels = [squeeze(plain(column)).rstrip(":") for column in columns]
    keys = tuple(grammar.labels.get(label, "") for label in labels)
    named = [key for key in keys if key]
    spare = all(key or label in _SERIALS for key, label in zip(keys, labels, strict=True))
    return keys if len(set(named)) >= _FEWEST_COLUMNS and spare and "name" in named else ()


def columns_of(line: Line) -> tuple[str, ...]:
    """Cut a line at tabulators, else at upright strokes, else at wide blanks, else at any."""
    text = line.text.strip("|｜丨│ 　")
    view = plain(text) if "\t" not in text else text
    separator = next(sign for sign in _COLUMNS if sign.search(view) or sign is _COLUMNS[-1])
    bounds = [(0, 0), *(match.span() for match in separator.finditer(view)), (len(text), len(text))]
    return tuple(text[end:start].strip() for (_, end), (start, _) in pairwise(bounds))


def under_header(keys: tuple[str, ...], line: Line) -> tuple[Field, ...]:
    """Read a row below a header; () where it has another number of columns."""
    columns = columns_of(line)
    if len(columns) != len(keys):
        return ()
    return tuple(Field(key, key, value) for key, value in zip(keys, columns, strict=True) if key and value)


def _trimmed(value: str) -> str:
    """Take off joints, and a bracket that opened in front of the label: (作者:张三)."""
    value = value.strip().strip("，；、,; ")
    view = plain(value)
    return value[:-1].strip() if view.endswith(")") and view.count("(") < view.count(")") else value


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
