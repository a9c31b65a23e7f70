import pytest

from intake.model import Limits, Mail, MailKind
from intake.reading.mail import parse

DOCUMENT = b"Content-Type: application/msword; name=a.doc\n\nx"


def mail(
    subject: str, text: str = "见附件", *, fields: bytes = b"", document: bool = False, sender: str = "a@x.cn"
) -> Mail:
    head = f"From: {sender}\nSubject: {subject}\nDate: Sun, 22 Nov 2026 21:50:31 +0800\n".encode() + fields
    body = b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()
    if document:
        body = (
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
            + body
            + b"\n--b\n"
            + DOCUMENT
            + b"\n--b--\n"
        )
    return parse(head + body, Limits())


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("投稿", "见附件"),
        ("回复: 自动回复: 已收到投稿", "已按要求修改"),
        ("关于完善自动回复机制的发言", "同志们"),
        ("投稿", "好的\n------ 原始邮件 ------\n这是来自QQ邮箱的假期自动回复邮件。"),
        ("Fw: 来自qq.com的退信", "请重新查收我的稿子"),
        ("撤回：请删除我昨天的稿子", "谢谢"),
        ("更正稿", "前稿撤回，以此稿为准"),
    ],
)
def test_a_contribution_that_only_mentions_such_words_stays_one(subject: str, text: str) -> None:
    assert mail(subject, text).kind is MailKind.SUBMISSION


@pytest.mark.parametrize(
    ("subject", "fields"),
    [
        ("自动回复：投稿", b""),
        ("自动回复: 投稿", b"Auto-Submitted: auto-replied (vacation)\n"),
        ("投稿", b"X-Autoreply: yes\n"),
        ("投稿", b"List-Unsubscribe: <x>\nPrecedence: bulk\n"),
        ("Undeliverable: 投稿", b"Return-Path: <>\n"),
        ("发信方已撤回邮件：投稿", b""),
    ],
)
def test_whatever_carries_a_document_stays_a_submission(subject: str, fields: bytes) -> None:
    assert mail(subject, fields=fields, document=True).kind is MailKind.SUBMISSION
    assert mail(subject, fields=fields).kind is not MailKind.SUBMISSION


@pytest.mark.parametrize(
    ("subject", "text", "fields"),
    [
        ("自动回复: 退改意见", "我在休假", b""),
        ("自動回覆: 投稿", "休假", b""),
        ("Automatic reply: x", "away", b""),
        ("投稿", "这是来自QQ邮箱的假期自动回复邮件。\n您好", b""),
        ("投稿", "您好", b"Auto-Submitted: auto-replied\n"),
        ("投稿", "您好", b"Precedence: auto_reply\n"),
    ],
)
def test_an_automatic_reply_is_one(subject: str, text: str, fields: bytes) -> None:
    assert mail(subject, text, fields=fields).kind is MailKind.AUTO_REPLY


def test_what_a_system_sends_by_itself_is_no_automatic_reply() -> None:
    assert mail("投稿", "同志们", fields=b"Auto-Submitted: auto-generated\n").kind is MailKind.SUBMISSION


REPORT = (
    b"Content-Type: multipart/report; report-type=%b; boundary=b\n\n--b\n\ntext\n--b\n"
    + DOCUMENT
    + b"\n--b--\n"
)


def test_reports_are_told_by_their_type() -> None:
    assert parse(REPORT % b"delivery-status", Limits()).kind is MailKind.BOUNCE
    receipt = (REPORT % b"disposition-notification").replace(b"; name=a.doc", b"")
    assert parse(receipt, Limits()).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "text", "sender", "kind"),
    [
        ("来自qq.com的退信", "抱歉", "PostMaster@qq.com", MailKind.BOUNCE),
        ("系统通知", "您的邮件被退回来了", "Postmaster@163.com", MailKind.BOUNCE),
        ("隔离通知", "有一封邮件被隔离", "postmaster@x.cn", MailKind.SUBMISSION),
        ("Undelivered Mail Returned to Sender", "x", "MAILER-DAEMON@x.cn", MailKind.BOUNCE),
    ],
)
def test_a_bounce_needs_more_than_a_postmaster(subject: str, text: str, sender: str, kind: MailKind) -> None:
    assert mail(subject, text, sender=sender).kind is kind


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("发信方已撤回邮件：投稿", "该邮件已经被发送者撤回。"),
        ("发件人撤回了一封邮件", "x"),
        ("撤回: 投稿", "张三 将撤回邮件“投稿”。"),
        ("Recall: x", "Zhang San would like to recall the message"),
    ],
)
def test_a_recall_is_one(subject: str, text: str) -> None:
    assert mail(subject, text).kind is MailKind.RECALL


URL = "https://pan.baidu.com/s/1a 提取码: ab12"


def test_a_link_with_a_few_words_is_material_elsewhere() -> None:
    assert mail("投稿", f"稿件在网盘：{URL}").kind is MailKind.EXTERNAL_LINK


def test_a_speech_with_a_link_in_it_is_a_submission() -> None:
    found = mail("投稿", "同志们，今天我们在这里开会。" * 30 + URL)
    assert found.kind is MailKind.SUBMISSION
    assert [link.code for link in found.links] == ["ab12"]


def test_a_link_that_is_only_quoted_is_none_of_the_senders() -> None:
    found = mail("回复：投稿", f"已改\n------ 原始邮件 ------\n{URL}")
    assert (found.kind, found.links) == (MailKind.SUBMISSION, ())


def test_a_newsletter_is_noise() -> None:
    assert mail("周刊", "x", fields=b"List-Id: <x>\nPrecedence: bulk\n").kind is MailKind.NOISE
    assert mail("周刊", "x", fields=b"List-Id: <x>\n").kind is MailKind.SUBMISSION


def test_a_mail_with_neither_text_nor_leaves_is_empty() -> None:
    assert mail("投稿", " \n").kind is MailKind.EMPTY
    assert parse(b"", Limits()).kind is MailKind.EMPTY
    assert mail("投稿", "", document=True).kind is MailKind.SUBMISSION


QUOTED = "\n发件人： 杨七\n日期： 2026年\n收件人： 我\n文"


@pytest.mark.parametrize(
    ("subject", "text", "fields", "expected"),
    [
        ("转发: 投稿", "请收" + QUOTED, b"", ("forward", "body_only")),
        ("转发: 投稿", "请收", b"", ("body_only",)),
        ("回复：投稿", "好的", b"", ("reply", "body_only")),
        ("Re[2]: 投稿", "好的", b"", ("reply", "body_only")),
        ("投稿", "好的" + QUOTED, b"In-Reply-To: <x@y>\n", ("reply", "body_only")),
        ("投稿", "好的", b"In-Reply-To: <x@y>\n", ("body_only",)),
    ],
)
def test_traits_say_what_a_submission_is_besides(
    subject: str, text: str, fields: bytes, expected: tuple[str, ...]
) -> None:
    assert mail(subject, text, fields=fields).traits == expected


def test_only_a_forward_has_an_original_author() -> None:
    assert mail("转发: 投稿", "请收" + QUOTED).original_author == "杨七"
    assert mail("回复: 投稿", "好的" + QUOTED).original_author is None
