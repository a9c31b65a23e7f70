"""Plain text: lines are paragraphs, unless a program wrapped them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Limits
from intake.reading.documents import Unreadable, plain_blocks, read
from intake.reading.documents.unwrap import columns, joint


def texts(text: str) -> list[str]:
    return [block.text for block in plain_blocks(text)]


def test_each_line_is_a_paragraph_without_its_indent() -> None:
    assert texts("标题\r\n\r\n　　第一段。\r  第二段。\n\u2028\ufeff第三　段 \n") == [
        "标题",
        "第一段。",
        "第二段。",
        "第三　段",
    ]


WRAPPED = (
    "    今年以来，我街道围绕年度目标任务，抢抓机遇、真抓实干，十项重点\n"
    "工作有序推进，六项走在全县前列。在队伍锻造上见到新气象，每月开展\n"
    "一次支部晒账，党员公开认领任务，办结小事一百七十件，群众很满意，\n"
    "干部很有劲头。\n"
    "    下一步，我们将继续努力，把每一项任务抓到底、抓到位，确保全年目\n"
    "标任务圆满完成。\n"
)


def test_wrapped_lines_are_joined() -> None:
    first, second = texts(WRAPPED)
    assert first.startswith("今年以来")
    assert first.endswith("群众很满意，干部很有劲头。")
    assert second == "下一步，我们将继续努力，把每一项任务抓到底、抓到位，确保全年目标任务圆满完成。"


def test_lines_wrapped_by_characters_are_joined_without_splitting_numbers() -> None:
    lines = [
        "一是办好实事。发放救助资金33万元，为2500户困难家庭送去物资，为1",
        "10户困难家庭送去过冬物资。打通断头路6条，新开公交线路4条，2.2万",
        "人出行更方便，做实事要抓早抓小，把道理讲明白了，把账算得清清楚楚了",
        "，工作就好做了，群众的心里也就亮堂了，大家就会跟着干，越干越有劲头",
        "和信心。",
    ]
    assert texts("\n".join(lines)) == ["".join(lines)]


def test_a_short_text_of_many_headings_is_unwrapped_all_the_same() -> None:
    paragraph = [
        "过去一到雨天，村里的路就成了泥塘。去年我们争取资金310",
        "万元，硬化道路8.6公里，安装路灯196盏，出行方便了。",
    ]
    head = ["抓党建", "强基础", "兴产业", "柳湾镇党委书记", "顾远舟", "同志们："]
    lines = [*head, "一、修好路", *paragraph, "二、点亮灯", *paragraph, "三、引来水", *paragraph]
    whole = "".join(paragraph)
    assert texts("\n".join(lines)) == [*head, "一、修好路", whole, "二、点亮灯", whole, "三、引来水", whole]


def test_a_number_behind_a_full_line_that_ends_a_sentence_begins_a_paragraph() -> None:
    line = "我们把办公桌搬到了一线，现场会、碰头会都在工地上开，半年时间完成"
    end = "了土地流转2160亩，兑付资金1980万元，没有发生一起上访的事件，好。"
    text = f"一是快。\n{line}\n{end}\n二是稳。\n{line}\n{end}\n三是好。\n{line}\n{end}"
    assert texts(text) == ["一是快。", line + end, "二是稳。", line + end, "三是好。", line + end]


def test_one_long_line_shows_that_lines_are_paragraphs() -> None:
    text = WRAPPED + "这一段没有折行，" * 12
    assert len(texts(text)) == len(text.splitlines())


def test_lines_that_end_in_full_stops_are_paragraphs() -> None:
    line = "我们要坚持问题导向，我们要坚持目标导向，我们要坚持效果导向，久久为功。"
    assert texts("\n".join([line] * 5)) == [line] * 5


def test_short_lines_are_never_joined() -> None:
    assert texts("张三\n李四\n王五\n赵六\n") == ["张三", "李四", "王五", "赵六"]


def test_quotes_are_as_wide_as_chinese_letters() -> None:
    assert columns("a“一”——…。") == 15
    assert columns("plain") == 5


def test_latin_words_keep_their_space() -> None:
    assert (joint("and", "so"), joint("，", "so"), joint("33", "10"), joint("end,", "go")) == (
        " ",
        "",
        "",
        " ",
    )


def test_a_short_line_behind_many_spaces_is_centred() -> None:
    title, body, far = plain_blocks("          在全市大会上的发言\n　　正文。\n" + " " * 20 + "长" * 40)
    assert (title.align, body.align, far.align) == ("center", None, None)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_file_of_any_charset_is_read(charset: str) -> None:
    made = read("各位领导、同志们：\r\n大家好！".encode(charset), "txt", Limits())
    assert [block.text for block in made.blocks] == ["各位领导、同志们：", "大家好！"]
    assert made.format == "txt"


def test_too_much_text_is_cut_at_the_limit_and_said() -> None:
    made = read("第一段\n第二段\n第三段".encode(), "txt", Limits(text=9))
    assert [block.text for block in made.blocks] == ["第一段", "第二段", "第"]
    assert made.warnings == ("truncated",)


def test_a_file_of_spaces_is_empty() -> None:
    with pytest.raises(Unreadable) as refusal:
        read("　 \r\n".encode(), "txt", Limits())
    assert refusal.value.code == "empty"


def test_a_file_beyond_the_limit_is_not_read() -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"abc", "txt", Limits(member=2))
    assert (refusal.value.code, str(refusal.value)) == ("too_big", "too_big: 3 bytes, read are 2")


@pytest.mark.parametrize(
    ("kind", "code"), [("encrypted", "encrypted"), ("empty", "empty"), ("rar", "unsupported")]
)
def test_types_without_a_reader_are_refused_by_their_own_code(kind: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(b"x", kind, Limits())
    assert refusal.value.code == code


@given(st.text(alphabet=st.sampled_from("中文。 　\n\r\0\ud800ab1\t"), max_size=300))
def test_any_text_becomes_blocks_that_can_be_stored(text: str) -> None:
    for block in plain_blocks(text):
        assert block.text == block.text.strip()
        assert "\0" not in block.text
        block.text.encode()


def test_a_text_that_was_left_unwritten_in_part_says_so() -> None:
    said = "各位领导、同志们，现在发言。"
    made = read(said.encode() + bytes(3_000) + said.encode(), "txt", Limits())
    assert (made.text, made.warnings[-1]) == (said + said, "charset_lossy")
