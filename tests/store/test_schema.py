import os
import random
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from old_database import fill_0001
from sqlalchemy import text

from intake.errors import CannotWrite, NoSuchRecord, SchemaError
from intake.model import (
    Attachment,
    Contribution,
    MailKind,
    Number,
    Outcome,
    Reading,
    Sighting,
    Speaker,
    SpeechRecord,
    Title,
    Verdict,
)
from intake.store import migrate, open_store
from intake.store.schema import opened
from intake.store.tables import METADATA, REVISION
from intake.workflow import Action, Status

SHANGHAI = ZoneInfo("Asia/Shanghai")


def execute(url: str, statement: str) -> None:
    with opened(url, 1) as store, store.writing() as connection:
        connection.execute(text(statement))


def test_migrations_and_tables_agree(store_url: str) -> None:
    open_store(store_url, SHANGHAI).close()
    with opened(store_url, 1) as store, store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == REVISION


def test_the_revision_we_name_is_the_newest() -> None:
    import intake.store.migrations as folder  # noqa: PLC0415  # a package only for its place

    assert ScriptDirectory(str(Path(folder.__file__).parent)).get_heads() == [REVISION]


def test_a_store_is_there_again_when_opened_again(store_url: str) -> None:
    with open_store(store_url, SHANGHAI) as store:
        landed = store.land(Sighting("qq", "INBOX", "1", "1"), b"a", datetime(2026, 1, 1, tzinfo=UTC))
    with open_store(store_url, SHANGHAI) as store:
        assert store.raw(landed.message_id) == b"a"


def test_a_store_is_made_only_if_asked(store_url: str) -> None:
    for _ in range(2):
        with pytest.raises(NoSuchRecord, match=r"no database — .* — check the path"):
            open_store(store_url, SHANGHAI, create=False)
    open_store(store_url, SHANGHAI).close()
    open_store(store_url, SHANGHAI, create=False).close()


