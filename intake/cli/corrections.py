"""`export --corrections`: what editors corrected, as labelled documents that recognition can be measured with.

A folder with three in it: `docs` has the documents as they were sent, `gold` for each the records that should be read
from it, `meta` the file name and the subject it came with. They never leave this machine by themselves.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from intake.cli.app import App
from intake.cli.files import keep
from intake.cli.originals import cut
from intake.locale import N_
from intake.model import StoredMessage, StoredSubmission
from intake.render.contract import Json, gold_json
from intake.render.submission import found
from intake.sandbox import Sandbox, sandbox_of
from intake.store import Store
from intake.workflow import Status

_TYPE: Final = re.compile("[a-z0-9]{1,10}")


def put_corrections(app: App, folder: Path) -> None:
    """Write every document whose submissions were corrected, over those written before; say how many there are."""
    count = 0
    with app.open_store() as store, sandbox_of(app.config_or_defaults) as sandbox:
        for message_id in store.corrected():
            message = store.message(message_id)
            for files in _documents(sandbox, store, message):
                for place, content in files.items():
                    keep(folder / place, content)
                count += 1
    said = N_("{count} documents in {folder}: docs, gold, meta")
    app.put(app.say(said).format(count=count, folder=folder))


def _documents(sandbox: Sandbox, store: Store, message: StoredMessage) -> Iterator[Mapping[str, bytes]]:
    """Give the files about each corrected document of a mail, by where they go in the folder."""
    by_source: defaultdict[str, list[StoredSubmission]] = defaultdict(list)
    for submission in message.submissions:
        by_source[submission.source].append(submission)
    for source, submissions in by_source.items():
        if not any(_is_corrected(one) for one in submissions):
            continue
        content, attached = _content(sandbox, store, message, submissions[0])
        row = submissions[0].row
        name = f"{row.number}.{row.format if attached and _TYPE.fullmatch(row.format) else 'txt'}"
        records = [one.record for one in submissions if one.record is not None and _stands(one)]
        leaf = found(message.reading.attachments, source) if message.reading else None
        meta = {"filename": leaf.name if leaf else "", "subject": message.row.subject}
        yield {
            f"docs/{name}": content,
            f"gold/{name}.json": _json(gold_json(name, records)),
            f"meta/{row.number}.json": _json(meta),
        }


def _is_corrected(submission: StoredSubmission) -> bool:
    """Tell whether an editor wrote something into it, or said that it is no speech."""
    return submission.row.edited or (
        submission.row.status is Status.DISMISSED and submission.record is not None
    )


def _stands(submission: StoredSubmission) -> bool:
    """Tell whether what was recognised is a speech of the document, after all that editors did."""
    gone = submission.row.status is Status.SUPERSEDED and not submission.row.edited
    return submission.row.status is not Status.DISMISSED and not gone


def _content(
    sandbox: Sandbox, store: Store, message: StoredMessage, submission: StoredSubmission
) -> tuple[bytes, bool]:
    """Cut the document from its mail again, and tell whether it could be; else what was read of it is the document."""
    leaf = found(message.reading.attachments, submission.source) if message.reading else None
    if leaf is not None:
        content = cut(sandbox, store, message, [leaf]).get(leaf.path)
        if content is not None:
            return bytes(content), True
    return submission.text.encode("utf-8", "replace"), False


def _json(value: Json | Mapping[str, str]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
