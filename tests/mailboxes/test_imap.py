"""What an IMAP mailbox does when the server does not do what the RFC says."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.config import ImapConfig, Secret
from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.errors import IntakeError, MailboxRefused, MailboxUnavailable
from intake.mailboxes.imap import ImapMailbox
from intake.model import Fetched

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MAILS = [b"Subject: %d\r\n\r\nbody of %d\r\n" % (number, number) for number in range(1, 6)]
FOLDERS: Mapping[str, Sequence[bytes]] = {"INBOX": MAILS}


def _config(server: Server, **changes: object) -> ImapConfig:
    config = ImapConfig("qq", server.host, server.box.user, port=server.port, tls=False, read_timeout=20.0)
    return replace(config, **changes)  # type: ignore[arg-type]  # the fields of a test's choice


@contextmanager
def _serving(
    faults: Faults | None = None, folders: Mapping[str, Sequence[bytes]] = FOLDERS, **changes: object
) -> Iterator[tuple[Server, ImapMailbox]]:
    with serving(folders, faults=faults) as server:
        yield server, ImapMailbox(_config(server, **changes), Secret(server.box.password), lambda: NOON)


def _said(server: Server, verb: bytes) -> list[bytes]:
    return [
        line for line in server.wire if line.startswith(b"C: ") and line.split(b" ", 2)[2].startswith(verb)
    ]


def _fetched(mailbox: ImapMailbox, folder: str = "INBOX") -> dict[int, Fetched]:
    with mailbox:
        return {int(mail.uid): mail for mail in mailbox.fetch(folder, mailbox.listing(folder).uids)}


def _heads(mailbox: ImapMailbox, uids: Sequence[str]) -> dict[int, bytes]:
    return {int(head.uid): head.header for head in mailbox.heads("INBOX", uids)}


def _poll(mailbox: ImapMailbox, folder: str = "INBOX") -> dict[int, bytes]:
    return {uid: mail.raw for uid, mail in _fetched(mailbox, folder).items() if mail.whole}


def _fails(faults: Faults, *, error: type[IntakeError], because: str, read_timeout: float = 20.0) -> str:
    with (
        _serving(faults, read_timeout=read_timeout) as (_, mailbox),
        pytest.raises(error, match=because) as caught,
    ):
        _poll(mailbox)
    return str(caught.value)


ALL = dict(enumerate(MAILS, 1))


class TestConversation:
    def test_opens_read_only_lists_all_and_peeks_at_explicit_uids(self) -> None:
        with _serving() as (server, mailbox):
            _poll(mailbox)
        talk = [line.split(b" ", 2)[2] for line in server.wire if line.startswith(b"C: ")]
        assert [line.split(b" ")[0] for line in talk[:4]] == [b"CAPABILITY", b"LOGIN", b"CAPABILITY", b"ID"]
        assert talk[4:] == [
            b'EXAMINE "INBOX"',
            b"UID SEARCH ALL",
            b"UID FETCH 1,2,3,4,5 (UID RFC822.SIZE INTERNALDATE)",
            b"UID FETCH 1,2,3,4,5 (UID RFC822.SIZE INTERNALDATE BODY.PEEK[])",
            b"LOGOUT",
        ]
        assert server.mutations == []

    def test_no_id_is_sent_to_a_server_that_does_not_offer_it(self) -> None:
        with _serving(Faults(capabilities=b"IMAP4rev1")) as (server, mailbox):
            assert _poll(mailbox) == ALL
        assert _said(server, b"ID") == []

    def test_the_id_comes_before_examine_where_the_server_insists(self) -> None:
        with _serving(Faults(unsafe=True)) as (_, mailbox):
            assert _poll(mailbox) == ALL

    def test_a_refused_id_does_no_harm(self) -> None:
        with _serving(Faults(no={"ID": b"not today"})) as (_, mailbox):
            assert _poll(mailbox) == ALL

    def test_a_server_that_insists_on_an_id_it_does_not_offer_is_named(self) -> None:
        faults = Faults(unsafe=True, capabilities=b"IMAP4rev1")
        with _serving(faults) as (_, mailbox), pytest.raises(MailboxRefused, match="Unsafe Login"):
            _poll(mailbox)

    def test_imaplib_formats_no_literal_for_a_log(self) -> None:
        with _serving() as (_, mailbox), mailbox:
            client = mailbox._connection._client  # noqa: SLF001  # the speed of a fetch hangs on this private attribute
            assert client is not None
            assert client._imap.debug == 0  # noqa: SLF001

    def test_a_mailbox_may_be_opened_twice(self) -> None:
        with _serving() as (_, mailbox):
            assert _poll(mailbox) == _poll(mailbox) == ALL


class TestFolders:
    CHINESE: Mapping[str, Sequence[bytes]] = {"INBOX": [], "Junk": [], "其他文件夹/投稿": MAILS, "A & B": []}

    def test_a_star_takes_the_folders_below_as_they_are_now(self) -> None:
        with serving(self.CHINESE) as server:
            mailbox = ImapMailbox(
                _config(server, folders=("inbox", "其他文件夹/*")), Secret(server.box.password)
            )
            with mailbox:
                assert mailbox.folders() == ("INBOX", "其他文件夹/投稿")
            assert _poll(mailbox, "其他文件夹/投稿") == ALL

    def test_a_folder_that_only_holds_folders_is_not_polled(self) -> None:
        with serving(self.CHINESE) as server:
            mailbox = ImapMailbox(_config(server, folders=("*",)), Secret(server.box.password))
            with mailbox:
                assert mailbox.folders() == ("INBOX", "Junk", "其他文件夹/投稿", "A & B")
                assert mailbox.listing("A & B").uids == ()

    def test_one_bad_name_does_not_hide_the_other_folders(self) -> None:
        with serving(self.CHINESE, faults=Faults(names={"Junk": b"&bad"})) as server:
            mailbox = ImapMailbox(_config(server, folders=("*",)), Secret(server.box.password))
            with mailbox:
                assert mailbox.folders() == ("INBOX", "&bad", "其他文件夹/投稿", "A & B")
                assert mailbox.listing("&bad").uids == ()

    def test_a_name_in_gbk_is_shown_and_its_folder_refused_alone(self) -> None:
        with serving(self.CHINESE, faults=Faults(names={"Junk": "垃圾".encode("gbk")})) as server:
            mailbox = ImapMailbox(_config(server, folders=("*",)), Secret(server.box.password))
            with mailbox:
                assert mailbox.folders()[1] == "垃圾"
                with pytest.raises(MailboxRefused, match="垃圾"):
                    mailbox.listing("垃圾")
                assert mailbox.listing("INBOX").uids == ()

    def test_a_name_in_digits_stays_a_name(self) -> None:
        with serving({"2026": MAILS}) as server:
            mailbox = ImapMailbox(_config(server, folders=("2026*",)), Secret(server.box.password))
            with mailbox:
                assert mailbox.folders() == ("2026",)
            assert _poll(mailbox, "2026") == ALL

    def test_reading_two_folders_in_turn_mixes_no_mails(self) -> None:
        other = [b"Subject: other %d\r\n\r\n" % number for number in range(60)]
        with _serving(folders={"INBOX": MAILS, "Other": other}) as (_, mailbox), mailbox:
            mails = mailbox.fetch("Other", mailbox.listing("Other").uids)
            first = next(mails)
            assert len(list(mailbox.fetch("INBOX", mailbox.listing("INBOX").uids))) == 5
            assert {mail.raw for mail in (first, *mails)} == set(other)

    def test_uids_of_an_epoch_that_is_over_give_no_mail(self) -> None:
        with _serving(folders={"INBOX": MAILS, "Other": []}) as (server, mailbox), mailbox:
            uids = mailbox.listing("INBOX").uids
            mailbox.listing("Other")
            server.folders["INBOX"].uidvalidity += 1
            asked = len(_said(server, b"EXAMINE"))
            assert list(mailbox.fetch("INBOX", uids)) == []
            assert len(_said(server, b"EXAMINE")) == asked + 1


class TestMissingAndShort:
    def test_a_uid_that_is_listed_but_not_given_waits_for_the_next_poll(self) -> None:
        with _serving(Faults(missing={2})) as (server, mailbox):
            assert set(_poll(mailbox)) == {1, 3, 4, 5}
            server.faults.missing.clear()
            assert _poll(mailbox) == ALL

    def test_a_literal_cut_short_is_asked_for_again_alone(self) -> None:
        with _serving(Faults(short={3: 1})) as (server, mailbox):
            assert _poll(mailbox) == ALL
        assert _said(server, b"UID FETCH 3 ")

    def test_a_literal_cut_short_once_more_still_arrives_whole(self) -> None:
        with _serving(Faults(short={3: 1}, garbled={3: 2})) as (_, mailbox):
            assert _poll(mailbox) == ALL

    def test_a_size_told_wrong_is_told_with_the_number_of_equal_answers(self) -> None:
        with _serving(Faults(sizes={4: 7})) as (server, mailbox):
            told = _fetched(mailbox)
        assert (told[4].whole, told[4].raw, told[4].stated, told[4].answers) == (False, MAILS[3], 7, 2)
        assert [mail.whole for mail in told.values()].count(True) == 4
        assert len(_said(server, b"UID FETCH 4 (UID RFC822.SIZE INTERNALDATE BODY.PEEK[])")) == 1

    def test_answers_that_disagree_are_not_counted_together(self) -> None:
        with _serving(Faults(sizes={4: 7}, changing={4})) as (_, mailbox):
            assert (told := _fetched(mailbox)[4]).answers == 1
        assert not told.whole

    def test_a_mail_beyond_the_limit_is_told_without_its_bytes(self) -> None:
        with _serving(folders={"INBOX": [MAILS[0], b"x" * 1000]}) as (server, mailbox), mailbox:
            told = {mail.uid: mail for mail in mailbox.fetch("INBOX", ["1", "2"], 999)}
        assert (told["2"].raw, told["2"].stated, told["1"].raw) == (b"", 1000, MAILS[0])
        assert not [
            line for line in _said(server, b"UID FETCH") if b"2" in line.split(b" ")[4] and b"BODY" in line
        ]

    def test_an_empty_body_is_no_mail(self) -> None:
        with _serving(folders={"INBOX": [b"", MAILS[0]]}) as (_, mailbox):
            assert _poll(mailbox) == {2: MAILS[0]}

    def test_an_answer_nobody_can_parse_costs_no_other_mail(self) -> None:
        with _serving(Faults(garbled={2: 1000})) as (_, mailbox):
            assert set(_poll(mailbox)) == {1, 3, 4, 5}

    @pytest.mark.parametrize("twice", [False, True])
    @pytest.mark.parametrize(("torn", "short"), [([2], []), ([2, 3], []), ([2, 3], [3])])
    def test_a_literal_shorter_than_it_says_is_not_filled_up_with_another_mail(
        self, torn: Sequence[int], short: Sequence[int], *, twice: bool
    ) -> None:
        """Where the next line, or the one behind it, goes on as the mail's own, depends on the size."""
        for size in range(150, 410, 2):
            mails = [b"Subject: %d\r\n\r\n" % each + b"%d" % each * size + b"\r\n" for each in range(1, 5)]
            faults = Faults(torn=dict.fromkeys(torn, 1), short=dict.fromkeys(short, 1), duplicate_fetch=twice)
            with _serving(faults, {"INBOX": mails}, read_timeout=0.1) as (_, mailbox):
                told: dict[int, bytes] = {}
                with suppress(MailboxUnavailable), mailbox:  # the rest of the line is no answer, mostly
                    for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids):
                        told |= {int(mail.uid): mail.raw} if mail.whole else {}
            assert told.items() <= dict(enumerate(mails, 1)).items()

    def test_an_answer_without_its_uid_is_not_filed_under_another(self) -> None:
        with _serving(Faults(anonymous={5: 1})) as (server, mailbox):
            server.folders["INBOX"].mails = server.folders["INBOX"].mails[
                2:
            ]  # uids 3, 4, 5 at places 1, 2, 3
            assert _poll(mailbox) == {3: MAILS[2], 4: MAILS[3], 5: MAILS[4]}

    @pytest.mark.parametrize("faults", [Faults(anonymous={5: 1}), Faults(wrong_uid={4: 1}, missing={5})])
    def test_no_header_block_is_filed_under_another_mail(self, faults: Faults) -> None:
        with _serving(faults) as (server, mailbox), mailbox:
            server.folders["INBOX"].mails = server.folders["INBOX"].mails[2:]
            mailbox.status("INBOX")
            first, then = (_heads(mailbox, ["3", "4", "5"]) for _ in range(2))  # then the lie is over
        truth = {uid: MAILS[uid - 1].partition(b"\r\n\r\n")[0] + b"\r\n\r\n" for uid in (3, 4, 5)}
        assert first.items() <= truth.items()
        assert {3, 4} <= then.keys()
        assert then.items() <= truth.items()

    def test_mails_beyond_the_memory_of_a_batch_are_asked_for_alone(self) -> None:
        large = b"Subject: large\r\n\r\n" + b"x" * (9 * 2**20) + b"\r\n"
        with _serving(folders={"INBOX": [MAILS[0], large, MAILS[1]]}) as (server, mailbox):
            assert _poll(mailbox) == {1: MAILS[0], 2: large, 3: MAILS[1]}
        assert _said(server, b"UID FETCH 2 ")


