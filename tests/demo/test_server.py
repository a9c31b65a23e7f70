"""The loop-back server as an honest one, spoken to by the standard library and byte by byte."""

import asyncio
import imaplib
import re
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import AsyncMock

import pytest

from intake.demo.letterbox import Mutation
from intake.demo.server import Server, serving

MAILS = [b"Subject: 1\r\n\r\n\xc4\xe3\xba\xc3\r\n", b"Subject: 2\r\n\r\n"]
EPOCH = 1_316_352_875


@contextmanager
def _logged_in() -> Iterator[tuple[Server, imaplib.IMAP4]]:
    with serving({"INBOX": MAILS, "Done": []}) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.box.user, server.box.password)
        yield server, client


def _talk(server: Server, *lines: bytes) -> bytes:
    """Log in, say lines and log out; give all that was answered after the login."""
    with socket.create_connection((server.host, server.port)) as link:
        said = (b"a LOGIN editor@example.cn abcdefghijklmnop", *lines, b"z LOGOUT", b"")
        link.sendall(b"\r\n".join(said))
        return link.makefile("rb").read().partition(b"a OK Success login ok\r\n")[2]


def test_mails_are_served_byte_for_byte() -> None:
    with _logged_in() as (_, client):
        client.select(readonly=True)
        _, answer = client.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
    assert [part[1] for part in answer if isinstance(part, tuple)] == MAILS


def test_a_large_mail_is_served_byte_for_byte() -> None:
    large = b"Subject: large\r\n\r\n" + bytes(range(256)) * 12_000
    with serving({"INBOX": [large]}) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.box.user, server.box.password)
        client.select(readonly=True)
        _, answer = client.uid("FETCH", "1", "(UID BODY.PEEK[])")
    assert answer[0][1] == large


def test_a_mail_delivered_while_it_runs_is_found() -> None:
    with _logged_in() as (server, client):
        client.select(readonly=True)
        assert server.folders["INBOX"].deliver(b"Subject: 3\r\n\r\n") == 3
        assert client.uid("SEARCH", "ALL") == ("OK", [b"1 2 3"])
        assert client.uid("SEARCH", "UID", "3:*") == ("OK", [b"3"])
        assert client.noop()[0] == client.close()[0] == "OK"


def test_a_folder_opened_read_only_cannot_be_changed_and_remembers_who_tried() -> None:
    with _logged_in() as (server, client):
        client.select(readonly=True)
        assert client.uid("STORE", "1", "+FLAGS", "(\\Deleted)")[0] == "NO"
        assert client.uid("MOVE", "1", "Done")[0] == "NO"
        assert client.expunge()[0] == "NO"
        assert client.append("INBOX", "", "", MAILS[0])[0] == "NO"
        assert client.uid("FETCH", "1", "BODY[]")[0] == "OK"
    assert list(server.mutations) == [
        Mutation("UID STORE", "INBOX", EPOCH, (1,), b"+FLAGS (\\Deleted)", done=False),
        Mutation("UID MOVE", "INBOX", EPOCH, (1,), b"Done", done=False),
        Mutation("EXPUNGE", "INBOX", EPOCH, (1, 2), done=False),
        Mutation("APPEND", "INBOX", EPOCH, change=b"INBOX", done=False),
        Mutation("UID FETCH", "INBOX", EPOCH, (1,), b"\\Seen", done=False),
    ]
    assert [(mail.raw, mail.flags) for mail in server.folders["INBOX"].mails] == [
        (raw, frozenset()) for raw in MAILS
    ]


def test_flags_are_set_replaced_and_taken_away() -> None:
    with _logged_in() as (server, client):
        client.select()
        assert client.uid("STORE", "1:2", "+FLAGS", "(\\seen taken)")[1] == [
            b"1 (FLAGS (\\Seen taken) UID 1)",
            b"2 (FLAGS (\\Seen taken) UID 2)",
        ]
        assert client.store("1", "-FLAGS.SILENT", "taken") == ("OK", [None])
        assert client.uid("STORE", "2", "FLAGS", "(\\Flagged)")[0] == "OK"
        assert client.uid("SEARCH", "KEYWORD", "taken") == ("OK", [b""])
        with pytest.raises(imaplib.IMAP4.error, match="BAD"):
            client.uid("STORE", "2", "FLAG", "x")
    assert [mail.flags for mail in server.folders["INBOX"].mails] == [{b"\\Seen"}, {b"\\Flagged"}]
    assert [(mutation.command, mutation.uids, mutation.done) for mutation in server.mutations] == [
        ("SELECT", (), True),
        ("UID STORE", (1, 2), True),
        ("STORE", (1,), True),
        ("UID STORE", (2,), True),
        ("UID STORE", (), False),
    ]


