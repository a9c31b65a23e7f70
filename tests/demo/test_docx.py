import io
import zipfile
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from intake.demo.docx import Paragraph, Run, docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(content: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return ET.fromstring(package.read("word/document.xml"))


def texts(root: ET.Element) -> list[str]:
    return ["".join(piece.text or "" for piece in part.iter(f"{W}t")) for part in root.iter(f"{W}p")]


def test_every_part_of_the_package_is_well_formed_and_declared() -> None:
    with zipfile.ZipFile(io.BytesIO(docx([Paragraph((Run("一"),))]))) as package:
        assert package.testzip() is None
        parts = {name: ET.fromstring(package.read(name)) for name in package.namelist()}
    declared = {entry.get("PartName") for entry in parts["[Content_Types].xml"] if entry.get("PartName")}
    assert declared == {
        f"/{name}" for name in parts if name.startswith("word/") and not name.endswith(".rels")
    }


def test_the_same_paragraphs_give_the_same_bytes() -> None:
    paragraphs = [Paragraph((Run("一"), Run("二", bold=True)), numbered=True)]

    assert docx(paragraphs) == docx(paragraphs)


def test_a_numbered_paragraph_points_to_a_counter_in_chinese_numerals() -> None:
    content = docx([Paragraph((Run("提高认识"),), numbered=True), Paragraph((Run("正文"),))])

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        numbering = ET.fromstring(package.read("word/numbering.xml"))
    counters = {number.get(f"{W}numId") for number in numbering.iter(f"{W}num")}
    used = [number.get(f"{W}val") for number in document(content).iter(f"{W}numId")]
    assert used == ["1"]
    assert set(used) <= counters
    assert [form.get(f"{W}val") for form in numbering.iter(f"{W}numFmt")] == ["chineseCounting"]
    assert [label.get(f"{W}val") for label in numbering.iter(f"{W}lvlText")] == ["%1、"]


def test_tracked_changes_are_signed_and_numbered_apart() -> None:
    runs = (Run("共"), Run("138家", change="del"), Run("146家", change="ins"))
    root = document(docx([Paragraph(runs), Paragraph(runs)], editor="统计<办>"))

    changes = [*root.iter(f"{W}ins"), *root.iter(f"{W}del")]
    assert {change.get(f"{W}author") for change in changes} == {"统计<办>"}
    assert len({change.get(f"{W}id") for change in changes}) == 4
    assert texts(root) == ["共146家"] * 2
    assert [gone.text for gone in root.iter(f"{W}delText")] == ["138家"] * 2


def test_a_line_end_in_a_run_is_a_line_break() -> None:
    root = document(docx([Paragraph((Run("上\n下"),))]))

    assert [piece.tag.removeprefix(W) for piece in root.iter() if piece.tag in (f"{W}t", f"{W}br")] == [
        "t",
        "br",
        "t",
    ]


def test_the_layout_of_a_paragraph_is_written() -> None:
    root = document(
        docx([Paragraph((Run("题", bold=True),), align="center", size=22, font="黑体", indent=0)])
    )

    assert [jc.get(f"{W}val") for jc in root.iter(f"{W}jc")] == ["center"]
    assert {size.get(f"{W}val") for size in root.iter(f"{W}sz")} == {"44"}
    assert {fonts.get(f"{W}eastAsia") for fonts in root.iter(f"{W}rFonts")} == {"黑体"}
    assert len(list(root.iter(f"{W}b"))) == 1
    assert not list(root.iter(f"{W}ind"))


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")))))
def test_any_text_comes_back(lines: list[str]) -> None:
    assert texts(document(docx([Paragraph((Run(line),)) for line in lines]))) == lines
