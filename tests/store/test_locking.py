import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from intake.errors import CannotWrite
from intake.store import Store, open_store
from intake.store.schema import opened

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOLDING = """
import sys, time
from zoneinfo import ZoneInfo
from intake.store import open_store
store = open_store(sys.argv[1], ZoneInfo("Asia/Shanghai"))
with store.landing_lock() as held:
    print(held, flush=True)
    time.sleep(600)
"""


def test_the_right_to_land_is_had_by_one_at_a_time(store: Store, store_url: str) -> None:
    with open_store(store_url, SHANGHAI) as other:
        with store.landing_lock() as held, other.landing_lock() as too:
            assert (held, too) == (True, False)
        with other.landing_lock() as held, store.landing_lock() as too:
            assert (held, too) == (True, False)


def test_it_is_free_again_after_a_failure(store: Store, store_url: str) -> None:
    with pytest.raises(ValueError, match="in the middle"), store.landing_lock():
        raise ValueError("in the middle")
    with open_store(store_url, SHANGHAI) as other, other.landing_lock() as held:
        assert held


def test_it_is_free_again_at_once(store: Store) -> None:
    for _ in range(100):
        with store.landing_lock() as held:
            assert held


@pytest.mark.parametrize("store_url", [pytest.param("postgresql", marks=pytest.mark.live)], indirect=True)
def test_a_server_that_went_away_meanwhile_is_no_failure_of_the_lock(store: Store, store_url: str) -> None:
    cut_off = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    with store.landing_lock() as held:
        assert held
        with opened(store_url, 1) as other, other.reading() as connection:
            connection.execute(text(cut_off))
    with store.landing_lock() as held:
        assert held


def test_it_is_free_again_when_who_holds_it_is_killed(store: Store, store_url: str) -> None:
    command = [sys.executable, "-P", "-c", HOLDING, store_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "True\n"
        with store.landing_lock() as held:
            assert not held
        holder.kill()
        holder.wait()
    for _ in range(1000):  # a database server takes a moment to notice
        with store.landing_lock() as held:
            if held:
                break
    assert held


def test_the_store_is_used_by_others_while_somebody_lands(store: Store, store_url: str) -> None:
    with store.landing_lock(), open_store(store_url, SHANGHAI) as other:
        run = other.begin_run("qq")
        assert getattr(store.last_run("qq"), "id", None) == run


def test_a_lock_file_is_nobody_elses_and_no_link_is_followed(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/intake.db", SHANGHAI) as store:
        with store.landing_lock():
            assert (tmp_path / "intake.db.lock").stat().st_mode & 0o777 == 0o600
        (tmp_path / "intake.db.lock").unlink()
        (tmp_path / "elsewhere").write_text("")
        (tmp_path / "intake.db.lock").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CannotWrite, match=os.strerror(40)), store.landing_lock():
            pytest.fail("it followed the link")