@pytest.mark.parametrize("items", ["BODY[]", "(UID RFC822)", "BODY[TEXT]", "RFC822.TEXT"])
def test_a_body_that_is_read_without_peek_is_seen(items: str) -> None:
    with _logged_in() as (server, client):
        client.select()
        client.uid("FETCH", "2", items)
    assert server.mutations[-1] == Mutation("UID FETCH", "INBOX", EPOCH, (2,), b"\\Seen")
    assert [mail.flags for mail in server.folders["INBOX"].mails] == [set(), {b"\\Seen"}]


@pytest.mark.parametrize("items", ["BODY.PEEK[]", "(BODY.PEEK[HEADER] RFC822.HEADER FLAGS)"])
def test_a_body_that_is_peeked_at_is_not(items: str) -> None:
    with _logged_in() as (server, client):
        client.select()
        client.uid("FETCH", "1:*", items)
    assert [mutation.command for mutation in server.mutations] == ["SELECT"]


def test_a_mail_that_is_moved_is_there_and_no_longer_here() -> None:
    with _logged_in() as (server, client):
        server.folders["Done"].deliver(b"Subject: old\r\n\r\n")
        client.select()
        assert client.uid("MOVE", "2", "Done")[0] == "OK"
        assert client.response("COPYUID")[1] == [b"%d 2 2" % EPOCH]
        assert client.response("EXPUNGE")[1] == [b"2"]
        assert client.uid("MOVE", "1", "Nowhere")[0] == "NO"
        assert client.uid("MOVE", "7", "Done")[0] == "OK"
    assert [mail.raw for mail in server.folders["INBOX"].mails] == MAILS[:1]
    assert [mail.raw for mail in server.folders["Done"].mails][1:] == MAILS[1:]
    assert [(mutation.uids, mutation.done) for mutation in server.mutations][1:] == [
        ((2,), True),
        ((1,), False),
        ((), True),
    ]


def test_a_mail_that_is_copied_is_in_both() -> None:
    with _logged_in() as (server, client):
        client.select(readonly=True)
        client.uid("COPY", "1:2", "Done")
        assert client.response("COPYUID")[1] == [b"%d 1:2 1:2" % EPOCH]
    assert server.folders["Done"].mails == server.folders["INBOX"].mails


@pytest.mark.parametrize(
    ("command", "left"), [("EXPUNGE", [3, 4]), ("UID EXPUNGE 1", [2, 3, 4]), ("CLOSE", [3, 4])]
)
def test_what_is_marked_deleted_is_expunged_by_these_alone(command: str, left: list[int]) -> None:
    with serving({"INBOX": MAILS * 2}) as server:
        said = _talk(
            server, b"b SELECT INBOX", b"c UID STORE 1:2 +FLAGS (\\Deleted)", b"d " + command.encode()
        )
    assert b"\r\nd OK " in said
    assert list(server.folders["INBOX"].uids) == left
    assert server.mutations[-1].uids == tuple(uid for uid in range(1, 5) if uid not in left)


def test_uids_are_not_reused() -> None:
    with serving({"INBOX": MAILS}) as server:
        server.folders["INBOX"].remove({2})
        assert server.folders["INBOX"].deliver(MAILS[1]) == 3
        assert b"UIDNEXT 4]" in _talk(server, b"b EXAMINE INBOX")


def test_noop_tells_what_others_did() -> None:
    with serving({"INBOX": MAILS * 2}) as server, imaplib.IMAP4(server.host, server.port) as client:
        client.login(server.box.user, server.box.password)
        client.select(readonly=True)
        folder = server.folders["INBOX"]
        folder.remove({1, 3})
        folder.mark({4}, lambda flags: flags | {b"\\Seen"})
        folder.deliver(MAILS[0])
        assert client.uid("FETCH", "1:4", "(UID)")[1] == [b"2 (UID 2)", b"4 (UID 4)"]
        client.noop()
        assert client.response("EXPUNGE")[1] == [b"3", b"1"]
        assert client.response("FETCH")[1] == [b"2 (FLAGS (\\Seen))"]
        assert client.fetch("3", "(UID)")[1] == [b"3 (UID 5)"]
        client.noop()
        assert client.response("EXPUNGE")[1] == [None]


