"""A login that was refused is put off, told once, and tried again when its time, its code or its owner says so."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from passing import Poller, box_at, mail, said

from intake.config import FolderConfig, Secret, SecretSource
from intake.demo.server import Server, serving
from intake.errors import Exit, LoginDeferred, LoginPutOff, LoginRefused, MailboxRefused
from intake.passes import Orders
from intake.poll.backoff import admitted
from intake.store import Store

WRONG = "wrongwrongwrong1"
INSIST = Orders(insist=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"INBOX": [mail(1)]}) as running:
        yield running


def until(store: Store) -> timedelta:
    kept = store.backoff("box")
    assert kept is not None
    return kept.until - datetime.now(UTC)


def test_a_refused_login_is_not_tried_again_in_the_same_run(store: Store, server: Server) -> None:
    poller = Poller(store, (box_at(server),), WRONG)
    assert poller.poll().worst == Exit.NO_PERMISSION
    assert len(said(server, b"LOGIN")) == 1
    (told,) = poller.told
    assert isinstance(told, LoginRefused)
    assert "make a new one" in str(told)
    assert "too many logins" in str(told)
    assert "no login is tried before" in str(told)


def test_while_it_is_put_off_nothing_reaches_the_server_and_the_code_is_77(
    store: Store, server: Server
) -> None:
    poller = Poller(store, (box_at(server),), WRONG)
    poller.poll()
    before = list(server.wire)
    outcome = poller.poll()
    assert outcome.worst == Exit.NO_PERMISSION
    assert [type(failure) for failure in outcome.landings[0].failures] == [LoginDeferred]
    assert list(server.wire) == before


def test_every_refusal_puts_it_off_for_longer_up_to_six_hours(store: Store, server: Server) -> None:
    poller = Poller(store, (box_at(server),), WRONG)
    for minutes in (15, 60, 360, 360):
        poller.poll(INSIST)
        assert timedelta(minutes=minutes - 1) < until(store) <= timedelta(minutes=minutes)
    assert len(said(server, b"LOGIN")) == 4
    kept = store.backoff("box")
    assert kept is not None
    assert kept.refusals == 4


def test_who_insists_tries_once_whatever_was_refused(store: Store, server: Server) -> None:
    Poller(store, (box_at(server),), WRONG).poll()
    server.box.password = WRONG
    assert Poller(store, (box_at(server),), WRONG).poll().landings[0].new == 0
    assert Poller(store, (box_at(server),), WRONG).poll(INSIST).landings[0].new == 1
    assert store.backoff("box") is None


def test_another_code_is_tried_at_once(store: Store, server: Server) -> None:
    Poller(store, (box_at(server),), WRONG).poll()
    assert Poller(store, (box_at(server),)).poll().worst == Exit.DONE
    assert store.backoff("box") is None


def test_another_configuration_is_tried_at_once_and_counts_anew(store: Store, server: Server) -> None:
    poller = Poller(store, (box_at(server),), WRONG)
    poller.poll()
    poller.poll(INSIST)
    Poller(store, (box_at(server, user="other@example.cn"),), WRONG).poll()
    kept = store.backoff("box")
    assert kept is not None
    assert kept.refusals == 1


def test_when_its_time_is_over_the_login_is_tried_again(
    store: Store, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    poller = Poller(store, (box_at(server),), WRONG)
    poller.poll()
    server.box.password = WRONG

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(minutes=16)

    monkeypatch.setattr("intake.poll.backoff.datetime", Later)
    assert poller.poll().landings[0].new == 1


def test_a_folder_that_is_refused_after_the_login_does_not_keep_it_put_off(
    store: Store, server: Server
) -> None:
    box = box_at(server, folders=("INBOX", "Nowhere"))
    Poller(store, (box,), WRONG).poll()
    server.box.password = WRONG
    outcome = Poller(store, (box,), WRONG).poll(INSIST)
    assert [type(failure) for failure in outcome.landings[0].failures] == [MailboxRefused]
    assert store.backoff("box") is None
    assert Poller(store, (box,), WRONG).poll().landings[0].seen == 1


def test_a_login_that_the_server_puts_off_itself_is_no_refusal_and_not_repeated(
    store: Store, server: Server
) -> None:
    server.faults.no = {"LOGIN": b"[UNAVAILABLE] Try later"}
    outcome = Poller(store, (box_at(server),)).poll()
    assert [type(failure) for failure in outcome.landings[0].failures] == [LoginPutOff]
    assert (outcome.worst, store.backoff("box")) == (Exit.TRY_LATER, None)
    assert len(said(server, b"LOGIN")) == 1


def test_a_mailbox_on_disk_needs_no_admission(store: Store, tmp_path: Path) -> None:
    assert admitted(store, FolderConfig("old", tmp_path), {}, insist=False) is None


def test_a_token_is_judged_by_its_command_and_not_fetched_to_be_compared(
    store: Store, server: Server
) -> None:
    box = box_at(server, auth="xoauth2", secret=SecretSource(token=("/no/such/command",)))
    store.login_refused("box", "00:00")
    secret = admitted(store, box, {}, insist=False)
    assert isinstance(secret, Secret)