UID = st.integers(3, 12)
ONCE = st.dictionaries(UID, st.just(1), max_size=4)
FAULTS = st.builds(
    Faults,
    missing=st.sets(UID, max_size=3),
    changing=st.just(set[int]()),
    short=ONCE,
    garbled=st.dictionaries(UID, st.integers(1, 3), max_size=3),
    anonymous=st.dictionaries(UID, st.integers(1, 3), max_size=4),
    sizes=st.dictionaries(UID, st.integers(0, 2**40), max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(FAULTS)
def test_no_mixture_of_faults_gives_a_wrong_mail_or_loses_one_for_good(faults: Faults) -> None:
    short = {uid for uid in faults.short if uid not in faults.sizes}
    faults.short = dict.fromkeys(short, 1)
    with _serving(faults) as (server, mailbox):
        for number in range(6, 13):
            server.folders["INBOX"].deliver(b"Subject: %d\r\n\r\nbody\r\n" % number)
        server.folders["INBOX"].mails = server.folders["INBOX"].mails[2:]  # uids and places differ
        truth = {mail.uid: mail.raw for mail in server.folders["INBOX"].mails}
        assert {uid: mail.raw for uid, mail in _fetched(mailbox).items()}.items() <= truth.items()
        server.box.faults = Faults()
        assert _poll(mailbox) == truth
        assert server.mutations == []


class TestTimes:
    @pytest.mark.parametrize(
        ("written", "read"),
        [
            (b'" 4-Jan-2015 10:20:30 +0800"', datetime(2015, 1, 4, 2, 20, 30, tzinfo=UTC)),
            (b'"4-Jan-2015 10:20:30 +0800"', datetime(2015, 1, 4, 2, 20, 30, tzinfo=UTC)),
            (b'"04-Jan-2015 10:20:30"', NOON),
            (b'"yesterday"', NOON),
            (b"NIL", NOON),
            (b'"31-Dec-9999 23:59:59 -0800"', NOON),
        ],
    )
    def test_the_internal_date_is_read_or_the_clock_asked(self, written: bytes, read: datetime) -> None:
        with _serving(Faults(dates={1: written}), {"INBOX": MAILS[:1]}) as (_, mailbox), mailbox:
            (mail,) = mailbox.fetch("INBOX", ["1"])
        assert mail.received == read
        assert mail.received.tzinfo is not None


class TestLogin:
    QQ = b"Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited"

    def test_a_refusal_names_both_causes_and_how_to_renew_the_code(self) -> None:
        message = _fails(Faults(no={"LOGIN": self.QQ}), error=MailboxRefused, because=self.QQ.decode())
        assert "authorisation code" in message
        assert "wait 15 minutes" in message

    def test_a_refusal_in_gbk_is_readable(self) -> None:
        _fails(Faults(no={"LOGIN": "登录太频繁".encode("gbk")}), because="登录太频繁", error=MailboxRefused)

    def test_a_server_that_repeats_the_code_does_not_get_it_into_our_message(self) -> None:
        faults = Faults(no={"LOGIN": b"bad LOGIN abcdefghijklmnop"})
        message = _fails(faults, error=MailboxRefused, because=r"bad LOGIN \*\*\* —")
        assert "abcdefghijklmnop" not in message

    @pytest.mark.parametrize("code", ["授权码", "abcd\r\nA1 DELETE INBOX", "ａｂｃｄ"])
    def test_a_code_that_imap_cannot_carry_is_not_sent(self, code: str) -> None:
        without_plain = Faults(capabilities=b"IMAP4rev1 ID")
        with (
            serving(FOLDERS, faults=without_plain) as server,
            pytest.raises(MailboxRefused, match="copy the code again"),
        ):
            _poll(ImapMailbox(_config(server), Secret(code)))
        assert _said(server, b"LOGIN") == []

    def test_without_a_code_the_server_decides(self) -> None:
        with serving(FOLDERS) as server, pytest.raises(MailboxRefused, match="login refused"):
            _poll(ImapMailbox(_config(server), None))

    def test_the_message_is_one_line(self) -> None:
        with (
            _serving(Faults(no={"LOGIN": b"one\ttwo\x1b[31m"})) as (_, mailbox),
            pytest.raises(MailboxRefused) as caught,
        ):
            _poll(mailbox)
        assert str(caught.value).isprintable()


class TestBrokenConnections:
    def test_an_unknown_host(self) -> None:
        config = ImapConfig("qq", "no-such-host.invalid", "a@example.cn")
        with pytest.raises(MailboxUnavailable, match=r"unknown host — no-such-host\.invalid"):
            _poll(ImapMailbox(config, Secret("x")))

    def test_a_host_that_is_no_host_name(self) -> None:
        config = ImapConfig("qq", "a" * 70 + ".example", "a@example.cn")
        with pytest.raises(MailboxUnavailable, match="unknown host"):
            _poll(ImapMailbox(config, Secret("x")))

    def test_a_port_where_nothing_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        config = ImapConfig("qq", "127.0.0.1", "a@example.cn", port=port, tls=False)
        with pytest.raises(MailboxUnavailable, match="connection refused"):
            _poll(ImapMailbox(config, Secret("x")))

    def test_a_greeting_that_says_good_bye(self) -> None:
        _fails(
            Faults(greeting="* BYE 系统繁忙\r\n".encode("gbk")), because="系统繁忙", error=MailboxUnavailable
        )

    def test_a_server_that_does_not_greet(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as mute:
            config = ImapConfig("qq", "127.0.0.1", "a@example.cn", port=mute.getsockname()[1], tls=False)
            with pytest.raises(MailboxUnavailable, match=r"no answer in time — .* waited 0\.2 s"):
                _poll(ImapMailbox(replace(config, connect_timeout=0.2), Secret("x")))

    @pytest.mark.parametrize("command", ["LOGIN", "ID", "EXAMINE", "UID SEARCH", "UID FETCH"])
    def test_a_server_that_falls_silent(self, command: str) -> None:
        _fails(
            Faults(silent={command}), read_timeout=0.3, because="no answer in time", error=MailboxUnavailable
        )

    def test_a_server_silent_at_good_bye_does_no_harm(self) -> None:
        with _serving(Faults(silent={"LOGOUT"}), read_timeout=0.3) as (_, mailbox):
            assert _poll(mailbox) == ALL

    def test_a_server_that_hangs_up_at_login(self) -> None:
        _fails(Faults(hang_up={"LOGIN"}), because="connection lost", error=MailboxUnavailable)

    def test_what_came_before_the_line_broke_is_kept(self) -> None:
        many = [b"Subject: %d\r\n\r\n" % number for number in range(60)]
        got: list[str] = []
        lost = pytest.raises(MailboxUnavailable, match="connection lost")
        with _serving(Faults(hang_up_after=52), {"INBOX": many}) as (_, mailbox), lost, mailbox:
            got.extend(mail.uid for mail in mailbox.fetch("INBOX", mailbox.listing("INBOX").uids))
        assert got == [str(uid) for uid in range(11, 61)]

    def test_after_the_line_broke_nothing_more_is_asked(self) -> None:
        with _serving(Faults(hang_up={"UID SEARCH"})) as (server, mailbox), mailbox:
            with pytest.raises(MailboxUnavailable, match="connection lost"):
                mailbox.listing("INBOX")
            asked = len(_said(server, b""))
            with pytest.raises(MailboxUnavailable, match="not connected"):
                mailbox.folders()
            assert len(_said(server, b"")) == asked

    def test_a_server_too_busy_for_a_folder_is_asked_again_later(self) -> None:
        _fails(Faults(no={"EXAMINE": b"System busy!"}), because="System busy!", error=MailboxUnavailable)

    def test_a_folder_refused_in_gbk_is_readable(self) -> None:
        faults = Faults(no={"EXAMINE": "文件夹不存在".encode("gbk")})
        _fails(faults, because="INBOX of qq — 文件夹不存在 —", error=MailboxRefused)

    def test_a_command_the_server_calls_bad_is_a_lost_connection(self) -> None:
        _fails(Faults(no={"UID SEARCH": b"invalid"}), because="invalid", error=MailboxUnavailable)


class TestTls:
    def test_a_password_in_clear_stays_on_this_machine(self) -> None:
        config = ImapConfig("qq", "imap.example.cn", "a@example.cn", tls=False)
        with pytest.raises(MailboxRefused, match="tls = false"):
            _poll(ImapMailbox(config, Secret("x")))

    def test_a_ca_file_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "ca.pem").write_text("nothing")
        for name in ("ca.pem", "missing.pem"):
            config = ImapConfig("qq", "127.0.0.1", "a@example.cn", ca_file=tmp_path / name)
            with pytest.raises(MailboxRefused, match=f"ca_file unusable — .*{name}"):
                _poll(ImapMailbox(config, Secret("x")))

    def test_a_port_that_speaks_no_tls(self) -> None:
        with serving(FOLDERS) as server, pytest.raises(MailboxUnavailable, match="no TLS"):
            _poll(ImapMailbox(_config(server, tls=True), Secret("x")))
