"""A listener on a server that tells, that is silent, that hangs up: mail is found by all, and by one of them at once."""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from watching import FOREVER, Watched, until, watching

from intake.config import ImapConfig, Secret
from intake.demo.letterbox import SEEN
from intake.demo.server import Server, serving
from intake.errors import LoginRefused
from intake.halt import Halt, Latch
from intake.mailboxes import Mailbox, open_mailbox
from intake.model import FolderStatus, Listed
from intake.passes import Outcome
from intake.poll import Landing
from intake.store import Store, open_store
from intake.watch import Listener, Pauses, Watch

CODE = "abcdefghijklmnop"
ENVIRON = {"INTAKE_PASSWORD_BOX": CODE}
NOW = datetime(2026, 11, 25, tzinfo=UTC)
SHORT = Pauses(first=0.01, longest=0.02, patience=FOREVER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/intake.db", ZoneInfo("Asia/Shanghai")) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(1)], "Junk": []}, password=CODE) as running:
        yield running


def mail(number: int) -> bytes:
    return b"Subject: %d\r\n\r\n%d\r\n" % (number, number)


def box(server: Server, *folders: str) -> ImapConfig:
    return ImapConfig(
        "box", server.host, "editor@example.cn", port=server.port, tls=False, folders=folders or ("INBOX",)
    )


def listening(config: ImapConfig, code: str = CODE) -> Callable[[Latch], Listener]:
    return lambda told: Listener(lambda: open_mailbox(config, Secret(code)), told, SHORT)


def listener_of(watched: Watched) -> Listener:
    return watched.watch.listeners["box"]


def idles(server: Server, times: int = 1) -> Callable[[], bool]:
    return lambda: sum(line.startswith(b"S: + idling") for line in tuple(server.wire)) >= times


def logins(server: Server) -> int:
    return sum(b" LOGIN " in line for line in tuple(server.wire) if line.startswith(b"C: "))


@pytest.fixture
def watched(store: Store, server: Server) -> Iterator[Watched]:
    """A watch whose listener idles."""
    with watching(store, box(server, "INBOX", "Junk"), ENVIRON, listening(box(server))) as running:
        until(idles(server))
        yield running


def test_mail_that_a_server_tells_of_is_fetched_by_the_next_pass(watched: Watched, server: Server) -> None:
    for number in (2, 3):
        server.folders["INBOX"].deliver(mail(number))
        assert watched.next().new == 1
    assert server.mutations == []


def test_mail_that_comes_between_a_pass_and_its_listener_is_not_missed(store: Store, server: Server) -> None:
    def deliver(passes: int) -> None:
        if passes == 1:
            server.folders["INBOX"].deliver(mail(2))

    with watching(store, box(server), ENVIRON, listening(box(server)), deliver) as watched:
        until(lambda: len(watched.passes) == 2)
    assert [landing.new for landing in watched.landings] == [1, 1]


def test_flags_that_change_bring_no_pass(watched: Watched, server: Server) -> None:
    server.folders["INBOX"].mark([1], lambda flags: flags | {SEEN})
    until(idles(server, 2))
    assert len(watched.passes) == 1


def test_a_silent_server_is_given_up_after_two_passes_that_found_untold_mail(
    watched: Watched, server: Server
) -> None:
    server.faults.idle_silent = True
    watched.once_more()
    for number in (2, 3):
        assert listener_of(watched).alive
        server.folders["INBOX"].deliver(mail(number))
        assert watched.once_more().new == 1
    until(lambda: not listener_of(watched).alive)
    server.folders["INBOX"].deliver(mail(4))
    assert watched.once_more().new == 1


def test_one_pass_that_found_untold_mail_is_no_proof(watched: Watched, server: Server) -> None:
    watched.once_more()
    for number in (2, 3, 4):
        server.faults.idle_silent = True
        server.folders["INBOX"].deliver(mail(number))
        watched.once_more()
        server.faults.idle_silent = False
        server.folders["INBOX"].deliver(mail(10 + number))
        assert watched.next().new == 1
    assert listener_of(watched).alive


def test_mail_in_other_folders_is_nothing_a_server_could_have_told_of(
    watched: Watched, server: Server
) -> None:
    watched.once_more()
    for number in (2, 3, 4):
        server.folders["Junk"].deliver(mail(number))
        assert watched.once_more().new == 1
    assert listener_of(watched).alive


def test_a_server_without_idle_is_not_listened_to(
    store: Store, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "intake")
    server.faults.capabilities = b"IMAP4rev1"
    with watching(store, box(server), ENVIRON, listening(box(server))) as watched:
        until(lambda: not listener_of(watched).alive)
        server.folders["INBOX"].deliver(mail(2))
        assert watched.once_more().new == 1
        assert not listener_of(watched).alive
    assert "box knows no IDLE" in caplog.text


def test_a_login_that_is_refused_is_not_tried_again(
    store: Store, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with watching(store, box(server), ENVIRON, listening(box(server), "wrong")) as watched:
        until(lambda: not listener_of(watched).alive)
        assert watched.once_more().failures == ()
        assert not listener_of(watched).alive
    assert logins(server) == 3  # of two passes, and of the listener
    assert "not listening" in caplog.text


def test_no_listener_begins_while_the_login_is_refused(store: Store, server: Server) -> None:
    server.faults.login_busy = 1
    with watching(store, box(server), ENVIRON, listening(box(server))) as watched:
        assert isinstance(watched.landings[0].failures[0], LoginRefused)
        assert logins(server) == 1
        assert not listener_of(watched).alive
        store.login_worked("box")  # as if the back-off were over
        assert watched.once_more().new == 1
        until(idles(server))


def test_a_connection_that_is_dropped_is_made_again(store: Store, server: Server) -> None:
    server.faults.idle_drop_after = 0.05
    with watching(store, box(server), ENVIRON, listening(box(server))) as watched:
        until(idles(server, 5))
        server.folders["INBOX"].deliver(mail(2))
        until(lambda: any(landing.new for landing in watched.landings[1:]))
        assert listener_of(watched).alive


def test_mail_that_comes_while_there_is_no_connection_is_told_of_by_the_next(
    store: Store, server: Server
) -> None:
    gone = threading.Event()

    def opened() -> Mailbox:
        if gone.is_set():
            until(lambda: not gone.is_set())
        return open_mailbox(box(server), Secret(CODE))

    with watching(store, box(server), ENVIRON, lambda told: Listener(opened, told, SHORT)) as watched:
        until(idles(server))
        gone.set()
        server.faults.idle_drop_after = 0.0
        server.folders["Junk"].deliver(mail(5))  # wakes the server, which looks at its clock
        until(lambda: any(line.startswith(b"F: idle_drop_after") for line in tuple(server.wire)))
        server.faults.idle_drop_after = None
        server.folders["INBOX"].deliver(mail(2))
        gone.clear()
        until(lambda: len(watched.passes) == 2)
        assert watched.landings[1].new == 1


def test_the_pause_before_a_new_connection_is_doubled_and_is_short_again_after_a_long_one() -> None:
    pauses, pause, made = Pauses(), None, []
    for lasted in (*([0.0] * 9), 900.0, 1.0):
        pause = pauses.after(pause, lasted)
        made.append(pause)
    assert made == [5, 10, 20, 40, 80, 160, 320, 640, 900, 5, 10]


@pytest.mark.parametrize("idling", [True, False])
def test_it_ends_at_once_whatever_it_waits_for(store: Store, server: Server, *, idling: bool) -> None:
    def hang(_passes: int) -> None:
        if not idling:
            server.faults.login_hangs = [FOREVER]

    with watching(store, box(server), ENVIRON, listening(box(server)), hang) as watched:
        until(idles(server) if idling else lambda: logins(server) == 2)
        listener = listener_of(watched)
        assert listener.alive
    assert not listener.alive


def test_it_ends_with_the_pass_that_raises(server: Server) -> None:
    def break_down() -> Outcome:
        raise KeyError

    told = Latch()
    listener = listening(box(server))(told)
    listener.heed(Landing("box", listings={"INBOX": Listed(FolderStatus("1", 1, 0), NOW)}))
    until(idles(server))
    with pytest.raises(KeyError):
        Watch(break_down, FOREVER, {"box": listener}, told).run(Halt())
    assert not listener.alive


def test_a_bug_in_it_is_logged_and_ends_no_watch(
    store: Store, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Mailbox:
        raise ZeroDivisionError

    with watching(store, box(server), ENVIRON, lambda told: Listener(broken, told, SHORT)) as watched:
        until(lambda: not listener_of(watched).alive)
        server.folders["INBOX"].deliver(mail(2))
        assert watched.once_more().new == 1
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("folders", "listened"), [(("Junk", "inbox"), b"INBOX"), (("Junk",), b"Junk"), (("J*",), b"Junk")]
)
def test_it_listens_to_the_inbox_or_else_to_the_first_folder_that_is_polled(
    store: Store, server: Server, folders: tuple[str, ...], listened: bytes
) -> None:
    config = replace(box(server), folders=folders)
    with watching(store, config, ENVIRON, listening(config)):
        until(idles(server))
    opened = [line for line in server.wire if line.startswith(b"C: ") and b"EXAMINE" in line]
    assert listened in opened[-1]