def test_idle_tells_of_a_mail_when_it_comes() -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        lines = link.makefile("rb")
        link.sendall(b"a LOGIN editor@example.cn abcdefghijklmnop\r\nb EXAMINE INBOX\r\nc IDLE\r\n")
        while lines.readline() != b"+ idling\r\n":
            pass
        server.folders["INBOX"].deliver(MAILS[0])
        assert lines.readline() == b"* 3 EXISTS\r\n"
        server.folders["INBOX"].remove({1})
        assert lines.readline() == b"* 1 EXPUNGE\r\n"
        link.sendall(b"DONE\r\nd IDLE\r\n")
        assert [lines.readline(), lines.readline()] == [b"c OK IDLE terminated\r\n", b"+ idling\r\n"]
        link.sendall(b"STOP\r\n")
        assert lines.readline() == b"d BAD Expected DONE\r\n"


def test_a_folder_numbered_anew_is_closed_under_its_reader() -> None:
    with _logged_in() as (server, client):
        client.select(readonly=True)
        server.folders["INBOX"].renumber(seed=1)
        with pytest.raises(imaplib.IMAP4.abort, match="numbered anew"):
            client.uid("FETCH", "1", "(UID)")


def test_a_folder_numbered_anew_is_closed_under_who_waits_in_it() -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        lines = link.makefile("rb")
        link.sendall(b"a LOGIN editor@example.cn abcdefghijklmnop\r\nb EXAMINE INBOX\r\nc IDLE\r\n")
        while lines.readline() != b"+ idling\r\n":
            pass
        server.folders["INBOX"].renumber()
        assert lines.read() == b"* BYE Folder was numbered anew\r\n"


def test_a_new_epoch_counts_from_one_and_may_turn_the_order() -> None:
    with serving({"INBOX": [b"%d" % number for number in range(9)]}) as server:
        folder = server.folders["INBOX"]
        folder.remove({1, 4})
        left = [mail.raw for mail in folder.mails]
        folder.renumber()
        assert (folder.uids, folder.uidvalidity, folder.uidnext) == (tuple(range(1, 8)), EPOCH + 1, 8)
        assert [mail.raw for mail in folder.mails] == left
        folder.renumber(seed=3)
        assert folder.uids == tuple(range(1, 8))
        assert sorted(mail.raw for mail in folder.mails) == left
        assert [mail.raw for mail in folder.mails] != left


@pytest.mark.parametrize(
    ("criteria", "uids"),
    [
        (b"ALL", b" 1 2 3"),
        (b"UNSEEN", b" 2 3"),
        (b"SEEN", b" 1"),
        (b"NOT SEEN UID 3:*", b" 3"),
        (b"1,3", b" 1 3"),
        (b"KEYWORD taken", b" 2"),
        (b"UNKEYWORD taken NOT UID 1", b" 3"),
        (b"SINCE 21-Sep-2026", b" 2 3"),
        (b"BEFORE 21-sep-2026", b" 1"),
        (b"ON 22-Sep-2026", b" 3"),
        (b"FROM me@example.cn", b" 1"),
        (b"FROM ME@EXAMPLE.CN SUBJECT speech", b""),
        (b"SUBJECT speech", b" 2"),
        (b"HEADER Message-ID one@", b" 1"),
        (b"CHARSET UTF-8 SUBJECT {6}\r\n\xe5\x8f\x91\xe8\xa8\x80", b" 3"),
        (b"OR SEEN (SUBJECT speech UNSEEN)", b" 1 2"),
        (b"TEXT body", b" 1"),
        (b"BODY subject", b""),
        (b"LARGER 40", b" 1 3"),
        (b"SMALLER 40", b" 2"),
        (b"NEW", b""),
        (b"OLD 1:*", b" 1 2 3"),
    ],
)
def test_a_search_finds(criteria: bytes, uids: bytes) -> None:
    with serving({"INBOX": []}) as server:
        folder = server.folders["INBOX"]
        one = b"From: me@example.cn\r\nMessage-ID: <one@x>\r\n\r\nbody\r\n"
        folder.deliver(one, datetime(2026, 9, 20, 23, tzinfo=UTC), {b"\\Seen"})
        folder.deliver(b"Subject: A speech\r\n\r\n", datetime(2026, 9, 21, tzinfo=UTC), {b"taken"})
        chinese = (
            b"Subject: =?none?Q?x?=\r\nSubject: =?utf-8?B?" + b64encode("大会发言稿".encode()) + b"?=\r\n\r\n"
        )
        folder.deliver(chinese, datetime(2026, 9, 22, tzinfo=UTC))
        said = _talk(server, b"b EXAMINE INBOX", b"c UID SEARCH " + criteria)
    assert b"* SEARCH%b\r\nc OK" % uids in said


