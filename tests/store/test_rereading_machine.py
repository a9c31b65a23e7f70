"""Random days of a newsroom: mail arrives, editors decide and edit, readers get better, and nothing of theirs is lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from intake.errors import ActionRefused
from intake.model import (
    PROGRAM,
    Attachment,
    Contribution,
    Decision,
    MailKind,
    Outcome,
    Reading,
    Sighting,
    Speaker,
    SpeechRecord,
    StoredSubmission,
    Title,
    Verdict,
)
from intake.store import Store, SubmissionQuery, open_store
from intake.workflow import ACTIONS, Action, Entry, Status

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
EVERYTHING = SubmissionQuery(statuses=None, archived=None)
HUMAN = {*(action for action in Action if ACTIONS[action].by_hand), Entry.ADOPT}

names = st.sampled_from(["王编", "李编"])
fields = st.sampled_from(["title.main", "speaker", "unit"])
values = st.sampled_from(["甲", "乙", None])
verdicts = st.builds(
    Verdict,
    st.sampled_from([action for action in Action if ACTIONS[action].by_hand]),
    names,
    reason=st.just("R1"),
    redo=st.booleans(),
)
#: Speeches a reader may find in a mail: (text, title, speaker), few enough to meet again.
speeches = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["题一", "题二"]), st.sampled_from(["林", "周"])),
    max_size=3,
)


@dataclass(frozen=True)
class Seen:
    """A submission and its log as they were before a step."""

    submission: StoredSubmission
    log: list[Decision]

    @property
    def theirs(self) -> bool:
        decided = any(made.who != PROGRAM and made.action in HUMAN for made in self.log)
        return decided or self.submission.row.edited

    @property
    def words(self) -> tuple[object, ...]:
        """Give what a reading may not change once it is the editors'."""
        row = self.submission.row
        return self.submission.record, self.submission.text, row.title, row.speaker, row.unit, row.edited


