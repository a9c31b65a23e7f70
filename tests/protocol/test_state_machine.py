"""Random weeks of a mailbox, a poller and its editors: whatever happens in whatever order, no mail is lost or doubled.

Four things are not promised, and the machine does not ask for them. A mail that takes the place of another with its
header block, size and second of arrival is taken for it when the folder is numbered anew. An epoch that comes back
with other mails, without another one having been polled in between, cannot be told from itself. A copy of the database
that is put back gives numbers again that were given since it was made. And what a server gives three times alike is
believed.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from at_hand import AtHand
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from passing import Poller, box_at
from promises import decisions, nothing_is_out_of_place, numbers, stored, tables

from intake.demo.letterbox import Folder
from intake.demo.server import Server, serving
from intake.errors import ActionRefused, IntakeError
from intake.model import Aftermath, Lexicon, Limits, Number, Verdict
from intake.passes import Orders
from intake.poll import Terms
from intake.reading import read
from intake.store import Store, open_store
from intake.workflow import ACTIONS, Action

SHANGHAI = ZoneInfo("Asia/Shanghai")
FOLDERS = ("INBOX", "Junk")
TARGET = "已收稿"
INSIST = Orders(insist=True)
CURSED = b"no reader survives this"

uids = st.integers(1, 8)
places = st.sampled_from(FOLDERS)
# not as many as there are: on a busy machine that is another number each time, which hypothesis refuses
anywhere = st.integers(0, 10_000)
once = st.dictionaries(uids, st.just(1), min_size=1, max_size=3)
on = st.just(True)  # noqa: FBT003  # a switch
LIES: dict[str, st.SearchStrategy[Any]] = {
    "greeting": st.just(b"* BYE busy\r\n"),
    "login_busy": st.just(1),
    "hang_up": st.sampled_from([{"LOGIN"}, {"LIST"}, {"EXAMINE"}, {"UID SEARCH"}, {"UID FETCH"}]),
    "no": st.just({"UID FETCH": b"[OVERQUOTA] Traffic of the day is used up", "UID STORE": b"busy"}),
    "uidvalidity_missing": on,
    "uidvalidity_zero": on,
    "uidnext_missing": on,
    "search_empty": st.integers(1, 2),
    "search_untold": st.integers(1, 2),
    "search_repeats": on,
    "search_foreign": st.sets(st.integers(9, 99), min_size=1, max_size=2),
    "search_truncates_at": st.integers(1, 4),
    "missing": st.sets(uids, min_size=1, max_size=3),
    "mails_not_exist": st.sets(uids, min_size=1, max_size=3),
    "fetch_reordered": on,
    "duplicate_fetch": on,
    "unsolicited_fetch": on,
    "unsolicited_exists": on,
    "unsolicited_expunge": on,
    "hang_up_after": st.integers(0, 6),
    "move_reply_lost": st.just(1),
    "keywords_lost": on,
    "fetch_lag": st.just(1),
    **dict.fromkeys(
        ("garbled", "anonymous", "wrong_uid", "torn", "body_nil", "body_empty", "bye_mid_fetch",
         "eof_mid_fetch", "rst_mid_fetch"), once
    ),
}  # fmt: skip
STEPS = ("begin_run", "land", "sight", "withhold", "missed", "settle", "end_run", "keep", "fail")


class Clock(datetime):
    """A clock that may be wrong."""

    ahead: ClassVar[timedelta] = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # JSON takes no subclass
        return datetime.now(tz) + cls.ahead


class Killed(BaseException):
    """The process is no more."""


class Office(RuleBasedStateMachine):
    """A mailbox that is polled, against what is promised of any sequence of events."""

    new_store: ClassVar[Callable[[], str]]

    @initialize(wish=st.sampled_from([Aftermath()] * 3 + [Aftermath(seen=True), Aftermath(move_to=TARGET)]))
    def open(self, wish: Aftermath) -> None:
        Clock.ahead = timedelta()
        self.stack = ExitStack()
        self.server: Server = self.stack.enter_context(serving(dict.fromkeys((*FOLDERS, TARGET), ())))
        self.url = type(self).new_store()
        self.file = Path(self.url.removeprefix("sqlite:///")) if self.url.startswith("sqlite") else None
        self.wish = wish
        self.serials, self.epochs = count(1), count(1_400_000_000)
        self.sent: list[tuple[bytes, datetime]] = []
        self.removed: set[bytes] = set()  # by a human, before we could have it; or with the database
        self.shortened: Counter[bytes] = Counter()
        self.polled: dict[str, int] = {}  # folder → the epoch that was polled to its end last
        self.checked = 0  # mutations
        self.steady = True  # the clock was never put back
        self.known: dict[tuple[int, int], tuple[str, str, int]] = {}
        self.log: set[str] = set()
        self.copy: tuple[Any, ...] | None = None
        self.reopen()
        for folder in (*FOLDERS, "INBOX"):
            self.a_mail_comes(folder, b"one")

    def teardown(self) -> None:
        """End every week with all lies over and all mail in: what was lost on the way shows then."""
        try:
            self.the_lies_end_and_all_comes_in()
        finally:
            self.store.close()
            self.stack.close()

    def reopen(self) -> None:
        self.store: Store = open_store(self.url, SHANGHAI, timeout=0.03)
        box = box_at(self.server, folders=FOLDERS, aftermath=self.wish, read_timeout=0.5, connect_timeout=5.0)
        self.poller = Poller(self.store, (box,))

    # ── mail comes and goes ───────────────────────────────────────────────────────────────────────

    @rule(folder=places, body=st.sampled_from([b"one", b"two", CURSED]))
    def a_mail_comes(self, folder: str, body: bytes) -> None:
        serial = next(self.serials)
        head = b"From: a@example.cn\r\nSubject: %d\r\nMessage-ID: <%d@a>\r\n\r\n" % (serial, serial)
        self.deliver(folder, head + body + b"\r\n")

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), folder=places)
    def the_same_bytes_come_again(self, data: st.DataObject, folder: str) -> None:
        self.deliver(folder, self.earlier(data)[0])

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), folder=places)
    def a_message_id_comes_again_with_other_bytes(self, data: st.DataObject, folder: str) -> None:
        head, _, body = self.earlier(data)[0].partition(b"Subject: ")
        self.deliver(folder, head + b"Subject: other " + body)

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), folder=places)
    def a_mail_comes_by_another_way(self, data: st.DataObject, folder: str) -> None:
        self.deliver(folder, b"Received: from b by a; %d\r\n" % next(self.serials) + self.earlier(data)[0])

    @precondition(lambda self: self.sent)
    @rule(data=st.data(), folder=places)
    def a_header_comes_again_with_other_words_of_the_same_length(
        self, data: st.DataObject, folder: str
    ) -> None:
        raw, received = self.earlier(data)
        head, gap, body = raw.partition(b"\r\n\r\n")
        later = received + timedelta(minutes=next(self.serials))
        self.deliver(folder, head + gap + body[1:-2] + body[:1] + b"\r\n", later)

    @rule(folder=places, chosen=st.sets(uids, max_size=3))
    def a_human_moves(self, folder: str, chosen: set[int]) -> None:
        self.server.box.move(folder, chosen, FOLDERS[folder == FOLDERS[0]])

    @rule(folder=places, chosen=st.sets(uids, max_size=2))
    def a_human_expunges(self, folder: str, chosen: set[int]) -> None:
        self.removed |= {mail.raw for mail in self.server.folders[folder].remove(chosen)}

    @rule(folder=places, chosen=st.sets(uids, max_size=3))
    def a_human_reads(self, folder: str, chosen: set[int]) -> None:
        self.server.folders[folder].mark(chosen, lambda flags: flags | {b"\\Seen"})

    @rule(folder=places, seed=st.sampled_from([None, 1, 2, 3]))
    def a_folder_is_numbered_anew(self, folder: str, seed: int | None) -> None:
        renumber(self.server.folders[folder], next(self.epochs), seed)

    @precondition(lambda self: self.polled)
    @rule(name=places, seed=st.sampled_from([None, 1, 2, 3]), broken=st.booleans())
    def an_old_epoch_comes_back(self, name: str, seed: int | None, *, broken: bool) -> None:
        folder, last = self.server.folders[name], self.polled[name]
        if folder.uidvalidity != last:
            return
        other = next(self.epochs)
        renumber(folder, other, seed)
        self.a_mail_comes(name, b"one")
        self.server.faults.calm()
        self.server.faults.hang_up_after = 1 if broken else None
        self.poll()
        self.server.faults.calm()
        if self.store.sighted("box", name, str(other)):
            self.a_mail_comes(name, b"two")
            renumber(folder, last, seed)
            self.copy = None  # it never saw the epoch between

    # ── what goes wrong ───────────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), names=st.sets(st.sampled_from(sorted(LIES)), min_size=1, max_size=3))
    def the_server_lies(self, data: st.DataObject, names: set[str]) -> None:
        for name in sorted(names):
            setattr(self.server.faults, name, data.draw(LIES[name], name))

    @rule(folder=places, uid=uids, times=st.integers(1, 2))
    def a_literal_is_cut_short(self, folder: str, uid: int, times: int) -> None:
        for mail in self.server.folders[folder].mails:
            if mail.uid == uid and self.shortened[mail.raw] + times <= 2:  # three alike would be believed
                self.shortened[mail.raw] += times
                self.server.box.faults.short[uid] = times

    @rule()
    def the_server_is_honest_again(self) -> None:
        self.server.faults.calm()

    @rule(days=st.sampled_from([-1, 0, 1]))
    def the_clock_is_wrong(self, days: int) -> None:
        self.steady = self.steady and timedelta(days) >= Clock.ahead
        Clock.ahead = timedelta(days)

    # ── polls ─────────────────────────────────────────────────────────────────────────────────────

    @rule()
    def a_poll(self) -> None:
        self.poll()

    @rule(step=st.sampled_from(STEPS), nth=st.integers(1, 4), late=st.booleans())
    def a_poll_is_killed(self, step: str, nth: int, *, late: bool) -> None:
        method, left = getattr(self.store, step), count(1)

        def fatal(*arguments: object, **named: object) -> object:
            dies = next(left) == nth
            if dies and not late:
                raise Killed
            done = method(*arguments, **named)
            if dies:
                raise Killed
            return done

        setattr(self.store, step, fatal)
        with suppress(Killed):
            self.poll()
        self.store.close()
        self.reopen()

    @precondition(lambda self: self.file)
    @rule(pages=st.integers(0, 6))
    def the_disk_is_full(self, pages: int) -> None:
        with self.store._database.reading() as connection:  # noqa: SLF001  # no disk of ours is that small
            size = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {size + pages}")
        self.poll()
        self.store.close()
        self.reopen()

    @precondition(lambda self: self.file)
    @rule(after=st.integers(0, 3))
    def another_program_holds_the_database(self, after: int) -> None:
        with closing(sqlite3.connect(str(self.file), isolation_level=None)) as other:
            calls = count(1)

            def take(_done: int, _total: int) -> None:
                if next(calls) == after:
                    other.execute("BEGIN IMMEDIATE")

            if after == 0:
                other.execute("BEGIN IMMEDIATE")
            self.poll(take)

    @precondition(lambda self: self.sent)
    @rule(
        what=st.sampled_from(["move", "expunge", "renumber", "deliver"]), folder=places, nth=st.integers(1, 3)
    )
    def something_happens_in_the_middle_of_a_poll(self, what: str, folder: str, nth: int) -> None:
        calls = count(1)

        def meanwhile(_done: int, _total: int) -> None:
            if next(calls) == nth:
                self.deliver(folder, self.sent[-1][0] + b"P.S.\r\n")
                {
                    "move": lambda: self.a_human_moves(folder, {nth}),
                    "expunge": lambda: self.a_human_expunges(folder, {nth}),
                    "renumber": lambda: self.a_folder_is_numbered_anew(folder, nth),
                    "deliver": lambda: None,
                }[what]()

        self.poll(meanwhile)

    @rule()
    def the_lies_end_and_all_comes_in(self) -> None:
        self.server.faults.calm()
        for _ in range(4):
            self.poll()
            if self.all_is_in():
                break
        assert self.all_is_in(), self.poller.told[-3:]
        for folder in FOLDERS:
            self.polled[folder] = self.server.folders[folder].uidvalidity
        self.a_poll_with_nothing_new_writes_its_own_row_alone()

    # ── editors and operators ─────────────────────────────────────────────────────────────────────

    @rule(data=st.data(), action=st.sampled_from([action for action in Action if ACTIONS[action].by_hand]))
    def an_editor_decides(self, data: st.DataObject, action: Action) -> None:
        if self.known:
            self.decide(sorted(self.known)[data.draw(anywhere) % len(self.known)], action)

    @rule(action=st.sampled_from([Action.ACCEPT, Action.DISMISS, Action.NEED]))
    def an_editor_decides_in_the_middle_of_a_poll(self, action: Action) -> None:
        chosen = sorted(self.known)[:1]

        def meanwhile(_done: int, _total: int) -> None:
            for number in chosen:
                self.decide(number, action)

        self.poll(meanwhile)

    @precondition(lambda self: self.file)
    @rule()
    def a_copy_of_the_database_is_made(self) -> None:
        assert self.file is not None
        path = self.file.with_suffix(".copy")
        path.unlink(missing_ok=True)
        with self.store._database.reading() as connection:  # noqa: SLF001  # as an operator does with sqlite3
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        self.copy = path, set(stored(self.store)), self.known, self.log

    @precondition(lambda self: self.copy)
    @rule()
    def the_copy_is_put_back(self) -> None:
        assert self.file is not None
        assert self.copy is not None
        lost = set(stored(self.store)) - self.copy[1]
        self.store.close()
        for rest in ("-wal", "-shm"):
            self.file.with_name(self.file.name + rest).unlink(missing_ok=True)
        shutil.copy(self.copy[0], self.file)
        self.known, self.log = self.copy[2:]
        self.removed |= lost - self.held(*FOLDERS)
        self.reopen()

    # ── what is promised ──────────────────────────────────────────────────────────────────────────

    @invariant()
    def every_promise_is_kept(self) -> None:
        if not hasattr(self, "store"):
            return
        kept = stored(self.store)
        delivered = {raw for raw, _ in self.sent}
        assert set(kept) <= delivered
        assert delivered <= set(kept) | self.held(*FOLDERS, TARGET) | self.removed
        now, log = numbers(self.store), decisions(self.store)
        assert self.known.items() <= now.items()
        assert self.log <= log
        self.known, self.log = now, log
        nothing_is_out_of_place(self.store)

    def a_poll_with_nothing_new_writes_its_own_row_alone(self) -> None:
        if not self.steady:  # what was seen tomorrow is newer than what is seen today
            return
        self.poll()  # marks what was refused until now
        before = dict(tables(self.store))
        self.poll()
        after = dict(tables(self.store))
        assert len(after.pop("run")) == len(before.pop("run")) + 1
        assert after == before

    # ── how it is done ────────────────────────────────────────────────────────────────────────────

    def poll(self, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """Poll once; it may fail in one of our ways, and touches nothing on the server that is not stored."""
        self.poller.progress = progress
        try:
            with suppress(IntakeError):
                self.poller.poll(INSIST, budget=20.0)
        finally:
            changes, self.checked = self.server.mutations[self.checked :], len(self.server.mutations)
            digests = {digest for change in changes for digest in change.sha256}
            assert digests <= set(stored(self.store).values())
            assert self.wish or not changes
            assert not {change.command for change in changes} - {"SELECT", "UID STORE", "UID MOVE"}

    def deliver(self, folder: str, raw: bytes, received: datetime | None = None) -> None:
        moment = received or datetime.now(UTC)
        self.sent.append((raw, moment))
        self.removed.discard(raw)
        self.server.folders[folder].deliver(raw, moment)

    def earlier(self, data: st.DataObject) -> tuple[bytes, datetime]:
        return self.sent[data.draw(anywhere) % len(self.sent)]

    def held(self, *folders: str) -> set[bytes]:
        return {mail.raw for folder in folders for mail in self.server.folders[folder].mails}

    def all_is_in(self) -> bool:
        return self.held(*FOLDERS) <= set(stored(self.store)) and not self.store.unread()

    def decide(self, number: tuple[int, int], action: Action) -> None:
        of = str(Number(*min(self.known))) if action is Action.DUPLICATE else None
        with suppress(ActionRefused):
            self.store.decide(str(Number(*number)), Verdict(action, "王编", reason="R1", of=of))


def renumber(folder: Folder, epoch: int, seed: int | None) -> None:
    """Number a folder anew, under an epoch of our choice."""
    with folder.bell.changing():
        folder.renumber(seed)
        folder.uidvalidity = epoch


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, lexicon: Lexicon) -> None:
    """Put back what a test cannot wait for, a clock that may be wrong, and a reader that dies of one mail."""

    def mortal(raw: bytes, *rules: Any) -> object:  # noqa: ANN401  # as the reader takes them
        if CURSED in raw:
            raise RuntimeError("cursed")
        return read(raw, *rules)

    monkeypatch.setattr("intake.passes.Terms", partial(Terms, pause=0.0))
    monkeypatch.setattr("intake.passes.sandbox_of", lambda _config: AtHand(lexicon, Limits()))
    monkeypatch.setattr("at_hand.read", mortal)
    for module in ("store.polling", "store.clock", "poll.folder", "mailboxes.imap", "passes"):
        monkeypatch.setattr(f"intake.{module}.datetime", Clock)


def run(new_store: Callable[[], str], examples: int, steps: int, *, derandomize: bool) -> None:
    class Here(Office):
        pass

    Here.new_store = staticmethod(new_store)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            derandomize=derandomize,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )


def test_no_sequence_of_events_loses_or_doubles_a_mail(
    urls: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    few = request.node.callspec.params["urls"] == "postgresql"
    run(urls, 10 if few else 200, 8, derandomize=True)


@pytest.mark.slow
def test_no_long_sequence_of_events_loses_or_doubles_a_mail(urls: Callable[[], str]) -> None:
    run(urls, 2000, 50, derandomize=False)
