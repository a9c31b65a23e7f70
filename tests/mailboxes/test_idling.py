"""Waiting for a server to speak first: it tells, it stays silent, it hangs up, or it does not know how."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from imapclient import IMAPClient
from passing import box_at, mail, said

from intake.config import Secret
from intake.demo.faults import Faults
from intake.demo.server import Server, serving
from intake.errors import MailboxUnavailable
from intake.mailboxes import idling
from intake.mailboxes.imap import ImapMailbox


@contextmanager
def opened(faults: Faults | None = None) -> Iterator[tuple[Server, ImapMailbox]]:
    with (
        serving({"INBOX": [mail(1), mail(2)], "Junk": []}, faults=faults) as server,
        ImapMailbox(box_at(server), Secret(server.box.password)) as mailbox,
    ):
        mailbox.listing("INBOX")
        yield server, mailbox


def once_it_idles(server: Server, act: object) -> threading.Thread:
    """Do something in another thread as soon as the client waits."""
    assert callable(act)

    def watch() -> None:
        while not any(b"+ idling" in line for line in list(server.wire)):
            threading.Event().wait(0.005)
        act()

    thread = threading.Thread(target=watch)
    thread.start()
    return thread


@pytest.mark.parametrize(
    "act",
    [
        lambda server: server.folders["INBOX"].deliver(mail(3)),
        lambda server: server.folders["INBOX"].remove({1}),
        lambda server: server.folders["INBOX"].mark({1}, lambda flags: flags | {b"\\Seen"}),
    ],
    ids=["a mail comes", "a mail goes", "a mail is read"],
)
def test_a_change_ends_the_wait(act: object) -> None:
    with opened() as (server, mailbox):
        assert callable(act)
        thread = once_it_idles(server, lambda: act(server))
        assert mailbox.wait("INBOX", 60.0) is True
        thread.join()
        assert mailbox.listing("INBOX").uids
        assert server.mutations == []


def test_without_a_change_the_wait_ends_with_its_time() -> None:
    with opened() as (server, mailbox):
        assert mailbox.wait("INBOX", 0.05) is False
        assert [line for line in server.wire if line == b"C: DONE"]
        assert len(mailbox.listing("INBOX").uids) == 2


def test_a_change_in_another_folder_does_not_end_the_wait() -> None:
    with opened() as (server, mailbox):
        thread = once_it_idles(server, lambda: server.folders["Junk"].deliver(mail(3)))
        assert mailbox.wait("INBOX", 0.3) is False
        thread.join()


def test_what_changed_before_the_wait_ends_it_at_once() -> None:
    with opened() as (server, mailbox):
        server.folders["INBOX"].deliver(mail(3))
        assert mailbox.wait("INBOX", 60.0) is True
        assert said(server, b"IDLE") == []


def test_what_the_server_tells_in_one_breath_with_its_plus_is_heard() -> None:
    with serving({"INBOX": [mail(1)]}) as server, IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(server.box.user, server.box.password)
        client.select_folder("INBOX", readonly=True)
        server.folders["INBOX"].deliver(mail(2))
        assert idling.idle(client, 60.0) is True


def test_a_silent_server_is_waited_for_as_long_as_asked() -> None:
    with opened(Faults(idle_silent=True)) as (server, mailbox):
        thread = once_it_idles(server, lambda: server.folders["INBOX"].deliver(mail(3)))
        assert mailbox.wait("INBOX", 0.3) is False
        thread.join()


def test_a_server_that_does_not_know_how_is_not_asked() -> None:
    with opened(Faults(service="coremail")) as (server, mailbox):
        assert mailbox.wait("INBOX", 60.0) is None
        assert said(server, b"IDLE") == []


def test_a_server_that_hangs_up_meanwhile_is_a_lost_connection() -> None:
    with opened(Faults(idle_drop_after=0.05)) as (_, mailbox), pytest.raises(MailboxUnavailable):
        mailbox.wait("INBOX", 60.0)


def test_a_wait_is_cut_off_from_another_thread() -> None:
    with opened() as (server, mailbox):
        thread = once_it_idles(server, mailbox.cut)
        with pytest.raises(MailboxUnavailable, match="cut off"):
            mailbox.wait("INBOX", 60.0)
        thread.join()
