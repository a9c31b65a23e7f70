"""Title, occasion, figures, contact, credits, contributors: what single functions read."""

import pytest

from intake.model import Block, Contact
from intake.reading.speeches.figures import figures_in, word_count
from intake.reading.speeches.grammar import Grammar
from intake.reading.speeches.lines import Line
from intake.reading.speeches.occasion import occasion_in_note, occasion_in_title
from intake.reading.speeches.tail import contact_of, contributors_of, credits_of
from intake.signs import plain


def line(text: str) -> Line:
    return Line(text, plain(text), 0, Block(text))


@pytest.mark.parametrize(
    ("title", "name", "kind"),
    [
        ("在全市基层治理工作座谈会上的发言", "全市基层治理工作座谈会", "发言"),
        ("在全县党建工作会议上的表态发言", "全县党建工作会议", "表态发言"),
        ("定军山镇在全市半年工作会上的交流发言", "全市半年工作会", "交流发言"),
        ("在敬老院落成仪式上的致辞", "敬老院落成仪式", "致辞"),
        ("全县经济工作会议发言材料", "全县经济工作会议", "发言材料"),
        ("定军山镇交流材料", None, None),
        ("在干中学", None, None),
    ],
)
def test_meeting_and_type_are_read_from_a_title(
    title: str, name: str | None, kind: str | None, grammar: Grammar
) -> None:
    occasion = occasion_in_title(title, grammar)
    assert (occasion.name, occasion.type) == (name, kind)


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("11月18日，市委召开全市镇（街道、园区）书记交流会，推动发展。", "全市镇（街道、园区）书记交流会"),
        ("5月22日召开的全市攻坚动员大会安排部分同志作了发言。", "全市攻坚动员大会"),
        ("1月3日，全县经济工作会议召开，5名同志作了发言。", "全县经济工作会议"),
        ("在全区商贸工作会上，他作了发言。", "全区商贸工作会"),
        ("现将发言摘登如下。", None),
    ],
)
def test_the_meeting_is_read_from_an_editors_note(note: str, name: str | None, grammar: Grammar) -> None:
    assert occasion_in_note(note, grammar).name == name


def test_figures_have_units_and_are_no_dates_ordinals_or_slogans(grammar: Grammar) -> None:
    text = "2023年11月18日，第3期“4111”工程惠及163户、1500余个网点，占95%，投资1.2亿元，面积２.5平方公里。"
    assert figures_in([text], grammar) == ("163户", "1500余个", "95%", "1.2亿元", "２.5平方公里")


def test_words_are_counted_as_word_counts_them() -> None:
    assert word_count("同志们：共95%、3.5万人，use it。") == 14


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("联系人：程国栋  联系电话：13800006412", Contact("程国栋", "13800006412")),
        ("联系人：冯家瑞 0916-6006153", Contact("冯家瑞", "0916-6006153")),
        ("如有疑问请联系买买提·吐尔逊，电话13800002854。", Contact("买买提·吐尔逊", "13800002854")),
        ("联系电话：（0916）2000498", Contact(None, "2000498")),
        ("谢谢大家", None),
    ],
)
def test_whom_to_ask_is_read(text: str, contact: Contact | None, grammar: Grammar) -> None:
    assert contact_of([line(text)], grammar) == contact


def test_roles_share_names_and_lines(grammar: Grammar) -> None:
    lines = [line("总编：胡立新"), line("审核|责编：欧阳绍成"), line("编辑：徐勇 马超  校对：李静")]
    assert credits_of(lines, grammar) == {
        "总编": ("胡立新",),
        "审核": ("欧阳绍成",),
        "责编": ("欧阳绍成",),
        "编辑": ("徐勇", "马超"),
        "校对": ("李静",),
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（通讯员 孔令辉 毕小曼）", ("孔令辉", "毕小曼")),
        ("供稿：孔令辉", ("孔令辉",)),
        ("整理：党政办 孔令辉", ("孔令辉",)),
        ("（孔令辉 整理）", ("孔令辉",)),
        ("供稿：党政办", ()),
    ],
)
def test_contributors_are_no_speakers(text: str, names: tuple[str, ...], grammar: Grammar) -> None:
    assert contributors_of([line(text)], grammar) == names
