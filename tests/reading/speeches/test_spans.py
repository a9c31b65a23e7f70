"""Every value of a record is marked where it stands in the text; what stands nowhere is called inferred."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import reading
from intake.model import Block, Document, Lexicon, Limits, SpeechRecord
from intake.reading.documents import plain_blocks
from intake.reading.speeches import Hints, moved, recognise
from intake.reading.speeches.spans import Text
from intake.signs import plain, squeeze

SAMPLES = Path(__file__).parents[2] / "data" / "speeches"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
PARAGRAPH = "我们镇辖12个村，人口2.3万人。一年来，大家心往一处想，劲往一处使，办成了几件实事。"


def document(*texts: str) -> Document:
    return Document(tuple(Block(text) for text in texts), "txt", "test")


def words(record: SpeechRecord, name: str, text: str) -> list[str]:
    return [text[start:end] for start, end in record.evidence[name].spans]


def test_a_value_is_found_where_its_rule_read_it_though_it_stands_elsewhere_before(lexicon: Lexicon) -> None:
    read = document("党委书记发言", "定军山镇党委书记　李　长 河", "同志们：", PARAGRAPH, "谢谢大家！")
    record = recognise(read, lexicon, Hints())[0]
    assert words(record, "speaker", read.text) == ["李　长 河"]
    assert record.evidence["post"].spans[0][0] > read.text.index("定军山镇")
    assert words(record, "closing", read.text) == ["谢谢大家！"]


def test_a_title_of_two_lines_is_one_span(lexicon: Lexicon) -> None:
    read = document("把路修到心坎上", "把果种到市场里", "定军山镇党委书记 李长河", "同志们：", PARAGRAPH)
    record = recognise(read, lexicon, Hints())[0]
    assert words(record, "title.main", read.text) == ["把路修到心坎上\n把果种到市场里"]


def test_a_date_is_marked_as_it_is_written(lexicon: Lexicon) -> None:
    read = document(
        "在全县大会上的发言", "（二〇二三年十一月八日）", "定军山镇党委书记 李长河", "同志们：", PARAGRAPH
    )
    record = recognise(read, lexicon, Hints())[0]
    assert record.date == "2023-11-08"
    assert words(record, "date", read.text) == ["二〇二三年十一月八日"]


def test_what_the_text_does_not_say_in_these_words_is_inferred(lexicon: Lexicon) -> None:
    read = document(
        "在全县大会上的发言",
        "镇巴县委常委、泾洋街道党工委书记 李长河",
        "同志们：",
        PARAGRAPH.replace("镇", "街道"),
    )
    evidence = recognise(read, lexicon, Hints())[0].evidence
    assert evidence["region.district"].source == "stated"
    short = document(
        "在全县大会上的发言",
        "汉台副区长、泾洋街道党工委书记 李长河",
        "同志们：",
        PARAGRAPH.replace("镇", "街道"),
    )
    record = recognise(short, lexicon, Hints())[0]
    assert record.region.district == "汉台区"
    assert (record.evidence["region.district"].source, record.evidence["region.district"].spans) == (
        "inferred",
        (),
    )


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_marked_in_a_sample_is_the_value_itself(name: str, lexicon: Lexicon) -> None:
    read = Document(plain_blocks((SAMPLES / f"{name}.txt").read_text(encoding="utf-8")), "txt", "test")
    for record in recognise(read, lexicon, Hints()):
        names = [squeeze(plain(speaker.name)) for speaker in record.speakers]
        assert [squeeze(plain(text)) for text in words(record, "speaker", read.text)] == names
        assert all(
            0 <= start < end <= len(read.text)
            for found in record.evidence.values()
            for start, end in found.spans
        )
        lead = squeeze(plain(record.lead or ""))
        assert squeeze(plain("".join(words(record, "lead", read.text)))) == lead


@given(st.lists(st.text("甲乙（ 　1１，,\n\t", max_size=12), max_size=6), st.data())
def test_any_piece_of_a_text_is_found_again_whatever_its_blanks(
    texts: list[str], data: st.DataObject
) -> None:
    whole = document(*texts)
    text = Text(whole)
    start = data.draw(st.integers(0, len(whole.text)))
    end = data.draw(st.integers(start, len(whole.text)))
    piece = whole.text[start:end]
    found = text.find(piece, (0, len(whole.text)))
    if squeeze(piece):
        assert found is not None
        assert found[0] <= start + len(piece) - len(piece.lstrip())
        assert squeeze(plain(whole.text[slice(*found)])) == squeeze(plain(piece))
    else:
        assert found is None


def test_the_spans_of_a_part_of_a_document_count_from_its_beginning(lexicon: Lexicon) -> None:
    read = document("在全县大会上的发言", "定军山镇党委书记 李长河", "同志们：", PARAGRAPH, "谢谢大家！")
    evidence = recognise(read, lexicon, Hints())[0].evidence
    cut = read.text.index("定军山镇")
    part = moved(evidence, cut, len("定军山镇党委书记 李长河"))
    assert part["unit"].spans == ((0, 4),)
    assert part["lead"].spans == part["title.main"].spans == ()


def test_each_speech_of_a_collection_has_its_spans_in_its_own_text(lexicon: Lexicon) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "office@example.cn"
    message["Subject"] = "投稿"
    message.set_content("请查收。")
    content = (SAMPLES / "026-digest-with-unit-lines.txt").read_bytes()
    message.add_attachment(content, maintype="text", subtype="plain", filename="摘编.txt")
    made = reading.read(message.as_bytes(), lexicon, Limits()).contributions
    assert len(made) > 1
    assert len({one.text for one in made}) == len(made)
    for one in made:
        assert one.record is not None
        names = [squeeze(plain(speaker.name)) for speaker in one.record.speakers]
        assert names
        assert [squeeze(plain(text)) for text in words(one.record, "speaker", one.text)] == names
        assert words(one.record, "lead", one.text) == [one.record.lead] * bool(one.record.lead)
