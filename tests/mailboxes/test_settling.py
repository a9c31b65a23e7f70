"""Marking and moving: proven by asking again, refused, or accepted and not done; on our server and on Dovecot."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from dovecot_server import Account
from passing import box_at, mail, said

from intake.config import Secret
from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.errors import MailboxUnavailable
from intake.mailboxes.imap import ImapMailbox
from intake.model import Aftermath, Settled

TARGET = "其他文件夹/已收稿"
SEEN = Aftermath(seen=True)
KEYWORD = Aftermath(keyword="Intake")
MOVE = Aftermath(move_to=TARGET)
ALL = ("1", "2", "3")


@contextmanager
def opened(faults: Faults | None = None) -> Iterator[tuple[Server, ImapMailbox]]:
    """Serve three mails, and enter the mailbox with its folder listed."""
    folders = {"INBOX": [mail(n) for n in range(1, 4)], TARGET: []}
    with (
        serving(folders, faults=faults) as server,
        ImapMailbox(box_at(server), Secret(server.box.password)) as mailbox,
    ):
        mailbox.folders()
        mailbox.listing("INBOX")
        yield server, mailbox


def flags(server: Server) -> list[set[bytes]]:
    return [set(each.flags) for each in server.folders["INBOX"].mails]


def expunged(server: Server) -> bool:
    return bool({"EXPUNGE", "UID EXPUNGE", "CLOSE"} & {each.command for each in server.mutations})


@pytest.mark.parametrize(
    ("wish", "flag"),
    [
        (SEEN, {b"\\Seen"}),
        (KEYWORD, {b"Intake"}),
        (Aftermath(seen=True, keyword="Intake"), {b"\\Seen", b"Intake"}),
    ],
)
def test_marks_that_the_server_shows_afterwards_are_proven(wish: Aftermath, flag: set[bytes]) -> None:
    with opened() as (server, mailbox):
        assert mailbox.settle("INBOX", ["1", "3"], wish) == Settled(proven=("1", "3"))
        assert flags(server) == [flag, set(), flag]
        assert not expunged(server)


def test_a_keyword_that_is_accepted_and_not_kept_is_not_proven() -> None:
    with opened(Faults(keywords_lost=True)) as (_, mailbox):
        assert mailbox.settle("INBOX", ALL, KEYWORD) == Settled(unproven=ALL)


def test_a_mark_that_is_refused_is_told_in_the_servers_words() -> None:
    with opened(Faults(no={"UID STORE": "系统繁忙".encode("gbk")})) as (server, mailbox):
        assert mailbox.settle("INBOX", ALL, SEEN) == Settled(refused="系统繁忙")
        assert flags(server) == [set(), set(), set()]


def test_a_mark_that_is_refused_and_there_already_is_proven_all_the_same() -> None:
    with opened(Faults(no={"UID STORE": b"no"})) as (server, mailbox):
        server.folders["INBOX"].mark({2}, lambda _flags: frozenset({b"\\Seen"}))
        assert mailbox.settle("INBOX", ALL, SEEN) == Settled(proven=("2",), refused="no")


def test_mails_are_moved_into_a_folder_whose_name_is_utf_7_on_the_wire() -> None:
    with opened() as (server, mailbox):
        assert mailbox.settle("INBOX", ["1", "2"], MOVE) == Settled(proven=("1", "2"))
        assert [each.uid for each in server.folders["INBOX"].mails] == [3]
        assert [each.raw for each in server.folders[TARGET].mails] == [mail(1), mail(2)]
        assert said(server, b"UID MOVE") == [b'UID MOVE 1,2 "&UXZO1mWHTvZZOQ-/&XfJlNno,-"']
        assert not expunged(server)


def test_what_is_marked_and_moved_is_proven_only_if_both_were_done() -> None:
    wish = Aftermath(seen=True, keyword="Intake", move_to=TARGET)
    with opened(Faults(keywords_lost=True)) as (server, mailbox):
        assert mailbox.settle("INBOX", ALL, wish) == Settled(unproven=ALL)
        assert len(server.folders[TARGET].mails) == 3


def test_nothing_is_moved_whose_mark_was_refused() -> None:
    with opened(Faults(no={"UID STORE": b"no"})) as (server, mailbox):
        assert mailbox.settle("INBOX", ALL, Aftermath(seen=True, move_to=TARGET)).refused == "no"
        assert server.folders[TARGET].mails == ()


@pytest.mark.parametrize("faults", [Faults(no={"UID MOVE": b"[OVERQUOTA] Full"}), Faults(service="coremail")])
def test_a_server_that_moves_nothing_is_asked_for_no_copy_and_no_expunge(faults: Faults) -> None:
    with opened(faults) as (server, mailbox):
        settled = mailbox.settle("INBOX", ALL, MOVE)
        assert (settled.proven, settled.unproven) == ((), ())
        assert settled.refused in {"[OVERQUOTA] Full", "the server knows no MOVE"}
        assert len(server.folders["INBOX"].mails) == 3
        assert {each.command for each in server.mutations} <= {"SELECT", "UID MOVE"}


def test_a_target_that_is_not_there_is_not_made() -> None:
    with opened() as (server, mailbox):
        settled = mailbox.settle("INBOX", ALL, Aftermath(move_to="没有"))
        assert settled.refused == "[TRYCREATE] Folder not exist!"
        assert "没有" not in server.folders


def test_many_mails_are_marked_in_commands_of_fifty() -> None:
    with opened() as (server, mailbox):
        for number in range(4, 121):
            server.folders["INBOX"].deliver(mail(number))
        uids = [str(uid) for uid in server.folders["INBOX"].uids]
        mailbox.listing("INBOX")
        assert sorted(mailbox.settle("INBOX", uids, SEEN).proven, key=int) == uids
        assert len(said(server, b"UID STORE")) == 3


def test_a_move_whose_answer_was_lost_is_a_lost_connection() -> None:
    with opened(Faults(move_reply_lost=1)) as (server, mailbox):
        with pytest.raises(MailboxUnavailable, match="connection lost"):
            mailbox.settle("INBOX", ["1"], MOVE)
        assert [each.raw for each in server.folders[TARGET].mails] == [mail(1)]


def test_nothing_is_touched_in_a_folder_that_was_numbered_anew_since_it_was_listed() -> None:
    with opened() as (server, mailbox):
        server.folders["INBOX"].deliver(mail(4))
        server.folders["INBOX"].renumber(seed=1)
        mailbox.settle("INBOX", ALL, Aftermath(seen=True, move_to=TARGET))
        assert flags(server) == [set()] * 4
        assert server.folders[TARGET].mails == ()


def test_nothing_is_touched_where_uids_do_not_last() -> None:
    with opened(Faults(uidvalidity_missing=True)) as (server, mailbox):
        mailbox.settle("INBOX", ALL, Aftermath(seen=True, move_to=TARGET))
        assert flags(server) == [set()] * 3
        assert server.folders[TARGET].mails == ()


@pytest.mark.live
class TestDovecot:
    @pytest.fixture
    def account(self, dovecot_account: Account) -> Account:
        dovecot_account.deliver(mail(1))
        dovecot_account.deliver(mail(2))
        dovecot_account.create(TARGET)
        dovecot_account.listen_in()
        return dovecot_account

    def settled(self, account: Account, wish: Aftermath) -> Settled:
        with ImapMailbox(account.config(), account.secret) as mailbox:
            mailbox.folders()
            return mailbox.settle("INBOX", mailbox.listing("INBOX").uids, wish)

    @pytest.mark.parametrize(
        "wish", [SEEN, KEYWORD, MOVE, Aftermath(seen=True, keyword="Intake", move_to=TARGET)]
    )
    def test_every_wish_is_fulfilled_and_proven_without_an_expunge(
        self, account: Account, wish: Aftermath
    ) -> None:
        assert self.settled(account, wish) == Settled(proven=("1", "2"))
        assert not [line for line in account.said() if b"EXPUNGE" in line or line.startswith(b"CLOSE")]

    def test_what_was_moved_is_in_the_target_byte_for_byte(self, account: Account) -> None:
        self.settled(account, MOVE)
        with ImapMailbox(account.config(TARGET), account.secret) as mailbox:
            moved = mailbox.fetch(TARGET, mailbox.listing(TARGET).uids)
            assert sorted(each.raw for each in moved) == [mail(1), mail(2)]

    def test_a_target_that_is_not_there_is_told_and_nothing_is_moved(self, account: Account) -> None:
        settled = self.settled(account, Aftermath(move_to="没有"))
        assert settled.refused is not None
        assert "TRYCREATE" in settled.refused
        assert self.settled(account, Aftermath()) == Settled(proven=("1", "2"))
