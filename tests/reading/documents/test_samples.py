"""The same documents in several formats, converted by LibreOffice, are read alike."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.model import Block, Document, Limits
from intake.reading.documents import read

DATA = Path(__file__).parents[2] / "data" / "documents"
KINDS = {".doc", ".odt", ".rtf", ".wps"}
CONVERTED = sorted(
    path for path in DATA.glob("**/*.*") if path.suffix in KINDS and path.with_suffix(".docx").exists()
)


def document(path: Path) -> Document:
    return read(path.read_bytes(), path.suffix[1:], Limits())


def without_theme(block: Block) -> Block:
    """Leave out the font: that of a theme has no name in a .docx, and one in what LibreOffice makes of it."""
    return replace(block, font=None)


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: path.name)
def test_a_converted_document_is_read_as_its_original(path: Path) -> None:
    original, converted = document(path.with_suffix(".docx")), document(path)
    assert list(map(without_theme, converted.blocks)) == list(map(without_theme, original.blocks))
    assert converted.warnings == original.warnings
    assert {block.font for block in original.blocks} - {None} <= {block.font for block in converted.blocks}
