"""Automatic numbers: the text of a document does not hold them, and every reader sees them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.model import Block, Limits
from intake.reading.documents import read
from intake.reading.documents.counting import counted

DATA = Path(__file__).parents[2] / "data" / "documents"

Blocks = Callable[..., tuple[Block, ...]]
Texts = Callable[..., list[str]]


def item(text: str, num: str = "1", depth: int | None = 0, style: str = "") -> str:
    level = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = f'<w:numPr>{level}<w:numId w:val="{num}"/></w:numPr>' if num else ""
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def level(depth: int, style: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>'


def lists(*levels: str, name: str = "0") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: str, abstract: str = "0", more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


OFFICIAL = (
    lists(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "%1.%4", "<w:isLgl/>"),
    )
    + num("1")
    + num("2")
)


def test_levels_count_and_deeper_ones_begin_again(blocks: Blocks) -> None:
    body = (
        item("提高认识")
        + item("强化学习", depth=1)
        + item("读原文", depth=2)
        + item("补短板", depth=1)
        + item("狠抓落实")
        + item("抓项目", depth=1)
        + item("小项", depth=3)
    )
    made = blocks(body, numbering=OFFICIAL)
    assert [block.text for block in made] == [
        "一、提高认识",
        "（一）强化学习",
        "1.读原文",
        "（二）补短板",
        "二、狠抓落实",
        "（一）抓项目",
        "2.1 小项",
    ]
    assert made[0].label == "一、"


def test_counters_belong_to_the_abstract_list(texts: Texts) -> None:
    body = item("甲", "1") + item("乙", "2") + item("丙", "1")
    assert texts(body, numbering=OFFICIAL) == ["一、甲", "二、乙", "三、丙"]


def test_a_start_override_begins_again_once(texts: Texts) -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = lists(level(0, "decimal", "%1.")) + num("1") + num("2", more=override)
    body = item("甲") + item("乙") + item("丙", "2") + item("丁", "2")
    assert texts(body, numbering=numbering) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_an_overridden_level_has_its_own_look(texts: Texts) -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1）")}</w:lvlOverride>'
    numbering = lists(level(0, "decimal", "%1.")) + num("1", more=override)
    assert texts(item("甲") + item("乙"), numbering=numbering) == ["A）甲", "B）乙"]


def test_a_list_may_start_anywhere(texts: Texts) -> None:
    numbering = lists(level(0, "decimal", "%1.", '<w:start w:val="5"/>')) + num("1")
    assert texts(item("甲") + item("乙"), numbering=numbering) == ["5.甲", "6.乙"]


def test_a_deeper_level_first_shows_where_the_upper_would_start(texts: Texts) -> None:
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num("1")
    assert texts(item("甲", depth=1), numbering=numbering) == ["1.1 甲"]


@pytest.mark.parametrize(("restart", "second"), [("0", "2）"), ("1", "1）")])
def test_levels_may_keep_counting_across_their_parents(texts: Texts, restart: str, second: str) -> None:
    numbering = lists(
        level(0, "decimal", "%1."), level(1, "decimal", "%2）", f'<w:lvlRestart w:val="{restart}"/>')
    ) + num("1")
    body = item("甲") + item("子", depth=1) + item("乙") + item("丑", depth=1)
    assert texts(body, numbering=numbering)[3] == f"{second}丑"


def test_a_style_brings_its_list_and_its_level(texts: Texts) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    ) + num("1")
    body = item("甲", "", style="h1") + item("乙", "", style="h2") + item("不编号", "0", style="h1")
    assert texts(body, styles=styles, numbering=numbering) == ["一、甲", "（一）乙", "不编号"]


def test_a_link_to_a_numbering_style_is_followed(texts: Texts) -> None:
    styles = '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="n"/></w:abstractNum>'
        + lists(level(0, "chineseCounting", "第%1条"), name="1")
        + num("1")
        + num("7", "1")
    )
    assert texts(item("总则"), styles=styles, numbering=numbering) == ["第一条 总则"]


def test_links_in_a_circle_end(texts: Texts) -> None:
    styles = '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="n"/></w:abstractNum>' + num("1")
    assert texts(item("总则"), styles=styles, numbering=numbering) == ["总则"]


def test_bullets_are_decoration(blocks: Blocks) -> None:
    numbering = lists(level(0, "bullet", "\uf06c")) + num("1")
    (made,) = blocks(item("要点"), numbering=numbering)
    assert (made.text, made.label) == ("要点", None)


def test_a_level_without_a_number_may_have_words(texts: Texts) -> None:
    numbering = lists(level(0, "none", "附：%1")) + num("1")
    assert texts(item("名单"), numbering=numbering) == ["附：名单"]


def test_an_override_of_another_level_changes_nothing_here(texts: Texts) -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride><w:x/>'
    numbering = "<w:numPicBullet/>" + lists(level(0, "decimal", "%1.")) + num("1", more=override)
    assert texts(item("甲"), numbering=numbering) == ["1.甲"]


@pytest.mark.parametrize("numbering", ["", num("1", "9"), lists() + num("1")])
def test_lists_that_do_not_exist_number_nothing(texts: Texts, numbering: str) -> None:
    assert texts(item("正文"), numbering=numbering) == ["正文"]


def test_a_deeper_level_than_there_are_is_the_deepest(texts: Texts) -> None:
    numbering = lists(level(8, "decimal", "%9.")) + num("1")
    assert texts(item("甲", depth=99), numbering=numbering) == ["1.甲"]


def test_an_empty_paragraph_of_a_list_counts(texts: Texts) -> None:
    assert texts(item("甲") + item("") + item("乙"), numbering=OFFICIAL) == ["一、甲", "三、乙"]


def test_formats_newer_than_word_2010_fall_back(texts: Texts) -> None:
    either = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = lists(f'<w:lvl w:ilvl="0">{either}<w:lvlText w:val="%1."/></w:lvl>') + num("1")
    assert texts(item("甲"), numbering=numbering) == ["1.甲"]


def test_a_bold_heading_is_bold_from_its_number_on(blocks: Blocks) -> None:
    bold = item("甲").replace("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>")
    (made,) = blocks(bold, numbering=OFFICIAL)
    assert made.bold_head == len("一、甲")


def test_a_real_document_shows_its_numbers() -> None:
    folder = DATA / "numbered"
    word = read((folder / "06_automatic_numbers.docx").read_bytes(), "docx", Limits())
    text = read((folder / "06_automatic_numbers.txt").read_bytes(), "txt", Limits())
    assert [block.text.removeprefix(block.label or "") for block in word.blocks] == [
        block.text for block in text.blocks
    ]
    assert [block.label for block in word.blocks if block.label][:3] == ["一、", "二、", "三、"]


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 105, "一○五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2020, "二千零二十"),
        ("japaneseCounting", 11, "十一"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 12, "亥"),
        ("ideographEnclosedCircle", 3, "㊂"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ideographLegalTraditional", 23, "貳拾參"),
        ("japaneseLegal", 12, "壱拾弐"),
        ("ideographZodiacTraditional", 61, "甲子"),
        ("numberInDash", 2, "- 2 -"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedCircleChinese", 50, "㊿"),
        ("decimalEnclosedCircle", 51, "51"),
        ("decimalEnclosedFullstop", 20, "⒛"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperLetter", 1, "A"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("decimal", 7, "7"),
        ("ordinalText", 7, "7"),
        ("chineseCounting", 0, "0"),
        ("chineseCounting", 10_000, "10000"),
    ],
)
def test_numbers_are_written_as_word_writes_them(style: str, number: int, written: str) -> None:
    assert counted(number, style) == written
