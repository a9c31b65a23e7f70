"""All checks together: what they say of clean letters, of every slug, and of 100,000 signs."""

from pathlib import Path

import pytest

from intake.checks import SLUGS, check
from intake.locale import catalogue
from intake.model import Document, Lexicon, Standard
from intake.reading.documents import plain_blocks
from intake.reading.speeches import Hints, recognise
from intake.render.checks import FINDINGS

SAMPLES = Path(__file__).parents[1] / "data" / "speeches"
PUBLISHED = SAMPLES.parent / "road" / "published.txt"
LONG = 100_000
#: What the samples of speeches are known for: forms without a byline or a title, masks, half-width signs.
KNOWN = {"missing_title", "missing_speaker", "missing_unit", "missing_post", "mask", "half_width"}


def test_every_finding_has_words_in_both_languages() -> None:
    assert set(FINDINGS) == SLUGS
    chinese = catalogue("zh_CN").gettext
    assert all(chinese(words) != words for words in FINDINGS.values())


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*.txt")))
def test_a_sample_raises_no_alarm_but_for_what_is_missing_in_it(name: str, lexicon: Lexicon) -> None:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    read = Document(plain_blocks(text), "txt", "test")
    records = recognise(read, lexicon, Hints())
    record = records[0] if len(records) == 1 else None
    told = {one.slug for one in check(record, read.text, Standard(lexicon), 2026)}
    assert told <= (KNOWN if records else KNOWN | {"phone_number", "mobile_number"})  # notices have them


def test_the_published_article_has_four_masks_and_half_width_signs(lexicon: Lexicon) -> None:
    read = Document(plain_blocks(PUBLISHED.read_text(encoding="utf-8")), "txt", "test")
    (record,) = recognise(read, lexicon, Hints())
    told = [one.slug for one in check(record, read.text, Standard(lexicon), 2026)]
    assert told == ["mask"] * 4 + ["half_width"]


@pytest.mark.parametrize(
    "piece",
    ["一", "是", "一是", "一、", "1", "(", "“", "”", '"', "《", "*", "X", "年 ", "月", "1月1日", "辖1个", "从1%到",
     "1亩、", "0", "1 ", "6222", "按装", ",", "，", "。二是", "\n一、", "\n“", "某", "a)"],
)  # fmt: skip
def test_a_hundred_thousand_signs_are_checked(piece: str, lexicon: Lexicon) -> None:
    text = (piece * LONG)[:LONG]
    for one in check(None, text, Standard(lexicon), 2026):
        assert one.slug in SLUGS