class Newsroom(RuleBasedStateMachine):
    """The store against what it promises of any sequence of events."""

    mails = Bundle("mails")
    url: Callable[[], str]

    @initialize()
    def open(self) -> None:
        self.store: Store = open_store(type(self).url(), SHANGHAI)
        self.uids = count(1)
        self.seen: dict[str, Seen] = {}
        self.begun: dict[str, Status] = {}

    def teardown(self) -> None:
        self.store.close()

    @rule(target=mails, found=speeches, office=st.sampled_from("ab"), correction=st.booleans())
    def mail_arrives(
        self, found: list[tuple[str, str, str]], office: str, *, correction: bool
    ) -> tuple[int, str]:
        uid = next(self.uids)
        received = NOON + timedelta(hours=uid)
        landed = self.store.land(Sighting("qq", "INBOX", "1", str(uid)), b"%d" % uid, received)
        reading = proposed(uid, office, found, correction=correction)
        self.store.keep(landed.message_id, reading)
        self.all_is_told(landed.message_id, reading)
        return landed.message_id, office

    @rule(mail=mails, found=speeches, correction=st.booleans())
    def a_better_reader_reads_it_again(
        self, mail: tuple[int, str], found: list[tuple[str, str, str]], *, correction: bool
    ) -> None:
        message_id, office = mail
        before = {number: one for number, one in self.seen.items() if one.submission.message_id == message_id}
        reading = proposed(message_id, office, found, correction=correction)
        done = self.store.reread(message_id, reading)
        self.store.reread(message_id, reading)  # one speech of it may have moved what another was related to
        logs = {number: self.store.log(number) for number in self.seen}
        assert self.store.reread(message_id, reading).new == ()
        assert logs == {number: self.store.log(number) for number in self.seen}
        self.all_is_told(message_id, reading)
        told = [*done.kept, *done.changed, *done.superseded]
        adopted = {number for number, one in before.items() if one.submission.source == "message"}
        assert sorted(map(str, told)) == sorted(set(before) - adopted)
        assert not {str(number) for number in done.new} & set(self.seen)
        for number in map(str, done.superseded):
            assert not before[number].theirs

    @rule(data=st.data(), verdict=verdicts)
    def an_editor_decides(self, data: st.DataObject, verdict: Verdict) -> None:
        verdict = replace(verdict, redo=verdict.redo and verdict.action is Action.UNDO)
        number = self.some_number(data)
        of = self.some_number(data) if verdict.action is Action.DUPLICATE else None
        if number:
            self.attempt(lambda: self.store.decide(number, replace(verdict, of=of)))

    @rule(data=st.data(), who=names, field=fields, value=values)
    def an_editor_edits(self, data: st.DataObject, who: str, field: str, value: str | None) -> None:
        number = self.some_number(data)
        if number and self.attempt(lambda: self.store.edit(number, who, {field: value})):
            self.seen[number] = replace(self.seen[number], submission=self.store.submission(number))

    @rule(data=st.data(), who=names)
    def an_editor_gives_back(self, data: st.DataObject, who: str) -> None:
        number = self.some_number(data)
        if number and self.attempt(lambda: self.store.edit(number, who, {}, reset=["all"])):
            self.seen[number] = replace(self.seen[number], submission=self.store.submission(number))

    @rule(data=st.data(), who=names)
    def an_editor_notes_and_assigns(self, data: st.DataObject, who: str) -> None:
        if number := self.some_number(data):
            self.store.add_note(number, who, "看过")
            self.store.assign(number, who, who)

    @rule(mail=mails, who=names)
    def an_editor_adopts(self, mail: tuple[int, str], who: str) -> None:
        self.attempt(lambda: self.store.adopt(mail[0], who))

    @invariant()
    def nothing_of_theirs_is_lost(self) -> None:
        if not hasattr(self, "store"):
            return
        rows = {str(row.number): row for row in self.store.submissions(EVERYTHING)}
        assert set(self.seen) <= set(rows)  # a number never goes away
        for number, row in rows.items():
            now = Seen(self.store.submission(number), self.store.log(number))
            self.begun.setdefault(number, now.log[0].status_from if now.log else row.status)
            self.follows(number, now)
            if number in self.seen:
                self.keeps(self.seen[number], now)
            self.seen[number] = now

    def follows(self, number: str, now: Seen) -> None:
        """The status is what the log leads to, step by step."""
        status = self.begun[number]
        for made in now.log:
            assert made.status_from is status
            status = made.status_to
        assert now.submission.row.status is status

    def keeps(self, before: Seen, now: Seen) -> None:
        """A number names the same for ever, the log only grows, and what is the editors' stays."""
        assert now.submission.message_id == before.submission.message_id
        assert now.log[: len(before.log)] == before.log
        if before.theirs:
            assert now.words == before.words
            assert now.submission.row.status is before.submission.row.status or len(now.log) > len(before.log)

    def all_is_told(self, message_id: int, reading: Reading) -> None:
        """Nothing that a reading proposes is without a submission."""
        places = {(one.source, one.ordinal) for one in self.store.message(message_id).submissions}
        assert {(one.source, one.ordinal) for one in reading.contributions} <= places

    def some_number(self, data: st.DataObject) -> str | None:
        return data.draw(st.sampled_from(sorted(self.seen))) if self.seen else None

    def attempt(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except ActionRefused:
            return False
        return True


def proposed(serial: int, office: str, found: list[tuple[str, str, str]], *, correction: bool) -> Reading:
    """Make a reading of a mail in which these speeches were found."""
    contributions = tuple(
        Contribution(
            source="2",
            ordinal=ordinal,
            status=Status.PENDING,
            record=SpeechRecord(title=Title(main=title), speakers=(Speaker(speaker),)),
            heading="发言.docx",
            text=text * 60,
            engine="docx",
            fingerprint=text * 64,
            correction=correction,
        )
        for ordinal, (text, title, speaker) in enumerate(found)
    )
    file = Attachment("2", "发言.docx", 9, f"{serial:064x}", "docx", Outcome.READ)
    return Reading(
        version="1",
        subject="发言",
        from_name="",
        from_address=f"{office}@example.org",
        message_id=None,
        date=None,
        kind=MailKind.SUBMISSION if found else MailKind.NOISE,
        text="请查收",
        attachments=(file,),
        contributions=contributions,
    )


def test_numbers_decisions_and_edits_outlive_any_sequence_of_events(urls: Callable[[], str]) -> None:
    class Here(Newsroom):
        url = staticmethod(urls)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
