"""What a reader sees of an OpenDocument text, element by element."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Document, Limits
from intake.reading.documents import Unreadable, read, sniff
from intake.reading.documents.traces import COMMENTS, HIDDEN, MACROS, TRACKED

DATA = Path(__file__).parents[2] / "data" / "documents"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    ]
) + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'  # fmt: skip

Zipped = Callable[[Mapping[str, str | bytes]], bytes]
Make = Callable[..., Document]


def content(body: str, styles: str = "") -> str:
    return (
        f"<office:document-content {NAMESPACES}><office:font-face-decls>"
        '<style:font-face style:name="黑体1" svg:font-family="\'黑体\'"/></office:font-face-decls>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def styled(name: str, letters: str = "", paragraph: str = "", about: str = "") -> str:
    family = "text" if name.startswith("T") else "paragraph"
    return (
        f'<style:style style:name="{name}" style:family="{family}" {about}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {letters}/></style:style>"
    )


def p(inside: str, style: str = "", tag: str = "p", about: str = "") -> str:
    return f'<text:{tag} text:style-name="{style}" {about}>{inside}</text:{tag}>'


@pytest.fixture(scope="session")
def odt(zipped: Zipped) -> Callable[..., bytes]:
    """Make an .odt of a body, of automatic styles, and of the content of styles.xml."""

    def make(body: str, styles: str = "", common: str = "", **parts: str) -> bytes:
        return zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": content(body, styles),
                "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{common}</office:styles>"
                f"<office:master-styles>{p('页眉')}</office:master-styles></office:document-styles>",
                **{name.replace("__", "/"): text for name, text in parts.items()},
            }
        )

    return make


@pytest.fixture
def made(odt: Callable[..., bytes]) -> Make:
    """Read an .odt of a body, of automatic styles, and of the content of styles.xml."""
    return lambda *parts, **others: read(odt(*parts, **others), "odt", Limits())


@pytest.fixture
def texts(made: Make) -> Callable[..., list[str]]:
    """Give the texts of the blocks."""
    return lambda *parts, **others: [block.text for block in made(*parts, **others).blocks]


Texts = Callable[..., list[str]]


# ── text ──────────────────────────────────────────────────────────────────────────────────────────


def test_spaces_tabs_breaks_and_links_are_text(texts: Texts) -> None:
    body = p(
        '\n  讲<text:s text:c="2"/>话<text:s/>\n <text:tab/>甲<text:line-break/>乙<text:soft-page-break/>'
        "<text:a>链<text:span>接</text:span></text:a><text:ruby><text:ruby-base>字</text:ruby-base>"
        "<text:ruby-text>zi</text:ruby-text></text:ruby><text:placeholder>填写</text:placeholder>"
        "<text:date>3月5日</text:date><loext:content-control>控件</loext:content-control>。"
    )
    assert texts(body) == ["讲  话  \t甲\n乙链接字3月5日控件。"]


def test_deleted_text_is_out_and_inserted_text_is_in(made: Make) -> None:
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('不太')}</text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        + p(
            '群众<text:change text:change-id="1"/><text:change-start text:change-id="2"/>很<text:change-end/>满意'
        )
    )
    document = made(body)
    assert (document.text, document.warnings) == ("群众很满意", (TRACKED,))
    assert made("<text:tracked-changes/>" + p("甲")).warnings == ()


def test_hidden_text_is_out_and_said(made: Make) -> None:
    hidden = styled("T1", 'text:display="none"') + styled("P1", 'text:display="none"')
    shown = styled("T2", 'text:display="true"')
    body = (
        p(
            '公开<text:span text:style-name="T1">内部<text:span text:style-name="T2">也公开</text:span> </text:span>'
        )
        + p(f"隐<text:note><text:note-body>{p('注')}</text:note-body></text:note>", "P1")
        + f'<text:section text:display="none">{p("节")}</text:section>'
        + p("末<text:hidden-text>密</text:hidden-text>")
    )
    document = made(body, hidden + shown)
    assert (document.text, document.warnings) == ("公开也公开\n末", (HIDDEN,))


def test_comments_are_no_text_and_said(made: Make) -> None:
    document = made(p(f"已核<office:annotation>{p('请再核')}</office:annotation>实<office:annotation-end/>"))
    assert (document.text, document.warnings) == ("已核实", (COMMENTS,))


def test_what_a_file_holds_beside_its_text_is_noted(made: Make) -> None:
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    change = f"<text:changed-region><text:insertion {dc}><dc:creator>校对</dc:creator></text:insertion></text:changed-region>"
    note = f"<office:annotation {dc}><dc:creator>王主任</dc:creator>{p('请再核')}</office:annotation>"
    picture = "<draw:frame><draw:image/><draw:image/></draw:frame>"
    body = (
        f"<text:tracked-changes>{change}{change}</text:tracked-changes>" + p(f"字{note}{picture}") + picture
    )
    meta = f"<office:document-meta {NAMESPACES} {dc}><dc:creator>李四</dc:creator><dc:creator>李四</dc:creator><dc:creator/></office:document-meta>"
    document = made(body, **{"meta.xml": meta})
    assert {found.code: (found.count, found.shown) for found in document.disclosures} == {
        "tracked_changes": (2, ("校对",)),
        "comments": (1, ("王主任: 请再核",)),
        "pictures": (2, ()),
        "author_metadata": (1, ("李四",)),
    }
    assert made(p("字"), **{"meta.xml": "<x"}).disclosures == ()


def test_boxes_and_notes_stand_once_behind_what_they_belong_to(made: Make) -> None:
    box = f"<draw:frame><draw:text-box>{p('框')}</draw:text-box><svg:desc>说明</svg:desc></draw:frame>"
    shapes = f"<draw:g><draw:custom-shape>{p('形')}</draw:custom-shape></draw:g>"
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('注' + box)}</text:note-body></text:note>"
    document = made(
        f"<draw:frame><draw:text-box>{p('页')}</draw:text-box></draw:frame>"
        + p(f"甲{note}{box}{shapes}")
        + p("乙")
    )
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("box", "页"), ("paragraph", "甲"), ("box", "框"), ("box", "形"), ("paragraph", "乙"), ("note", "注"),
        ("note", "框"),
    ]  # fmt: skip


def test_sections_and_indexes_are_read_and_their_sources_are_not(texts: Texts) -> None:
    index = f"<text:table-of-content-source>{p('源')}</text:table-of-content-source><text:index-body>{p('目录')}</text:index-body>"
    body = f"<text:section>{p('甲')}</text:section><text:table-of-content>{index}</text:table-of-content><office:forms/>"
    assert texts(body) == ["甲", "目录"]


# ── looks ─────────────────────────────────────────────────────────────────────────────────────────


def test_looks_are_those_of_chinese_text(made: Make) -> None:
    styles = (
        styled("P1", 'fo:font-size="10pt" style:font-size-asian="22pt" style:font-name-asian="黑体1"', 'fo:text-align="center"')
        + styled("P2", 'fo:font-size="150%" style:font-family-asian="楷体"', 'fo:text-align="justify"', 'style:parent-style-name="P1"')
        + styled("P3", about='style:parent-style-name="P3"')
        + styled("T1", 'style:font-weight-asian="bold" fo:font-weight="normal"')
        + styled("T2", 'fo:font-weight="normal"')
    )  # fmt: skip
    common = (
        '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="14pt" fo:font-weight="700"/>'
        "</style:default-style>"
    )
    body = (
        p("题目", "P1")
        + p("署名", "P2", "h", 'text:outline-level="2"')
        + p(
            '<text:span text:style-name="T1">一是</text:span><text:span text:style-name="T2">正文</text:span>',
            "P3",
            "h",
        )
    )
    title, byline, text = made(body, styles, common).blocks
    assert (title.size, title.font, title.align, title.bold, title.level) == (
        22.0,
        "黑体",
        "center",
        True,
        None,
    )
    assert (byline.size, byline.font, byline.align, byline.level) == (22.0, "楷体", "both", 2)
    assert (text.size, text.align, text.bold, text.bold_head) == (14.0, "left", False, 2)
    assert made(p("无"), "", "").blocks[0].size == 12.0


def test_wrapped_lines_are_joined_unless_they_are_indented(texts: Texts) -> None:
    lines = ["今年以来，我街道围绕年度目标任务，抢抓机遇、真抓实干，十项重", "点工作有序推进，六项走在全县前列。在队伍锻造上见到新气象，每",
             "月开展一次支部晒账，党员公开认领任务，办结小事一百七十件，群", "众很满意，干部很有劲头。"]  # fmt: skip
    indent = styled("P1", "", 'fo:text-indent="0.5in"') + styled("P2", "", 'fo:text-indent="x"')
    assert texts("".join(p(line, "P1") for line in lines), indent) == lines
    assert texts("".join(p(line, "P2") for line in lines), indent) == ["".join(lines)]


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────


def level(number: int, about: str) -> str:
    return f'<text:list-level-style-number text:level="{number}" {about}/>'


CHINESE = level(1, 'style:num-format="一, 二, 三, ..." style:num-suffix="、"') + level(
    2, 'style:num-format="1" text:display-levels="2" loext:num-list-format="（%2%）"'
)


def list_style(name: str, levels: str) -> str:
    return f'<text:list-style style:name="{name}">{levels}</text:list-style>'


LISTS = (
    list_style("L1", CHINESE + level(12, ""))
    + list_style(
        "L2",
        level(1, 'style:num-format="1" text:start-value="3" style:num-suffix="."')
        + level(2, 'style:num-format="a" text:display-levels="2" style:num-prefix="(" style:num-suffix=")"'),
    )
    + list_style("L3", '<text:list-level-style-bullet text:level="1" text:bullet-char="●"/>')
    + list_style("L4", level(1, 'style:num-format="" style:num-suffix="、"'))
)


def listed(*items: str, style: str = "L1", about: str = "") -> str:
    inside = "".join(
        item if item.startswith("<text:list-") else f"<text:list-item>{item}</text:list-item>"
        for item in items
    )
    return f'<text:list text:style-name="{style}" {about}>{inside}</text:list>'


def test_items_have_their_numbers_and_only_their_first_paragraphs(texts: Texts) -> None:
    body = listed(p("甲") + p("续"), f"<text:list-header>{p('头')}</text:list-header>", p("乙"))
    assert texts(body, LISTS) == ["一、甲", "续", "头", "二、乙"]


def test_a_list_begins_anew_unless_it_goes_on(texts: Texts) -> None:
    go_on = 'text:continue-numbering="true"'
    body = (
        listed(p("甲"), about='xml:id="x"')
        + p("文")
        + listed(p("乙"), about=go_on)
        + listed(p("丙"))
        + listed(p("丁"), about='text:continue-list="x"')
        + listed(p("戊"), about='text:continue-list="y"')
        + listed(f'<text:list-item text:start-value="9">{p("己")}</text:list-item>', p("庚"))
    )
    assert texts(body, LISTS) == ["一、甲", "文", "二、乙", "一、丙", "三、丁", "一、戊", "九、己", "十、庚"]


def test_lists_in_lists_count_by_level(texts: Texts) -> None:
    inner = (
        "<text:list>"
        + "".join(f"<text:list-item>{p(text)}</text:list-item>" for text in "子丑")
        + "</text:list>"
    )
    body = listed(p("甲") + inner, p("乙") + inner)
    assert texts(body, LISTS) == ["一、甲", "（1）子", "（2）丑", "二、乙", "（1）子", "（2）丑"]
    assert texts(body.replace("L1", "L2"), LISTS) == [
        "3.甲",
        "(3.a)子",
        "(3.b)丑",
        "4.乙",
        "(4.a)子",
        "(4.b)丑",
    ]


def test_bullets_and_formats_without_a_number_show_none(texts: Texts) -> None:
    assert texts(
        listed(p("甲"), style="L3") + listed(p("乙"), style="L4") + listed(p("丙"), style="L9"), LISTS
    ) == [
        "甲",
        "乙",
        "丙",
    ]


def test_a_list_without_a_style_has_that_of_its_paragraph(texts: Texts) -> None:
    assert texts(
        listed(p("甲", "P1"), style=""), LISTS + styled("P1", about='style:list-style-name="L1"')
    ) == ["一、甲"]


def test_headings_are_numbered_by_the_outline(texts: Texts) -> None:
    outline = f"<text:outline-style>{CHINESE}</text:outline-style>".replace(
        "list-level-style-number", "outline-level-style"
    )

    def heading(text: str, depth: int, about: str = "", style: str = "") -> str:
        return p(text, style, "h", f'text:outline-level="{depth}" {about}')

    body = (
        heading("甲", 1) + heading("子", 2) + heading("无", 1, 'text:is-list-header="true"') + heading("乙", 1)
        + heading("丑", 2) + heading("止", 1, style="P1") + heading("丙", 1, 'text:restart-numbering="true" text:start-value="7"')
        + heading("浅", 0) + heading("深", 9)
    )  # fmt: skip
    assert texts(body, styled("P1", about='style:list-style-name=""'), outline) == [
        "一、甲", "（1）子", "无", "二、乙", "（1）丑", "止", "七、丙", "浅", "深",
    ]  # fmt: skip


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def row(*cells: str) -> str:
    inside = "".join(
        cell if cell.startswith("<table:") else f"<table:table-cell>{p(cell)}</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row>{inside}</table:table-row>"


COVERED = "<table:covered-table-cell/>"


@pytest.mark.parametrize(
    ("rows", "read_as"),
    [
        (f"<table:table-header-rows>{row('甲', '乙')}</table:table-header-rows>" + row("丙", "丁"), ["甲\t乙", "丙\t丁"]),
        (row("甲") + row("乙"), ["甲", "乙"]),
        (row(f'<table:table-cell table:number-columns-spanned="2">{p("宽")}</table:table-cell>', COVERED, "丙"), ["宽\t丙"]),
        (row(COVERED, "乙", "丙") + row("甲", COVERED, "丙"), ["乙\t丙", "甲\t\t丙"]),
        (row("甲", '<table:table-cell table:number-columns-repeated="2"/>', "丁"), ["甲\t\t\t丁"]),
        (row("甲", '<table:covered-table-cell table:number-columns-repeated="999999999"/>', "丁"), ["甲" + "\t" * 21 + "丁"]),
        (row('<table:table-cell table:number-columns-spanned="-999999999"/>', COVERED, "丁"), ["丁"]),
        (row("甲", f"<table:table-cell><table:table>{row('子', '丑')}</table:table>{p('乙')}</table:table-cell>"), ["甲\t子 丑\n乙"]),
    ],
)  # fmt: skip
def test_tables_are_read_row_by_row(texts: Texts, rows: str, read_as: list[str]) -> None:
    assert texts(f"<table:table>{rows}</table:table>") == read_as


# ── packages, hostile and broken ──────────────────────────────────────────────────────────────────


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(data, "odt", limits or Limits())
    return refusal.value.code


def test_an_encrypted_document_is_told_by_its_manifest(odt: Callable[..., bytes]) -> None:
    manifest = {"META-INF__manifest.xml": "<manifest:encryption-data/>"}
    assert refused(odt("密", **manifest)) == "encrypted"


def test_macros_are_said(made: Make) -> None:
    assert made(p("宏"), "", "", Basic__Standard__Module1_xml="x").warnings == (MACROS,)


def test_a_document_packed_again_is_still_told(odt: Callable[..., bytes], zipped: Zipped) -> None:
    kind = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
    assert (
        sniff(
            zipped({"content.xml": content(p("甲")), "mimetype": "application/vnd.oasis.opendocument.text"}),
            "",
        )
        == "odt"
    )
    assert sniff(zipped({"content.xml": "x", **kind}), "") == "ods"
    assert sniff(zipped({"a.txt": "x", **kind}), "") == "zip"
    assert sniff(odt("甲"), "a.doc") == "odt"


def test_a_package_without_content_or_styles_is_refused_or_read(zipped: Zipped) -> None:
    assert refused(zipped({"mimetype": "x"})) == "corrupted"
    assert read(zipped({"content.xml": content(p("甲"))}), "odt", Limits()).text == "甲"


def test_a_dtd_a_bomb_and_endless_nesting_are_refused(zipped: Zipped) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + content(p("&a;"))
    assert refused(zipped({"content.xml": entity})) == "corrupted"
    assert refused(zipped({"content.xml": content("<text:p/>" * 4_000_000)})) == "bomb"
    assert (
        refused(zipped({"content.xml": content("<text:section>" * 3_000 + "</text:section>" * 3_000)}))
        == "corrupted"
    )
    assert refused(zipped({"content.xml": content(p("长" * 9_000))}), Limits(member=20_000)) == "too_big"
    assert refused((DATA / "04_table.odt").read_bytes()[:9_000]) == "corrupted"


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
        ("<text:p><text:span>", "</text:span></text:p>"),
        (
            "<table:table><table:table-row><table:table-cell>",
            "</table:table-cell></table:table-row></table:table>",
        ),
        ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
    ],
)
def test_what_is_nested_as_deep_as_xml_allows_is_read(texts: Texts, begin: str, end: str) -> None:
    times = 240 // begin.count("<")
    assert "底" in texts(begin * times + p("底") + end * times)


def test_more_text_than_the_limit_is_cut_and_said(odt: Callable[..., bytes]) -> None:
    document = read(odt(p("一段文字") * 500), "odt", Limits(text=1_000))
    assert (sum(len(block.text) for block in document.blocks), document.warnings) == (1_000, ("truncated",))


NAMES = st.sampled_from(
    ["text:p", "text:h", "text:span", "text:list", "text:list-item", "text:list-header", "text:s", "text:tab", "text:a",
     "text:note", "text:note-body", "draw:frame", "draw:text-box", "draw:g", "table:table", "table:table-row",
     "table:table-cell", "table:covered-table-cell", "text:section", "text:ruby-base", "office:annotation",
     "text:tracked-changes", "office:automatic-styles", "style:style", "text:list-style"]
)  # fmt: skip
ABOUT = st.sampled_from(
    ["", 'text:style-name="L1"', 'text:c="-5"', 'text:c="999999999"', 'text:outline-level="-1"', 'text:outline-level="x"',
     'text:start-value="-7"', 'table:number-columns-repeated="-2"', 'table:number-columns-spanned="9"',
     'text:continue-numbering="true"']
)  # fmt: skip


@given(st.lists(st.tuples(NAMES, ABOUT, st.booleans()), max_size=30))
def test_elements_in_any_order_are_read_or_refused(
    odt: Callable[..., bytes], elements: list[tuple[str, str, bool]]
) -> None:
    xml, stack = "", []
    for name, about, closed in elements:
        xml += f"<{name} {about}/>" if closed else f"<{name} {about}>字"
        stack += [] if closed else [name]
    xml += "".join(f"</{name}>" for name in reversed(stack))
    # "正文" stands before all that, so whatever follows must not lose it.
    assert read(odt(p("正文") + xml, LISTS), "odt", Limits()).text.startswith("正文")


@given(st.data())
def test_a_document_with_mutated_xml_is_read_or_refused(zipped: Zipped, data: st.DataObject) -> None:
    body = bytearray(
        content(listed(p("甲")) + f"<table:table>{row('乙', '丙')}</table:table>", LISTS).encode()
    )
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(zipped({"content.xml": bytes(body)}), "odt", Limits()).text.encode()


@given(st.data())
def test_a_mutated_file_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray((DATA / "04_table.odt").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(bytes(raw), "odt", Limits()).text.encode()
