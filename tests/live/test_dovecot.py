"""A real server: what it does on its own, and how it says no."""

import imaplib
from datetime import UTC, datetime

import pytest
from dovecot_server import Account

from intake.config import Secret
from intake.errors import MailboxRefused
from intake.mailboxes import open_mailbox

pytestmark = pytest.mark.live

MAIL = "Subject: 投稿\r\n\r\n坚持以人民为中心\r\n".encode("gb18030")


def test_chinese_folders_are_found_by_a_star_and_read(dovecot_account: Account) -> None:
    for folder in ("INBOX", "Junk", "其他文件夹/投稿", "其他文件夹/A & B"):
        dovecot_account.deliver(MAIL + folder.encode(), folder)
    config = dovecot_account.config("INBOX", "其他文件夹/*")
    with open_mailbox(config, dovecot_account.secret) as mailbox:
        assert sorted(mailbox.folders()) == ["INBOX", "其他文件夹/A & B", "其他文件夹/投稿"]
        for folder in mailbox.folders():
            (mail,) = mailbox.fetch(folder, mailbox.listing(folder).uids)
            assert mail.raw == MAIL + folder.encode()


def test_no_flag_changes_not_even_recent(dovecot_account: Account) -> None:
    for _ in range(3):
        dovecot_account.deliver(MAIL)
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        assert len(list(mailbox.fetch("INBOX", mailbox.listing("INBOX").uids))) == 3
    with imaplib.IMAP4("127.0.0.1", dovecot_account.plain) as client:
        client.login(dovecot_account.user, dovecot_account.secret.reveal())
        client.select(readonly=True)
        _, flags = client.fetch("1:*", "(FLAGS)")
    assert flags == [b"%d (FLAGS (\\Recent))" % number for number in (1, 2, 3)]


def test_a_mail_is_dated_by_the_server(dovecot_account: Account) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    dovecot_account.deliver(MAIL)
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        (mail,) = mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)
    assert before <= mail.received <= datetime.now(UTC)


def test_bare_line_feeds_come_as_the_server_sends_them(dovecot_account: Account) -> None:
    dovecot_account.deliver(MAIL.replace(b"\r\n", b"\n"))
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        (mail,) = mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)
    assert mail.raw == MAIL


def test_a_mail_expunged_between_listing_and_fetch_is_not_yielded(dovecot_account: Account) -> None:
    paths = [dovecot_account.deliver(MAIL + b"%d" % number) for number in range(3)]
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        uids = mailbox.listing("INBOX").uids
        with imaplib.IMAP4("127.0.0.1", dovecot_account.plain) as client:
            client.login(dovecot_account.user, dovecot_account.secret.reveal())
            client.select()
            client.store("2", "+FLAGS", "\\Deleted")
            client.expunge()
        assert [mail.raw[-1:] for mail in mailbox.fetch("INBOX", uids)] == [b"0", b"2"]
    assert len(paths) == len(uids)


def test_a_wrong_code_is_refused_without_repeating_it(dovecot_account: Account) -> None:
    wrong = "wrongwrongwrong1"
    with pytest.raises(MailboxRefused, match=r"login refused — .*AUTHENTICATIONFAILED") as caught:
        open_mailbox(dovecot_account.config(), Secret(wrong)).__enter__()
    assert wrong not in str(caught.value)
