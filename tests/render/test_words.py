import pytest

from intake.model import MailKind, Outcome
from intake.reading.mail.links import _PROVIDERS
from intake.render.words import KINDS, OUTCOMES, PROVIDERS, STATUSES, confidence
from intake.workflow import Status


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (1.0, "recognised"),
        (0.9, "recognised"),
        (0.89, "please check"),
        (0.6, "please check"),
        (0.59, "not recognised"),
        (0.0, "not recognised"),
    ],
)
def test_a_confidence_is_one_of_three_words(value: float, word: str) -> None:
    assert confidence(value) == word


def test_every_slug_has_its_word() -> None:
    assert set(STATUSES) == set(Status)
    assert set(KINDS) == set(MailKind)
    assert set(OUTCOMES) == set(Outcome)
    assert set(PROVIDERS) == set(_PROVIDERS)
