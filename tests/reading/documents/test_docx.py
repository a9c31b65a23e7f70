"""What a reader sees who accepts all changes: the traps met in real documents, one by one."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from intake.model import Block, Disclosure, Document, Limits
from intake.reading.documents import read
from intake.reading.documents.traces import AUTHORS, COMMENTS, EMBEDDED, HIDDEN, PICTURES, SYMBOLS, TRACKED

DATA = Path(__file__).parents[2] / "data" / "documents"

Texts = Callable[..., list[str]]
Blocks = Callable[..., tuple[Block, ...]]
Read = Callable[..., Document]


def p(inside: str, about: str = "") -> str:
    return f"<w:p><w:pPr>{about}</w:pPr>{inside}</w:p>" if about else f"<w:p>{inside}</w:p>"


def r(text: str, about: str = "") -> str:
    return f'<w:r><w:rPr>{about}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# ── revisions ─────────────────────────────────────────────────────────────────────────────────────


def test_inserted_text_is_in_and_deleted_text_is_out(documented: Read) -> None:
    made = documented(
        p(
            r("我们")
            + f"<w:ins>{r('坚决')}</w:ins><w:del><w:r><w:delText>也许</w:delText></w:r></w:del>"
            + r("完成")
        )
    )
    assert [block.text for block in made.blocks] == ["我们坚决完成"]
    assert made.warnings == (TRACKED,)


def test_a_moved_sentence_stands_once_and_at_its_new_place(texts: Texts) -> None:
    body = p(f"<w:moveFrom>{r('先说成绩。')}</w:moveFrom>" + r("开头。")) + p(
        r("后来。") + f"<w:moveTo>{r('先说成绩。')}</w:moveTo>"
    )
    assert texts(body) == ["开头。", "后来。先说成绩。"]


def test_a_deleted_paragraph_mark_joins_the_next_paragraph(texts: Texts) -> None:
    body = p(r("前半句，"), "<w:rPr><w:del/></w:rPr>") + p(r("后半句。"))
    assert texts(body) == ["前半句，后半句。"]


def test_a_deleted_last_mark_loses_no_text(texts: Texts) -> None:
    box = f"<w:r><w:pict>{BOX.format(p(r('框')))}</w:pict></w:r>"
    assert texts(p(r("末句。") + box, "<w:rPr><w:del/></w:rPr>")) == ["末句。", "框"]


def test_an_inserted_paragraph_mark_is_a_tracked_change(documented: Read) -> None:
    assert documented(p(r("新段。"), "<w:rPr><w:ins/></w:rPr>")).warnings == (TRACKED,)


def test_deleted_rows_and_blocks_are_out(documented: Read) -> None:
    cells = "".join(f"<w:tc>{p(r(text))}</w:tc>" for text in ("甲", "乙"))
    body = (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cells}</w:tr><w:tr><w:trPr><w:ins/></w:trPr>{cells}</w:tr></w:tbl>"
        f"<w:moveFrom>{p(r('移走'))}</w:moveFrom><w:ins>{p(r('留下'))}</w:ins>"
    )
    made = documented(body)
    assert [block.text for block in made.blocks] == ["甲\t乙", "留下"]
    assert made.warnings == (TRACKED,)


def test_deleted_cells_are_out_and_inserted_ones_are_in(documented: Read) -> None:
    def cell(text: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(r(text))}</w:tc>"

    made = documented(
        f"<w:tbl><w:tr>{cell('甲')}{cell('乙', '<w:cellDel/>')}{cell('丙', '<w:cellIns/>')}</w:tr></w:tbl>"
    )
    assert [block.text for block in made.blocks] == ["甲\t丙"]
    assert made.disclosures == (Disclosure(TRACKED, 2),)


# ── what is not text, and what is ─────────────────────────────────────────────────────────────────


def test_hidden_text_is_out_and_said(documented: Read) -> None:
    style = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(
        r("看得见")
        + r(" ", "<w:vanish/>")
        + r("看不见", "<w:vanish/>")
        + r("也看不见", '<w:rStyle w:val="h"/>')
    )
    made = documented(body, styles=style)
    assert [block.text for block in made.blocks] == ["看得见"]
    assert made.warnings == (HIDDEN,)


def test_hidden_may_be_switched_off_again(texts: Texts) -> None:
    style = '<w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(r("隐") + r("显", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="h"/>')
    assert texts(body, styles=style) == ["显"]


def test_a_field_shows_its_result_and_not_its_instruction(texts: Texts) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
        f'{r("不应出现")}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("链接文字")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" DATE ">{r("2024年")}</w:fldSimple>'
    assert texts(p(r("见") + field + simple)) == ["见链接文字2024年"]


def written(*instruction: str, result: str = "") -> str:
    told = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in instruction
    )
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{told}{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_sounds_above_characters_written_as_a_field_leave_the_characters(texts: Texts) -> None:
    guide = written(r' EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(', r"\s\up 9(zhèn)", ",镇)")
    assert texts(p(r("城关") + guide + r("的变化"))) == ["城关镇的变化"]


def test_an_equation_with_a_result_stands_once(texts: Texts) -> None:
    assert texts(p(r("占") + written(r"EQ \f(1,3)", result="1/3"))) == ["占1/3"]


def test_an_instruction_never_closed_swallows_only_its_paragraph(texts: Texts) -> None:
    body = p(r("前") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("指令")) + p(r("正文还在"))
    assert texts(body) == ["前", "正文还在"]


def test_a_field_end_without_a_begin_is_nothing(texts: Texts) -> None:
    stray = '<w:r><w:fldChar w:fldCharType="separate"/><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(p(stray + r("正文"))) == ["正文"]


def test_content_controls_give_their_content_but_not_their_prompt(texts: Texts) -> None:
    control = "<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    prompt = control.format(about="<w:showingPlcHdr/>", inside=r("单击此处输入文字"))
    body = (
        p(r("标题") + control.format(about="", inside=r("（一）")) + prompt)
        + control.format(about="", inside=p(r("整段")))
        + "<w:sdt/>"
    )
    assert texts(body) == ["标题（一）", "整段"]


def test_links_smart_tags_and_ruby_give_their_text(texts: Texts) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('zhèn')}</w:rt><w:rubyBase>{r('镇')}</w:rubyBase></w:ruby></w:r>"
    body = p(f"<w:hyperlink>{r('汉台')}</w:hyperlink><w:smartTag>{r('区')}</w:smartTag>{ruby}")
    assert texts(body) == ["汉台区镇"]


def test_formulas_give_their_characters(texts: Texts) -> None:
    assert texts(p(r("即") + "<m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath>")) == ["即1+1"]


def test_breaks_tabs_and_signs_stand_as_characters(texts: Texts) -> None:
    body = p(
        "<w:r><w:t>上行</w:t><w:br/><w:t>　　下行</w:t><w:tab/><w:t>尾</w:t><w:noBreakHyphen/><w:softHyphen/><w:cr/></w:r>"
    )
    assert texts(body) == ["上行\n下行\t尾-"]


def test_symbols_become_unicode_or_are_said_to_be_unknown(documented: Read) -> None:
    def sym(font: str, code: str) -> str:
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'

    known = documented(p(sym("Wingdings", "F0FC") + sym("Symbol", "F0B7") + sym("宋体", "2103") + r("好")))
    assert [block.text for block in known.blocks] == ["✓•℃好"]
    assert known.warnings == ()
    for font, code in (
        ("Webdings", "F0FF"),
        ("宋体", "D800"),
        ("宋体", "E001"),
        ("宋体", "zz"),
        ("宋体", "0"),
    ):
        assert documented(p(sym(font, code) + r("好"))).warnings == (SYMBOLS,)


def test_comments_are_said_and_stay_out(documented: Read) -> None:
    body = p('<w:commentRangeStart w:id="0"/>' + r("正文") + '<w:r><w:commentReference w:id="0"/></w:r>')
    made = documented(body, comments=f'<w:comment w:id="0">{p(r("此处不妥"))}</w:comment>')
    assert [block.text for block in made.blocks] == ["正文"]
    assert made.warnings == (COMMENTS,)


def test_comments_without_a_mark_are_said_with_their_authors(documented: Read) -> None:
    comments = (
        f'<w:comment w:author="王主任">{p(r("此处不妥"))}</w:comment><w:comment>{p(r("重写"))}</w:comment>'
    )
    made = documented(p(r("正文")), comments=comments)
    assert made.warnings == (COMMENTS,)
    assert made.disclosures == (Disclosure(COMMENTS, 2, ("王主任: 此处不妥", "重写")),)


def test_damaged_comments_cost_nobody_the_text(documented: Read) -> None:
    made = documented(p(r("正文")), comments="<w:comment>")
    assert [block.text for block in made.blocks] == ["正文"]
    assert made.disclosures == ()


def test_revisions_are_counted_with_their_authors(documented: Read) -> None:
    body = p(
        f'<w:ins w:author="甲">{r("增")}</w:ins><w:del w:author="乙"><w:r><w:delText>删</w:delText></w:r></w:del>'
        + r("字")
    ) + p(r("末。"), '<w:rPr><w:ins w:author="丙"/></w:rPr>')
    assert documented(body).disclosures == (Disclosure(TRACKED, 3, ("甲", "乙")),)


def test_hidden_text_that_hangs_together_is_one_and_shown(documented: Read) -> None:
    hidden = "<w:vanish/>"
    body = p(r("显") + r("只给", hidden) + r("领导看", hidden) + r("显") + r("又一处", hidden)) + p(
        r("三处", hidden)
    )
    (found,) = documented(body).disclosures
    assert found == Disclosure(HIDDEN, 3, ("只给领导看", "又一处", "三处"))


def test_long_hidden_text_is_shown_by_its_beginning(documented: Read) -> None:
    (found,) = documented(p(r("字") + r("密" * 100, "<w:vanish/>"))).disclosures
    assert found.shown == ("密" * 40 + "…",)


def test_authors_are_named_as_the_file_names_them(
    zipped: Callable[..., bytes], docx: Callable[..., bytes]
) -> None:
    office = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = {
        "officeDocument": "word/document.xml",
        "core-properties": "c.xml",
        "extended-properties": "/a.xml",
    }
    relations = "".join(f'<Relationship Type="x/{kind}" Target="{name}"/>' for kind, name in kinds.items())
    with ZipFile(BytesIO(docx(p(r("正文"))))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    parts["_rels/.rels"] = f'<Relationships xmlns="{office}">{relations}</Relationships>'.encode()
    parts["c.xml"] = (
        '<cp:p xmlns:cp="c" xmlns:dc="d"><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy><cp:lastModifiedBy>张三</cp:lastModifiedBy></cp:p>'
    ).encode()
    parts["a.xml"] = '<Properties xmlns="a"><Company>望潮街道</Company><Manager/></Properties>'.encode()
    authors = Disclosure(AUTHORS, 3, ("张三", "李四", "望潮街道"))
    assert read(zipped(parts), "docx", Limits()).disclosures == (authors,)
    assert read(zipped(parts | {"c.xml": b"<creator>x&amp;y</creator>"}), "docx", Limits()).disclosures == (
        Disclosure(AUTHORS, 2, ("x&y", "望潮街道")),
    )


def test_pictures_are_counted_once_each(documented: Read) -> None:
    blip, old = (
        '<w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></w:drawing>',
        ("<w:pict><v:imagedata/></w:pict>"),
    )
    twice = f"<mc:AlternateContent><mc:Choice>{blip}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    boxed = f"<w:pict>{BOX.format(p(f'<w:r>{blip}</w:r>' + r('框')))}</w:pict>"
    body = p(
        r("图")
        + "".join(f"<w:r>{each}</w:r>" for each in (blip, old, twice, boxed, "<mc:AlternateContent/>"))
    )
    assert documented(body).disclosures == (Disclosure(PICTURES, 4),)


def test_embedded_documents_are_said(documented: Read) -> None:
    assert documented(p(r("正文")) + '<w:altChunk r:id="r9"/>').warnings == (EMBEDDED,)


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_a_text_box_stands_once_though_word_writes_it_twice(blocks: Blocks) -> None:
    inside = BOX.format(p(r("框内文字")))
    box = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    made = blocks(p(f"<w:r>{box}</w:r>" + r("正文")))
    assert [(block.text, block.kind) for block in made] == [("正文", "paragraph"), ("框内文字", "box")]


def test_a_choice_may_stand_between_paragraphs(texts: Texts) -> None:
    body = f"<mc:AlternateContent><mc:Choice Requires='x'>{p(r('新'))}</mc:Choice><mc:Fallback>{p(r('旧'))}</mc:Fallback></mc:AlternateContent>"
    assert texts(body) == ["新"]


def test_the_look_of_a_paragraph_mark_is_no_revision(documented: Read) -> None:
    assert documented(p(r("字"), '<w:rPr><w:sz w:val="32"/></w:rPr>')).warnings == ()


def test_a_choice_without_text_leaves_the_fallback(texts: Texts) -> None:
    either = "<mc:AlternateContent><mc:Choice><w:x/></mc:Choice><mc:Fallback><w:t>字</w:t></mc:Fallback></mc:AlternateContent>"
    empty = "<mc:AlternateContent><mc:Choice/></mc:AlternateContent>"
    assert texts(p(f"<w:r>{either}{empty}</w:r>")) == ["字"]


def test_old_boxes_and_boxes_in_groups_are_found(texts: Texts) -> None:
    old = f"<w:r><w:pict><v:shape><v:textbox>{BOX.format(p(r('旧框')))}</v:textbox></v:shape></w:pict></w:r>"
    grouped = (
        "<w:r><w:drawing><mc:AlternateContent><mc:Choice>"
        f"{BOX.format(p(r('组内')))}</mc:Choice></mc:AlternateContent><mc:AlternateContent/></w:drawing></w:r>"
    )
    assert texts(p(old + grouped)) == ["旧框", "组内"]


def test_notes_follow_the_text_in_the_order_of_their_marks(blocks: Blocks) -> None:
    def mark(kind: str, name: str, about: str = "") -> str:
        return f'<w:r><w:rPr>{about}</w:rPr><w:{kind}Reference w:id="{name}"/></w:r>'

    body = p(
        r("正文")
        + mark("footnote", "2")
        + mark("endnote", "5")
        + mark("footnote", "3", "<w:vanish/>")
        + mark("footnote", "9")
        + f"<w:del>{mark('footnote', '1')}</w:del>"
    )
    notes = "".join(f'<w:footnote w:id="{name}">{p(r(f"脚注{name}"))}</w:footnote>' for name in "123")
    made = blocks(body, footnotes=notes, endnotes=f'<w:endnote w:id="5">{p(r("尾注"))}</w:endnote>')
    assert [(block.text, block.kind) for block in made] == [
        ("正文", "paragraph"),
        ("脚注2", "note"),
        ("尾注", "note"),
    ]


def test_a_note_whose_part_is_missing_is_no_error(texts: Texts) -> None:
    assert texts(p(r("正文") + '<w:r><w:footnoteReference w:id="1"/></w:r>')) == ["正文"]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def cell(*inside: str) -> str:
    return f"<w:tc>{''.join(inside)}</w:tc>"


def test_a_table_gives_a_row_a_block_with_its_cells_joined_by_tabs(blocks: Blocks) -> None:
    nested = f"<w:tbl><w:tr>{cell(p(r('子1')))}{cell(p(r('子2')))}</w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr>{cell(p(r('序号')))}<w:sdt><w:sdtContent>{cell(p(r('任务')))}</w:sdtContent></w:sdt></w:tr>"
        f"<w:tr>{cell(p(r('1')))}{cell(p(r('甲')), p(r('乙')), nested)}</w:tr>"
        f"<w:tr>{cell(p(''))}{cell(p(''))}</w:tr></w:tbl>"
    )
    assert [(block.text, block.kind) for block in blocks(body)] == [
        ("序号\t任务", "row"),
        ("1\t甲\n乙\n子1 子2", "row"),
    ]


def test_a_table_of_one_column_is_a_frame_around_paragraphs(blocks: Blocks) -> None:
    made = blocks(
        f"<w:tbl><w:tr>{cell(p(r('编者按')), p(r('近日')))}</w:tr><w:tr>{cell(p(r('其后')))}</w:tr></w:tbl>"
    )
    assert [(block.text, block.kind) for block in made] == [
        ("编者按", "paragraph"),
        ("近日", "paragraph"),
        ("其后", "paragraph"),
    ]


# ── style cues ────────────────────────────────────────────────────────────────────────────────────

STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="body"><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="table" w:styleId="t"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>'
)


def test_cues_come_through_the_chain_of_styles_and_the_defaults(blocks: Blocks) -> None:
    body = p(r("正文")) + p(r("标题"), '<w:pStyle w:val="2"/>') + p(r("降级"), '<w:pStyle w:val="body"/>')
    plain, heading, body_text = blocks(body, styles=STYLES)
    assert (plain.size, plain.font, plain.bold, plain.level, plain.align) == (
        10.5,
        "宋体",
        False,
        None,
        "both",
    )
    assert (heading.size, heading.font, heading.bold, heading.level) == (16.0, "黑体", True, 2)
    assert body_text.level is None


def test_the_last_of_many_styles_is_found_and_of_two_of_one_name_the_first(blocks: Blocks) -> None:
    names = '<w:latentStyles><w:lsdException w:name="Normal"/></w:latentStyles>'
    tables = '<w:style w:type="table" w:styleId="t"><w:rPr><w:b/></w:rPr></w:style>' * 300
    sized = '<w:style w:type="paragraph" w:styleId="z"><w:rPr><w:sz w:val="{}"/></w:rPr></w:style>'
    sheet = f"{names}{tables}{sized.format(30)}{sized.format(60)}"
    (made,) = blocks(p(r("字"), '<w:pStyle w:val="z"/>'), styles=sheet)
    assert made.size == 15.0


def test_a_style_longer_than_any_is_read(blocks: Blocks) -> None:
    padding = f"<w:padding w:val='{'x' * 600_000}'/>"
    style = f'<w:style w:type="paragraph" w:styleId="z"><w:rPr>{padding}<w:sz w:val="30"/></w:rPr></w:style>'
    (made,) = blocks(p(r("字"), '<w:pStyle w:val="z"/>'), styles=style)
    assert made.size == 15.0


def test_what_an_element_says_itself_wins(blocks: Blocks) -> None:
    look = '<w:rFonts w:eastAsia="方正小标宋简体"/><w:b w:val="0"/><w:sz w:val="44"/>'
    (made,) = blocks(p(r("标题", look), '<w:pStyle w:val="1"/><w:jc w:val="center"/>'), styles=STYLES)
    assert (made.size, made.font, made.bold, made.align) == (22.0, "方正小标宋简体", False, "center")


def test_styles_that_loop_or_do_not_exist_end(texts: Texts) -> None:
    body = p(r("一"), '<w:pStyle w:val="loop"/>') + p(r("二"), '<w:pStyle w:val="nowhere"/>')
    assert texts(body, styles=STYLES) == ["一", "二"]


def test_without_any_statement_word_is_left_aligned_and_of_ten_points(blocks: Blocks) -> None:
    (made,) = blocks(p(r("字")))
    assert (made.size, made.align, made.font) == (10.0, "left", None)


def test_looks_are_weighed_by_characters(blocks: Blocks) -> None:
    (made,) = blocks(
        p(r("一是抓项目。", "<w:b/>") + r("全年新开工项目十二个。", '<w:sz w:val="32"/>') + r("注"))
    )
    assert (made.size, made.bold, made.text[: made.bold_head]) == (16.0, False, "一是抓项目。")


@pytest.mark.parametrize("value", ["x", "99999999999999", ""])
def test_numbers_that_are_none_say_nothing(blocks: Blocks, value: str) -> None:
    (made,) = blocks(p(r("字", f'<w:sz w:val="{value}"/>'), f'<w:outlineLvl w:val="{value}"/>'))
    assert (made.size, made.level) == (10.0, None)


# ── layout ────────────────────────────────────────────────────────────────────────────────────────


def test_indents_are_layout_at_the_start_of_a_line_only(texts: Texts) -> None:
    assert texts(p(r("　　讲　　话 ")) + p(r(" 　 ")) + p("")) == ["讲　　话"]


def test_pasted_lines_are_joined_where_the_text_was_wrapped(texts: Texts) -> None:
    lines = [
        "　　今年以来，我们围绕年度目标任务，抢抓机遇、真抓实干，多项重点工作有",
        "序推进，其中两项走在全县前列。一老与一小同顾，在公共服务上补齐短板，全",
        "年投入资金三百万元，发放临时救助资金，为困难群众一百一十户送去过冬物资",
        "和慰问金，群众十分满意。",
        "　　下一步，我们将继续努力，把每一项任务抓到底、抓到位，确保全年目标任",
        "务圆满完成。",
    ]
    made = texts("".join(p(r(line)) for line in lines))
    assert made == ["".join(lines[:4]).strip(), "".join(lines[4:]).strip()]


def test_whole_paragraphs_are_never_joined(texts: Texts) -> None:
    long = "全年工作" * 40
    assert texts(p(r(long)) + p(r(long)) + p(r(long))) == [long] * 3


# ── against the same text as .txt ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.docx")))
def test_a_document_reads_as_its_plain_text_does(name: str) -> None:
    word = read((DATA / f"{name}.docx").read_bytes(), "docx", Limits())
    text = read((DATA / f"{name}.txt").read_bytes(), "txt", Limits())
    assert [line for block in word.blocks for line in block.text.split("\n")] == [
        line for block in text.blocks for line in block.text.split("\n")
    ]
    assert max(block.size or 0 for block in word.blocks) > min(block.size or 0 for block in word.blocks) > 0
