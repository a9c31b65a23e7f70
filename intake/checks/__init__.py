"""What an editor should look at before print, each with its evidence. Checks advise; none of them blocks anything.

They say only what is certain or worth a look: a false alarm costs an editor's trust in all the others. Everything
here is pure, and linear in the length of the text.
"""

from collections.abc import Callable, Iterable
from typing import Final

from intake.checks import days, figures, masks, numbering, pairs, parts, personal, punctuation, roster, words
from intake.checks.copy import Copy
from intake.model import Finding, SpeechRecord, Standard

__all__ = ["SLUGS", "check"]

#: Every check, in the order in which its findings are shown.
_CHECKS: Final[tuple[Callable[[Copy], Iterable[Finding]], ...]] = (
    parts.missing,
    parts.lengths,
    roster.against_roster,
    numbering.gaps,
    pairs.unpaired,
    figures.disagreeing,
    days.wrong_days,
    masks.left_in,
    personal.private,
    words.listed,
    punctuation.half_width,
)

#: Every slug that a finding may have.
SLUGS: Final = frozenset(
    {
        *parts.SLUGS, *roster.SLUGS, *numbering.SLUGS, *pairs.SLUGS, *figures.SLUGS, *days.SLUGS, *masks.SLUGS,
        *personal.SLUGS, *words.SLUGS, *punctuation.SLUGS,
    }
)  # fmt: skip


def check(record: SpeechRecord | None, text: str, standard: Standard, year: int) -> tuple[Finding, ...]:
    """Check a text that came in a year; without a record, what is said of the text alone."""
    copy = Copy(text, record, standard, year)
    return tuple(finding for one in _CHECKS for finding in one(copy))
