from collections.abc import Callable

import pytest

from intake.checks import check
from intake.model import Lexicon, SpeechRecord, Standard

#: Checks a text and gives, of each finding, its slug, what it quotes, and what it advises.
Found = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def found(lexicon: Lexicon) -> Found:
    def find(
        text: str, record: SpeechRecord | None = None, standard: Standard | None = None
    ) -> list[tuple[str, str, str]]:
        findings = check(record, text, standard or Standard(lexicon), 2026)
        assert all(0 <= start < end <= len(text) for one in findings for start, end in one.spans)
        assert all(one.quote == text[slice(*one.spans[0])] for one in findings if one.spans)
        return [(one.slug, one.quote, one.advice) for one in findings]

    return find
