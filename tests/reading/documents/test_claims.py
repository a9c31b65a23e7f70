"""A name or a declared type that says something else than the content is told, and decides nothing."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from intake.reading.documents import lacks_its_end, mismatch, sniff

DATA = Path(__file__).parents[2] / "data" / "documents"
Zipped = Callable[[Mapping[str, str | bytes]], bytes]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("发言.docx", "doc"),
        ("发言.doc", "rtf"),
        ("发言.doc", "html"),
        ("发言.DOC", "docx"),
        ("发言.pdf", "image"),
        ("发言.wps", "docx"),
        ("发言.doc", "executable"),
        ("发言.txt", "unknown"),
        ("图.jpg", "zip"),
    ],
)
def test_a_name_that_speaks_of_another_type_is_told(name: str, kind: str) -> None:
    assert mismatch(name, "application/octet-stream", kind)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("发言.docx", "docx"),
        ("发言.docm", "docx"),
        ("发言.doc", "wps"),
        ("发言.wps", "doc"),
        ("发言.wps", "works"),
        ("发言.doc", "word95"),
        ("报表.et", "xls"),
        ("图.jpg", "image"),
        ("录音.m4a", "video"),
        ("发言.docx", "encrypted"),
        ("发言.docx", "empty"),
        ("发言材料2.0版", "doc"),
        ("发言.定稿", "doc"),
        ("附件.bin", "docx"),
        (".docx", "txt"),
    ],
)
def test_a_name_that_is_true_or_says_nothing_is_passed_over(name: str, kind: str) -> None:
    assert not mismatch(name, "application/octet-stream", kind)


def test_the_declared_type_counts_only_where_the_name_has_no_extension() -> None:
    assert mismatch("发言", "application/msword", "docx")
    assert not mismatch("发言.docx", "application/msword", "docx")
    assert not mismatch("发言", "application/octet-stream", "docx")


def test_a_file_that_lacks_its_end_is_told_from_a_damaged_one(zipped: Zipped) -> None:
    whole = zipped({"a.txt": "好" * 100})
    assert lacks_its_end(whole[:-40], sniff(whole, ""))
    assert not lacks_its_end(whole, "zip")
    assert not lacks_its_end(whole[:30] + b"?" + whole[31:], "zip")
    assert (lacks_its_end(b"%PDF-1.7 x", "pdf"), lacks_its_end(b"%PDF-1.7 x %%EOF\n", "pdf")) == (True, False)
    assert not lacks_its_end(b"{\\rtf1", "rtf")
