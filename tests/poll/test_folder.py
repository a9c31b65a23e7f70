"""Mails that do not come as they should: too large, never of the stated size, or behind a line that broke."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from passing import box_at, mail, said

from intake.config import Secret
from intake.demo.server import Server, serving
from intake.errors import MailboxUnavailable, StoreBusy
from intake.halt import Halt
from intake.mailboxes import open_mailbox
from intake.model import Fetched, Withheld
from intake.poll import Landing, Progress, Terms, Visit, visit
from intake.poll.folder import FEW, FRESH
from intake.store import Store

TERMS = Terms(ZoneInfo("Asia/Shanghai"), pause=0.0)
LARGE = mail(9, b"x" * 2000)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(n) for n in range(1, 5)]}) as running:
        yield running


def poll(
    store: Store, server: Server, terms: Terms = TERMS, progress: Progress = lambda _done, _total: None
) -> Landing:
    """Make one pass over INBOX, with what earlier ones listed."""
    run, listings = store.begin_run("box"), store.listings("box")
    mailbox = open_mailbox(box_at(server), Secret(server.box.password))
    landing = visit(Visit(store, mailbox, terms, progress, listings))
    store.end_run(run, seen=0, stored=0, exit_code=0, listings={**listings, **landing.listings})
    return replace(landing, listings={})


def bodies(server: Server) -> int:
    return len([line for line in said(server, b"UID FETCH") if b"BODY.PEEK[]" in line])


class TestTooLarge:
    SMALL = replace(TERMS, largest=1000)

    def test_it_is_recorded_once_and_left_where_it_is(self, store: Store, server: Server) -> None:
        server.folders["INBOX"].deliver(LARGE)
        assert poll(store, server, self.SMALL) == Landing("box", seen=5, new=4, oversize=1)
        (kept,) = store.all_outstanding()
        assert (kept.sighting.uid, kept.why, kept.size) == ("5", Withheld.OVERSIZE, len(LARGE))
        asked = len(said(server, b"UID FETCH"))
        server.folders["INBOX"].deliver(mail(6))
        assert poll(store, server, self.SMALL) == Landing("box", seen=6, new=1)
        assert [line for line in said(server, b"UID FETCH")[asked:] if b" 5 " in line or b",5" in line] == []
        assert store.all_outstanding() == [kept]

    def test_nothing_else_new_asks_the_server_for_nothing(self, store: Store, server: Server) -> None:
        server.folders["INBOX"].deliver(LARGE)
        poll(store, server, self.SMALL)
        searches = len(said(server, b"UID SEARCH"))
        assert poll(store, server, self.SMALL) == Landing("box", seen=5)
        assert len(said(server, b"UID SEARCH")) == searches

    def test_it_comes_when_the_limit_is_raised(self, store: Store, server: Server) -> None:
        server.folders["INBOX"].deliver(LARGE)
        poll(store, server, self.SMALL)
        assert poll(store, server, TERMS) == Landing("box", seen=5, new=1)
        assert store.all_outstanding() == []
        assert LARGE in [store.raw(row.id) for row in store.messages()]

    def test_it_is_forgotten_as_gone_when_somebody_removes_it(self, store: Store, server: Server) -> None:
        uid = server.folders["INBOX"].deliver(LARGE)
        poll(store, server, self.SMALL)
        server.folders["INBOX"].remove({uid})
        poll(store, server, self.SMALL)
        assert [kept.gone for kept in store.all_outstanding()] == [True]


class TestSizes:
    def test_the_third_equal_answer_is_believed_and_marked(self, store: Store, server: Server) -> None:
        server.faults.sizes = {2: 9999}
        first = poll(store, server)
        assert (first.new, first.absent, first.waiting, first.mismatched) == (3, 1, 1, 0)
        (kept,) = store.all_outstanding()
        assert (kept.why, kept.size, kept.answers) == (Withheld.SHORT, 9999, 2)
        assert poll(store, server) == Landing("box", seen=4, new=1, mismatched=1)
        assert store.all_outstanding() == []
        assert sorted(store.raw(row.id) for row in store.messages()) == [mail(n) for n in range(1, 5)]
        assert poll(store, server) == Landing("box", seen=4)

    def test_two_equal_short_answers_are_not_enough_and_the_whole_mail_follows(
        self, store: Store, server: Server
    ) -> None:
        server.faults.short = {2: 2}
        assert poll(store, server).absent == 1
        assert poll(store, server) == Landing("box", seen=4, new=1)
        assert sorted(store.raw(row.id) for row in store.messages()) == [mail(n) for n in range(1, 5)]

    def test_answers_that_differ_are_never_believed(self, store: Store, server: Server) -> None:
        place = ("box", "INBOX", str(server.folders["INBOX"].uidvalidity))
        server.faults.missing = {1}
        poll(store, server)
        (seen,) = (kept.sighting for kept in store.outstanding(*place))
        now = datetime.now(UTC)
        answers = [store.doubt(seen, Fetched("1", b"%d" % n, now, 9)) for n in range(5)]
        assert answers == [1] * 5


class TestConnection:
    def test_a_lost_line_is_made_again_once_and_the_rest_lands(self, store: Store, server: Server) -> None:
        server.faults.eof_mid_fetch = {2: 1}
        landing = poll(store, server)
        assert (landing.new, landing.failures) == (4, ())
        assert len(said(server, b"LOGIN")) == 2

    def test_a_line_that_is_lost_again_is_not_made_a_third_time(self, store: Store, server: Server) -> None:
        server.faults.eof_mid_fetch = {2: 9}
        landing = poll(store, server)
        assert [type(failure) for failure in landing.failures] == [MailboxUnavailable]
        assert len(said(server, b"LOGIN")) == 2
        server.faults.calm()
        assert poll(store, server).waiting == 0
        assert len(store.messages()) == 4

    def test_a_folder_that_was_done_is_not_done_again(self, store: Store) -> None:
        with serving({"INBOX": [mail(1)], "Junk": [mail(2), mail(3)]}) as server:
            server.faults.eof_mid_fetch = {2: 1}  # there is one in Junk only
            mailbox = open_mailbox(box_at(server, folders=("INBOX", "Junk")), Secret(server.box.password))
            landing = visit(Visit(store, mailbox, TERMS))
            opened = said(server, b"EXAMINE")
        assert (landing.new, landing.seen, landing.failures) == (3, 3, ())
        assert opened == [b'EXAMINE "INBOX"', b'EXAMINE "Junk"', b'EXAMINE "Junk"']

    def test_no_line_is_made_again_when_the_end_was_asked_for(self, store: Store, server: Server) -> None:
        halt = Halt()
        landing = poll(store, server, replace(TERMS, halt=halt), lambda _done, _total: halt.ask())
        assert (landing.new, landing.failures) == (1, ())
        assert len(said(server, b"LOGIN")) == 1


class TestCompleteListing:
    def test_what_the_status_proves_is_believed_for_an_hour(
        self, store: Store, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        poll(store, server)
        searches = len(said(server, b"UID SEARCH"))
        poll(store, server)
        assert len(said(server, b"UID SEARCH")) == searches
        monkeypatch.setattr("intake.poll.folder.FRESH", FRESH * 0)
        poll(store, server)
        assert len(said(server, b"UID SEARCH")) == searches + 1

    def test_a_status_that_does_not_tell_all_proves_nothing(self, store: Store, server: Server) -> None:
        server.faults.uidnext_missing = True
        poll(store, server)
        poll(store, server)
        assert len(said(server, b"UID SEARCH")) == 2

    def test_a_search_that_left_mails_out_proves_nothing(self, store: Store, server: Server) -> None:
        server.faults.search_truncates_at = 3
        assert poll(store, server) == Landing("box", seen=3, new=3)
        server.faults.calm()
        assert poll(store, server) == Landing("box", seen=4, new=1)

    @pytest.mark.parametrize(("left", "told"), [(FEW // 2 - 1, True), (FEW // 2, False)])
    def test_a_folder_that_lost_more_than_half_is_told_of(
        self, store: Store, left: int, *, told: bool
    ) -> None:
        with serving({"INBOX": [mail(n) for n in range(FEW)]}) as server:
            poll(store, server)
            server.folders["INBOX"].remove(set(range(left + 1, FEW + 1)))
            landing = poll(store, server)
            assert [str(warning).startswith("mails gone") for warning in landing.warnings] == [True] * told
        assert len(store.messages()) == FEW


def test_a_database_that_is_busy_is_told_even_when_the_time_is_over(
    store: Store, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    halt = Halt()
    land = Store.land

    def busy(self: Store, *arguments: object, **named: object) -> object:
        if store.messages():
            halt.deadline = 0.0
            raise StoreBusy("database is busy")
        return land(self, *arguments, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(Store, "land", busy)
    landing = poll(store, server, replace(TERMS, halt=halt))
    assert landing.new == 1
    assert [type(failure) for failure in landing.failures] == [StoreBusy]
