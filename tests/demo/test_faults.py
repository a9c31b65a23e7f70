"""What each lie looks like on the wire, to the byte where a client could tell."""

import re
import socket
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from intake.demo.faults import Faults
from intake.demo.server import Server, serving

MAILS = [b"Subject: %d\r\n\r\nbody\r\n" % number for number in range(1, 6)]
LOGIN = b"LOGIN editor@example.cn abcdefghijklmnop"
OPEN = (LOGIN, b"EXAMINE INBOX")
BODY = b"BODY[] {20}\r\nSubject: 1\r\n\r\nbody\r\n)\r\n"
REFUSED = b"t0 NO Login fail. Account is abnormal"


def _heard(server: Server, *lines: bytes, wait: float = 20.0) -> bytes:
    """Say lines and give all that was answered until the line was dead, or nothing came for so many seconds."""
    heard = bytearray()
    with socket.create_connection((server.host, server.port)) as link:
        link.settimeout(wait)
        with suppress(OSError):
            link.sendall(
                b"".join(b"t%d %b\r\n" % (place, line) for place, line in enumerate((*lines, b"LOGOUT")))
            )
            while piece := link.recv(2**16):
                heard += piece
    return bytes(heard)


def _answers(faults: Faults, *lines: bytes, wait: float = 20.0, mails: list[bytes] = MAILS) -> bytes:
    """Give what an opened folder answers, without what LOGIN and EXAMINE said."""
    with serving({"INBOX": mails}, faults=faults) as server:
        return _heard(server, *OPEN, *lines, wait=wait).partition(b"] EXAMINE complete\r\n")[2]


class TestLogin:
    def test_the_first_logins_find_it_busy(self) -> None:
        with serving({"INBOX": []}, faults=Faults(login_busy=2)) as server:
            heard = [_heard(server, LOGIN) for _ in range(3)]
        assert [REFUSED in said for said in heard] == [True, True, False]
        assert server.wire.count(b"F: login_busy") == 2

    def test_logins_find_it_busy_until_its_clock_says_otherwise(self) -> None:
        noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
        with serving({"INBOX": []}, faults=Faults(login_busy_until=noon)) as server:
            server.box.clock = lambda: noon - timedelta(seconds=1)
            assert REFUSED in _heard(server, LOGIN)
            server.box.clock = lambda: noon
            assert b"t0 OK" in _heard(server, LOGIN)

    def test_logins_that_come_too_often_are_refused_and_hung_up_on(self) -> None:
        now = [datetime(2026, 11, 25, 12, tzinfo=UTC)]
        with serving({"INBOX": []}, faults=Faults(login_rate=(2, 60))) as server:
            server.box.clock = lambda: now[0]
            heard = [_heard(server, LOGIN) for _ in range(3)]
            assert [said.rpartition(b"t0 ")[2][:2] for said in heard] == [b"OK", b"OK", b"NO"]
            assert b"BYE" not in heard[2]
            now[0] += timedelta(seconds=61)
            assert b"t0 OK" in _heard(server, LOGIN)

    def test_a_login_gets_no_answer_and_the_next_one_does(self) -> None:
        with serving({"INBOX": []}, faults=Faults(login_hangs=[0.05])) as server:
            assert b"t0" not in _heard(server, LOGIN)
            assert b"t0 OK" in _heard(server, LOGIN)

    def test_netease_wants_to_know_who_opens_a_folder(self) -> None:
        with serving({"INBOX": []}, faults=Faults(service="coremail", unsafe=True)) as server:
            assert b"t1 NO EXAMINE Unsafe Login. Please contact kefu@188.com for help\r\n" in _heard(
                server, *OPEN
            )
            assert b"t2 OK" in _heard(server, LOGIN, b"ID NIL", b"EXAMINE INBOX")

    def test_an_id_is_bad_and_the_next_command_meets_a_dead_line(self) -> None:
        with serving({"INBOX": []}, faults=Faults(id_bad_then_bye=True)) as server:
            assert _heard(server, LOGIN, b"ID NIL", b"NOOP").endswith(
                b"t1 BAD Unknown command\r\n* BYE Too many errors\r\n"
            )

    @pytest.mark.parametrize("literal", [b"{5}", b"{5+}\r\nadmin x"])
    def test_a_literal_is_refused_in_gbk(self, literal: bytes) -> None:
        with serving({"INBOX": []}, faults=Faults(literals_refused=True)) as server:
            heard = _heard(server, b"LOGIN " + literal)
        assert "\r\nt0 BAD 缺少login参数\r\n".encode("gbk") in heard
        assert b"+ " not in heard


