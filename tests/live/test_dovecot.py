"""A real server: what it does on its own, and how it says no."""

from datetime import UTC, datetime

import pytest
from dovecot_server import Account

from intake.config import Secret
from intake.errors import MailboxRefused
from intake.mailboxes import open_mailbox

pytestmark = pytest.mark.live

MAIL = "Subject: 投稿\r\n\r\n坚持以人民为中心\r\n".encode("gb18030")


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


def test_a_nul_comes_as_another_byte_and_the_mail_is_whole(dovecot_account: Account) -> None:
    dovecot_account.deliver(MAIL + b"a\0b\r\n")
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        (mail,) = mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)
    assert mail.raw == MAIL + b"a\x80b\r\n"


def test_a_file_of_no_bytes_is_listed_and_holds_up_no_other_mail(dovecot_account: Account) -> None:
    for raw in (MAIL, b"", MAIL):
        dovecot_account.deliver(raw)
    with open_mailbox(dovecot_account.config(), dovecot_account.secret) as mailbox:
        uids = mailbox.listing("INBOX").uids
        assert len(uids) == 3
        assert [(mail.uid, mail.raw) for mail in mailbox.fetch("INBOX", uids)] == [
            (uids[0], MAIL),
            (uids[2], MAIL),
        ]


def test_a_wrong_code_is_refused_without_repeating_it(dovecot_account: Account) -> None:
    wrong = "wrongwrongwrong1"
    with pytest.raises(MailboxRefused, match=r"login refused — .*AUTHENTICATIONFAILED") as caught:
        open_mailbox(dovecot_account.config(), Secret(wrong)).__enter__()
    assert wrong not in str(caught.value)
