"""HTML as QQ Mail, Foxmail and Word write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Limits
from intake.reading.documents import decode_html, html_blocks, read


def texts(page: str) -> list[str]:
    return [block.text for block in html_blocks(page)]


def test_qq_mail_writes_a_line_a_div_and_others_a_break() -> None:
    page = "<div>各位领导：</div><div><br></div><div>　　今年&nbsp; 以来</div>尾一<br/>尾二<br><br>尾三"
    assert texts(page) == ["各位领导：", "今年  以来", "尾一", "尾二", "尾三"]


def test_what_is_not_shown_is_dropped() -> None:
    page = (
        "<html><head><title>题</title><style>p{}</style></head><body><script>x()</script><p>正文</p>"
        "<p style='DISPLAY: none'>藏</p>后<!-- 注 --><!--[if mso]><p>给旧版的</p><![endif]-->"
        "<!--[if !mso]><!--><b>给新版的</b><!--<![endif]--></body></html>"
    )
    assert texts(page) == ["正文", "后给新版的"]


def test_text_follows_its_elements_in_order() -> None:
    assert texts("头<span>一<b>二</b>三<script>x</script>四</span>五<p>六</p>七") == [
        "头一二三四五",
        "六",
        "七",
    ]


def test_line_ends_in_the_source_are_spaces_as_in_a_browser() -> None:
    assert texts("<p>党委书记\n   唐长青，\r\n狠抓 落实 of\nall</p>") == [
        "党委书记 唐长青， 狠抓 落实 of all"
    ]


def test_lists_show_the_numbers_a_browser_shows() -> None:
    page = (
        "<ol><li>甲<ul><li>点</li></ul></li><li><p>乙</p><p>续</p></li><li></li><li value=7>丙</li></ol>"
        "<ol type=A start=2><li>丁</ol><ol style='list-style-type:simp-chinese-informal'><li>戊</li></ol><li>散"
    )
    made = html_blocks(page)
    assert [block.text for block in made] == ["1.甲", "点", "2.乙", "续", "7.丙", "B.丁", "一、戊", "散"]
    assert made[0].label == "1."


def test_preformatted_text_keeps_its_lines() -> None:
    lines = ["第一行", "第二行", "第三行"]
    assert texts("<pre>第一行\n  第二行\n\n<b>第三行</b></pre>") == lines
    assert texts("<div style='white-space: pre-wrap'>第一行\n第二行\n第三行</div>") == lines


def test_style_cues_are_read_where_they_stand_inline() -> None:
    page = (
        "<p align=center><span style='font-family:\"Times New Roman\",方正小标宋简体;font-size:22.0pt'>大会发言</span></p>"
        "<h2 style='text-align:justify'>一级</h2><p style='font-weight:700;font-size:16px'>粗<i>体</i></p>"
        "<p><b>一是抓好。</b>其余的话<span style='font-weight:normal'>不粗</span></p><center><font size=5>中</font></center>"
    )
    title, heading, bold, lead, centred = html_blocks(page)
    assert (title.align, title.size, title.font) == ("center", 22.0, "方正小标宋简体")
    assert (heading.level, heading.bold, heading.align) == (2, True, "both")
    assert (bold.bold, bold.size) == (True, 12.0)
    assert (lead.bold, lead.text[: lead.bold_head]) == (False, "一是抓好。")
    assert (centred.align, centred.size) == ("center", 18.0)


def test_a_table_of_data_gives_rows_and_one_of_layout_dissolves() -> None:
    page = (
        "<table><tr><th>序号</th><th>任务</th></tr><tr><td>1</td><td><p>甲</p><p>乙</p></td></tr></table>"
        "<table><tr><td><p>段一</p><p>段二</p></td></tr><tr><td><table><tr><td>左</td><td>右</td></tr></table></td>"
        "<td>旁</td></tr></table>"
    )
    made = html_blocks(page)
    assert [(block.text, block.kind) for block in made] == [
        ("序号\t任务", "row"),
        ("1\t甲\n乙", "row"),
        ("段一", "paragraph"),
        ("段二", "paragraph"),
        ("左\t右", "row"),
        ("旁", "paragraph"),
    ]


def test_stray_text_in_a_row_is_no_cell_and_not_lost() -> None:
    assert sorted(texts("<table><tr>外<td>a</td><td>b</td></tr></table>")) == ["a\tb", "外"]


def test_hidden_lists_and_cells_are_left_out_whole() -> None:
    page = "<ol style='display:none'><li>藏</ol>甲<ul hidden><li>乙</ul><ol><li style='display:none'>藏</li><li>丙</ol>"
    assert texts(page) == ["甲", "1.丙"]
    hidden = "<td style='display:none'>藏</td>"
    assert texts(f"<table><tr>{hidden}{hidden}</tr></table>丁") == ["丁"]


IGNORED = "<![if !supportLists]><span style='font-family:黑体'><span style='mso-list:Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"


def word(body: str) -> str:
    """A page as Word 2016 saves it."""
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office' xmlns:w='urn:schemas-microsoft-com:office:word'><head>"
        "<meta name=Generator content='Microsoft Word 15'><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=ZH-CN><div class=WordSection1>"
        f"{body}</div></body></html>"
    )


def test_numbers_that_word_wrote_out_are_those_of_their_blocks() -> None:
    page = word(
        f"<p style='mso-list:l0 level1 lfo1'>{IGNORED.format(number='一、')}抓学习<o:p></o:p></p>"
        f"<p style='mso-list:l0 level2 lfo1'>{IGNORED.format(number='（一）')}<b>学在前</b></p>"
        f"<p style='mso-list:l1 level1 lfo2'>{IGNORED.format(number='1.')}</p><p>不编号</p>"
    )
    made = html_blocks(page)
    assert [(block.text, block.label) for block in made] == [
        ("一、抓学习", "一、"),
        ("（一）学在前", "（一）"),
        ("不编号", None),
    ]
    assert made[1].bold


@pytest.mark.parametrize(
    "bullet",
    ["<span style='font-family:Wingdings;mso-list:Ignore'>l</span>", "<span style='mso-list:Ignore'><span style='font-family:Symbol'>n</span></span>", "<span style='mso-list:Ignore'>·</span>"],
)  # fmt: skip
def test_bullets_are_no_numbers(bullet: str) -> None:
    (made,) = html_blocks(word(f"<p>{bullet}要点</p>"))
    assert (made.text, made.label) == ("要点", None)


def test_the_filler_behind_a_typed_number_is_no_text() -> None:
    page = "<p>一、<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span>抓学习<span style='font:7.0pt \"Times New Roman\"'>小字</span></p>"
    assert texts(word(page)) == ["一、抓学习小字"]


def test_what_was_deleted_in_word_and_its_comments_are_no_text() -> None:
    page = word(
        "<p>完成<del cite='mailto:王' datetime='2026-11-18T09:00'><span>八</span></del><ins cite='mailto:王'>九</ins>件"
        "<a style='mso-comment-reference:W_1'>实事</a><span class=MsoCommentReference><a class=msocomanchor>[W1]</a>"
        "<span style='mso-special-character:comment'>&nbsp;</span></span>。</p>"
        "<div style='mso-element:comment-list'><p>请核实</p></div>"
    )
    assert texts(page) == ["完成九件实事。"]
    assert texts("<p>原价<del>10</del>元</p>") == ["原价10元"]  # on other pages it is only struck out


def test_looks_of_classes_are_read_and_what_stands_inline_counts_first() -> None:
    sheet = (
        "<style><!-- /* Style Definitions */ p.MsoNormal, li.MsoNormal {margin:0cm;font-size:16.0pt;"
        'font-family:"Times New Roman",serif;mso-fareast-font-family:仿宋_GB2312;display:none}'
        " p.MsoTitle {text-align:center;font-size:22.0pt;font-family:黑体;font-weight:bold} .red {font-weight:bold}"
        " @media print { p.MsoNormal {font-size:9.0pt} } p {font-size:5.0pt} --></style>"
    )
    page = (
        f"<html><head>{sheet}</head><body><p class=MsoTitle>大会发言</p>"
        "<p class='MsoNormal red' style='font-size:14.0pt'>正文</p><p class=other>别的</p></body></html>"
    )
    title, text, other = html_blocks(page)
    assert (title.align, title.size, title.font, title.bold) == ("center", 22.0, "黑体", True)
    assert (text.size, text.font, text.bold) == (14.0, "仿宋_GB2312", True)
    assert (other.size, other.bold) == (None, False)


def test_notes_of_word_are_notes() -> None:
    page = word(
        "<p>正文</p><div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p>[1] 出处</p></div></div>"
    )
    assert [(block.text, block.kind) for block in html_blocks(page)] == [
        ("正文", "paragraph"),
        ("[1] 出处", "note"),
    ]


def test_faces_of_fonts_are_read() -> None:
    (made,) = html_blocks('<p><font face="黑体, SimHei"><font size=4>标题</font></font></p>')
    assert (made.font, made.size) == ("黑体", 13.5)


@pytest.mark.parametrize("page", ["", "  　\n", "<!-- -->", "<html></html>", "<?xml version='1.0'?>"])
def test_pages_without_text_have_no_blocks(page: str) -> None:
    assert html_blocks(page) == ()


def test_an_xml_declaration_is_no_obstacle() -> None:
    assert texts("<?xml version='1.0' encoding='gb2312'?><html><body>正文</body></html>") == ["正文"]


def test_pages_nested_beyond_reason_still_give_their_text() -> None:
    assert texts("<div>" * 500_000 + "&lt;底&nbsp;") == ["<底"]
    assert texts("<b>" * 3_000 + "底") == ["底"]


def test_a_page_too_long_for_a_tree_loses_its_looks_but_no_text() -> None:
    first, second, *_, last = texts("<p>首</p><p>次</p>" + "<b></b>" * 600_000 + "<p>尾&amp;</p>")
    assert (first, second, last) == ("首", "次", "尾&")


def test_tables_in_tables_to_the_end_are_no_obstacle() -> None:
    assert texts("<table><tr><td>" * 80 + "底") == ["底"]


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        ("<p>领导好</p>".encode(), None),
        ("<p>领导好</p>".encode("gbk"), "gb2312"),
        ("\ufeff<p>领导好</p>".encode("utf-16-le"), "utf-8"),
        ("<meta charset=gb2312><p>领导好</p>".encode("gbk"), None),
        ("<meta charset=gb2312><p>领导好</p>".encode(), None),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>领导好</p>'.encode("gbk"),
            "x-no",
        ),
        ("<?xml version='1.0' encoding='GBK'?><p>领导好</p>".encode("gbk"), None),
        ("<p>领导好</p>".encode("gbk"), "utf-8"),
    ],
)
def test_a_page_is_decoded_by_what_is_true_of_what_it_says(content: bytes, declared: str | None) -> None:
    assert texts(decode_html(content, declared))[-1] == "领导好"


def test_a_file_is_read() -> None:
    made = read("<h1>发言</h1><p>各位领导</p>".encode("gb18030"), "html", Limits())
    assert ([block.text for block in made.blocks], made.format) == (["发言", "各位领导"], "html")


WRAPPED = (
    "今年以来我们镇围绕年度目标任务抢抓机遇真抓实干十一项重",
    "点工作有序推进两项走在全县前列更换老化水管三十余公里红",
    "星村等七个村告别了季节性缺水群众看病上学出行更方便了我",
    "们还有差距",
)


def test_a_page_of_wrapped_text_a_paragraph_a_line_is_joined_again() -> None:
    pasted = "".join(f"<p>{line}</p>\n\n" for line in WRAPPED)
    (made,) = read(pasted.encode(), "html", Limits()).blocks
    assert made.text == "".join(WRAPPED)


@pytest.mark.parametrize(
    "between",
    ["<p>&nbsp;</p>", "<p><br></p>", "<p style='text-indent:24pt'>", "<p>　　", "<p>&nbsp; &nbsp;", "<table><tr><td>甲</td><td>乙</td></tr></table>"],
)  # fmt: skip
def test_an_empty_line_or_an_indent_begins_a_paragraph(between: str) -> None:
    pasted = f"<p>{WRAPPED[0]}</p><p>{WRAPPED[1]}</p><p>{WRAPPED[2]}</p>{between}{WRAPPED[0]}<p>{WRAPPED[1]}<p>{WRAPPED[3]}</p>"
    assert any(
        block.text.startswith(WRAPPED[0] + WRAPPED[1])
        for block in read(pasted.encode(), "html", Limits()).blocks[1:]
    )


def test_a_long_file_is_cut_at_the_limit_and_said() -> None:
    made = read(b"<p>abc</p>" * 100, "html", Limits(text=30))
    assert ("".join(block.text for block in made.blocks), made.warnings) == ("abc" * 10, ("truncated",))
    made = read(b"<p>ab</p>" + b"<b></b>" * 10, "html", Limits(text=7))
    assert ("".join(block.text for block in made.blocks), made.warnings) == ("ab", ("truncated",))


_PIECES = st.sampled_from(
    ["<", ">", "<p>", "<ol>", "</ol>", "<li>", "<ul style='display:none'>", "</ul>", "</p>", "<td>", "<tr>", "<table>", "</table>", "<br>", "<b ", "style='font-size:9pt'", "&#0;",
     "&#xd800;", "中", "a", "\0", "\ud800", "\n", "<!--", "-->", "<![CDATA[", "<script>", "<pre>", "&nbsp;", "</tr>", "<span style='mso-list:Ignore'>", "1.", "</span>", "<del cite=x>"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_page_becomes_blocks_that_can_be_stored(page: str) -> None:
    for block in html_blocks(page):
        assert block.text
        assert "\0" not in block.text
        block.text.encode()


@given(st.binary(max_size=100))
def test_any_bytes_become_a_page(content: bytes) -> None:
    html_blocks(decode_html(content, None))