class TestServices:
    def test_qq_offers_mechanisms_until_the_login(self) -> None:
        with serving({"INBOX": []}) as server:
            before, after = re.findall(
                rb"\* CAPABILITY (.*)\r\n", _heard(server, b"CAPABILITY", LOGIN, b"CAPABILITY")
            )
        assert before == after + b" AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2"

    @pytest.mark.parametrize("command", [b"IDLE", b"UID MOVE 1 INBOX", b"NAMESPACE"])
    def test_netease_does_not_know_what_it_does_not_offer(self, command: bytes) -> None:
        assert b"t2 BAD command not support" in _answers(Faults(service="coremail"), command)

    def test_condstore_is_offered_by_nobody(self) -> None:
        assert b"t2 BAD" in _answers(Faults(), b"EXAMINE INBOX (CONDSTORE)")


class TestLines:
    LONG = b"UID FETCH " + b",".join(b"%d" % uid for uid in range(1, 600)) + b" (UID)"

    def test_a_line_too_long_is_not_answered_at_all(self) -> None:
        heard = _answers(Faults(max_line=2048), self.LONG, b"NOOP")
        assert heard.startswith(b"t3 OK NOOP")

    def test_a_line_too_long_is_called_bad(self) -> None:
        assert _answers(Faults(max_line=2048, max_line_bad=True), self.LONG).startswith(b"t2 BAD")

    def test_a_line_not_too_long_is_answered(self) -> None:
        assert b"t2 OK" in _answers(Faults(max_line=len(self.LONG) + len(b"t2 ")), self.LONG)

    def test_bytes_come_no_faster_than_they_drip(self) -> None:
        began = time.monotonic()
        heard = _answers(Faults(drip=20_000), b"UID FETCH 1 (BODY.PEEK[])", mails=[b"x" * 5000])
        assert b"x" * 5000 + b")\r\n" in heard
        assert time.monotonic() - began >= 0.25


class TestFolders:
    def test_no_uidvalidity_no_uidnext(self) -> None:
        with serving(
            {"INBOX": MAILS}, faults=Faults(uidvalidity_missing=True, uidnext_missing=True)
        ) as server:
            assert b"UIDVALIDITY" not in _heard(server, *OPEN)
            assert b"UIDNEXT" not in _heard(server, *OPEN)

    def test_a_uidvalidity_of_zero(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(uidvalidity_zero=True)) as server:
            assert b"[UIDVALIDITY 0]" in _heard(server, *OPEN)

    def test_a_folder_is_numbered_anew_at_its_nth_opening(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(renumbers={2: None, 3: 5})) as server:
            server.folders["INBOX"].remove({1})
            heard = [_heard(server, *OPEN, b"UID SEARCH ALL") for _ in range(4)]
        epochs = [int(re.findall(rb"UIDVALIDITY (\d+)", said)[0]) for said in heard]
        assert [epoch - epochs[0] for epoch in epochs] == [0, 1, 2, 2]
        assert [re.findall(rb"SEARCH([ \d]*)", said)[0] for said in heard] == [
            b" 2 3 4 5",
            *[b" 1 2 3 4"] * 3,
        ]
        assert [mail.raw for mail in server.folders["INBOX"].mails] != MAILS[1:]

    def test_old_mail_is_hidden_and_back_again_when_all_is_shown(self) -> None:
        with serving({"INBOX": MAILS[:1]}, faults=Faults(window_days=30)) as server:
            server.folders["INBOX"].deliver(MAILS[1])
            server.box.clock = lambda: datetime.now(UTC) + timedelta(days=29)
            assert b"* SEARCH 1 2\r\n" in _heard(server, *OPEN, b"UID SEARCH ALL")
            server.folders["INBOX"].deliver(MAILS[2], datetime.now(UTC) - timedelta(days=2))
            shown = _heard(server, *OPEN, b"UID SEARCH ALL", b"NOOP", b"UID FETCH 3 (UID)")
            assert b"* 2 EXISTS\r\n" in shown
            assert b"* SEARCH 1 2\r\nt2 OK SEARCH completed\r\nt3 OK NOOP Completed\r\nt4 OK" in shown
            server.faults.calm()
            assert b"* SEARCH 1 2 3\r\n" in _heard(server, *OPEN, b"UID SEARCH ALL")

    @pytest.mark.parametrize("lag", [1, 2])
    def test_a_mail_is_listed_before_it_is_given(self, lag: int) -> None:
        look = (b"NOOP", b"UID SEARCH ALL", b"UID FETCH 1 (UID)")
        with serving({"INBOX": MAILS[:1]}, faults=Faults(fetch_lag=lag)) as server:
            for _ in range(lag):
                early = _heard(server, *OPEN, *look)
                assert b"* 0 EXISTS" in early
                assert b"[UIDNEXT 1]" in early
                assert (
                    b"t2 OK NOOP Completed\r\n* SEARCH 1\r\nt3 OK SEARCH completed\r\nt4 OK UID FETCH"
                    in early
                )
            assert b"* 1 FETCH (UID 1)\r\nt4 OK" in _heard(server, *OPEN, *look)

    def test_under_a_lag_nothing_new_is_told_of_an_open_folder(self) -> None:
        with serving({"INBOX": MAILS[:1]}, faults=Faults(fetch_lag=1)) as server:
            _heard(server, *OPEN, b"UID SEARCH ALL")
            with socket.create_connection((server.host, server.port)) as link:
                lines = link.makefile("rb")
                link.sendall(b"a " + LOGIN + b"\r\nb EXAMINE INBOX\r\n")
                while not lines.readline().startswith(b"b OK"):
                    pass
                server.folders["INBOX"].deliver(MAILS[1])
                link.sendall(b"c NOOP\r\nd UID SEARCH ALL\r\ne UID FETCH 1,2 (UID)\r\n")
                assert [lines.readline() for _ in range(5)] == [
                    b"c OK NOOP Completed\r\n",
                    b"* SEARCH 1 2\r\n",
                    b"d OK SEARCH completed\r\n",
                    b"* 1 FETCH (UID 1)\r\n",
                    b"e OK UID FETCH Completed\r\n",
                ]

    def test_a_folder_is_refused_with_a_limit(self) -> None:
        with serving({"INBOX": []}, faults=Faults(no={"EXAMINE": b"[LIMIT] Too many"})) as server:
            assert b"t1 NO [LIMIT] Too many\r\n" in _heard(server, *OPEN)


