import base64
import hashlib
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.errors import NoSuchRecord
from intake.model import Sighting
from intake.store import Landed, Store, identity, open_store

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
HERE = Sighting("qq", "INBOX", "1", "7")
STEP = 2**20  # what `identity` reads at once

LINES = st.lists(st.binary().filter(lambda line: b"\r" not in line and b"\n" not in line), min_size=1)


@given(LINES, st.data())
def test_identity_does_not_depend_on_line_ends(lines: list[bytes], data: st.DataObject) -> None:
    ends = data.draw(st.sampled_from([b"\r\n", b"\n", b"\r"]))
    assert identity(ends.join(lines)) == hashlib.sha256(b"\r\n".join(lines)).hexdigest()


@pytest.mark.parametrize("pad", range(STEP - 3, STEP + 2))
def test_a_line_end_on_the_border_of_two_steps_is_one_line_end(pad: int) -> None:
    head = b"x" * pad
    assert identity(head + b"\r\ny") == identity(head + b"\ny") == identity(head + b"\ry")
    assert identity(head + b"\n\ny") == identity(head + b"\r\ry") == identity(head + b"\r\n\r\ny")


def test_identity_tells_different_mails_apart() -> None:
    assert len({identity(raw) for raw in (b"", b"a", b"a\n", b"a\n\n", b"a ", b"A")}) == 6


def test_a_mail_with_large_attachments_comes_back_exactly(store: Store) -> None:
    raw = b"Subject: a\r\n\r\n" + base64.encodebytes(random.Random(1).randbytes(3 * STEP))
    before = store.check().size
    assert store.raw(store.land(HERE, raw, NOON).message_id) == raw
    assert store.check().size - before < 0.9 * len(raw)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(raw=st.binary())
def test_any_bytes_come_back_exactly(store: Store, raw: bytes) -> None:
    landed = store.land(Sighting("qq", "INBOX", "1", raw.hex()), raw, NOON)
    kept = store.raw(landed.message_id)
    assert kept == raw or identity(kept) == identity(raw)
    assert raw.hex() in store.sighted("qq", "INBOX", "1")


def test_a_mail_lands_once_however_often_it_is_seen(store: Store) -> None:
    first = store.land(HERE, b"Subject: a\r\n\r\nb", NOON)
    assert first == Landed(first.message_id, new=True)
    assert store.land(HERE, b"Subject: a\r\n\r\nb", NOON) == Landed(first.message_id, new=False)
    archive = Sighting("archive", "/mail", "0", "a.eml")
    assert store.land(archive, b"Subject: a\n\nb", NOON) == Landed(first.message_id, new=False)
    assert store.raw(first.message_id) == b"Subject: a\r\n\r\nb"
    assert set(store.message(first.message_id).sightings) == {HERE, archive}
    assert len(store.messages()) == 1


def test_a_uid_that_suddenly_names_other_bytes_loses_neither_mail(store: Store) -> None:
    first = store.land(HERE, b"a", NOON)
    second = store.land(HERE, b"b", NOON)
    assert (first.new, second.new) == (True, True)
    assert [store.raw(mail.message_id) for mail in (first, second)] == [b"a", b"b"]
    assert store.message(second.message_id).sightings == (HERE,)


def test_what_was_seen_is_told_by_mailbox_folder_and_epoch(store: Store) -> None:
    store.land(HERE, b"a", NOON)
    store.land(Sighting("qq", "INBOX", "1", "8"), b"b", NOON)
    store.land(Sighting("qq", "INBOX", "2", "9"), b"c", NOON)
    store.land(Sighting("qq", "Junk", "1", "10"), b"d", NOON)
    store.land(Sighting("163", "INBOX", "1", "11"), b"e", NOON)
    assert store.sighted("qq", "INBOX", "1") == {"7", "8"}
    assert store.sighted("qq", "Sent", "1") == frozenset()


def test_a_file_name_that_is_no_utf8_is_recognised_again(store: Store) -> None:
    name = b"\xb2\xc4\xc1\xcf.eml".decode("utf-8", "surrogateescape")
    store.land(Sighting("disk", "/mail", "0", name), b"a", NOON)
    assert store.sighted("disk", "/mail", "0") == {name}


def test_arrival_and_archive_are_kept(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    landed = store.land(HERE, b"a", datetime(2026, 1, 1, 7, tzinfo=shanghai), archived=True)
    (row,) = store.messages()
    assert (row.id, row.received) == (landed.message_id, datetime(2025, 12, 31, 23, tzinfo=UTC))
    assert (row.archived, row.size, row.sha256) == (True, 1, hashlib.sha256(b"a").hexdigest())


def test_unread_mails_are_told_oldest_first(store: Store) -> None:
    ids = [store.land(Sighting("qq", "INBOX", "1", str(n)), b"%d" % n, NOON).message_id for n in range(4)]
    assert store.unread() == ids
    store.fail(ids[1], "mime_depth", "")
    assert store.unread() == [ids[0], ids[2], ids[3]]


@pytest.mark.parametrize("ask", [Store.raw, Store.message])
def test_an_unknown_mail_is_one_clear_line(store: Store, ask: object) -> None:
    assert callable(ask)
    with pytest.raises(NoSuchRecord, match=r"no such mail — 99 — .* — see `intake mail list`"):
        ask(store, 99)


LANDING = """
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from intake.model import Sighting
from intake.store import open_store
with open_store(sys.argv[1], ZoneInfo("Asia/Shanghai")) as store:
    for n in range(int(sys.argv[2])):
        sighting = Sighting("qq", "INBOX", "1", str(n))
        landed = store.land(sighting, b"mail %d" % n, datetime(2026, 11, 20, tzinfo=UTC))
        print(landed.new, flush=True)
"""


def test_two_pollers_at_once_land_each_mail_once(store_url: str) -> None:
    command = [sys.executable, "-P", "-c", LANDING, store_url, "60"]
    pollers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [poller.communicate()[0].split() for poller in pollers]
    assert [poller.returncode for poller in pollers] == [0, 0]
    assert [len(lines) for lines in said] == [60, 60]
    assert sum(lines.count("True") for lines in said) == 60
    with open_store(store_url, SHANGHAI) as store:
        assert len(store.messages()) == 60
        assert store.sighted("qq", "INBOX", "1") == {str(n) for n in range(60)}


def test_what_a_killed_poller_had_landed_is_there(store_url: str) -> None:
    command = [sys.executable, "-P", "-c", LANDING, store_url, "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as poller:
        assert poller.stdout is not None
        for _ in range(20):
            assert poller.stdout.readline() == "True\n"
        poller.kill()
        said = 20 + len(poller.stdout.read().split())
    with open_store(store_url, SHANGHAI) as store:
        rows = store.messages()
        assert said <= len(rows) <= said + 1  # the last may have been committed and not yet told
        assert store.check().intact == "ok"
        assert sorted(store.raw(row.id) for row in rows) == sorted(b"mail %d" % n for n in range(len(rows)))
