"""What `doctor` knows of polls: mails that did not come, folders numbered anew, marks not kept, logins put off."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result

from intake.config import ImapConfig, fingerprint, load, secret_of
from intake.demo.server import serving
from intake.model import Fetched, Sighting, Withheld
from intake.store import Store, open_store

Intake = Callable[..., Result]
Doctor = Callable[..., list[tuple[str, str]]]
CODE = {"INTAKE_PASSWORD": "abcdefghijklmnop"}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{home}/intake.db", ZoneInfo("Asia/Shanghai")) as opened:
        yield opened


@pytest.fixture
def doctor(intake: Intake, home: Path) -> Doctor:
    """Ask for what is said of a topic; the mailbox's server cannot be reached, unless there is a port."""

    def ask(topic: str, port: int = 1, more: str = "") -> list[tuple[str, str]]:
        done = intake("--config", written(home, port, more), "doctor", "--json", env=CODE)
        found = [check for check in map(json.loads, done.stdout.splitlines()) if check["topic"] == topic]
        return [(check["state"], check["detail"]) for check in found]

    return ask


def written(home: Path, port: int, more: str = "") -> Path:
    file = home / "intake.toml"
    file.write_text(
        '[store]\nurl = "sqlite:///intake.db"\n[mailbox.qq]\nhost = "127.0.0.1"\nuser = "editor@example.cn"\n'
        f"tls = false\nport = {port}\n{more}"
    )
    return file


def places(*uids: str, mailbox: str = "qq", epoch: str = "1") -> list[Sighting]:
    return [Sighting(mailbox, "INBOX", epoch, uid) for uid in uids]


def aged(store: Store, statement: str, ago: timedelta) -> None:
    """Put a moment in the database so long ago."""
    with closing(sqlite3.connect(store.address.removeprefix("sqlite:///"))) as connection:
        connection.execute(statement, (f"{datetime.now(UTC) - ago:%Y-%m-%d %H:%M:%S.%f}",))
        connection.commit()


@pytest.mark.parametrize(("ago", "warned"), [(timedelta(hours=47), 0), (timedelta(hours=49), 1)])
def test_mails_that_are_not_given_are_a_warning_after_two_days(
    doctor: Doctor, store: Store, ago: timedelta, warned: int
) -> None:
    store.withhold(places("1", "2"), Withheld.ABSENT)
    aged(store, "UPDATE outstanding SET first_at = ?", ago)
    found = doctor("outstanding")
    assert len(found) == warned
    for state, detail in found:
        assert state == "warning"
        assert detail.startswith("listed for more than two days and never given: 2 — in INBOX of qq since ")


def test_a_mail_that_is_too_large_is_named_with_its_size_its_folder_and_when_it_was_met(
    doctor: Doctor, store: Store
) -> None:
    store.withhold(places("1"), Withheld.OVERSIZE, 120 * 2**20)
    aged(store, "UPDATE outstanding SET first_at = ?", timedelta(days=400))
    ((state, detail),) = doctor("outstanding")
    met = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=400)
    assert state == "warning"
    assert f"too large, left in the mailbox: 1 — 120.0 MB in INBOX of qq since {met:%Y-%m-%d}" in detail


def test_bytes_that_are_not_as_many_as_announced_are_a_warning(doctor: Doctor, store: Store) -> None:
    (place,) = places("1")
    store.doubt(place, Fetched("1", b"short", datetime.now(UTC), stated=9))
    ((state, detail),) = doctor("outstanding")
    assert (state, detail.partition(" — ")[0]) == ("warning", "not of the announced size: 1")


@pytest.mark.parametrize(
    ("why", "ago", "warned"),
    [
        (Withheld.ABSENT, timedelta(days=6), ["gone from the mailbox before they could be fetched: 1"]),
        (Withheld.ABSENT, timedelta(days=8), []),
        (Withheld.OVERSIZE, timedelta(days=1), []),  # somebody has taken it away
    ],
)
def test_a_mail_that_is_gone_is_told_of_for_a_week(
    doctor: Doctor, store: Store, why: Withheld, ago: timedelta, warned: list[str]
) -> None:
    store.withhold(places("1"), why, 10**9)
    store.missed("qq", "INBOX", "1", [])
    aged(store, "UPDATE outstanding SET last_at = ?", ago)
    assert [detail.partition(" — ")[0] for _, detail in doctor("outstanding")] == warned


def test_however_many_mails_are_outstanding_it_stays_one_line_each_kind(doctor: Doctor, store: Store) -> None:
    store.withhold(places(*map(str, range(500))), Withheld.OVERSIZE, 10**9)
    ((_, detail),) = doctor("outstanding")
    assert detail.count("INBOX") == 3
    assert ", … — " in detail
    assert "mailbox: 500" in detail


