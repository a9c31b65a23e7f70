import pytest

from intake.reading.mail.quotes import Split, forwarded, split

FIELDS = "发件人： 杨七\n发送时间： 2026-11-19 10:00\n收件人： 韩老师\n主题： 投稿"


@pytest.mark.parametrize(
    "mark",
    [
        "------------------ 原始邮件 ------------------",
        "------------------\xa0原始邮件\xa0------------------",
        "------------------ Original ------------------",
        "-----Original Message-----",
        "-----邮件原件-----",
        "-------- 转发邮件信息 --------",
        "---- 回复的原邮件 ----",
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "On Nov 20, 2026, at 10:00, Zhang San <z@x.cn> wrote:",
        "On Fri, 20 Nov 2026 at 10:00, Zhang San\n<z@x.cn> wrote:",
        "在 2026年11月20日 10:00，张三 <z@x.cn> 写道：",
        'At 2026-11-20 10:00:00, "张三" <z@x.cn> wrote:',
        "张三 <z@x.cn> 于2026年11月20日 上午10:00写道：",
        FIELDS,
        "________________________________\n" + FIELDS,
        "From: Zhang San\nSent: Friday\nTo: editors\nSubject: x",
        "| 发件人 | 张三 |\n| 日期 | 2026年 |\n| 收件人 | x |",
        "*发件人:* 张三\n*日期:* 2026年\n*收件人:* x",
        "> 尊敬的老师",
    ],
)
def test_what_stands_below_a_mark_is_quoted(mark: str) -> None:
    found = split(f"好的，见附件。\n\n{mark}\n> 请修改题目。")
    assert found.own == "好的，见附件。"
    assert found.quoted.endswith("请修改题目。")


@pytest.mark.parametrize(
    "text",
    [
        "毛泽东同志在《论十大关系》中写道：\n要调动一切积极因素。",
        "他在2026年写道：\n我们",
        "主题：乡村振兴\n时间：2026年11月\n同志们：",
        "发件人：张三\n附件是稿件",
        "> 引言在前\n正文在后",
        "一、提高认识\n------\n二、落实责任",
    ],
)
def test_a_speech_that_looks_a_little_like_a_mark_is_not_cut(text: str) -> None:
    assert split(text) == Split(text)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("发件人： 杨七", "杨七"),
        ('发件人: "杨七" <yang@x.cn>;', "杨七"),
        ("From: 杨七 [mailto:yang@x.cn]", "杨七"),
        ("发件人: <yang@x.cn>", "yang@x.cn"),
        ("| 发件人 | 杨七<yang@x.cn> |", "杨七"),
        ("发件人：", None),
    ],
)
def test_the_author_of_the_quotation_is_named(line: str, author: str | None) -> None:
    assert split(f"见下\n------ 原始邮件 ------\n{line}\n日期: 2026年\n收件人: x\n\n文").author == author


def test_the_author_stands_in_the_sentence_too() -> None:
    assert split("好\n在 2026年11月20日 10:00，张三 <z@x.cn> 写道：\n> 文").author == "张三"
    assert split("好\n> 文").author is None


def test_the_signature_over_a_quotation_belongs_to_neither() -> None:
    assert split(f"请收\n\n\n韩老师\n\n{FIELDS}\n文", "韩老师").own == "请收"
    assert split(f"请收\n-- \n韩老师 电话 1\n{FIELDS}\n文").own == "请收"


def test_a_name_that_begins_the_text_or_a_mail_without_quotation_is_no_signature() -> None:
    assert split("同志们\n\n韩老师", "韩老师").own == "同志们\n\n韩老师"
    assert split(f"韩老师\n您好\n{FIELDS}\n文", "韩老师").own == "韩老师\n您好"
    long = "韩老师\n" + "很长的正文。" * 100
    assert split(f"标题\n\n{long}\n{FIELDS}\n文", "韩老师").own == f"标题\n\n{long}"


@pytest.mark.parametrize(
    "footer",
    [
        "发自我的iPhone",
        "从我的 iPad 发送",
        "Sent from my iPhone",
        "发自新浪邮箱",
        "来自网易邮箱手机版",
        "获取 Outlook for iOS",
    ],
)
def test_what_a_phone_adds_is_left_out(footer: str) -> None:
    assert split(f"见附件\n\n{footer}\n").own == "见附件"


def test_a_phones_line_stays_when_nothing_else_was_written() -> None:
    assert split("发自我的iPhone\n").own == "发自我的iPhone"


def test_a_forward_without_words_of_its_own_is_all_quotation() -> None:
    assert split(FIELDS).own == ""
    assert split(FIELDS).quoted == FIELDS


def test_a_forwarded_mail_is_given_without_its_fields_and_its_own_quotations() -> None:
    quoted = (
        "------------------ 原始邮件 ------------------\n发件人： 甲 <a@b.cn>\n发送时间： 2026-11-16 09:30\n主题： 稿\n\n"
        "正文在此。\n\n在 2026年11月15日 10:00，乙 <c@d.cn> 写道：\n> 更早的话"
    )
    assert forwarded(quoted) == "正文在此。"
    assert forwarded("") == ""