SEARCHES = [
    (Faults(search_ignores={"FROM"}), b"FROM nobody", b"* SEARCH 1 2 3 4 5\r\nt2 OK"),
    (Faults(search_bad_text=True), b"SUBJECT 1", b"t2 BAD UID SEARCH invalid argument"),
    (Faults(search_bad_text=True), b"SEEN", b"* SEARCH\r\nt2 OK"),
    (Faults(search_text_empty=True), b"SUBJECT 1", b"* SEARCH\r\nt2 OK"),
    (Faults(search_nonascii_empty=True), b"NOT SUBJECT \xe5\x8f\x91", b"* SEARCH\r\nt2 OK"),
    (Faults(search_nonascii_empty=True), b"SUBJECT 1", b"* SEARCH 1\r\nt2 OK"),
    (Faults(search_combo_empty=True), b"SUBJECT 1 SINCE 1-Jan-2020", b"* SEARCH\r\nt2 OK"),
    (Faults(search_combo_empty=True), b"SUBJECT 1", b"* SEARCH 1\r\nt2 OK"),
    (Faults(search_truncates_at=2), b"ALL", b"* SEARCH 1 2\r\nt2 OK"),
    (Faults(unseen_returns_last=True), b"UNSEEN UID 1", b"* SEARCH 1 5\r\nt2 OK"),
    (Faults(search_empty=1), b"ALL", b"* SEARCH\r\nt2 OK"),
    (Faults(search_untold=1), b"ALL", b"t2 OK SEARCH completed\r\nt3 OK"),
    (Faults(search_repeats=True), b"1:2", b"* SEARCH 1 2 1 2\r\nt2 OK"),
    (Faults(search_foreign={77}), b"1", b"* SEARCH 1 77\r\nt2 OK"),
]


@pytest.mark.parametrize(("faults", "criteria", "answer"), SEARCHES)
def test_a_search_answers_wrongly(faults: Faults, criteria: bytes, answer: bytes) -> None:
    assert _answers(faults, b"UID SEARCH " + criteria, b"NOOP").startswith(answer)


def test_a_search_since_a_day_is_loose() -> None:
    day = datetime(2026, 9, 20, tzinfo=UTC)
    with serving({"INBOX": []}, faults=Faults(search_since_slack_days=2)) as server:
        for days in range(5):
            server.folders["INBOX"].deliver(MAILS[0], day + timedelta(days=days))
        assert b"* SEARCH 2 3 4 5\r\n" in _heard(server, *OPEN, b"UID SEARCH SINCE 23-Sep-2026")


