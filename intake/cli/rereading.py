"""`reread`: stored mails through the present readers and lexicon, and what that changes."""

from collections.abc import Iterator

import click

from intake.cli.app import App
from intake.cli.language import command, option
from intake.cli.parameters import one_of
from intake.cli.polling import progress_of
from intake.errors import Exit, NoSuchRecord
from intake.locale import N_
from intake.model import Decision, Number, SpeechRecord, StoredSubmission
from intake.read import Reread, reread
from intake.render.difference import differing, field_names
from intake.sandbox import Sandbox, sandbox_of
from intake.store import Store
from intake.workflow import Entry


@command(
    "reread",
    help=N_(
        "Read the mails of submissions NUMBER... again with the present readers and word lists. Numbers, decisions and edits stay."
    ),
)
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
@option("--all", "everything", is_flag=True, help=N_("Every mail that is stored."))
@option(
    "--outdated", is_flag=True, help=N_("The mails that were read by another version or other word lists.")
)
@click.pass_obj
def reread_command(app: App, /, *, numbers: tuple[str, ...], everything: bool, outdated: bool) -> int:
    """Read mails again and say what changed."""
    asked = {"NUMBER": numbers, "--all": everything, "--outdated": outdated}
    one_of(app, asked, N_("Name submissions, or give --all or --outdated."))
    with sandbox_of(app.config) as sandbox, app.open_store() as store:
        chosen, worst = _chosen(app, store, numbers)
        if not numbers:
            chosen = store.outdated(sandbox.version if outdated else None)
        total = _reread_all(app, store, sandbox, chosen)
    app.put(_summary(app, total))
    return worst


def _chosen(app: App, store: Store, numbers: tuple[str, ...]) -> tuple[list[int], int]:
    found: dict[int, None] = {}
    worst: int = Exit.DONE
    for number in numbers:
        try:
            found[store.submission(number).message_id] = None
        except NoSuchRecord as error:
            worst = max(worst, app.complain(error))
    return list(found), worst


def _reread_all(app: App, store: Store, sandbox: Sandbox, chosen: list[int]) -> Reread:
    total = Reread()
    with progress_of(app.say(N_("reading"))) as progress:
        for done, message_id in enumerate(chosen, start=1):
            before = {one.row.number: one for one in store.message(message_id).submissions}
            found = reread(store, message_id, sandbox)
            progress(done, len(chosen))
            for line in _told(app, store, before, found):
                app.put(line)
            total = total.plus(found)
    return total


def _told(app: App, store: Store, before: dict[Number, StoredSubmission], found: Reread) -> Iterator[str]:
    """Say what a reading changed, one line a submission."""
    if found.problem is not None:
        yield app.say(N_("mail {id} was not read: {why}; what was understood of it before stays")).format(
            id=found.message_id, why=found.problem
        )
    for number in found.changed:
        yield f"{number}  {_difference(app, store, before[number])}"
    new, superseded = N_("new"), N_("superseded: the new reading does not have it")
    for number in found.new:
        yield f"{number}  {app.say(new)}"
    for number in found.superseded:
        yield f"{number}  {app.say(superseded)}"


def _difference(app: App, store: Store, old: StoredSubmission) -> str:
    """Name the fields that are not as they were, or would not be if an editor had not decided."""
    new = store.submission(str(old.row.number))
    changed = differing(old.record or SpeechRecord(), new.record or SpeechRecord())
    if old.text != new.text:
        changed += ("text",)
    noted = _noted(store.log(str(old.row.number)))
    if noted and not changed:
        said, fields = N_("stays as the editors left it; read otherwise now: {fields}"), noted
    else:  # the same values, but another rule found them, or is surer of them
        said, fields = N_("changed: {fields}"), changed or ("confidence",)
    return app.say(said).format(fields=field_names(fields, app.view))


def _noted(log: list[Decision]) -> tuple[str, ...]:
    """Give the fields that the last rereading noted in a log."""
    return next((tuple(each.changes) for each in reversed(log) if each.action is Entry.REREAD), ())


def _summary(app: App, total: Reread) -> str:
    template = N_(
        "mails read again {mails}: unchanged {kept}, changed {changed}, new {new}, superseded {superseded}, problems {problems}"
    )
    return app.say(template).format(
        mails=total.mails,
        kept=len(total.kept),
        changed=len(total.changed),
        new=len(total.new),
        superseded=len(total.superseded),
        problems=total.problems,
    )