def test_mails_of_a_mailbox_that_is_not_polled_any_more_are_not_told_of(doctor: Doctor, store: Store) -> None:
    store.withhold(places("1", mailbox="old"), Withheld.OVERSIZE, 10**9)
    assert doctor("outstanding") == []


def test_it_is_said_in_chinese(intake: Intake, home: Path, store: Store) -> None:
    store.withhold(places("1"), Withheld.OVERSIZE, 120 * 2**20)
    done = intake("--config", written(home, 1), "--lang", "zh_CN", "doctor", env=CODE)
    assert "注意：未收到的来信——过大而留在邮箱中的来信：1 封——120.0 MB，qq 的 INBOX，自 " in done.stdout


@pytest.mark.parametrize(("ago", "told"), [(timedelta(days=6), 1), (timedelta(days=8), 0)])
def test_a_folder_that_was_numbered_anew_lately_is_told_of_and_is_no_warning(
    doctor: Doctor, store: Store, ago: timedelta, told: int
) -> None:
    for epoch in ("1", "2"):
        for place in places("1", "2", epoch=epoch):
            store.land(place, b"Subject: %s\r\n\r\n" % place.uid.encode(), datetime.now(UTC))
    aged(store, "UPDATE sighting SET seen_at = ? WHERE uidvalidity = '2'", ago)
    aged(store, "UPDATE sighting SET seen_at = ? WHERE uidvalidity = '1'", timedelta(days=99))
    found = [entry for entry in doctor("folders") if "numbered anew" in entry[1]]
    assert len(found) == told
    assert all(
        state == "ok" and "numbered anew lately: 1 — INBOX of qq at " in detail for state, detail in found
    )


def test_a_folder_that_was_never_numbered_anew_is_not_told_of(doctor: Doctor, store: Store) -> None:
    for epoch in ("", "7"):
        (place,) = places("1", epoch=epoch)
        store.land(place, b"Subject: a\r\n\r\n", datetime.now(UTC))
    assert doctor("folders") == []


@pytest.mark.parametrize(("more", "warned"), [('keyword = "$Intake"\n', 1), ("", 0)])
def test_marks_that_the_server_does_not_keep_are_a_warning_while_they_are_asked_for(
    doctor: Doctor, store: Store, more: str, warned: int
) -> None:
    for place in places("1", "2", "3"):
        store.land(place, b"Subject: %s\r\n\r\n" % place.uid.encode(), datetime.now(UTC))
    store.settle(places("1", "2"), "unproven")
    store.settle(places("3"), "done")
    found = doctor("marks", more=more)
    assert [state for state, _ in found] == ["warning"] * warned
    assert all("does not show it: 2 of the last week" in detail for _, detail in found)


def refused(store: Store, config: Path, code: str) -> None:
    """Remember a refused login of the mailbox."""
    environ = {"INTAKE_PASSWORD": code}
    (box,) = load(config, environ).mailboxes
    assert isinstance(box, ImapConfig)
    store.login_refused(box.name, fingerprint(box, secret_of(box, environ)))


def test_a_login_that_is_put_off_is_told_and_not_tried(doctor: Doctor, home: Path, store: Store) -> None:
    with serving({"INBOX": ()}) as server:
        refused(store, written(home, server.port), CODE["INTAKE_PASSWORD"])
        ((state, detail),) = doctor("login", server.port)
        assert state == "warning"
        assert detail.startswith("refused 1 times since ")
        assert "none is tried before" in detail
        assert "intake poll --now" in detail
        assert server.wire == []


@pytest.mark.parametrize("code", ["another", "the same, later"])
def test_a_login_with_another_code_or_after_its_time_is_tried(
    doctor: Doctor, home: Path, store: Store, code: str
) -> None:
    with serving({"INBOX": ()}) as server:
        refused(store, written(home, server.port), "old" if code == "another" else CODE["INTAKE_PASSWORD"])
        if code != "another":
            aged(store, "UPDATE backoff SET until = ?", timedelta(seconds=1))
        assert [state for state, _ in doctor("login", server.port)] == ["ok"]


@pytest.mark.parametrize("topic", ["login", "store"])
def test_a_database_that_is_damaged_stops_no_look_at_the_mailbox(
    doctor: Doctor, home: Path, topic: str
) -> None:
    (home / "intake.db").write_bytes(b"no database" * 1000)
    assert [state for state, _ in doctor(topic)] == ["broken"]