ONE = b"UID FETCH 1 (UID BODY.PEEK[])"
TWO = b"UID FETCH 1:2 (UID RFC822.SIZE)"
FETCHES = [
    (Faults(), ONE, b"* 1 FETCH (UID 1 " + BODY + b"t2 OK"),
    (Faults(), b"UID FETCH 77:* (UID)", b"* 5 FETCH (UID 5)\r\nt2 OK"),
    (Faults(), b"UID FETCH 2:1 (UID)", b"* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\nt2 OK"),
    (Faults(descending_bad=True), b"UID FETCH 2:1 (UID)", b"t2 BAD UID parameters!"),
    (Faults(descending_bad=True), b"FETCH 2:1 (UID)", b"t2 BAD Sequence set is inavlid!"),
    (Faults(missing={1}), TWO, b"* 2 FETCH (UID 2 RFC822.SIZE 20)\r\nt2 OK UID FETCH Completed"),
    (Faults(mails_not_exist={1}), TWO, b"* 2 FETCH (UID 2 RFC822.SIZE 20)\r\nt2 OK Mails not exist!"),
    (
        Faults(fetch_reordered=True),
        b"UID FETCH 1:2 (UID)",
        b"* 2 FETCH (UID 2)\r\n* 1 FETCH (UID 1)\r\nt2 OK",
    ),
    (Faults(duplicate_fetch=True), b"UID FETCH 1 (UID)", b"* 1 FETCH (UID 1)\r\n* 1 FETCH (UID 1)\r\nt2 OK"),
    (
        Faults(unsolicited_fetch=True),
        b"UID FETCH 1 (UID)",
        b"* 2 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 1)\r\n",
    ),
    (Faults(unsolicited_exists=True), b"UID FETCH 1 (UID)", b"* 5 EXISTS\r\n* 1 FETCH (UID 1)\r\n"),
    (Faults(unsolicited_expunge=True), b"UID FETCH 1 (UID)", b"* 5 EXPUNGE\r\n* 1 FETCH (UID 1)\r\n"),
    (Faults(garbled={1: 1}), ONE, b"* 1 FETCH (UID 1 RFC822.SIZE)\r\nt2 OK"),
    (Faults(size_lies=-5), TWO, b"* 1 FETCH (UID 1 RFC822.SIZE 15)\r\n* 2 FETCH (UID 2 RFC822.SIZE 15)\r\n"),
    (Faults(size_lies=-50), TWO, b"* 1 FETCH (UID 1 RFC822.SIZE 0)\r\n"),
    (Faults(sizes={2: 7}), TWO, b"* 1 FETCH (UID 1 RFC822.SIZE 20)\r\n* 2 FETCH (UID 2 RFC822.SIZE 7)\r\n"),
    (Faults(dates={1: b"NIL"}), b"UID FETCH 1 (INTERNALDATE)", b"* 1 FETCH (UID 1 INTERNALDATE NIL)\r\n"),
    (Faults(anonymous={1: 1}), ONE, b"* 1 FETCH (" + BODY),
    (Faults(wrong_uid={1: 1}), ONE, b"* 1 FETCH (UID 2 " + BODY),
    (Faults(short={1: 1}), ONE, b"* 1 FETCH (UID 1 BODY[] {10}\r\nSubject: 1)\r\nt2 OK"),
    (Faults(torn={1: 1}), ONE, b"* 1 FETCH (UID 1 BODY[] {20}\r\nSubject: 1)\r\nt2 OK"),
    (Faults(changing={1}), ONE, b"* 1 FETCH (UID 1 BODY[] {21}\r\nSubject: 1\r\n\r\nbody\r\n1)\r\nt2 OK"),
    (Faults(body_nil={1: 1}), ONE, b"* 1 FETCH (UID 1 BODY[] NIL)\r\nt2 OK"),
    (Faults(body_empty={1: 1}), ONE, b"* 1 FETCH (UID 1 BODY[] {0}\r\n)\r\nt2 OK"),
    (Faults(no={"UID FETCH": b"[OVERQUOTA] Enough"}), ONE, b"t2 NO [OVERQUOTA] Enough\r\n"),
]


@pytest.mark.parametrize(("faults", "command", "answer"), FETCHES)
def test_a_fetch_answers_wrongly(faults: Faults, command: bytes, answer: bytes) -> None:
    assert _answers(faults, command).startswith(answer)


@pytest.mark.parametrize(
    "switch", ["garbled", "anonymous", "wrong_uid", "short", "torn", "body_nil", "body_empty"]
)
def test_a_count_that_is_used_up_is_over(switch: str) -> None:
    faults = Faults(**{switch: {1: 2}})  # type: ignore[arg-type]  # each of these counts by uid
    with serving({"INBOX": MAILS}, faults=faults) as server:
        heard = _heard(server, *OPEN, *[ONE] * 3)
    assert heard.count(b"UID 1 " + BODY) == 1
    assert server.wire.count(f"F: {switch} 1".encode()) == 2


