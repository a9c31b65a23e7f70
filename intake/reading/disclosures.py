"""What a text gives away that may not be meant for everybody: numbers of persons, and marks of secrecy."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from intake.model import Disclosure, Lexicon
from intake.reading.documents.traces import Traces

IDENTITY = "id_card_numbers"
MOBILE = "mobile_numbers"
SECRECY = "secrecy_marks"

#: A citizen's number (GB 11643): place, date of birth, order, and a check character (ISO 7064, MOD 11-2).
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: A mobile number, not the beginning of a sum of money or of a longer number.
_MOBILE: Final = re.compile(
    r"(?<![0-9.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9%]|\.\d|[元万亿千百吨亩])"
)
_MASKED = "****"


def told_by(text: str, lexicon: Lexicon) -> tuple[Disclosure, ...]:
    """Find numbers of identity cards, of mobile phones, and marks of secrecy; numbers are shown in part only."""
    told = unicodedata.normalize("NFKC", text)
    found = Traces()
    for number in _identities(told):
        found.add(IDENTITY, f"{number[:6]}{_MASKED}{number[-4:]}")
    for match in _MOBILE.finditer(told):
        digits = re.sub(r"\D", "", match[0])[-11:]
        found.add(MOBILE, f"{digits[:3]}{_MASKED}{digits[-4:]}")
    for mark in _marks(told, lexicon):
        found.add(SECRECY, mark)
    return found.disclosures


def _identities(text: str) -> Iterator[str]:
    """Give numbers whose date exists and whose check character is right: others only look like one."""
    for match in _IDENTITY.finditer(text):
        number = match[0].upper()
        if _exists(number[6:14]) and _CHECKS[_weighed(number[:17]) % 11] == number[17]:
            yield number


def _weighed(digits: str) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))


def _exists(day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return True


def _marks(text: str, lexicon: Lexicon) -> Iterator[str]:
    marks = lexicon.tables["secrecy"]["marks"]
    for mark in marks if isinstance(marks, list) else ():
        yield from (match[0] for match in re.finditer(str(mark), text, re.MULTILINE))