@pytest.mark.parametrize(
    "criteria",
    [b"", b"FROM", b"SINCE yesterday", b"SINCE 31-Feb-2026", b"XYZZY", b"UID a", b"LARGER x", b"OR SEEN"],
)
def test_a_search_that_is_none_is_refused(criteria: bytes) -> None:
    with serving({"INBOX": MAILS}) as server:
        assert b"c BAD SEARCH invalid argument" in _talk(server, b"b EXAMINE INBOX", b"c SEARCH " + criteria)


@pytest.mark.parametrize(
    ("items", "answer"),
    [
        (b"(FLAGS)", b"(UID 1 FLAGS ())"),
        (b"(RFC822.SIZE UID)", b"(RFC822.SIZE 28 UID 1)"),
        (b"(INTERNALDATE)", b'(UID 1 INTERNALDATE "21-Sep-2026 08:00:00 +0000")'),
        (b"BODY[HEADER]", b"(UID 1 BODY[HEADER] {22}\r\nSubject: 1\r\nX-A: b\r\n\r\n)"),
        (b"(BODY.PEEK[TEXT])", b"(UID 1 BODY[TEXT] {6}\r\nbody\r\n)"),
        (b"BODY.PEEK[TEXT]<1.3>", b"(UID 1 BODY[TEXT]<1> {3}\r\nody)"),
        (b"BODY.PEEK[]<26.99>", b"(UID 1 BODY[]<26> {2}\r\n\r\n)"),
        (b"BODY.PEEK[HEADER.FIELDS (x-a To)]", b"BODY[HEADER.FIELDS (X-A TO)] {10}\r\nX-A: b\r\n\r\n)"),
        (b"(BODY.PEEK[HEADER.FIELDS.NOT (X-A)])", b" {14}\r\nSubject: 1\r\n\r\n)"),
        (b"RFC822.HEADER", b"(UID 1 RFC822.HEADER {22}\r\nSubject: 1\r\nX-A: b\r\n\r\n)"),
    ],
)
def test_a_fetch_gives(items: bytes, answer: bytes) -> None:
    with serving({"INBOX": []}) as server:
        raw = b"Subject: 1\r\nX-A: b\r\n\r\nbody\r\n"
        server.folders["INBOX"].deliver(raw, datetime(2026, 9, 21, 8, tzinfo=UTC))
        assert answer in _talk(server, b"b EXAMINE INBOX", b"c UID FETCH 1 " + items)


def test_folders_are_listed_by_pattern_and_counted() -> None:
    with serving({"INBOX": MAILS, "其他文件夹/投稿": [], "Junk": []}) as server:
        said = _talk(
            server, b'b LIST "" *', b'c LIST "" ""', b'd XLIST "" inbox', b'e LIST "" "%"', b"f NAMESPACE"
        )
        counted = _talk(
            server, b"g STATUS inbox (MESSAGES UIDNEXT UIDVALIDITY UNSEEN X)", b"h STATUS Nowhere (X)"
        )
    every = re.findall(rb"\* (\w+) \(([^)]*)\) \"/\" \"([^\"]*)\"", said)
    assert every == [
        (b"LIST", b"\\NoSelect \\HasChildren", b"&UXZO1mWHTvZZOQ-"),
        (b"LIST", b"", b"INBOX"),
        (b"LIST", b"", b"&UXZO1mWHTvZZOQ-/&YpV6Pw-"),
        (b"LIST", b"", b"Junk"),
        (b"LIST", b"\\NoSelect", b""),
        (b"XLIST", b"\\Inbox", b"INBOX"),
        (b"LIST", b"\\NoSelect \\HasChildren", b"&UXZO1mWHTvZZOQ-"),
        (b"LIST", b"", b"INBOX"),
        (b"LIST", b"", b"Junk"),
    ]
    assert b'* NAMESPACE (("" "/")) NIL NIL\r\n' in said
    assert b'* STATUS "INBOX" (MESSAGES 2 UIDNEXT 3 UIDVALIDITY %d UNSEEN 2)\r\n' % EPOCH in counted
    assert b"h NO Folder not exist!" in counted


