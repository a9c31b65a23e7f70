"""A small .docx writer: as much of WordprocessingML as sample manuscripts need (ECMA-376 part 1, §17)."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from intake.model import Align

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STAMP: Final = (2026, 1, 1, 0, 0, 0)  # the same text gives the same bytes on any day

_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f"</Types>"
)
_ROOT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f"</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f"</Relationships>"
)
_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/>'
    f'<w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_STYLES = (
    f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="Times New Roman" w:eastAsia="宋体" w:hAnsi="Times New Roman"/><w:lang w:eastAsia="zh-CN"/>'
    f'</w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a">'
    f'<w:name w:val="Normal"/></w:style></w:styles>'
)
_PAGE = (  # A4 with the margins of GB/T 9704-2012, in twentieths of a point
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)


@dataclass(frozen=True, slots=True)
class Run:
    r"""Characters of one look; "\n" is a line break, `change` a tracked insertion or deletion."""

    text: str
    bold: bool = False
    change: Literal["ins", "del"] | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs with one layout: size in points, indent of the first line in characters, number from Word's counter."""

    runs: tuple[Run, ...]
    align: Align = "both"
    size: float = 16
    font: str = "仿宋_GB2312"
    indent: int = 2
    numbered: bool = False


def docx(paragraphs: Iterable[Paragraph], editor: str = "intake") -> bytes:
    """Write a .docx; `editor` signs the tracked changes."""
    body = "".join(_paragraph(paragraph, place, editor) for place, paragraph in enumerate(paragraphs))
    return _packed(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _ROOT_RELATIONS,
            "word/document.xml": f"<w:document {_W}><w:body>{body}{_PAGE}</w:body></w:document>",
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/numbering.xml": _NUMBERING,
            "word/styles.xml": _STYLES,
        }
    )


def _packed(parts: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _PROLOGUE + xml)
    return target.getvalue()


def _paragraph(paragraph: Paragraph, place: int, editor: str) -> str:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if paragraph.numbered else ""
    indent = ""
    if paragraph.indent:  # Word reads the characters, others the twips
        twips = round(paragraph.indent * paragraph.size * 20)
        indent = f'<w:ind w:firstLineChars="{paragraph.indent * 100}" w:firstLine="{twips}"/>'
    mark = _look(paragraph, bold=False)  # the automatic number takes its look from the paragraph's mark
    layout = f'<w:pPr>{number}{indent}<w:jc w:val="{paragraph.align}"/>{mark}</w:pPr>'
    runs = (_run(run, paragraph, f"{place}{nth:03d}", editor) for nth, run in enumerate(paragraph.runs))
    return f"<w:p>{layout}{''.join(runs)}</w:p>"


def _look(paragraph: Paragraph, *, bold: bool) -> str:
    half_points = round(paragraph.size * 2)
    return (
        f'<w:rPr><w:rFonts w:eastAsia="{escape(paragraph.font)}" w:hint="eastAsia"/>{"<w:b/>" if bold else ""}'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def _run(run: Run, paragraph: Paragraph, change_id: str, editor: str) -> str:
    tag = "delText" if run.change == "del" else "t"
    lines = (
        f'<w:{tag} xml:space="preserve">{escape(line, quote=False)}</w:{tag}>'
        for line in run.text.split("\n")
    )
    written = f"<w:r>{_look(paragraph, bold=run.bold)}{'<w:br/>'.join(lines)}</w:r>"
    if run.change is None:
        return written
    by = f'w:id="{change_id}" w:author="{escape(editor)}" w:date="2026-01-01T00:00:00Z"'
    return f"<w:{run.change} {by}>{written}</w:{run.change}>"
