"""The store: everything that is kept, in one database. It knows values of `intake.model` and no mail."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from intake.model import (
    Backlog,
    Contributor,
    Decision,
    Failure,
    Heading,
    LookAlike,
    MessageRow,
    Number,
    Overruled,
    Problem,
    ProblemRow,
    Reading,
    Rereading,
    Rules,
    Sender,
    Share,
    StoredMessage,
    StoredSubmission,
    SubmissionRow,
    Verdict,
)
from intake.store import (
    adoption,
    backlog,
    contributors,
    edits,
    landing,
    log,
    look_alikes,
    messages,
    problems,
    queries,
    readings,
    rereading,
    runs,
    schema,
    statistics,
    triage,
)
from intake.store.backoff import Backoff
from intake.store.contributors import ContributorQuery
from intake.store.edits import EVERY
from intake.store.engine import BUSY_TIMEOUT, address, file_of
from intake.store.epochs import HeadKey, key_of
from intake.store.filters import Period, Sort, SubmissionQuery
from intake.store.landing import Landed, identity
from intake.store.log import Moment
from intake.store.overlay import EDITABLE
from intake.store.polling import PollStore, now
from intake.store.runs import Health, Run
from intake.store.schema import migrate
from intake.workflow import Status

__all__ = [
    "EDITABLE",
    "EVERY",
    "Backoff",
    "ContributorQuery",
    "HeadKey",
    "Health",
    "Landed",
    "Period",
    "Run",
    "Sort",
    "Store",
    "SubmissionQuery",
    "address",
    "file_of",
    "identity",
    "key_of",
    "migrate",
    "open_store",
]

_PAGE: Final = 20  # mails of an export held at once


def open_store(url: str, zone: ZoneInfo, *, timeout: float = BUSY_TIMEOUT, create: bool = True) -> "Store":
    """Open a database, making its file and its tables where there are none: only if asked to `create`.

    `zone` decides in which year a mail arrived; `timeout` is how many seconds a writer waits for another.
    Raises NoSuchRecord for one that is not there, SchemaError for one of another version, CannotWrite, StoreBusy,
    ConfigError.
    """
    return Store(schema.ensure(url, timeout, create=create), zone)


class Store(PollStore):
    """An open database; may be shared by threads. Every method is one transaction."""

    # ── reading ───────────────────────────────────────────────────────────────────────────────────

    def unread(self) -> list[int]:
        """List the messages with neither reading nor problem, the oldest arrival first."""
        with self._database.reading() as connection:
            return landing.unread(connection)

    def raw(self, message_id: int) -> bytes:
        """Give a mail's bytes exactly as received; NoSuchRecord."""
        with self._database.reading() as connection:
            return landing.raw_of(connection, message_id)

    # ── readings ──────────────────────────────────────────────────────────────────────────────────

    def keep(self, message_id: int, reading: Reading) -> tuple[Number, ...]:
        """Keep what was understood of a mail, number its submissions and relate them to earlier ones; NoSuchRecord.

        A mail that was read before stays as it is, and its numbers are given.
        """
        with self._database.writing() as connection:
            return readings.keep(connection, message_id, reading, self._moment())

    def reread(self, message_id: int, reading: Reading) -> Rereading:
        """Put a newer reading in place of a mail's own; NoSuchRecord.

        Numbers stay, and so does every submission that an editor decided or edited: what the new reading says
        otherwise goes into its log as "reread".
        """
        with self._database.writing() as connection:
            return rereading.reread(connection, message_id, reading, self._moment())

    def outdated(self, version: str | None = None) -> list[int]:
        """List the messages whose reading was made by another version of readers and lexicon, or all of them.

        They come in the order in which they were read, which is that in which to read them again.
        """
        with self._database.reading() as connection:
            return rereading.outdated(connection, version)

    def fail(
        self,
        message_id: int,
        code: str,
        detail: str,
        version: str = "",
        *,
        heading: Heading = Heading(),  # noqa: B008  # frozen
    ) -> None:
        """Record that a version of the readers could not read a mail, once more; NoSuchRecord.

        What was understood of it before stays. When it is tried again depends on the code and on how often it was.
        `heading` is what the lists show of it until it is read.
        """
        with self._database.writing() as connection:
            readings.fail(connection, message_id, Failure(code, detail, heading=heading), version, now())

    def due(self, version: str) -> list[int]:
        """List the mails with a problem that this version of the readers has to try again now."""
        with self._database.reading() as connection:
            return problems.due(connection, version, now())

    # ── what editors see ──────────────────────────────────────────────────────────────────────────

    def submissions(self, query: SubmissionQuery = SubmissionQuery()) -> list[SubmissionRow]:  # noqa: B008  # frozen
        """List submissions, by default those that wait for an editor, the oldest arrival first."""
        with self._database.reading() as connection:
            return queries.submissions(connection, query)

    def total(self, query: SubmissionQuery = SubmissionQuery()) -> int:  # noqa: B008  # frozen
        """Count the submissions that a query lists, whatever its limit."""
        with self._database.reading() as connection:
            return queries.total(connection, query)

    def submission(self, reference: str) -> StoredSubmission:
        """Give the submission that "2026-0137" names, or "137" where only one year has it; NoSuchRecord."""
        with self._database.reading() as connection:
            return queries.find(connection, reference)

    def matching(self, query: SubmissionQuery) -> list[Number]:
        """List the numbers of what `submissions` would list."""
        with self._database.reading() as connection:
            return queries.matching(connection, query)

    def look_alikes(self, reference: str) -> list[LookAlike]:
        """List the submissions that resemble one, the strongest resemblance first; NoSuchRecord."""
        with self._database.reading() as connection:
            return look_alikes.look_alikes(connection, reference)

    def contributors(self, query: ContributorQuery = ContributorQuery()) -> list[Contributor]:  # noqa: B008  # frozen
        """List who contributed, the one who wrote last first."""
        with self._database.reading() as connection:
            return contributors.contributors(connection, query)

    def contributor(self, address: str) -> Contributor:
        """Give what is known of an address from which submissions came, whatever its case; NoSuchRecord."""
        with self._database.reading() as connection:
            return contributors.contributor(connection, address)

    def sender(self, reference: str) -> Sender | None:
        """Tell who sent a submission, and what is odd about it; None where its mail names no address; NoSuchRecord."""
        with self._database.reading() as connection:
            return contributors.sender(connection, reference)

    def log(self, reference: str) -> list[Decision]:
        """Give everything that was done with a submission, oldest first; NoSuchRecord."""
        with self._database.reading() as connection:
            return log.log(connection, reference)

    def counts(self) -> Mapping[Status, int]:
        """Count the submissions of every status, without the archived."""
        with self._database.reading() as connection:
            return queries.counts(connection)

    def shares(self, period: Period) -> Mapping[str, tuple[Share, ...]]:
        """Count what arrived in a period by status, month, unit and sender, without the archived."""
        with self._database.reading() as connection:
            return statistics.shares(connection, period, self.zone)

    def overruled(self, period: Period) -> list[Overruled]:
        """Count the editors' corrections of a period that stand, by the rule and the field they overrule."""
        with self._database.reading() as connection:
            return statistics.overruled(connection, period)

    def corrected(self) -> list[int]:
        """List the mails of which an editor edited a submission, or put one aside."""
        with self._database.reading() as connection:
            return statistics.corrected(connection)

    def messages(self, limit: int | None = None) -> list[MessageRow]:
        """List mails, the last landed first."""
        with self._database.reading() as connection:
            return messages.newest(connection, limit)

    def total_messages(self) -> int:
        """Count the mails."""
        with self._database.reading() as connection:
            return messages.total(connection)

    def message(self, message_id: int) -> StoredMessage:
        """Give a mail with all that is known of it; NoSuchRecord."""
        with self._database.reading() as connection:
            return messages.one(connection, message_id)

    def all_messages(self) -> Iterator[StoredMessage]:
        """Give every mail in the order they landed, a few in memory at a time."""
        after = 0
        while True:
            with self._database.reading() as connection:  # a short one: a long one keeps the WAL growing
                page = messages.page(connection, after, _PAGE)
            if not page:
                return
            yield from page
            after = page[-1].row.id

    def problems(self) -> list[Problem]:
        """List the mails that could not be read, oldest first."""
        with self._database.reading() as connection:
            return problems.all_of(connection)

    def problem_rows(self) -> list[ProblemRow]:
        """List problems with their mails, the oldest first."""
        with self._database.reading() as connection:
            return problems.rows(connection)

    # ── what editors do ───────────────────────────────────────────────────────────────────────────

    def decide(
        self,
        reference: str,
        verdict: Verdict,
        rules: Rules = Rules(),
        *,
        seen: Status | None = None,
    ) -> Decision:
        """Take an action on a submission: any of those by hand, undo among them.

        `seen` is the status the editor looked at. Raises ActionRefused where it is another now (and says who changed
        it), or where the action is not allowed or lacks something; NoSuchRecord.
        """
        with self._database.writing() as connection:
            return triage.decide(connection, reference, verdict, (rules, seen), self._moment())

    def assign(self, reference: str, who: str, assignee: str | None) -> Decision:
        """Give a submission to an editor, or to nobody; NoSuchRecord."""
        with self._database.writing() as connection:
            return triage.assign(connection, reference, who, assignee, self._moment())

    def add_note(self, reference: str, who: str, text: str) -> Decision:
        """Write a remark into a submission's log; NoSuchRecord."""
        with self._database.writing() as connection:
            return triage.add_note(connection, reference, who, text, self._moment())

    def edit(
        self, reference: str, who: str, changes: Mapping[str, object], *, reset: Sequence[str] = ()
    ) -> Decision:
        """Lay an editor's values over a record, by field of EDITABLE, as JSON holds them; None empties a field.

        The fields of `reset`, or with EVERY in it all, are given back to the reading; where none is left, and nobody
        decided, the submission follows its readings again. Raises ActionRefused for an unknown field, a value that does not fit, or where nothing changes; NoSuchRecord.
        """
        with self._database.writing() as connection:
            return edits.edit(connection, reference, who, (changes, reset), self._moment())

    def adopt(self, message_id: int, who: str) -> Number:
        """Make a submission of a mail that made none; ActionRefused where it did, NoSuchRecord."""
        with self._database.writing() as connection:
            return adoption.adopt(connection, message_id, who, self._moment())

    def resurface(self, today: date) -> int:
        """Put back on the list what was held until a day before today; gives how many."""
        with self._database.writing() as connection:
            return triage.resurface(connection, today, self._moment())

    # ── what the operator sees ────────────────────────────────────────────────────────────────────

    def backlog(self, mailboxes: Iterable[str]) -> Backlog:
        """Count what waits, and tell how the last polls of the mailboxes went."""
        with self._database.reading() as connection:
            return backlog.backlog(connection, mailboxes)

    def check(self) -> Health:
        """Look at the whole database."""
        with self._database.reading() as connection:
            return runs.health(connection)

    def _moment(self) -> Moment:
        return Moment(now(), self.zone)