def test_a_folder_that_is_made_can_be_opened() -> None:
    with serving({"INBOX": MAILS}) as server:
        said = _talk(
            server, b"b CREATE &YpV6Pw-", b"c CREATE &YpV6Pw-", b"d CREATE &bad", b"e EXAMINE &YpV6Pw-"
        )
    assert [line[:4] for line in said.split(b"\r\n") if line[:1] in b"bcde"][:4] == [
        b"b OK",
        b"c NO",
        b"d NO",
        b"e OK",
    ]
    assert list(server.folders) == ["INBOX", "投稿"]
    assert [mutation.done for mutation in server.mutations] == [True, False, False]


def _sasl(text: str) -> bytes:
    return b64encode(text.encode())


PLAIN = _sasl("\0editor@example.cn\0abcdefghijklmnop")
BEARER = _sasl("user=editor@example.cn\1auth=Bearer token-1\1\1")


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (b"a LOGIN {17}\r\neditor@example.cn {16+}\r\nabcdefghijklmnop", b"a OK"),
        (b"a LOGIN editor@example.cn wrong", b"a NO Login fail."),
        (b"a AUTHENTICATE PLAIN\r\n" + PLAIN, b"a OK"),
        (b"a AUTHENTICATE PLAIN " + PLAIN, b"a OK"),
        (b"a AUTHENTICATE PLAIN " + _sasl("\0editor@example.cn\0wrong"), b"a NO Login fail."),
        (b"a AUTHENTICATE PLAIN\r\n*", b"a BAD"),
        (b"a AUTHENTICATE XOAUTH2 " + BEARER, b"a OK"),
        (b"a AUTHENTICATE xoauth2\r\n" + BEARER, b"a OK"),
        (b"a AUTHENTICATE XOAUTH2 " + PLAIN + b"\r\n", b"+ eyJ"),
        (b"a AUTHENTICATE XOAUTH2 " + PLAIN + b"\r\n", b"a NO Login fail."),
        (b"a AUTHENTICATE CRAM-MD5", b"a NO Unsupported"),
        (b"a UID SEARCH ALL", b"a BAD Please login first"),
        (b"a XYZZY", b"a BAD"),
        (b"", b"* BAD"),
    ],
)
def test_a_line_of_a_stranger_is_answered(lines: bytes, answer: bytes) -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        server.box.token = "token-1"
        link.sendall(lines + b"\r\nz LOGOUT\r\n")
        said = link.makefile("rb").read().split(b"\r\n")
    assert any(line.startswith(answer) for line in said)
    assert not any(secret in line for line in server.wire for secret in (b"abcdefghij", PLAIN, BEARER))


def test_without_a_token_there_is_no_way_in_by_one() -> None:
    with serving({"INBOX": MAILS}) as server, socket.create_connection((server.host, server.port)) as link:
        link.sendall(
            b"a AUTHENTICATE XOAUTH2 "
            + _sasl("user=editor@example.cn\1auth=Bearer \1\1")
            + b"\r\n\r\nz LOGOUT\r\n"
        )
        assert b"\r\na NO Login fail." in link.makefile("rb").read()


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (b"UID SEARCH ALL", b"BAD No folder selected"),
        (b"EXAMINE INBOX\r\nx UID FETCH", b"BAD UID parameters!"),
        (b"EXAMINE Nowhere", b"NO Folder not exist!"),
        (b"EXAMINE", b"NO Folder not exist!"),
        (b"EXAMINE INBOX\r\nx UID SEARCH FROM", b"BAD UID SEARCH invalid argument"),
        (b"EXAMINE INBOX\r\nx UID FETCH 1 (X-ENVELOPE)", b"BAD UID parameters!"),
        (b"EXAMINE INBOX\r\nx UID FETCH a (UID)", b"BAD UID parameters!"),
        (b"EXAMINE INBOX\r\nx FETCH 1 (X-ENVELOPE)", b"BAD Sequence set is inavlid!"),
        (b"SELECT INBOX\r\nx UID STORE a FLAGS (x)", b"BAD UID parameters!"),
        (b"SELECT INBOX\r\nx UID MOVE a INBOX", b"BAD UID parameters!"),
        (b"SELECT INBOX\r\nx UID EXPUNGE a", b"BAD UID parameters!"),
        (b"EXAMINE INBOX\r\nx CHECK", b"OK CHECK Completed"),
        (b"EXAMINE INBOX\r\nx UNSELECT\r\nx FETCH 1 (UID)", b"BAD No folder selected"),
        (b"SELECT INBOX\r\nx STORE a FLAGS (x)", b"BAD UID parameters!"),
        (b"ID NIL", b"OK ID completed"),
    ],
)
def test_what_it_does_not_do_it_says(command: bytes, answer: bytes) -> None:
    with serving({"INBOX": MAILS}) as server:
        assert b"\r\nx " + answer in b"\r\n" + _talk(server, b"x " + command)


