"""The machine contract: one JSON line per input, English keys and slugs, times in ISO 8601 with offset.

Keys and their order are fixed; a change here breaks the scripts of others.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from intake.model import (
    Attachment,
    Contribution,
    Contributor,
    Decision,
    Elder,
    Finding,
    Link,
    MessageRow,
    Number,
    Overruled,
    PollReport,
    ProblemRow,
    Reading,
    Sender,
    Share,
    SpeechRecord,
    StoredMessage,
    StoredSubmission,
    SubmissionRow,
)
from intake.render.around import Around
from intake.render.safe import json_text

#: The order of a record's keys, that of the labelled corpus.
RECORD_KEYS = (
    "speech_type", "title", "speakers", "unit", "post", "other_posts", "region", "occasion", "date", "editor_note",
    "salutation", "lead", "sections", "figures", "closing", "contact", "contributors", "credits", "attachments",
    "word_count",
)  # fmt: skip

#: What a poll counts in each mailbox.
POLL_TOTALS = ("seen", "new", "again", "waiting", "pending", "oversized", "mismatched")

Json = dict[str, object]


def line(value: object) -> str:
    """Write a value as one line of JSON in which no character hides."""
    return json_text(json.dumps(value, ensure_ascii=False))


def poll_line(report: PollReport) -> str:
    """Write what a poll did: its totals, then each mailbox."""
    boxes = report.mailboxes
    totals = {key: sum(getattr(box, key) for box in boxes) for key in POLL_TOTALS}
    return line(
        {"exit_code": report.exit_code, "dry_run": report.dry_run}
        | totals
        | {
            "read": report.read,
            "submissions": report.submissions,
            "problems": report.problems,
            "unread": report.unread,
            "resurfaced": report.resurfaced,
            "seconds": report.seconds,
            "mailboxes": [msgspec.to_builtins(box) for box in boxes],
        }
    )


def document_line(
    file: str, records: Sequence[SpeechRecord], warnings: Iterable[str], problem: tuple[str, str] | None
) -> str:
    """Write what was read from a document; a problem is its slug and what it says."""
    return line(
        {
            "file": file,
            "records": [record_json(record) for record in records],
            "warnings": list(warnings),
            "problem": None if problem is None else {"code": problem[0], "detail": problem[1]},
        }
    )


def mail_line(reading: Reading, *, file: str, sha256: str, zone: ZoneInfo) -> str:
    """Write what was read from a mail file, which has no number and no time of arrival."""
    submissions = [_proposed(contribution) for contribution in reading.contributions]
    return line({"file": file, **_mail(reading, sha256, None, submissions, zone)})


def stored_line(message: StoredMessage, zone: ZoneInfo) -> str:
    """Write what is stored of a message; one that could not be read has its problem's slug among the warnings."""
    submissions = [_stored(submission) for submission in message.submissions]
    if message.reading is None:
        return line(_unread(message, submissions, zone))
    understood = replace(message.reading, warnings=message.warnings)
    told = _mail(understood, message.row.sha256, message.row.received, submissions, zone)
    return line(told | {"authentication": list(message.verdict)})


def record_json(record: SpeechRecord) -> Json:
    """Turn a record into what JSON holds: the corpus's keys, then confidence and evidence by field."""
    found = msgspec.to_builtins(record)
    evidence = found["evidence"]
    confidences = {name: entry["confidence"] for name, entry in evidence.items()}
    return {key: found[key] for key in RECORD_KEYS} | {"confidence": confidences, "evidence": evidence}


def gold_json(file: str, records: Sequence[SpeechRecord]) -> Json:
    """Turn what a document should be read as into what JSON holds, as the labelled corpus has it: nothing of how sure."""
    found = [msgspec.to_builtins(record) for record in records]
    return {
        "file": file,
        "is_speech": bool(records),
        "records": [{key: record[key] for key in RECORD_KEYS} for record in found],
    }


def submission_json(row: SubmissionRow, zone: ZoneInfo) -> Json:
    """Turn a line of the editors' list into what JSON holds."""
    found: Json = msgspec.to_builtins(row)
    return found | {"number": str(row.number), "arrived": _time(row.arrived, zone)}


def submission_page_json(submission: StoredSubmission, around: Around, zone: ZoneInfo) -> Json:
    """Turn a submission with all that is known of it into what JSON holds."""
    record = None if submission.record is None else record_json(submission.record)
    return submission_json(submission.row, zone) | {
        "duplicate_of": _number(submission.duplicate_of),
        "revision_of": _number(submission.revision_of),
        "message": submission.message_id,
        "source": submission.source,
        "record": record,
        "text": submission.text,
        "disclosures": [msgspec.to_builtins(each) for each in submission.disclosures],
        "sender": _sender(around.sender, zone),
        "authentication": list(around.message.verdict) if around.message else [],
        "look_alikes": [{"number": str(one.row.number), "why": list(one.why)} for one in around.look_alikes],
        "log": [decision_json(each, zone) for each in around.log],
        "findings": [msgspec.to_builtins(finding) for finding in around.findings],
    }


def decision_json(decision: Decision, zone: ZoneInfo) -> Json:
    """Turn a row of a log into what JSON holds."""
    found: Json = msgspec.to_builtins(decision)
    return found | {"number": str(decision.number), "at": _time(decision.at, zone)}


