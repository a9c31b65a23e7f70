"""Each sample of tests/data/speeches is a form that was met or must be expected; its .json says what is in it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.model import Document, Lexicon, SpeechRecord
from intake.reading.documents import plain_blocks
from intake.reading.speeches import Hints, recognise

SAMPLES = Path(__file__).parents[2] / "data" / "speeches"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
ASCII = str.maketrans("，：；（）！？", ",:;()!?")


def found_in(records: tuple[SpeechRecord, ...]) -> dict[str, object]:
    """Say in the words of the samples what was recognised."""
    if not records:
        return {"records": 0}
    first = records[0]
    points = [point for section in first.sections for point in section.points]
    return {
        "records": len(records),
        "title": first.title.main,
        "subtitle": first.title.subtitle,
        "kicker": first.title.kicker,
        "issue": first.title.issue,
        "speakers": [speaker.name for speaker in first.speakers],
        "all_speakers": [speaker.name for record in records for speaker in record.speakers],
        "unit": first.unit,
        "post": first.post,
        "other_posts": list(first.other_posts),
        "city": first.region.city,
        "district": first.region.district,
        "town": first.region.town,
        "village": first.region.village,
        "occasion": first.occasion,
        "speech_type": first.speech_type,
        "date": first.date,
        "salutation": first.salutation,
        "note": first.editor_note,
        "lead": first.lead,
        "closing": first.closing,
        "headings": [section.heading for section in first.sections if section.heading],
        "subheadings": [section.subheading for section in first.sections],
        "points": [len(section.points) for section in first.sections],
        "markers": [point.marker for point in points],
        "leads": [point.lead for point in points],
        "contributors": list(first.contributors),
        "phone": first.contact and first.contact.phone,
    }


def read(
    name: str, lexicon: Lexicon, change: Callable[[str], str] = str
) -> tuple[dict[str, object], dict[str, object]]:
    text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    document = Document(plain_blocks(change(text)), "txt", "text/utf-8")
    found = found_in(recognise(document, lexicon, Hints()))
    return {key: found.get(key) for key in expected}, expected


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_as_its_form_says(name: str, lexicon: Lexicon) -> None:
    found, expected = read(name, lexicon)
    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_ascii_punctuation_changes_no_reading(name: str, lexicon: Lexicon) -> None:
    found, expected = read(name, lexicon, lambda text: text.translate(ASCII))
    assert json.dumps(found, ensure_ascii=False).translate(ASCII) == json.dumps(
        expected, ensure_ascii=False
    ).translate(ASCII)
