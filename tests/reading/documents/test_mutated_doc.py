"""Word 97 documents changed at random: nothing but Unreadable leaves the reader, and all it gives can be stored.

A failure names its seed, and `mutated(seed)` makes the document again.
"""

from pathlib import Path
from random import Random

import pytest

from intake.model import Limits
from intake.plain import clean
from intake.reading.documents import Unreadable, read

DATA = Path(__file__).parents[2] / "data" / "documents"
SAMPLES = [path.read_bytes() for path in sorted((*DATA.glob("**/*.doc"), *DATA.glob("**/*.wps")))]
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
STEP = 50  # documents of one test, so that a failure is not far from its seed


def mutated(seed: int) -> bytes:
    """Change a sample in one to eight places: bytes, numbers that mean much, a cut, a piece of another."""
    chance = Random(seed)
    content = bytearray(chance.choice(SAMPLES))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        at = chance.randrange(min(len(content), chance.choice((1_600, 8_000, 10**9))))
        size = chance.choice((1, 2, 4))
        new = chance.choice(NUMBERS) & ((1 << 8 * size) - 1)
        content[at : at + size] = chance.choice((new.to_bytes(size, "little"), chance.randbytes(size)))
        if chance.random() < 0.05:
            other = chance.choice(SAMPLES)
            content[at : at + 512] = other[at : at + 512]
        if chance.random() < 0.02:
            del content[at:]
    return bytes(content)


def check(seed: int) -> None:
    try:
        document = read(mutated(seed), "doc", Limits())
    except Unreadable:
        return
    assert clean(document.text) == document.text, seed
    document.text.encode()


@pytest.mark.parametrize("first", range(0, 300, STEP))
def test_a_document_changed_at_random_is_read_or_refused(first: int) -> None:
    for seed in range(first, first + STEP):
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(300, 20_000, STEP))
def test_twenty_thousand_changed_documents_are_read_or_refused(first: int) -> None:
    for seed in range(first, first + STEP):
        check(seed)
