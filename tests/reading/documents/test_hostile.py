"""Documents made to harm, and documents that are broken: refused or read, within the limits."""

import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Limits
from intake.reading.documents import Unreadable, read

DATA = Path(__file__).parents[2] / "data" / "documents"

Zipped = Callable[[Mapping[str, str | bytes]], bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def page(body: str, head: str = "", namespace: str = W) -> str:
    return f'{head}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def texts(content: bytes, limits: Limits | None = None) -> list[str]:
    return [block.text for block in read(content, "docx", limits or Limits()).blocks]


def refused(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(content, "docx", limits or Limits())
    return refusal.value.code


# ── odd packages ──────────────────────────────────────────────────────────────────────────────────


def test_a_strict_document_is_read(zipped: Zipped) -> None:
    assert texts(zipped({"word/document.xml": page(p("严格"), namespace=STRICT)})) == ["严格"]


def test_a_strict_document_has_its_styles(zipped: Zipped) -> None:
    office = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = (
        f'<Relationships xmlns="{office}"><Relationship Type="x/styles" Target="s.xml"/></Relationships>'
    )
    style = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:rPr><w:sz w:val="44"/></w:rPr></w:style>'
    )
    content = zipped(
        {
            "word/_rels/document.xml.rels": relations,
            "word/document.xml": page(p("严格"), namespace=STRICT),
            "word/s.xml": f'<w:styles xmlns:w="{STRICT}">{style}</w:styles>',
        }
    )
    assert read(content, "docx", Limits()).blocks[0].size == 22.0


def test_the_main_part_is_where_the_relationships_say(zipped: Zipped) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><!-- x -->'
        '<Relationship Type="http://x/officeDocument" Target="\\Docs\\main.xml"/>'
        '<Relationship Type="http://x/attachedTemplate" Target="http://e.test/t" TargetMode="External"/>'
        "</Relationships>"
    )
    content = zipped({"_rels/.rels": relations, "docs\\MAIN.xml": page(p("另处"))})
    assert texts(content) == ["另处"]


def test_of_two_parts_of_one_name_the_last_counts(zipped: Zipped) -> None:
    content = zipped({"word/document.xml": page(p("旧")), "Word/Document.xml": page(p("新"))})
    assert texts(content) == ["新"]


def test_all_bodies_are_read(zipped: Zipped) -> None:
    body = f'<w:document xmlns:w="{W}"><w:body>{p("一")}</w:body><w:body>{p("二")}</w:body></w:document>'
    assert texts(zipped({"word/document.xml": body})) == ["一", "二"]


def test_macros_are_said(zipped: Zipped) -> None:
    content = zipped({"word/document.xml": page(p("宏")), "word/vbaProject.bin": b"x"})
    assert read(content, "docx", Limits()).warnings == ("macros",)


def test_a_package_without_a_main_part_is_corrupted(zipped: Zipped) -> None:
    assert refused(zipped({"[Content_Types].xml": "<Types/>"})) == "corrupted"


def test_a_document_without_text_is_empty(zipped: Zipped) -> None:
    assert refused(zipped({"word/document.xml": page(p(" ") + "<w:sectPr/>")})) == "empty"


@pytest.mark.parametrize("body", ["", "not xml", page(p("前")) + "x", page("<w:p>"), "<a/>" * 2])
def test_broken_xml_is_corrupted_or_empty(zipped: Zipped, body: str) -> None:
    assert refused(zipped({"word/document.xml": body})) in {"corrupted", "empty"}


def test_broken_styles_are_corrupted(docx: Callable[..., bytes]) -> None:
    assert refused(docx(p("字"), styles="<")) == "corrupted"


@pytest.mark.parametrize("cut", [100, -100, -30])
def test_a_truncated_file_is_corrupted(cut: int) -> None:
    assert refused((DATA / "01_titled.docx").read_bytes()[:cut]) == "corrupted"


# ── attacks ───────────────────────────────────────────────────────────────────────────────────────

LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "doctype",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_dtd_is_refused_whatever_it_does(zipped: Zipped, doctype: str, charset: str) -> None:
    entity = "" if "x.dtd" in doctype else "&l9;"
    assert refused(zipped({"word/document.xml": page(p(entity), doctype).encode(charset)})) == "corrupted"


def test_an_xml_bomb_is_refused_by_its_ratio(zipped: Zipped) -> None:
    content = zipped({"word/document.xml": page("<w:p/>" * 5_000_000)})
    assert refused(content) == "bomb"


def test_a_part_beyond_the_limit_is_refused(zipped: Zipped) -> None:
    assert refused(zipped({"word/document.xml": page(p("长" * 9_000))}), Limits(member=20_000)) == "too_big"


def test_endless_nesting_is_refused(zipped: Zipped) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000
    assert refused(zipped({"word/document.xml": page(nested)})) == "corrupted"


def test_tables_nested_as_deep_as_xml_allows_are_read(zipped: Zipped) -> None:
    nested = "<w:tbl><w:tr><w:tc>" * 80 + p("底") + "</w:tc></w:tr></w:tbl>" * 80
    assert texts(zipped({"word/document.xml": page(nested)})) == ["底"]


def test_a_million_words_are_cut_at_the_limit_and_said(zipped: Zipped) -> None:
    content = zipped({"word/document.xml": page("".join(p(f"第{number}段") for number in range(5_000)))})
    made = read(content, "docx", Limits(text=1_000))
    assert made.warnings == ("truncated",)
    assert sum(len(block.text) for block in made.blocks) == 1_000


def test_one_endless_paragraph_is_cut_and_not_called_empty(zipped: Zipped) -> None:
    made = read(zipped({"word/document.xml": page(p("长" * 9_000))}), "docx", Limits(text=1_000))
    assert (len(made.text), made.warnings) == (1_000, ("truncated",))


@given(st.data())
def test_a_document_with_mutated_xml_is_read_or_refused(zipped: Zipped, data: st.DataObject) -> None:
    body = bytearray(
        page(p("正文") + "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:p>"), "utf-8"
    )
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        texts(zipped({"word/document.xml": bytes(body)}))


@given(st.data())
def test_a_mutated_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray((DATA / "02_gb18030.docx").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        made = read(bytes(content), "docx", Limits())
    except Unreadable:
        return
    made.text.encode()


@given(st.lists(st.sampled_from(
    ["p", "r", "t", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "txbxContent", "drawing", "ruby", "sym",
     "fldChar", "pPr", "rPr", "numPr", "br", "footnoteReference", "moveFrom", "trPr", "hyperlink"]
), max_size=40), st.lists(st.booleans(), min_size=40, max_size=40))  # fmt: skip
def test_elements_in_any_order_are_read_or_refused(names: list[str], closes: list[bool]) -> None:
    stack: list[str] = []
    xml = ""
    for name, close in zip(names, closes, strict=False):
        xml += f"<w:{name}>字" if not close else f"<w:{name}/>"
        stack += [] if close else [name]
    xml += "".join(f"</w:{name}>" for name in reversed(stack))
    # "正文" stands before all that, so whatever follows must not lose it.
    assert texts(_stored(page(p("正文") + xml)))[0].startswith("正文")


def _stored(document: str) -> bytes:
    """Build the smallest zip by hand: fast enough for thousands of examples."""
    data = document.encode()
    name = b"word/document.xml"
    common = (
        b"\0\0\0\0\0\0\0\0" + zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little") * 2
    )
    sizes = len(name).to_bytes(2, "little") + b"\0\0"
    local = b"PK\x03\x04\x14\0" + common + sizes + name + data
    entry = b"PK\x01\x02\x14\0\x14\0" + common + sizes + b"\0" * 14 + name
    end = (
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0"
        + len(entry).to_bytes(4, "little")
        + len(local).to_bytes(4, "little")
    )
    return local + entry + end + b"\0\0"
