"""Files that LibreOffice printed are read as the documents they were printed from."""

from pathlib import Path

import pytest

from intake.model import Limits
from intake.reading.documents import read

DATA = Path(__file__).parents[3] / "data" / "documents"
PRINTED = DATA / "printed"
NUMBERED = DATA / "numbered" / "06_automatic_numbers.docx"


def lines(path: Path) -> list[str]:
    return [
        "".join(block.text.split()) for block in read(path.read_bytes(), path.suffix[1:], Limits()).blocks
    ]


@pytest.mark.parametrize(
    ("printed", "original"),
    [("04_table.pdf", DATA / "04_table.docx"), ("06_automatic_numbers.pdf", NUMBERED)],
)
def test_a_printed_document_has_the_blocks_of_its_original(printed: str, original: Path) -> None:
    assert lines(PRINTED / printed) == lines(original)


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        block
        for block in read((PRINTED / "04_table.pdf").read_bytes(), "pdf", Limits()).blocks
        if block.kind == "row"
    ]
    assert len(rows) > 2
    assert all("\t" in row.text for row in rows)


def test_looks_are_those_of_the_original() -> None:
    title, *others = read((PRINTED / "04_table.pdf").read_bytes(), "pdf", Limits()).blocks
    assert (title.size, title.align) == (26.0, "center")
    assert {block.size for block in others if block.bold} == {14.0}


def test_the_document_of_traps_keeps_26_of_its_29_paragraphs() -> None:
    """What is lost: a deleted paragraph mark, a soft break, and a note's mark printed like text."""
    document = read((PRINTED / "07_traps.pdf").read_bytes(), "pdf", Limits())
    wanted = (PRINTED / "07_traps.txt").read_text(encoding="utf-8").splitlines()
    found = [block.text for block in document.blocks]
    assert len(wanted) == 26
    assert [line for line in wanted if line not in found] == []
    assert document.warnings == ("tracked_changes",)
    for absent in ("不太", "内部掌握", "请再核", "青石坝镇党政办公室", "— 1 —"):
        assert absent not in document.text
    assert [block.text for block in document.blocks if block.kind == "box"] == ["印发：党政办公室"]
    assert [block.text.split("\t")[1] for block in document.blocks if block.kind == "row"] == [
        "任务",
        "修路",
        "架桥",
        "改水",
    ]