def test_an_empty_file_is_no_store_and_stays_empty(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with pytest.raises(NoSuchRecord):
        open_store(f"sqlite:///{file}", SHANGHAI, create=False)
    with pytest.raises(NoSuchRecord):
        migrate(f"sqlite:///{tmp_path}/none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_foreign_tables_are_refused_when_nothing_is_to_be_made(store_url: str) -> None:
    execute(store_url, "CREATE TABLE theirs (x int)")
    with pytest.raises(SchemaError, match="holds other tables"):
        open_store(store_url, SHANGHAI, create=False)


def test_processes_that_open_a_new_store_at_once_make_it_once(store_url: str) -> None:
    code = "import sys, zoneinfo, intake.store as s; s.open_store(sys.argv[1], zoneinfo.ZoneInfo('UTC')).begin_run('qq')"
    command = [sys.executable, "-P", "-c", code, store_url]
    makers = [subprocess.Popen(command) for _ in range(3)]
    assert [maker.wait() for maker in makers] == [0, 0, 0]
    with open_store(store_url, SHANGHAI) as store:
        assert store.begin_run("qq") == 4


def test_a_store_that_another_process_made_meanwhile_is_taken(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(store_url, SHANGHAI) as store:
        store.begin_run("qq")
    monkeypatch.setattr(
        "intake.store.schema._revision", lambda _: None
    )  # what it saw before the other was done
    with open_store(store_url, SHANGHAI) as store:
        assert store.begin_run("qq") == 2


@pytest.mark.parametrize("name", ["intake.db", "100% 稿件.db"])
def test_files_are_for_their_owner_alone(tmp_path: Path, name: str) -> None:
    before = os.umask(0)
    try:
        with open_store(f"sqlite:///{tmp_path}/new/data/{name}", SHANGHAI) as store:
            store.begin_run("qq")
            files = {
                path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new/data").iterdir()
            }
    finally:
        os.umask(before)
    assert files == {name: 0o600, f"{name}-wal": 0o600, f"{name}-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "new/data").stat().st_mode) == 0o700


def test_a_database_of_a_newer_program_is_refused_and_left_alone(store_url: str) -> None:
    open_store(store_url, SHANGHAI).close()
    execute(store_url, "UPDATE alembic_version SET version_num = '9999'")
    for use in (migrate, lambda url: open_store(url, SHANGHAI)):
        with pytest.raises(SchemaError, match=r"newer than this program — .* — revision 9999 — update"):
            use(store_url)


def test_a_database_of_an_older_program_is_refused_until_it_is_migrated(
    store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(store_url, SHANGHAI) as store:
        landed = store.land(Sighting("qq", "INBOX", "1", "1"), b"a", datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr("intake.store.schema.REVISION", "next")
    with pytest.raises(
        SchemaError, match=rf"older than this program — .* — revision {REVISION} — run `intake migrate`"
    ):
        open_store(store_url, SHANGHAI)
    assert migrate(store_url) == (REVISION, "next")
    monkeypatch.undo()
    copies = list(tmp_path.rglob("*.bak"))
    assert len(copies) == store_url.startswith("sqlite")
    for copy in copies:
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        with open_store(f"sqlite:///{copy}", SHANGHAI) as saved:
            assert saved.raw(landed.message_id) == b"a"
            assert saved.check().journal == "wal"


def test_a_filled_database_of_the_first_version_keeps_everything(store_url: str, tmp_path: Path) -> None:
    fill_0001(store_url)
    assert migrate(store_url) == ("0001", REVISION)
    assert len(list(tmp_path.rglob("*.0001.*.bak"))) == store_url.startswith("sqlite")
    with open_store(store_url, SHANGHAI) as store:
        (message,) = store.all_messages()
        assert store.raw(100) == b"a"
        assert store.sighted("qq", "INBOX", "1") == {"7"}
        first, second = message.submissions
        assert (first.row.title, first.row.speaker, first.row.warnings) == ("题", "林远山", ("empty",))
        assert first.record == SpeechRecord(title=Title(main="题"), speakers=(Speaker("林远山"),))
        assert (first.row.edited, first.row.assignee, first.row.until) == (False, None, None)
        assert (first.fingerprint, second.fingerprint) == ("ffff", "")  # 请查收 tells nothing
        store.decide("1", Verdict(Action.HOLD, "王编"))
        assert store.check().intact == "ok"
        again = Sighting("qq", "INBOX", "1", "8")
        landed = store.land(again, b"b", datetime(2026, 11, 21, tzinfo=UTC))
        assert store.keep(landed.message_id, resent()) == (Number(2026, 3),)
        repeated = store.submission("3").duplicate_of
        assert repeated is not None
        assert repeated.number == Number(2026, 1)


def test_a_name_longer_than_an_index_holds_is_cut_when_a_database_is_brought_up_to_date(
    store_url: str,
) -> None:
    fill_0001(store_url)
    name = "".join(random.Random(1).choices([chr(code) for code in range(0x4E00, 0x9FA5)], k=4_000))
    execute(store_url, f"UPDATE reading SET from_name = '{name}', from_address = '{name}@x.cn'")
    assert migrate(store_url) == ("0001", REVISION)
    with open_store(store_url, SHANGHAI) as store:
        assert store.message(100).row.from_name == name[:300]
        assert store.message(100).row.from_address == f"{name}@x.cn"


def resent() -> Reading:
    """Read the file of the first version's mail again, in a mail of its own."""
    file = Attachment("1", "发言.docx", 9, "dddd", "docx", Outcome.READ)
    speech = Contribution("1", 0, Status.PENDING, None, "发言.docx", "", "docx", "")
    return Reading(
        version="0.2",
        subject="发言",
        from_name="",
        from_address="hekou@example.org",
        message_id=None,
        date=None,
        kind=MailKind.SUBMISSION,
        text="",
        attachments=(file,),
        contributions=(speech,),
    )


def test_a_database_that_cannot_be_copied_is_not_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "intake.db"
    with open_store(f"sqlite:///{path}", SHANGHAI) as store:
        bulk = random.Random(1).randbytes(2**20)
        store.land(Sighting("qq", "INBOX", "1", "1"), bulk, datetime(2026, 1, 1, tzinfo=UTC))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xa5" * (len(whole) // 2))
    monkeypatch.setattr("intake.store.schema.REVISION", "next")
    with pytest.raises(CannotWrite, match=r"database .* — .*intake\.db — "):
        migrate(f"sqlite:///{path}")
    assert [each.name for each in tmp_path.iterdir()] == ["intake.db"]


def test_migrating_makes_an_empty_database_and_leaves_a_current_one(store_url: str, tmp_path: Path) -> None:
    assert migrate(store_url) == ("", REVISION)
    assert migrate(store_url) == (REVISION, REVISION)
    assert list(tmp_path.rglob("*.bak")) == []


def test_a_database_of_somebody_else_is_refused_and_left_alone(store_url: str) -> None:
    execute(store_url, "CREATE TABLE theirs (id INTEGER)")
    for use in (migrate, lambda url: open_store(url, SHANGHAI)):
        with pytest.raises(SchemaError, match=r"not a database of intake — .* — it holds other tables"):
            use(store_url)
    execute(store_url, "CREATE TABLE message (id INTEGER)")  # was not made


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear editor, " * 200)
    with pytest.raises(
        SchemaError, match=r"not a database of intake — .*letter\.db — file is not a database"
    ):
        open_store(f"sqlite:///{letter}", SHANGHAI)
    assert letter.read_text() == "Dear editor, " * 200


@pytest.mark.parametrize("place", ["/proc/intake/intake.db", "/dev/null/intake.db"])
def test_a_folder_that_cannot_be_made_is_one_clear_line(place: str) -> None:
    with pytest.raises(
        CannotWrite, match=rf"database cannot be written — {place} — .* — check the free space"
    ):
        open_store(f"sqlite:///{place}", SHANGHAI)


def test_a_failed_migration_leaves_the_database_as_it_was(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("pulled the plug")

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError, match="pulled the plug"):
        open_store(store_url, SHANGHAI)
    monkeypatch.undo()
    with open_store(store_url, SHANGHAI) as store:
        assert store.messages() == []


def test_opening_and_listing_imports_neither_alembic_nor_the_orm(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/intake.db"
    open_store(url, SHANGHAI).close()
    code = (
        "import sys, zoneinfo, intake.store\n"
        "with intake.store.open_store(sys.argv[1], zoneinfo.ZoneInfo('UTC')) as store: store.submissions()\n"
        "print(*sorted({'alembic', 'sqlalchemy.orm', 'sqlalchemy.dialects.postgresql', 'psycopg'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-P", "-c", code, url], check=True, capture_output=True, text=True)
    assert said.stdout.split() == []


def test_sqlite_is_set_so_that_a_commit_outlives_a_power_cut(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path}/intake.db", 7) as store, store.reading() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        pragmas = {name: connection.scalar(text(f"PRAGMA {name}")) for name in names}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 7000}
    with sqlite3.connect(tmp_path / "intake.db") as link:
        assert link.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    link.close()


def test_a_database_that_cannot_be_looked_at_says_why(tmp_path: Path) -> None:
    with (
        pytest.raises(NoSuchRecord, match=r"cannot open — .* — File name too long — check the name"),
        open_store(f"sqlite:///{tmp_path}/{'x' * 300}.db", SHANGHAI, create=False),
    ):
        pass