def share_json(group: str, share: Share) -> Json:
    """Turn a count into what JSON holds; `by` says what it is a count by."""
    found: Json = msgspec.to_builtins(share)
    return {"by": group} | found


def rule_json(rule: Overruled) -> Json:
    """Turn a rule that was corrected into what JSON holds."""
    found: Json = msgspec.to_builtins(rule)
    return found | {"number": str(rule.number)}


def findings_json(number: Number, findings: Iterable[Finding]) -> Json:
    """Turn what was found before print into what JSON holds; spans are characters of the submission's text."""
    return {"number": str(number), "findings": [msgspec.to_builtins(finding) for finding in findings]}


def message_json(row: MessageRow, zone: ZoneInfo) -> Json:
    """Turn a line of the mail list into what JSON holds."""
    found: Json = msgspec.to_builtins(row)
    return found | {"received": _time(row.received, zone)}


def contributor_json(one: Contributor, zone: ZoneInfo) -> Json:
    """Turn an entry of the address book into what JSON holds."""
    found: Json = msgspec.to_builtins(one)
    return found | {"first": _time(one.first, zone), "last": _time(one.last, zone)}


def _sender(sender: Sender | None, zone: ZoneInfo) -> Json | None:
    if sender is None:
        return None
    told = {"hints": list(sender.hints), "namesake": sender.namesake}
    return contributor_json(sender.contributor, zone) | told


def problem_json(row: ProblemRow, zone: ZoneInfo) -> Json:
    """Turn a line of the list of problems into what JSON holds."""
    problem = row.problem
    return {
        "id": row.mail.id,
        "code": problem.code,
        "detail": problem.detail,
        "attempts": problem.attempts,
        "first": _time(problem.first_at, zone),
        "last": _time(problem.last_at, zone),
        "next": _time(problem.next_at, zone),
        "version": problem.version,
        "mail": message_json(row.mail, zone),
    }


def _time(when: datetime | None, zone: ZoneInfo | None = None) -> str | None:
    """Write a time with its own offset, or with that of the zone for what we store as UTC."""
    if when is None:
        return None
    return (when if zone is None else when.astimezone(zone)).isoformat()


def _mail(
    reading: Reading, sha256: str, received: datetime | None, submissions: list[Json], zone: ZoneInfo
) -> Json:
    return {
        "sha256": sha256,
        "subject": reading.subject,
        "from_name": reading.from_name,
        "from_address": reading.from_address,
        "message_id": reading.message_id,
        "date": _time(reading.date),
        "received": _time(received, zone),
        "kind": reading.kind.value,
        "attachments": _attachments(reading.attachments),
        "links": [_link(link) for link in reading.links],
        "text": reading.text,
        "warnings": list(reading.warnings),
        "submissions": submissions,
        "authentication": [],  # a file on disk came through no server that we know
    }


def _unread(message: StoredMessage, submissions: list[Json], zone: ZoneInfo) -> Json:
    row, problem = message.row, message.problem
    return {
        "sha256": row.sha256,
        "subject": row.subject,
        "from_name": row.from_name,
        "from_address": row.from_address,
        "message_id": None,
        "date": None,
        "received": _time(row.received, zone),
        "kind": None,
        "attachments": [],
        "links": [],
        "text": "",
        "warnings": [*([] if problem is None else [problem.code]), *message.warnings],
        "submissions": submissions,
        "authentication": [],
    }


def _attachments(leaves: Iterable[Attachment]) -> list[Json]:
    """Leave out what the mail's page is made of: nobody attached it, and `mail show` has it."""
    return [_attachment(leaf) for leaf in leaves if leaf.detail != "inline"]


def _attachment(attachment: Attachment) -> Json:
    return {
        "path": attachment.path,
        "name": attachment.name,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "type": attachment.type,
        "outcome": attachment.outcome.value,
        "members": _attachments(attachment.members),
    }


def _link(link: Link) -> Json:
    return {
        "provider": link.provider,
        "name": link.name,
        "size": link.size,
        "code": link.code,
        "expires": _time(link.expires),
        "url": link.url,
    }


def _proposed(contribution: Contribution) -> Json:
    return _submission(
        None, contribution.source, contribution.status.value, contribution.record, contribution.warnings
    )


def _number(elder: Elder | None) -> str | None:
    return None if elder is None else str(elder.number)


def _stored(submission: StoredSubmission) -> Json:
    row = submission.row
    whole = _submission(str(row.number), submission.source, row.status.value, submission.record, row.warnings)
    return whole | {
        "duplicate_of": _mail_of(submission.duplicate_of),
        "revision_of": _mail_of(submission.revision_of),
    }


def _mail_of(elder: Elder | None) -> str | None:
    return None if elder is None else elder.sha256


def _submission(
    number: str | None, source: str, status: str, record: SpeechRecord | None, warnings: tuple[str, ...]
) -> Json:
    return {
        "number": number,
        "source": source,
        "status": status,
        "record": None if record is None else record_json(record),
        "duplicate_of": None,  # only a store has elders to compare with
        "revision_of": None,
        "warnings": list(warnings),
    }
