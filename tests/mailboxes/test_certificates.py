"""Certificates are verified before the code is sent, and there is no way to switch that off."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from certificates import Authority, Certificate, limit_to
from dovecot_server import Account

from intake.config import ImapConfig, Secret
from intake.demo.server import Server, serving
from intake.errors import MailboxRefused, MailboxUnavailable
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


def test_a_certificate_that_vouches_for_itself_is_refused_before_login(authority: Authority) -> None:
    own = authority.self_signed("own")
    _refused(own, None, "self-signed certificate")
    _refused(own, authority.file, "self-signed certificate")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_a_server_of_old_tls_is_refused_before_login(authority: Authority, version: ssl.TLSVersion) -> None:
    context = authority.certificate("ancient").context(version)
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
        port = listener.getsockname()[1]
        heard = pool.submit(_hear_in_tls, listener, context)
        config = ImapConfig("tls", "127.0.0.1", "u", port=port, ca_file=authority.file)
        with (
            pytest.raises(MailboxRefused, match=f"TLS too old — 127.0.0.1:{port} — "),
            ImapMailbox(config, Secret("hush-hush-hush")),
        ):
            pass
        assert heard.result() is None  # no session came about, so that nothing can have been said in it
        heard = pool.submit(_hear_in_tls, listener, context)
        _say(port, authority.file, version, b"who speaks so is heard")
        assert heard.result() == b"who speaks so is heard"


def _accepted(listener: socket.socket) -> socket.socket:
    """Take one client; one that does not come, or is let in by mistake, fails the test and does not hang it."""
    listener.settimeout(20)
    link, _ = listener.accept()
    link.settimeout(20)
    return link


def _hear_in_tls(listener: socket.socket, context: ssl.SSLContext) -> bytes | None:
    """Serve one client by hand: asyncio hangs up on a failed handshake without the alert that says why."""
    link = _accepted(listener)
    try:
        with context.wrap_socket(link, server_side=True) as client:
            return client.recv(4096)
    except OSError:
        return None


def _say(port: int, ca_file: Path, version: ssl.TLSVersion, words: bytes) -> None:
    context = ssl.create_default_context(cafile=ca_file)
    limit_to(context, version)
    with (
        socket.create_connection(("127.0.0.1", port)) as link,
        context.wrap_socket(link, server_hostname="127.0.0.1") as client,
    ):
        client.sendall(words)


def test_a_server_that_answers_in_clear_on_the_port_of_tls_hears_no_login() -> None:
    with serving(FOLDERS) as server, pytest.raises(MailboxUnavailable, match=r"no TLS — 127\.0\.0\.1:"):
        _poll(server, None)
    assert not any(b"LOGIN" in line or b"AUTHENTICATE" in line for line in server.wire if line[:1] == b"C")


@pytest.mark.parametrize(
    "words", [b"* PREAUTH welcome\r\n", b"* BYE go away\r\n", b"\x15\x03\x01\x00\x02\x02\x46"]
)
def test_whoever_answers_in_clear_hears_nothing_but_a_hello_of_tls(words: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor() as pool:
        heard = pool.submit(_hear, listener, words)
        config = ImapConfig("tls", "127.0.0.1", "u", port=listener.getsockname()[1])
        with (
            pytest.raises((MailboxUnavailable, MailboxRefused)),
            ImapMailbox(config, Secret("hush-hush-hush")),
        ):
            pass
        assert heard.result()[:2] == b"\x16\x03"  # a handshake record
        assert b"hush" not in heard.result()
        assert b"LOGIN" not in heard.result()


def _hear(listener: socket.socket, words: bytes) -> bytes:
    link = _accepted(listener)
    with link:
        link.sendall(words)
        heard = bytearray()
        with suppress(OSError):
            while piece := link.recv(4096):
                heard += piece
        return bytes(heard)


@pytest.mark.live
def test_dovecot_is_polled_over_tls(dovecot_account: Account) -> None:
    dovecot_account.deliver(FOLDERS["INBOX"][0])
    with ImapMailbox(dovecot_account.config(tls=True), dovecot_account.secret) as mailbox:
        assert [mail.raw for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids)] == FOLDERS[
            "INBOX"
        ]
