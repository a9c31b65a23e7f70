"""How contributors say that a mail takes the place of an earlier one, and what only sounds like it."""

from dataclasses import replace

import pytest

from intake.model import Leaf, Lexicon, Limits, Link, Mail, MailKind
from intake.reading.contributions import contributions_of, is_correction
from intake.reading.leaves import Budget, open_leaf


def mail(subject: str = "投稿", text: str = "稿件见附件，请查收。") -> Mail:
    return Mail(subject, "", "a@example.org", None, None, MailKind.SUBMISSION, text, text)


@pytest.mark.parametrize(
    "words",
    [
        "更正稿",
        "发言材料（修改稿）",
        "修订版",
        "修改后的稿件，以此稿为准",
        "附件有误，请以此为准",
        "请以本邮件附件为准",
        "以这一稿为准",
        "以新发的版本为准",
        "定稿",
        "终稿",
        "河口镇发言最终版",
        "最新版",
        "前稿作废",
        "上一封邮件的稿件请忽略",
        "之前发的有误，重发",
        "替换之前的稿件",
        "第二稿",
        "发言材料V2.docx",
        "发言材料ｖ３",
        "发言_final.docx",
        "修改2",
    ],
)
def test_a_contributors_words_for_a_correction_are_heard_wherever_they_stand(
    lexicon: Lexicon, words: str
) -> None:
    assert is_correction(mail(subject=words), "发言.docx", lexicon)
    assert is_correction(mail(text=f"您好！{words}。谢谢。"), "发言.docx", lexicon)
    assert is_correction(mail(), words, lexicon)


@pytest.mark.parametrize(
    "words",
    [
        "投稿",
        "请修改稿件后发回",
        "未定稿，请审阅",
        "定稿后再报",
        "修改稿件的通知",
        "第二篇",
        "第二批发言材料",
        "河口镇2026年工作",
        "HV2000型设备",
        "finally",
        "以文件为依据",
        "修改意见收到",
        "以群众满意为标准",
    ],
)
def test_what_only_sounds_like_a_correction_is_none(lexicon: Lexicon, words: str) -> None:
    assert not is_correction(mail(subject=words, text=words), words, lexicon)


def test_a_speech_may_say_what_a_covering_note_may_not(lexicon: Lexicon) -> None:
    speech = "同志们：今年以来，全镇上下攻坚克难。" * 30 + "我们的做法以此为准。"
    assert not is_correction(mail(text=speech), "发言.docx", lexicon)


def test_only_the_file_that_is_called_a_correction_is_one(lexicon: Lexicon) -> None:
    texts = [f"一年来，{town}坚持把群众的小事当作大事来办。" * 5 for town in ("河口镇", "城关镇")]
    leaves = [
        Leaf("2", "甲发言.txt", texts[0].encode()),
        Leaf("3", "乙发言（更正稿）.txt", texts[1].encode()),
    ]
    budget = Budget(leaves=2, unpacked=0, entries=0, text=10_000)
    opened = [open_leaf(leaf, Limits(), budget) for leaf in leaves]
    _, contributions = contributions_of(mail(), opened, lexicon)
    assert {one.source: one.correction for one in contributions} == {"2": False, "3": True}
    assert len({one.fingerprint for one in contributions}) == 2


def test_covering_notes_are_not_alike_and_neither_are_two_links(lexicon: Lexicon) -> None:
    (note,) = contributions_of(mail(), [], lexicon)[1]
    assert note.fingerprint == ""
    text = "各位编辑老师好，发言材料太大，已上传网盘，请在有效期内下载。谢谢，辛苦了！河口镇党政办公室，电话见附件说明，如有问题请随时联系我们。"
    prints = set()
    for url in (
        "https://pan.baidu.com/s/1AAA",
        "https://pan.baidu.com/s/1BBB",
        "https://pan.baidu.com/s/1AAA",
    ):
        shared = replace(mail(text=text), kind=MailKind.EXTERNAL_LINK, links=(Link("baidu_pan", url),))
        (one,) = contributions_of(shared, [], lexicon)[1]
        prints.add(one.fingerprint)
    assert len(prints) == 2
