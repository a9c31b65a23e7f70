"""One document with every trap at once: 29 paragraphs, 12 cells, a text box and a note, as an office sends it.

Its conversions in tests/data/documents/trap.* were made of what `python tests/plugins/trap_document.py FILE` writes, by
`soffice --headless --convert-to FORMAT` (LibreOffice 7.4).
"""

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TITLE = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>'
_HEI = '<w:rFonts w:eastAsia="黑体"/>'
_KAI = '<w:rFonts w:eastAsia="楷体"/>'
_CENTRE = '<w:jc w:val="center"/>'
_CHANGED = 'w:author="校对" w:date="2024-03-04T10:00:00Z"'

_STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'
    f"<w:rPr>{_HEI}</w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr>'
    f"<w:rPr>{_KAI}</w:rPr></w:style>"
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="1"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="2"/><w:suff w:val="nothing"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def _r(text: str, about: str = "") -> str:
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(inside: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>"


def _heading(text: str, style: int = 1) -> str:
    return _p(_r(text), f'<w:pStyle w:val="{style}"/>')


def _changed(tag: str, number: int, inside: str) -> str:
    return f'<w:{tag} w:id="{number}" {_CHANGED}>{inside}</w:{tag}>'


def _moved(tag: str, number: int, inside: str) -> str:
    """Move something as Word does: between marks that carry the move's name."""
    begin = f'<w:{tag}RangeStart w:id="{number}" w:name="move1" {_CHANGED}/>'
    return f'{begin}{_changed(tag, number + 1, inside)}<w:{tag}RangeEnd w:id="{number}"/>'


_INSIDE = f"<w:txbxContent>{_p(_r('印发：党政办公室'))}</w:txbxContent>"
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
    '<wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="2" behindDoc="0" '
    'locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>900000</wp:posOffset></wp:positionV>'
    '<wp:extent cx="2400000" cy="600000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="7" name="box"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000" cy="600000"/></a:xfrm>'
    f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{_INSIDE}</wps:txbx><wps:bodyPr/></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:shape style="width:189pt;height:47pt"><v:textbox>'
    f"{_INSIDE}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_LINK = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK '
    '"http://jianbao.example/1" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    f'{_r("工作简报")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_CONTROLLED = '<w:sdt><w:sdtPr><w:alias w:val="内容"/></w:sdtPr><w:sdtContent>', "</w:sdtContent></w:sdt>"
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'
_MOVED = "这句话换了位置。"

#: Each paragraph of the body with what a reader sees of it; None where it joins the next one.
_PARAGRAPHS: tuple[tuple[str, str | None], ...] = (
    (_p(_r("下足绣花功夫", _TITLE), _CENTRE), "下足绣花功夫"),
    (_p(_r("扮靓美丽城乡", _TITLE), _CENTRE), "扮靓美丽城乡"),
    (_p(_r("青石坝镇党委书记　　唐长青", _KAI), _CENTRE), "青石坝镇党委书记　　唐长青"),
    (_p(_r("（2024年3月5日）", _KAI), _CENTRE), "（2024年3月5日）"),
    (_p(_r("尊敬的各位领导，同志们：")), "尊敬的各位领导，同志们："),
    (_p(_r("　　今年以来，全镇上下齐心协力。")), "今年以来，全镇上下齐心协力。"),
    (_p(_r("成效") + _changed("ins", 1, _r("十分")) + _r("明显。")), "成效十分明显。"),
    (
        _p(_r("群众") + _changed("del", 2, "<w:r><w:delText>不太</w:delText></w:r>") + _r("满意。")),
        "群众满意。",
    ),
    (_heading("提高政治站位"), "一、提高政治站位"),
    (_heading("强化学习", 2), "（一）强化学习"),
    (_p(_r("一是领导带头。", "<w:b/>") + _r("班子成员逐章研读。")), "一是领导带头。班子成员逐章研读。"),
    (_p(_r("二是全员参与。", "<w:b/>") + _r("支部每周集中学习。")), "二是全员参与。支部每周集中学习。"),
    (_heading("压实责任", 2), "（二）压实责任"),
    (_p(_r("责任到人，"), f"<w:rPr>{_changed('del', 3, '')}</w:rPr>"), None),
    (_p(_r("任务到岗。")), "责任到人，任务到岗。"),
    (_p(_moved("moveFrom", 4, _r(_MOVED)) + _r("原处只剩这句。")), "原处只剩这句。"),
    (_heading("聚焦重点任务"), "二、聚焦重点任务"),
    (_heading("补齐短板", 2), "（一）补齐短板"),
    (_p(_r("修路十公里"), _NUMBERED), "1.修路十公里"),
    (_p(_r("架桥三座"), _NUMBERED), "2.架桥三座"),
    (_p(_r("改水五百户"), _NUMBERED), "3.改水五百户"),
    (_p(_moved("moveTo", 6, _r(_MOVED))), _MOVED),
    (
        _p(
            '<w:commentRangeStart w:id="0"/>'
            + _r("数字已核实。")
            + '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
        ),
        "数字已核实。",
    ),
    (_p(_r("公开内容") + _r("内部掌握", "<w:vanish/>") + _r("到此为止。")), "公开内容到此为止。"),
    (_p(_r("详见") + _LINK + _r("。")), "详见工作简报。"),
    (_heading("抓好贯彻落实"), "三、抓好贯彻落实"),
    (
        _p(_r("由") + _CONTROLLED[0] + _r("镇纪委") + _CONTROLLED[1] + _r("督办。")),
        "由镇纪委督办。",
    ),
    (_CONTROLLED[0] + _p(_r("每季度通报一次。")), "每季度通报一次。"),
    (
        _p("<w:r><w:t>上联：抓铁有痕</w:t><w:br/><w:t>下联：踏石留印</w:t></w:r>") + _CONTROLLED[1],
        "上联：抓铁有痕\n下联：踏石留印",
    ),
    (_p(_r("谢谢大家！") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + _BOX), "谢谢大家！"),
)

#: What a reader sees of it.
PARAGRAPHS = tuple(seen for _, seen in _PARAGRAPHS if seen)
CELLS = (("序号", "任务", "时限"), ("1", "修路", "六月"), ("2", "架桥", "九月"), ("3", "改水", "年底"))
BOX = "印发：党政办公室"
NOTE = "数据截至二月底。"
#: What a reader must not see.
ABSENT = ("不太", "内部掌握", "请再核", "页眉", "HYPERLINK", "jianbao.example")


def trap_document() -> bytes:
    """Write the document, whole enough for a word processor."""
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{_p(_r(text))}</w:tc>' for text in cells)}</w:tr>" for cells in CELLS
    )
    table = f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{"<w:gridCol/>" * 3}</w:tblGrid>{rows}</w:tbl>'
    *written, last = (xml for xml, _ in _PARAGRAPHS)
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/></w:sectPr>'
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in enumerate(("separator", "continuationSeparator"))
    )
    comment = f'<w:comment w:id="0" {_CHANGED}>{_p(_r("请再核"))}</w:comment>'
    parts = {
        "styles": ("styles", _STYLES),
        "numbering": ("numbering", _NUMBERING),
        "footnotes": (
            "footnotes",
            f'{separators}<w:footnote w:id="2">{_p("<w:r><w:footnoteRef/></w:r>" + _r(NOTE))}</w:footnote>',
        ),
        "comments": ("comments", comment),
        "header": ("hdr", _p(_r("页眉"))),
        "footer": ("ftr", _p(_r("— 1 —"))),
        "document": ("document", f"<w:body>{''.join(written)}{table}{last}{section}</w:body>"),
    }
    return _packed(parts)


def _packed(parts: dict[str, tuple[str, str]]) -> bytes:
    """Zip parts, given by kind with their root and what it holds."""
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{"document.main" if kind == "document" else kind}+xml"/>'
        for kind in parts
    )
    content = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
        ),
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relations({kind: f"{kind}.xml" for kind in parts}),
    }
    for kind, (root, inside) in parts.items():
        content[f"word/{kind}.xml"] = f"<w:{root} {_NAMESPACES}>{inside}</w:{root}>"
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + data)
    return buffer.getvalue()


def _relations(targets: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(trap_document())
