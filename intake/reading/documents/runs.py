"""From runs of equally styled characters to a block: its text without layout, and how most of it looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from intake.model import Align, Block, BlockKind, Document, Limits

#: Indents and fillers at the edges of a line: spaces, no-break and ideographic spaces, zero-width marks.
EDGES = " \t\r\n\f\v\xa0\u3000\u200b\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look: size in points, the East Asian font; None where nothing says."""

    bold: bool = False
    size: float | None = None
    font: str | None = None


class Run(NamedTuple):  # many are made for each document: a frozen dataclass takes twice as long
    """Characters of one look."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Frame:
    """What a paragraph has as a whole."""

    kind: BlockKind = "paragraph"
    label: str | None = None
    level: int | None = None
    align: Align | None = None


PLAIN = Frame()

TRUNCATED = "truncated"  # the document holds more text than is read
MOST = 100_000  # blocks of a document: a million of one letter each cost as much as a library


def clean(text: str) -> str:
    """Take out what no database and no terminal can hold: NUL and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "ignore").decode("utf-8")
    return text


def block(runs: Sequence[Run], frame: Frame = PLAIN) -> Block | None:
    """Make a block, or None where the runs hold nothing but layout."""
    found = _only(runs[0]) if len(runs) == 1 else _joined(_without_edges(runs))
    if found is None:
        return None
    text, look, head = found
    if frame.label:
        lead = _lead(frame.label)
        text = lead + text
        head += len(lead) if head else 0
    # By position, for there are many of them: by name takes half as long again.
    return Block(
        text, frame.kind, frame.label, frame.level, frame.align, look.size, look.font, look.bold, head
    )


def row(cells: Sequence[Sequence[Run]]) -> Block | None:
    """Make a table row of its cells, joined by tabs; None where all are empty."""
    joined: list[Run] = []
    for number, cell in enumerate(cells):
        if number:
            joined.append(Run("\t", Look()))
        joined += _without_edges(cell)
    return block(joined, Frame(kind="row"))


def table(rows: Iterable[Sequence[Sequence[Block]]], *, framed: bool) -> Iterator[Block]:
    """Make the rows of a table of the blocks in its cells; `framed` ones, of one column, only frame paragraphs."""
    for cells in rows:
        if framed:
            yield from (made for blocks in cells for made in blocks)
        elif (made := row([_cell(blocks) for blocks in cells])) is not None:
            yield made


def _cell(blocks: Iterable[Block]) -> list[Run]:
    """Flatten the blocks of a cell: its paragraphs on lines, nested tables without their tabs."""
    runs: list[Run] = []
    for made in blocks:
        look = Look(made.bold, made.size, made.font)
        runs += [Run("\n", look)] if runs else []
        runs.append(Run(made.text.replace("\t", " "), look))
    return runs


def document(
    blocks: Iterable[Block], kind: str, engine: str, limits: Limits, warnings: Iterable[str] = ()
) -> Document:
    """Make a document of as much text as the limit allows, and say so where it cut.

    The warnings are looked at last: making the blocks may add to them.
    """
    kept: list[Block] = []
    left = limits.text
    cut: tuple[str, ...] = ()
    for each in blocks:
        if len(each.text) > left or len(kept) == MOST:
            if left and len(kept) < MOST:
                kept.append(replace(each, text=each.text[:left]))
            cut = (TRUNCATED,)
            break
        left -= len(each.text)
        kept.append(each)
    return Document(tuple(kept), kind, engine, tuple(dict.fromkeys((*warnings, *cut))))


def _only(run: Run) -> tuple[str, Look, int] | None:
    """Give text, look and bold head of what most paragraphs have: one run."""
    text = run.text.strip(EDGES)
    return (_lines(text), run.look, len(text) if run.look.bold else 0) if text else None


def _joined(runs: Sequence[Run]) -> tuple[str, Look, int] | None:
    """Give text, look and bold head of runs without layout at their edges."""
    if not runs:
        return None
    look = runs[0].look if len(runs) == 1 else _most(runs)
    return _lines("".join([run.text for run in runs])), look, _bold_head(runs)


def _lines(text: str) -> str:
    """Clean a text; an indent after a soft break is layout as much as one at the start."""
    text = clean(text)
    if "\n" not in text:
        return text
    return "\n".join(line.strip(EDGES) for line in text.split("\n"))


def _lead(label: str) -> str:
    """Set a number before its text: 一、 and 1. stand directly before it, 第一章 takes a space."""
    return f"{label} " if label[-1].isalpha() or label[-1].isdecimal() else label


def _without_edges(runs: Sequence[Run]) -> list[Run]:
    kept = [run for run in runs if run.text]
    while kept and kept[0].text[0] in EDGES:
        text = kept[0].text.lstrip(EDGES)
        kept[:1] = [Run(text, kept[0].look)] if text else []
    while kept and kept[-1].text[-1] in EDGES:
        text = kept[-1].text.rstrip(EDGES)
        kept[-1:] = [Run(text, kept[-1].look)] if text else []
    return kept


def _most(runs: Sequence[Run]) -> Look:
    """Weigh looks by their characters: a title stays large though its footnote mark is small."""
    sizes: dict[float | None, int] = {}
    fonts: dict[str | None, int] = {}
    bold = total = 0
    for run in runs:
        weight = len("".join(run.text.split()))
        total += weight
        bold += weight * run.look.bold
        sizes[run.look.size] = sizes.get(run.look.size, 0) + weight
        fonts[run.look.font] = fonts.get(run.look.font, 0) + weight
    return Look(bold * 2 > total, max(sizes, key=sizes.__getitem__), max(fonts, key=fonts.__getitem__))


def _bold_head(runs: Sequence[Run]) -> int:
    """Count the characters before the first that is not bold; spaces of any look do not end a bold head."""
    at = end = 0
    for run in runs:
        at += len(run.text)
        if run.look.bold:
            end = at
        elif run.text.strip(EDGES):
            break
    return end
