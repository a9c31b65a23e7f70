"""Numbers that belong to private persons: identity cards, telephones, bank cards.

Whoever reads documents looks for them with the same functions: they are no less private in a comment or a hidden cell.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding
from intake.signs import plain, squeeze

#: GB 11643-1999: the weights of the first 17 digits, and the last sign by their sum's remainder of 11.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LAST: Final = "10X98765432"
_ID: Final = re.compile(r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])")
#: Neither the beginning of a longer number nor that of a sum of money.
_MOBILE: Final = re.compile(
    r"(?<![\d.])(?:\+?86[ —-]?)?1[3-9]\d(?:[ —-]?\d{4}){2}(?![\d.]\d|[\d%元万亿千百吨亩])"
)
_LANDLINE: Final = re.compile(r"(?<![\d.])\(?0\d{2,3}\)?[ —-]?[2-8]\d{6,7}(?!\d)")
_CARD: Final = re.compile(r"(?<![\dA-Za-z])[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?(?![\dA-Za-z])")
_NINE: Final = 9

SLUGS: Final = frozenset({"id_number", "mobile_number", "phone_number", "card_number"})

Span = tuple[int, int]


def id_numbers(text: str) -> Iterator[Span]:
    """Find numbers of identity cards: 18 signs whose last one is right for the others, with a day of birth."""
    for match in _ID.finditer(plain(text)):
        if _is_id(match.group().upper()):
            yield match.span()


def _is_id(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return number[-1] == _LAST[total % 11]


def mobile_numbers(text: str) -> Iterator[Span]:
    """Find numbers of mobile telephones, in one piece or as 138 0000 0000."""
    yield from (match.span() for match in _MOBILE.finditer(plain(text)))


def landline_numbers(text: str) -> Iterator[Span]:
    """Find telephone numbers with their area code: 0916-2223344."""
    yield from (match.span() for match in _LANDLINE.finditer(plain(text)))


def card_numbers(text: str) -> Iterator[Span]:
    """Find numbers of bank cards: 16 to 19 digits, the last one right for the others (ISO/IEC 7812, Luhn)."""
    ids = set(id_numbers(text))
    for match in _CARD.finditer(plain(text)):
        if match.span() not in ids and _luhn(squeeze(match.group())):
            yield match.span()


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - _NINE if value > _NINE else value for value in doubled) % 10 == 0


def private(copy: Copy) -> Iterator[Finding]:
    """Find all of them but the contact's, which is not for print anyway."""
    contact = copy.record.contact if copy.record else None
    known = _digits(contact.phone or "") if contact else ""
    for slug, found in (
        ("id_number", id_numbers(copy.text)),
        ("card_number", card_numbers(copy.text)),
        ("mobile_number", mobile_numbers(copy.text)),
        ("phone_number", landline_numbers(copy.text)),
    ):
        for start, end in found:
            if not (known and _digits(copy.view[start:end]).endswith(known)):
                yield copy.finding(slug, (start, end))


def _digits(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isdigit())
