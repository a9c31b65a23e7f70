"""A second real server: what Cyrus does that Dovecot does not."""

import pytest
from cyrus_server import CyrusAccount

from intake.mailboxes import open_mailbox

pytestmark = pytest.mark.live

MAIL = "Subject: 投稿\n\n坚持以人民为中心\n".encode("gb18030")


def test_bare_line_feeds_delivered_by_lmtp_come_as_line_ends_below_the_headers_of_the_server(
    cyrus_account: CyrusAccount,
) -> None:
    cyrus_account.submit(MAIL)
    with open_mailbox(cyrus_account.config(), cyrus_account.secret) as mailbox:
        (mail,) = mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)
    header, _, body = mail.raw.partition(b"\r\n\r\n")
    assert "Subject: 投稿".encode("gb18030") in header.split(b"\r\n")
    assert body.strip() == "坚持以人民为中心".encode("gb18030")
    assert mail.raw.count(b"\n") == mail.raw.count(b"\r\n")
