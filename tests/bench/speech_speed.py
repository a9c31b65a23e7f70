"""Measures the recognition and the checks of a speech of about 2,000 characters: python tests/bench/speech_speed.py

CPU time, the best of some rounds, of speeches of the demo whose sections are repeated until they are long enough.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from intake.checks import check
from intake.config import load_lexicon
from intake.model import Document, Standard
from intake.reading.documents import plain_blocks
from intake.reading.speeches import Hints, recognise

_TEXTS = Path(__file__).parents[2] / "intake" / "demo" / "texts"
_LENGTH = 2_000
_ROUNDS = 15
_SPEECHES = ("01-wangchao", "04-gaoxin", "06-yuntaigou", "11-shuiliju")
_MARKS = "#>^* "  # of the demo's typesetter


def _documents() -> Iterator[tuple[str, Document]]:
    """Give each speech, two thirds of its lines repeated."""
    for name in _SPEECHES:
        lines = [line.lstrip(_MARKS) for line in (_TEXTS / f"{name}.txt").read_text("utf-8").splitlines()]
        middle = lines[len(lines) // 3 :]
        while sum(map(len, lines)) < _LENGTH:
            lines += middle
        yield name, Document(plain_blocks("\n".join(lines)), "txt", "bench")


def _best(task: Callable[[], object]) -> float:
    """Give the milliseconds of the quickest round."""
    times = []
    for _ in range(_ROUNDS):
        begun = process_time()
        task()
        times.append(process_time() - begun)
    return min(times) * 1000


def _main() -> None:
    lexicon = load_lexicon(None)
    standard = Standard(lexicon)
    for name, document in _documents():
        records = recognise(document, lexicon, Hints())
        recognised = _best(lambda document=document: recognise(document, lexicon, Hints()))  # type: ignore[misc]  # bound at once
        checked = _best(
            lambda document=document, record=records[0]: check(record, document.text, standard, 2026)  # type: ignore[misc]  # as above
        )
        sys.stdout.write(
            f"{name}: {len(document.text)} characters, recognised in {recognised:.1f} ms, checked in {checked:.1f} ms\n"
        )


if __name__ == "__main__":
    _main()
