"""`open`: the files of a submission as they were attached, under names that are safe."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from intake.cli.app import App
from intake.cli.files import cannot_write
from intake.cli.language import command, option
from intake.errors import Exit, NoSuchRecord
from intake.locale import N_
from intake.model import Attachment, Failure, Outcome, StoredMessage, StoredSubmission
from intake.render.filename import dangerous, safe_name
from intake.render.safe import one_line, show
from intake.render.submission import found
from intake.sandbox import Sandbox, sandbox_of
from intake.store import Store


@command(
    "open",
    help=N_(
        "Write the file of submission NUMBER as it was attached, for you alone to read, and say where it is."
    ),
)
@click.argument("number", metavar="NUMBER")
@option("--all", "everything", is_flag=True, help=N_("Every file of its mail."))
@option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=N_("Write into this folder, not a new one."),
)
@option("--unsafe", is_flag=True, help=N_("Programs, scripts and files with macros, too."))
@click.pass_obj
def open_command(app: App, /, *, number: str, everything: bool, folder: Path | None, unsafe: bool) -> int:
    """Write originals and print their paths; without a file of its own, a submission gives its whole mail."""
    with app.open_store() as store:
        submission = store.submission(number)
        message = store.message(submission.message_id)
        wanted = list(_wanted(submission, message, everything=everything))
        refused = [] if unsafe else [one for one in wanted if dangerous(one)]
        chosen = [one for one in wanted if one not in refused]
        with sandbox_of(app.config_or_defaults) as sandbox:
            got = cut(sandbox, store, message, chosen)
        files = [(one.name, got[one.path]) for one in chosen if one.path in got]
        if not wanted:
            files = [(f"{submission.row.number}.eml", store.raw(message.row.id))]
    for path in written(files, folder) if files else ():
        app.put(show(str(path)))
    for one in refused:
        said = N_("not written: {name} — opening it could run something — add --unsafe if you trust it")
        app.warn(app.say(said).format(name=one_line(one.name)))
    lost = [app.complain(_lost(one, message)) for one in chosen if one.path not in got]
    return max((*lost, Exit.REFUSED if refused else Exit.DONE))


def _wanted(
    submission: StoredSubmission, message: StoredMessage, *, everything: bool
) -> Iterator[Attachment]:
    """Choose the submission's own file; of one from the mail's text, or if asked for, all files."""
    leaves = message.reading.attachments if message.reading else ()
    own = found(leaves, submission.source)
    if own is not None and not everything:
        yield own
    else:
        yield from _leaves(leaves)


def _leaves(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    """Give what is no container and no part of the page itself."""
    for one in attachments:
        if one.outcome is Outcome.OPENED:
            yield from _leaves(one.members)
        elif one.detail != "inline":
            yield one


def cut(
    sandbox: Sandbox, store: Store, message: StoredMessage, chosen: list[Attachment]
) -> Mapping[str, bytes | bytearray]:
    """Cut files from the mail again, by path; what cannot be cut out any more is missing.

    A worker does it: whatever the mail makes of its readers, what comes here is bytes, and no more than are listed.
    """
    if not chosen:
        return {}
    leaves = sandbox.cut(store.raw(message.row.id), {one.path: one.size for one in chosen})
    # the limits may have been narrowed since it was read
    return {} if isinstance(leaves, Failure) else leaves


def _lost(one: Attachment, message: StoredMessage) -> NoSuchRecord:
    return NoSuchRecord(
        N_(
            "no such file — {name} — it cannot be cut from mail {id} — `intake mail show {id} --raw` has its bytes"
        ),
        name=one_line(one.name),
        id=message.row.id,
    )


def _folder(folder: Path | None) -> Path:
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="intake-"))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder


def written(files: Iterable[tuple[str, bytes | bytearray]], wanted: Path | None) -> Iterator[Path]:
    """Write files for their owner alone, over none that is there; a link in their place is not followed."""
    folder = _folder(wanted)
    taken = {path.name for path in folder.iterdir()}
    for name, content in files:
        path = folder / safe_name(name, taken)
        taken.add(path.name)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(content)
        except OSError as error:
            raise cannot_write(path, error) from error
        yield path
