"""One document with every trap at once, as Word would write it and as LibreOffice converts it."""

from pathlib import Path

import pytest
from trap_document import ABSENT, BOX, CELLS, NOTE, PARAGRAPHS, trap_document

from intake.model import Document, Limits
from intake.reading.documents import READERS, read

DATA = Path(__file__).parents[2] / "data" / "documents"

#: Of 29 paragraphs, how many must be found whole. LibreOffice loses one on the way to .rtf, where it takes a deleted
#: paragraph mark for deleted text, and prints what was deleted into a .pdf.
LEAST = {"doc": 28, "odt": 29, "pdf": 23, "rtf": 28}
CONVERTED = sorted(LEAST.keys() & READERS.keys())


def document(kind: str) -> Document:
    content = trap_document() if kind == "docx" else (DATA / f"trap.{kind}").read_bytes()
    return read(content, kind, Limits())


def found(kind_of_file: str, kind: str) -> list[str]:
    return [block.text for block in document(kind_of_file).blocks if block.kind == kind]


def test_every_paragraph_is_found_whole_with_its_number() -> None:
    assert found("docx", "paragraph") == list(PARAGRAPHS)
    assert len(PARAGRAPHS) == 29


@pytest.mark.parametrize("kind", CONVERTED)
def test_a_conversion_is_found_whole_but_for_what_the_converter_lost(kind: str) -> None:
    paragraphs = found(kind, "paragraph")
    assert sum(paragraph in paragraphs for paragraph in PARAGRAPHS) >= LEAST[kind]


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_every_cell_the_box_and_the_note_are_found_once(kind: str) -> None:
    assert [tuple(row.split("\t")) for row in found(kind, "row")] == list(CELLS)
    assert (found(kind, "box"), found(kind, "note")) == ([BOX], [NOTE])


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_nothing_else_is_in_it_and_what_was_left_out_is_said(kind: str) -> None:
    made = document(kind)
    assert [absent for absent in ABSENT if absent in made.text] == []
    assert len(made.blocks) <= len(PARAGRAPHS) + len(CELLS) + 2
    assert set(made.warnings) >= {"tracked_changes", "hidden_text", "comments"}


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_title_byline_and_headings_show_their_looks(kind: str) -> None:
    made = document(kind)
    title, _, byline, *_ = made.blocks
    assert (title.size, title.align, title.font, byline.font) == (22.0, "center", "方正小标宋简体", "楷体")
    headings = [(block.label, block.font) for block in made.blocks if block.level == 1]
    assert headings == [("一、", "黑体"), ("二、", "黑体"), ("三、", "黑体")]
    assert [block.label for block in made.blocks if block.level == 2] == ["（一）", "（二）", "（一）"]
    leads = [block.text[: block.bold_head] for block in made.blocks if block.bold_head]
    assert leads == ["一是领导带头。", "二是全员参与。"]
