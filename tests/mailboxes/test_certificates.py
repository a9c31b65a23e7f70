"""Certificates are verified before the code is sent, and there is no way to switch that off."""

from pathlib import Path

import pytest
from certificates import Authority, Certificate
from dovecot_server import Account

from intake.config import ImapConfig, Secret
from intake.demo.server import Server, serving
from intake.errors import MailboxRefused
from intake.mailboxes.imap import ImapMailbox

FOLDERS = {"INBOX": [b"Subject: 1\r\n\r\n"]}


def _poll(server: Server, ca_file: Path | None, host: str = "127.0.0.1") -> int:
    config = ImapConfig("tls", host, server.box.user, port=server.port, ca_file=ca_file)
    with ImapMailbox(config, Secret(server.box.password)) as mailbox:
        return len(list(mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)))


def _refused(certificate: Certificate, ca_file: Path | None, why: str) -> None:
    with serving(FOLDERS, tls=certificate.context()) as server:
        with pytest.raises(MailboxRefused, match=f"certificate refused — 127.0.0.1:{server.port} — .*{why}"):
            _poll(server, ca_file)
        assert server.wire == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_certificate_of_a_trusted_authority_is_accepted(authority: Authority, host: str) -> None:
    with serving(FOLDERS, tls=authority.certificate("good").context()) as server:
        assert _poll(server, authority.file, host) == 1


def test_an_unknown_authority_is_refused_before_login(authority: Authority) -> None:
    _refused(authority.certificate("stranger"), None, "unable to get local issuer")


def test_a_certificate_for_another_host_is_refused_before_login(authority: Authority) -> None:
    _refused(authority.certificate("other", "DNS:imap.example.cn"), authority.file, "IP address mismatch")


def test_an_expired_certificate_is_refused_before_login(authority: Authority) -> None:
    _refused(authority.certificate("old", days=-1), authority.file, "expired")


@pytest.mark.live
def test_dovecot_is_polled_over_tls(dovecot_account: Account) -> None:
    dovecot_account.deliver(FOLDERS["INBOX"][0])
    with ImapMailbox(dovecot_account.config(tls=True), dovecot_account.secret) as mailbox:
        assert [mail.raw for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)] == FOLDERS[
            "INBOX"
        ]