def test_a_machine_without_a_loop_back_is_an_error_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "start_server", AsyncMock(side_effect=OSError("no lo")))
    with pytest.raises(OSError, match="no lo"), serving({}):
        pytest.fail("it cannot serve")


def test_the_log_keeps_both_sides_but_no_bodies() -> None:
    large = b"Subject: large\r\n\r\n" + b"x" * 10_000
    with serving({"INBOX": [large]}) as server:
        _talk(server, b"b EXAMINE INBOX", b"c UID FETCH 1 BODY.PEEK[]")
    assert b"C: c UID FETCH 1 BODY.PEEK[]" in server.wire
    assert b"S: * 1 FETCH (UID 1 BODY[] {10018}" in {line.partition(b"\r\n")[0] for line in server.wire}
    assert all(len(line) <= 203 for line in server.wire)


def test_a_client_that_leaves_in_the_middle_harms_nobody() -> None:
    with serving({"INBOX": MAILS}) as server:
        for rest in (
            b"",
            b"a LOGIN {100}\r\nshort",
            b"a LOGIN editor@example.cn abcdefghijklmnop\r\nb IDLE\r\n",
        ):
            with socket.create_connection((server.host, server.port)) as link:
                link.sendall(rest)
        with imaplib.IMAP4(server.host, server.port) as client:
            assert client.login(server.box.user, server.box.password)[0] == "OK"


def test_many_may_deliver_and_take_away_while_mails_are_read() -> None:
    def busy(number: int) -> None:
        for count in range(40):
            uid = server.folders["INBOX"].deliver(b"%d-%d" % (number, count))
            if count % 4 == 0:
                server.box.move("INBOX", {uid}, "Done")

    with _logged_in() as (server, client):
        client.select(readonly=True)
        threads = [threading.Thread(target=busy, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            assert client.uid("FETCH", "1:*", "(UID BODY.PEEK[])")[0] == "OK"
        for thread in threads:
            thread.join()
        client.noop()
        assert client.uid("SEARCH", "ALL")[1] == [
            b" ".join(b"%d" % uid for uid in server.folders["INBOX"].uids)
        ]
    everywhere = [mail.raw for folder in server.folders.values() for mail in folder.mails]
    assert sorted(everywhere) == sorted([*MAILS, *(b"%d-%d" % (n, c) for n in range(4) for c in range(40))])
    assert len(set(server.folders["INBOX"].uids)) == 2 + 4 * 30


def test_a_change_refused_by_a_fault_is_remembered_as_asked_for() -> None:
    with _logged_in() as (server, client):
        client.select()
        server.faults.no["UID STORE"] = b"System busy!"
        assert client.uid("STORE", "1", "+FLAGS", "(\\Seen)") == ("NO", [b"System busy!"])
    refused = Mutation("UID STORE", "INBOX", EPOCH, change=b"1 +FLAGS", done=False)
    assert server.mutations[-1] == refused


def test_a_server_that_ends_lets_nobody_hang_and_says_nothing_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving({"INBOX": MAILS}) as server:
        idle = socket.create_connection((server.host, server.port))
        idle.sendall(b"a LOGIN editor@example.cn abcdefghijklmnop\r\nb IDLE\r\n")
        lines = idle.makefile("rb")
        while lines.readline() != b"+ idling\r\n":
            pass
    with idle, lines:
        assert lines.read() == b""
    assert caplog.messages == []