class TestEnds:
    HALF = b"* 1 FETCH (UID 1 BODY[] {40}\r\n" + b"x" * 20

    @pytest.mark.parametrize(
        ("switch", "last"), [("bye_mid_fetch", b"\r\n* BYE System busy!\r\n"), ("eof_mid_fetch", b"")]
    )
    def test_a_connection_ends_in_the_middle_of_a_mail(self, switch: str, last: bytes) -> None:
        faults = Faults(**{switch: {1: 1}})  # type: ignore[arg-type]  # both count by uid
        with serving({"INBOX": [b"x" * 40]}, faults=faults) as server:
            assert _heard(server, *OPEN, ONE).endswith(b"EXAMINE complete\r\n" + self.HALF + last)
            assert b"x" * 40 + b")\r\nt2 OK" in _heard(server, *OPEN, ONE)

    def test_a_connection_is_reset_in_the_middle_of_a_mail(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(rst_mid_fetch={1: 1})) as server:
            with socket.create_connection((server.host, server.port)) as link:
                link.sendall(b"a " + LOGIN + b"\r\nb EXAMINE INBOX\r\nc " + ONE + b"\r\n")
                with pytest.raises(ConnectionResetError):
                    link.makefile("rb").read()
            assert b"UID 1 " + BODY in _heard(server, *OPEN, ONE)

    def test_a_server_says_nothing_more_in_the_middle_of_a_mail(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(stall_mid_fetch={1: 1})) as server:
            with socket.create_connection((server.host, server.port)) as link:
                link.settimeout(0.2)
                link.sendall(b"a " + LOGIN + b"\r\nb EXAMINE INBOX\r\nc " + ONE + b"\r\n")
                with pytest.raises(TimeoutError):
                    link.makefile("rb").read()
            assert b"UID 1 " + BODY in _heard(server, *OPEN, ONE)

    def test_every_connection_drops_after_so_many_bodies(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(hang_up_after=2)) as server:
            for _ in range(2):
                assert _heard(server, *OPEN, b"UID FETCH 1:5 (BODY.PEEK[])").count(b"BODY[]") == 2

    def test_a_body_that_is_not_asked_for_ends_nothing(self) -> None:
        faults = Faults(eof_mid_fetch={1: 1}, hang_up_after=0, anonymous={1: 1})
        assert b"* 1 FETCH (UID 1)\r\nt2 OK" in _answers(faults, b"UID FETCH 1 (UID)")


class TestChanges:
    def test_a_keyword_is_accepted_and_not_stored(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(keywords_lost=True)) as server:
            heard = _heard(
                server,
                LOGIN,
                b"SELECT INBOX",
                b"UID STORE 1 +FLAGS (taken)",
                b"UID STORE 1 +FLAGS (\\Seen taken)",
            )
        assert b"* 1 FETCH (FLAGS (taken) UID 1)\r\nt2 OK" in heard
        assert server.folders["INBOX"].mails[0].flags == {b"\\Seen"}
        assert [mutation.done for mutation in server.mutations] == [True, False, True]

    def test_a_move_is_done_and_not_answered(self) -> None:
        with serving({"INBOX": MAILS, "Done": []}, faults=Faults(move_reply_lost=1)) as server:
            heard = _heard(server, LOGIN, b"SELECT INBOX", b"UID MOVE 2 Done")
            assert heard.endswith(b"t1 OK [READ-WRITE] SELECT complete\r\n")
        assert [mail.raw for mail in server.folders["Done"].mails] == [MAILS[1]]
        assert server.mutations[-1].uids == (2,)


class TestIdle:
    def test_nothing_is_pushed(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(idle_silent=True)) as server:
            assert b"EXISTS" not in self._idling(server).partition(b"+ idling")[2]

    def test_the_line_is_dropped_after_a_while(self) -> None:
        with serving({"INBOX": MAILS}, faults=Faults(idle_drop_after=0.1)) as server:
            assert self._idling(server).endswith(b"+ idling\r\n* 6 EXISTS\r\n")

    @staticmethod
    def _idling(server: Server) -> bytes:
        with socket.create_connection((server.host, server.port)) as link:
            link.settimeout(0.5)
            link.sendall(b"a " + LOGIN + b"\r\nb EXAMINE INBOX\r\nc IDLE\r\n")
            heard = b""
            while not heard.endswith(b"+ idling\r\n"):
                heard += link.recv(2**16)
            server.folders["INBOX"].deliver(MAILS[0])
            with suppress(TimeoutError):
                while piece := link.recv(2**16):
                    heard += piece
            return heard
