import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import Engine, event, exc, make_url

from intake.errors import CannotWrite, ConfigError, Exit, IntakeError, StoreBusy
from intake.model import Sighting
from intake.store import Store, landing, open_store
from intake.store.engine import address, plain_errors
from intake.store.schema import opened

SHANGHAI = ZoneInfo("Asia/Shanghai")


def land(store: Store, raw: bytes = b"a") -> None:
    store.land(Sighting("qq", "INBOX", "1", raw[:20].hex()), raw, datetime(2026, 11, 20, tzinfo=UTC))


@contextmanager
def another_writer(url: str) -> Iterator[None]:
    """Hold what a writer holds, from a connection of its own."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(parsed.database), isolation_level=None)) as link:
            link.execute("BEGIN IMMEDIATE")
            yield
        return
    with psycopg.connect(host=str(parsed.query["host"]), user="postgres", dbname=parsed.database) as server:
        server.execute("LOCK TABLE message IN EXCLUSIVE MODE")
        yield


def test_a_writer_that_waits_too_long_says_that_the_store_is_busy(store_url: str) -> None:
    with open_store(store_url, SHANGHAI, timeout=0.05) as store:
        with another_writer(store_url):
            with pytest.raises(
                StoreBusy, match=r"database is busy — .* — another intake is writing: try again"
            ) as busy:
                land(store)
            assert busy.value.exit_code == Exit.TRY_LATER
            assert "\n" not in str(busy.value)
            assert store.messages() == []  # reading goes on
        land(store)
        assert len(store.messages()) == 1


def test_one_reading_sees_one_state(store: Store, store_url: str) -> None:
    land(store, b"before")
    with opened(store_url, 1) as database:
        with database.reading() as connection:
            assert len(landing.unread(connection)) == 1
            land(store, b"meanwhile")
            assert len(landing.unread(connection)) == 1
        with database.reading() as connection:
            assert len(landing.unread(connection)) == 2


def test_a_store_can_be_opened_while_another_writes(store_url: str) -> None:
    open_store(store_url, SHANGHAI).close()
    with another_writer(store_url), open_store(store_url, SHANGHAI, timeout=0.05) as store:
        assert store.submissions() == []


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    def shrink(link: sqlite3.Connection, _record: object) -> None:
        link.execute("PRAGMA max_page_count = 60")

    url = f"sqlite:///{tmp_path}/intake.db"
    with open_store(url, SHANGHAI) as store:
        land(store, b"before")
    event.listen(Engine, "connect", shrink)
    try:
        with open_store(url, SHANGHAI) as store:
            with pytest.raises(
                CannotWrite, match=r"database cannot be written — .*intake\.db — .*full — check the free"
            ):
                land(store, random.Random(1).randbytes(2**20))
            assert [store.raw(row.id) for row in store.messages()] == [b"before"]
    finally:
        event.remove(Engine, "connect", shrink)


def test_a_folder_in_place_of_the_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match=r"database cannot be written — .* — unable to open database file"):
        open_store(f"sqlite:///{tmp_path}", SHANGHAI)


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "intake.db"
    with open_store(f"sqlite:///{path}", SHANGHAI) as store:
        land(store)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(
        CannotWrite, match=r"database is damaged — .*intake\.db — .*malformed — restore the newest backup"
    ):
        open_store(f"sqlite:///{path}", SHANGHAI)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite://", "a store in memory forgets everything"),
        ("sqlite:///:memory:", "a store in memory forgets everything"),
        ("mysql://intake:secret@db/intake", "."),
        ("oracle+nothing://db/intake", "."),
        ("intake.db", "."),
        ("postgresql://intake@db:secret/intake", "the port is no number"),
        ("postgresql//intake:secret@db/intake", "."),
        ("", "."),
    ],
)
def test_an_address_that_cannot_be_used_is_a_mistake_of_the_configuration(url: str, why: str) -> None:
    with pytest.raises(ConfigError, match=rf"database refused — .* — {why}") as refused:
        open_store(url, SHANGHAI)
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_unreachable_and_its_password_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(
        StoreBusy, match=r"database cannot be reached — .* — check that its server runs"
    ) as gone:
        open_store(f"postgresql+psycopg://intake:secret@/intake?host={tmp_path}", SHANGHAI)
    assert "secret" not in str(gone.value)
    assert "\n" not in str(gone.value)


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r'pip install "speech-intake\[postgres\]"$') as missing:
        open_store("postgresql+psycopg://u:secret@h/db", SHANGHAI)
    assert "secret" not in str(missing.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://u:se:cret@h/db", "postgresql+psycopg://u:***@h/db"),
        ("postgresql://u:s@cret/?@h:5432/db?sslmode=require", "postgresql://u:***@h:5432/db?sslmode=require"),
        ("postgresql://h/db?user=u&password=secret", "postgresql://h/db?user=u&password=***"),
        ("postgresql://h/db?sslPassword=secret&x=1", "postgresql://h/db?sslPassword=***&x=1"),
        ("postgresql://u@h:5432/db", "postgresql://u@h:5432/db"),
        ("sqlite:////var/lib/a:b@c.db", "/var/lib/a:b@c.db"),
        ("postgresql://u@h:secret/db", "?"),
    ],
)
def test_an_address_is_shown_without_any_password(url: str, shown: str) -> None:
    assert address(url) == shown


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("25006", CannotWrite),
        ("28P01", ConfigError),
        ("3D000", ConfigError),
        ("40P01", StoreBusy),
        ("42501", CannotWrite),
        ("42601", IntakeError),
        ("53100", CannotWrite),
        ("53300", StoreBusy),
        ("55P03", StoreBusy),
        ("57P01", StoreBusy),
        ("XX001", CannotWrite),
    ],
)
def test_what_postgresql_raises_has_a_meaning(state: str, kind: type[IntakeError]) -> None:
    error = psycopg.errors.lookup(state)("why\nDETAIL: more")
    with pytest.raises(IntakeError) as meant, plain_errors("postgresql://db"):
        raise exc.DBAPIError("SELECT 1", {}, error)
    assert type(meant.value) is kind
    assert " — postgresql://db — why DETAIL: more — " in str(meant.value)


def test_a_mistake_of_ours_is_said_to_be_one() -> None:
    expected = pytest.raises(IntakeError, match=r"database failed — db — oops — .* please report it")
    with expected as bug, plain_errors("db"):
        raise exc.InvalidRequestError("oops")
    assert bug.value.exit_code == Exit.OUR_BUG


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with open_store(f"sqlite:///{tmp_path}/empty.db", SHANGHAI) as store:
        assert store.check().intact == "ok"
