"""One document with every trap at once: 29 paragraphs, 12 cells, a text box and a note, as an office sends it."""

from collections.abc import Callable

import pytest

from intake.model import Block, Document

TITLE = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/>'
HEI = '<w:rFonts w:eastAsia="黑体"/>'
KAI = '<w:rFonts w:eastAsia="楷体"/>'

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="标题 1"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/>'
    f'</w:numPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr>{HEI}</w:rPr></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="1"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def r(text: str, about: str = "") -> str:
    return f"<w:r><w:rPr>{about}</w:rPr><w:t>{text}</w:t></w:r>"


def p(inside: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>"


def numbered(num: int, depth: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'


def heading(text: str) -> str:
    return p(r(text), '<w:pStyle w:val="1"/>')


CENTRE = '<w:jc w:val="center"/>'
BOX = f"<w:txbxContent>{p(r('印发：党政办公室'))}</w:txbxContent>"
BOXED = (
    f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
LINK = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "http://x.test" </w:instrText></w:r>'
    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("工作简报")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
MOVED = "这句话换了位置。"

#: Each paragraph of the body with what a reader sees of it; None where it joins the next one.
PARAGRAPHS: tuple[tuple[str, str | None], ...] = (
    (p(r("下足绣花功夫", TITLE), CENTRE), "下足绣花功夫"),
    (p(r("扮靓美丽城乡", TITLE), CENTRE), "扮靓美丽城乡"),
    (p(r("青石坝镇党委书记　　唐长青", KAI), CENTRE), "青石坝镇党委书记　　唐长青"),
    (p(r("（2024年3月5日）", KAI), CENTRE), "（2024年3月5日）"),
    (p(r("尊敬的各位领导，同志们：")), "尊敬的各位领导，同志们："),
    (p(r("　　今年以来，全镇上下齐心协力。")), "今年以来，全镇上下齐心协力。"),
    (p(r("成效") + f"<w:ins>{r('十分')}</w:ins>" + r("明显。")), "成效十分明显。"),
    (p(r("群众") + "<w:del><w:r><w:delText>不太</w:delText></w:r></w:del>" + r("满意。")), "群众满意。"),
    (heading("提高政治站位"), "一、提高政治站位"),
    (p(r("强化学习"), numbered(1, 1)), "（一）强化学习"),
    (p(r("一是领导带头。", "<w:b/>") + r("班子成员逐章研读。")), "一是领导带头。班子成员逐章研读。"),
    (p(r("二是全员参与。", "<w:b/>") + r("支部每周集中学习。")), "二是全员参与。支部每周集中学习。"),
    (p(r("压实责任"), numbered(1, 1)), "（二）压实责任"),
    (p(r("责任到人，"), "<w:rPr><w:del/></w:rPr>"), None),
    (p(r("任务到岗。")), "责任到人，任务到岗。"),
    (p(f"<w:moveFrom>{r(MOVED)}</w:moveFrom>" + r("原处只剩这句。")), "原处只剩这句。"),
    (heading("聚焦重点任务"), "二、聚焦重点任务"),
    (p(r("补齐短板"), numbered(1, 1)), "（一）补齐短板"),
    (p(r("修路十公里"), numbered(2, 0)), "1.修路十公里"),
    (p(r("架桥三座"), numbered(2, 0)), "2.架桥三座"),
    (p(r("改水五百户"), numbered(2, 0)), "3.改水五百户"),
    (p(f"<w:moveTo>{r(MOVED)}</w:moveTo>"), MOVED),
    (
        p(
            '<w:commentRangeStart w:id="0"/>'
            + r("数字已核实。")
            + '<w:r><w:commentReference w:id="0"/></w:r>'
        ),
        "数字已核实。",
    ),
    (p(r("公开内容") + r("内部掌握", "<w:vanish/>") + r("到此为止。")), "公开内容到此为止。"),
    (p(r("详见") + LINK + r("。")), "详见工作简报。"),
    (heading("抓好贯彻落实"), "三、抓好贯彻落实"),
    (
        p(r("由") + f"<w:sdt><w:sdtContent>{r('镇纪委')}</w:sdtContent></w:sdt>" + r("督办。")),
        "由镇纪委督办。",
    ),
    (f"<w:sdt><w:sdtContent>{p(r('每季度通报一次。'))}</w:sdtContent></w:sdt>", "每季度通报一次。"),
    (
        p("<w:r><w:t>上联：抓铁有痕</w:t><w:br/><w:t>下联：踏石留印</w:t></w:r>"),
        "上联：抓铁有痕\n下联：踏石留印",
    ),
    (p(r("谢谢大家！") + NOTE + BOXED), "谢谢大家！"),
)
TABLE = [["序号", "任务", "时限"], ["1", "修路", "六月"], ["2", "架桥", "九月"], ["3", "改水", "年底"]]


@pytest.fixture(scope="module")
def body() -> str:
    """Give the body with its table before the last paragraph."""
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{p(r(text))}</w:tc>' for text in cells)}</w:tr>" for cells in TABLE
    )
    written = [xml for xml, _ in PARAGRAPHS]
    return "".join([*written[:-1], f"<w:tbl>{rows}</w:tbl>", written[-1], "<w:sectPr/>"])


@pytest.fixture
def trap(documented: Callable[..., Document], body: str) -> Document:
    """Read the trap document."""
    return documented(
        body,
        styles=STYLES,
        numbering=NUMBERING,
        footnotes=f'<w:footnote w:id="2">{p(r("数据截至二月底。"))}</w:footnote>',
        comments=f'<w:comment w:id="0">{p(r("请再核"))}</w:comment>',
        header=p(r("页眉")),
        footer=p(r("— 1 —")),
    )


def found(trap: Document, kind: str) -> list[Block]:
    return [block for block in trap.blocks if block.kind == kind]


def test_every_paragraph_is_found_whole_with_its_number(trap: Document) -> None:
    assert [block.text for block in found(trap, "paragraph")] == [text for _, text in PARAGRAPHS if text]
    assert len(found(trap, "paragraph")) == 29


def test_every_cell_the_box_and_the_note_are_found_once(trap: Document) -> None:
    assert [block.text.split("\t") for block in found(trap, "row")] == TABLE
    assert [block.text for block in found(trap, "box")] == ["印发：党政办公室"]
    assert [block.text for block in found(trap, "note")] == ["数据截至二月底。"]


def test_nothing_else_is_in_it_and_what_was_left_out_is_said(trap: Document) -> None:
    for absent in ("不太", "内部掌握", "请再核", "页眉", "HYPERLINK"):
        assert absent not in trap.text
    assert set(trap.warnings) == {"tracked_changes", "hidden_text", "comments"}


def test_title_byline_and_headings_show_their_looks(trap: Document) -> None:
    title, _, byline, *_ = trap.blocks
    assert (title.size, title.align, title.font, byline.font) == (22.0, "center", "方正小标宋简体", "楷体")
    headings = [block for block in trap.blocks if block.level == 1]
    assert [(block.label, block.font) for block in headings] == [
        ("一、", "黑体"),
        ("二、", "黑体"),
        ("三、", "黑体"),
    ]
    leads = [block.text[: block.bold_head] for block in trap.blocks if block.bold_head]
    assert leads == ["一是领导带头。", "二是全员参与。"]
