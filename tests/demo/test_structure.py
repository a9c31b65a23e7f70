"""Envelopes and structures of the loop-back server, read by imapclient."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from imaplib import IMAP4

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import ProtocolError
from imapclient.response_types import Address

from intake.demo.faults import Faults
from intake.demo.server import serving

MAIL = b"""\
Date: Wed, 25 Nov 2026 12:00:00 +0800
From: =?gb18030?B?yfK8zQ==?= <a@example.cn>
Reply-To: b@example.cn
To: "C, D" <c@example.cn>,
 d@example.cn
Subject: \xd6\xd0 "quoted"
Message-ID: <1@example.cn>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset="gb18030"

one
two
--x
Content-Type: application/msword; name="a.doc"
Content-Transfer-Encoding: base64

AAAA
--x
Content-Type: message/rfc822

Subject: inner

three
--x--
""".replace(b"\n", b"\r\n")


@contextmanager
def _client(faults: Faults | None = None) -> Iterator[IMAPClient]:
    with (
        serving({"INBOX": [MAIL]}, faults=faults) as server,
        IMAPClient(server.host, server.port, ssl=False) as client,
    ):
        client.login(server.box.user, server.box.password)
        client.select_folder("INBOX", readonly=True)
        yield client


def test_an_envelope_tells_the_header() -> None:
    with _client() as client:
        told = client.fetch([1], ["ENVELOPE"])[1][b"ENVELOPE"]
    assert told.date.astimezone(UTC) == datetime(2026, 11, 25, 4, tzinfo=UTC)
    assert told.subject == b'\xd6\xd0 "quoted"'
    assert told.from_ == told.sender == (Address(b"=?gb18030?B?yfK8zQ==?=", None, b"a", b"example.cn"),)
    assert told.reply_to == (Address(None, None, b"b", b"example.cn"),)
    assert told.to == (Address(b"C, D", None, b"c", b"example.cn"), Address(None, None, b"d", b"example.cn"))
    assert (told.cc, told.bcc, told.in_reply_to, told.message_id) == (None, None, None, b"<1@example.cn>")


def test_a_structure_tells_the_parts() -> None:
    with _client() as client:
        told = client.fetch([1], ["BODYSTRUCTURE"])[1][b"BODYSTRUCTURE"]
    text = (b"TEXT", b"PLAIN", (b"charset", b"gb18030"), None, None, b"7BIT", 8, 1)
    word = (b"APPLICATION", b"MSWORD", (b"name", b"a.doc"), None, None, b"BASE64", 4)
    mail = (b"MESSAGE", b"RFC822", None, None, None, b"7BIT", len(b"Subject: inner\r\n\r\nthree"))
    assert told == ([text, word, mail], b"MIXED")


def test_qq_writes_its_own_name_over_the_addressee() -> None:
    with _client(Faults(envelope_to_rewritten=True)) as client:
        (person,) = client.fetch([1], ["ENVELOPE"])[1][b"ENVELOPE"].to
    assert person == Address(b"QQ", None, b"editor", b"example.cn")


@pytest.mark.parametrize(
    ("faults", "item", "error"),
    [
        (Faults(envelope_9_fields=True), "ENVELOPE", IndexError),
        (Faults(envelope_stray_backslash=True), "ENVELOPE", ProtocolError),
        (Faults(bodystructure_crlf=True), "BODYSTRUCTURE", IMAP4.abort),
    ],
)
def test_one_bad_envelope_breaks_the_whole_answer(faults: Faults, item: str, error: type[Exception]) -> None:
    with _client(faults) as client, pytest.raises(error):
        client.fetch([1], [item])
