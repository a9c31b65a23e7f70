"""Sample mails changed at random: nothing but Unreadable leaves the reader, and all it says can be stored.

A failure names its seed, and `mutated(seed)` makes the mail again, to be kept as a sample in tests/data/mail.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import pytest

from intake.demo.letters import letters
from intake.model import Lexicon, Limits
from intake.plain import clean
from intake.reading import Unreadable, read

DATA = Path(__file__).parents[1] / "data" / "mail"
PIECES = (
    b"\r\n\r\n", b"\n", b"\r", b"\0", b"=?gb2312?B?", b"?=", b"charset=unicode_escape", b"charset=utf-7", b"+2AA-",
    b"charset=hz-gb-2312", b"~{", b'charset="a\0b"', b"; name*0*=utf-8''%ED%A0%80", b"; boundary=", b"\xff\xfe",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 a\nM",
    b"Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n", b"Content-Type: text/html\r\n\r\n", b"From: ", b"<",
    b"Date: Mon, 99 Foo 99999 99:99 +9999\r\n", b"<table><tr><td>", b"&#xD800;", b"&#0;", b"PK\x03\x04", b"%", b"*",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x78\x9f\x3e\x22", b"\xe2\x80\xae", b"=", b";", b"'", b'"', b"\\",
)  # fmt: skip
STEP = 500  # mails of one test, so that a failure is not far from its seed


@cache
def samples() -> tuple[bytes, ...]:
    """Give the samples of the tests and the mails of the demo."""
    ours = (path.read_bytes() for path in sorted(DATA.glob("*.eml")))
    return (*ours, *(letter.raw for letter in letters(datetime(2026, 11, 25, tzinfo=UTC))))


def mutated(seed: int) -> bytes:
    """Change a sample in one to eight places; half of them in its head, where the meaning is."""
    chance = Random(seed)
    raw = bytearray(chance.choice(samples()))
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        at = chance.randrange(min(len(raw), chance.choice((2_500, 10**9))) + 1)
        raw[at : at + chance.choice((0, 0, 1, 2, 8, 40, 200))] = other(chance, raw)
        if chance.random() < 0.02:
            del raw[at:]
    return bytes(raw)


def other(chance: Random, raw: bytearray) -> bytes:
    """Give what is put in: a telling piece, noise, a repetition, a cutting of another sample, nothing."""
    mail = chance.choice((raw, chance.choice(samples())))
    at = chance.randrange(len(mail) + 1)
    noise = chance.randbytes(chance.choice((1, 4, 40)))
    return chance.choice(
        (chance.choice(PIECES), noise, bytes(mail[at : at + chance.choice((20, 200, 2_000))]), b"")
    )


def strings(value: object) -> Iterator[str]:
    """Give every text that a value holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, Mapping):
        yield from strings([*value.keys(), *value.values()])
    elif is_dataclass(value):
        yield from strings([getattr(value, field.name) for field in fields(value)])


def check(seed: int, lexicon: Lexicon) -> None:
    try:
        reading = read(mutated(seed), lexicon, Limits())
    except Unreadable:
        return
    for text in strings(reading):
        clean(text).encode()
        assert "\0" not in clean(text), seed
        assert not text.startswith("crashed:"), seed


@pytest.mark.parametrize("first", range(0, 2_000, STEP))
def test_a_sample_changed_at_random_is_read_or_refused(first: int, lexicon: Lexicon) -> None:
    for seed in range(first, first + STEP):
        check(seed, lexicon)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(2_000, 100_000, STEP))
def test_a_hundred_thousand_changed_samples_are_read_or_refused(first: int, lexicon: Lexicon) -> None:
    for seed in range(first, first + STEP):
        check(seed, lexicon)
