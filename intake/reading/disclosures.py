"""What a text gives away that may not be meant for everybody: numbers of persons, and marks of secrecy."""

import re
import unicodedata
from collections.abc import Iterator

from intake.checks.personal import id_numbers, mobile_numbers
from intake.model import Disclosure, Lexicon
from intake.reading.documents.traces import Traces

IDENTITY = "id_card_numbers"
MOBILE = "mobile_numbers"
SECRECY = "secrecy_marks"

_MASKED = "****"


def told_by(text: str, lexicon: Lexicon) -> tuple[Disclosure, ...]:
    """Find numbers of identity cards, of mobile phones, and marks of secrecy; numbers are shown in part only."""
    told = unicodedata.normalize("NFKC", text)
    found = Traces()
    for start, end in id_numbers(told):
        number = told[start:end].upper()
        found.add(IDENTITY, f"{number[:6]}{_MASKED}{number[-4:]}")
    for start, end in mobile_numbers(told):
        digits = re.sub(r"\D", "", told[start:end])[-11:]
        found.add(MOBILE, f"{digits[:3]}{_MASKED}{digits[-4:]}")
    for mark in _marks(told, lexicon):
        found.add(SECRECY, mark)
    return found.disclosures


def _marks(text: str, lexicon: Lexicon) -> Iterator[str]:
    marks = lexicon.tables["secrecy"]["marks"]
    for mark in marks if isinstance(marks, list) else ():
        yield from (match[0] for match in re.finditer(str(mark), text, re.MULTILINE))
