"""What a configuration wants done on the server is done after the commit, once, and never to another mail."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from dovecot_server import Account
from passing import Poller, box_at, mail, said

from intake.demo.server import Server, serving
from intake.errors import Exit
from intake.halt import Halt
from intake.model import Aftermath
from intake.poll import Landing, Progress
from intake.store import Store

TARGET = "其他文件夹/已收稿"
MOVE = Aftermath(move_to=TARGET)
SEEN = Aftermath(seen=True)
KEYWORD = Aftermath(keyword="Intake")
CHANGING = {"UID STORE", "UID MOVE"}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(n) for n in range(1, 5)], TARGET: []}) as running:
        yield running


def poller(store: Store, server: Server, wish: Aftermath, *folders: str) -> Poller:
    return Poller(store, (box_at(server, aftermath=wish, folders=folders or ("INBOX",)),))


def landing(one: Poller, halt: Halt | None = None) -> Landing:
    (landing,) = one.poll(halt=halt).landings
    return landing


def arriving(server: Server, *raws: bytes) -> Progress:
    """Let a mail come at every sign of progress, until there is none left."""
    left = iter(raws)

    def progress(_done: int, _total: int) -> None:
        for raw in islice(left, 1):
            server.folders["INBOX"].deliver(raw)

    return progress


def changed(server: Server) -> list[str]:
    return [each.command for each in server.mutations if each.command in CHANGING]


def test_without_a_wish_nothing_is_selected_or_changed(store: Store, server: Server) -> None:
    landing(poller(store, server, Aftermath()))
    assert server.mutations == []
    assert said(server, b"SELECT") == []


@pytest.mark.parametrize("wish", [SEEN, KEYWORD, MOVE])
def test_stored_mails_are_settled_once(store: Store, server: Server, wish: Aftermath) -> None:
    one = poller(store, server, wish)
    assert (landing(one).settled, landing(one).settled) == (4, 0)
    assert len(changed(server)) == 1
    assert one.told == []


def test_every_change_is_of_a_mail_that_is_stored(store: Store, server: Server) -> None:
    server.faults.missing = {2}
    one = poller(store, server, MOVE)
    one.progress = arriving(server, mail(11), mail(12), mail(13))
    assert landing(one).settled == 3
    digests = {digest for each in server.mutations for digest in each.sha256}
    assert digests <= {row.sha256 for row in store.messages()}
    assert digests
    assert [each.uid for each in server.folders["INBOX"].mails] == [2, 5, 6, 7]


def test_what_is_accepted_and_not_done_is_told_once_and_not_tried_again(store: Store, server: Server) -> None:
    server.faults.keywords_lost = True
    one = poller(store, server, KEYWORD)
    assert (landing(one).settled, landing(one).settled) == (0, 0)
    assert len(changed(server)) == 1
    assert [str(error).split(" — ")[0] for error in one.told] == ["mails not marked"]
    assert "said yes to 4" in str(one.told[0])


def test_what_is_refused_is_told_and_tried_at_the_next_poll(store: Store, server: Server) -> None:
    server.faults.no = {"UID STORE": b"System busy!"}
    one = poller(store, server, SEEN)
    first = one.poll()
    assert (first.worst, first.landings[0].settled) == (Exit.DONE, 0)
    assert "System busy!" in str(one.told[0])
    server.faults.calm()
    assert landing(one).settled == 4


def test_what_was_moved_lands_in_its_new_folder_as_the_same_message(store: Store, server: Server) -> None:
    one = poller(store, server, MOVE, "INBOX", TARGET)
    assert landing(one).settled == 4
    second = landing(one)
    assert (second.new, second.settled, len(store.messages())) == (0, 0, 4)
    assert len(server.folders[TARGET].mails) == 4


def test_a_move_whose_answer_was_lost_loses_no_mail_and_is_not_repeated(store: Store, server: Server) -> None:
    server.faults.move_reply_lost = 1
    one = poller(store, server, MOVE, "INBOX", TARGET)
    landing(one)
    landing(one)
    assert (len(store.messages()), len(server.folders[TARGET].mails)) == (4, 4)
    assert server.folders["INBOX"].mails == ()
    assert changed(server) == ["UID MOVE"]


def test_when_the_end_is_asked_for_nothing_is_settled_any_more(store: Store, server: Server) -> None:
    halt = Halt()
    one = poller(store, server, SEEN)
    one.progress = lambda done, _total: halt.ask() if done == 4 else None
    assert landing(one, halt).settled == 0
    assert changed(server) == []
    one.progress = lambda _done, _total: None
    assert landing(one).settled == 4


def test_a_folder_that_is_numbered_anew_before_it_is_marked_is_left_alone(
    store: Store, server: Server
) -> None:
    server.faults.renumbers = {2: 7}  # at the SELECT
    one = poller(store, server, MOVE)
    one.progress = arriving(server, mail(10))
    assert landing(one).settled == 0
    assert server.folders[TARGET].mails == ()
    assert landing(one).settled == 5
    assert len(store.messages()) == 5


def test_of_an_epoch_that_came_back_only_what_was_seen_again_is_moved(store: Store, server: Server) -> None:
    folder = server.folders["INBOX"]
    first = folder.uidvalidity
    landing(poller(store, server, Aftermath()))
    folder.renumber()
    landing(poller(store, server, Aftermath()))
    folder.remove(folder.uids)
    folder.uidvalidity, folder.uidnext = first, 1
    for number in (21, 22):
        folder.deliver(mail(number))
    server.faults.missing = {1}
    assert landing(poller(store, server, MOVE)).settled == 1
    assert [left.raw for left in folder.mails] == [mail(21)]
    server.faults.calm()
    assert landing(poller(store, server, MOVE)).settled == 1
    assert len(store.messages()) == 6


def test_where_uids_do_not_last_nothing_is_changed_and_that_is_told(store: Store, server: Server) -> None:
    server.faults.uidvalidity_missing = True
    one = poller(store, server, SEEN)
    assert landing(one).settled == 0
    assert changed(server) == []
    assert [error.values["why"] for error in one.told] == ["the server tells no UIDVALIDITY"]


@pytest.mark.live
def test_dovecot_moves_what_is_stored_and_never_hears_of_an_expunge(
    store: Store, dovecot_account: Account
) -> None:
    for number in range(3):
        dovecot_account.deliver(mail(number))
    dovecot_account.create(TARGET)
    dovecot_account.listen_in()
    wish = Aftermath(seen=True, keyword="Intake", move_to=TARGET)
    box = dovecot_account.config("INBOX", TARGET)
    one = Poller(store, (replace(box, aftermath=wish),), dovecot_account.secret.reveal())
    assert [landing(one).settled, landing(one).settled] == [3, 0]
    assert len(store.messages()) == 3
    assert any(line.startswith(b"UID MOVE") for line in dovecot_account.said())
    assert not [line for line in dovecot_account.said() if b"EXPUNGE" in line]
