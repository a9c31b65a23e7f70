"""`edit` and `adopt`: an editor's values over what was recognised, and a submission where no program saw one."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, TypeVar

import click

from intake.cli.acting import AS, editor
from intake.cli.app import App
from intake.cli.draft import Draft
from intake.cli.language import command, option
from intake.errors import ActionRefused, Items
from intake.locale import N_
from intake.model import Decision, SpeechRecord
from intake.render.difference import field_names
from intake.render.toml import Field, read_back, written
from intake.store import Store

_DAY: Final = re.compile(r"([0-9]{4}|XXXX)-[0-9]{2}-[0-9]{2}")
Decorated = TypeVar("Decorated", bound=Callable[..., object])

#: The options of `edit`, and the field of a record that each gives.
_OPTIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "title": ("title.main", N_("The title.")),
        "subtitle": ("title.subtitle", N_("The subtitle.")),
        "speaker": ("speaker", N_("Who speaks; several names with 、 between.")),
        "unit": ("unit", N_("The speaker's unit.")),
        "post": ("post", N_("The speaker's post.")),
        "date": (
            "date",
            N_("The day of the speech: 2026-11-18, or XXXX-11-18 where the year is not stated."),
        ),
        "occasion": ("occasion", N_("The occasion.")),
    }
)


def _with_options(command: Decorated) -> Decorated:
    for name, (_, about) in reversed(tuple(_OPTIONS.items())):
        command = option(f"--{name}", metavar="TEXT", help=about)(command)
    return command


@command(
    "edit",
    help=N_(
        "Correct fields of submission NUMBER, by options or, without any, in $EDITOR. An empty value empties a field; what you write beats every reading."
    ),
)
@click.argument("number", metavar="NUMBER")
@_with_options
@AS
@click.pass_obj
def edit_command(app: App, /, *, number: str, name: str | None, **given: Any) -> None:  # noqa: ANN401  # the table
    """Edit a submission."""
    who = editor(app, name)
    changes: dict[str, object] = {
        _OPTIONS[key][0]: value or None for key, value in given.items() if value is not None
    }
    if not _is_day(str(changes.get("date") or "")):
        raise click.BadParameter(app.say(N_("a day is YYYY-MM-DD or XXXX-MM-DD.")), param_hint="--date")
    with app.open_store() as store:
        decision = store.edit(number, who, changes) if changes else _in_editor(app, store, number, who)
    if decision is None:
        app.put(app.say(N_("Nothing was changed.")))
        return
    said = app.say(N_("changed: {fields}")).format(fields=field_names(decision.changes, app.view))
    app.put(f"{decision.number}  {said}")


def _in_editor(app: App, store: Store, number: str, who: str) -> Decision | None:
    """Let the editor change the fields as TOML; the text is kept unless its values are stored."""
    if not app.interactive:
        raise click.UsageError(app.say(N_("Give the values as options where nobody can be asked.")))
    submission = store.submission(number)
    before = _fields(submission.record or SpeechRecord())
    remarks = (
        f"{submission.row.number}  {submission.row.from_name}".rstrip(),
        app.say(N_("Change what is wrong, save and close. An empty text empties the field.")),
    )
    text = written(before, tuple(" ".join(line.split()) for line in remarks))
    draft = Draft.of(f"{submission.row.number}.toml", text)
    try:
        changes = _typed(app, draft, before)
        decision = store.edit(number, who, changes) if changes else None
    except BaseException:
        draft.keep(app)
        raise
    if changes is None:
        draft.keep(app)
    else:
        draft.drop()
    return decision


def _typed(app: App, draft: Draft, before: Mapping[str, Field]) -> dict[str, object] | None:
    """Give what was changed; what cannot be used may be corrected until it can. None: the editor gave up."""
    while True:
        try:
            after = read_back(draft.revised(app))
            _check(after, before)
        except ActionRefused as refusal:
            app.complain(refusal)
            if not click.confirm(app.say(N_("Edit again?")), default=True):
                return None
        else:
            return {name: value or None for name, value in after.items() if before[name] != value}


def _check(after: Mapping[str, Field], before: Mapping[str, Field]) -> None:
    """Raise ActionRefused for a field that there is not, a list for a text or the reverse."""
    for name, value in after.items():
        if name not in before:
            raise ActionRefused(
                N_("no such field — {field} — a record has no such field — it has {fields}"),
                field=name,
                fields=Items(before),
            )
        if isinstance(value, str) and isinstance(before[name], list):
            raise ActionRefused(N_('not understood — {key} — it is a list — write ["…", "…"]'), key=name)
        if isinstance(value, list) and isinstance(before[name], str):
            raise ActionRefused(N_('not understood — {key} — it is one text — write "…"'), key=name)
    if not _is_day(str(after.get("date") or "")):
        raise ActionRefused(N_("not understood — {key} — a day is YYYY-MM-DD or XXXX-MM-DD"), key="date")


def _is_day(text: str) -> bool:
    """Tell whether a text is empty or a day that exists; without its year, the 29th of February does."""
    if text and not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text.replace("XXXX", "2000") or "2000-01-01")
    except ValueError:
        return False
    return True


def _fields(record: SpeechRecord) -> dict[str, Field]:
    """Give the fields that are texts or lists of texts; a missing one is an empty text."""
    title, region = record.title, record.region
    return {
        "title.kicker": title.kicker or "",
        "title.issue": title.issue or "",
        "title.main": title.main or "",
        "title.subtitle": title.subtitle or "",
        "speaker": "、".join(speaker.name for speaker in record.speakers),
        "unit": record.unit or "",
        "post": record.post or "",
        "other_posts": list(record.other_posts),
        "region.city": region.city or "",
        "region.district": region.district or "",
        "region.town": region.town or "",
        "region.village": region.village or "",
        "occasion": record.occasion or "",
        "date": record.date or "",
        "editor_note": record.editor_note or "",
        "salutation": record.salutation or "",
        "lead": record.lead or "",
        "closing": record.closing or "",
        "contributors": list(record.contributors),
    }


@command(
    "adopt", help=N_("Make a submission of mail MAIL, which made none; `mail list` has the numbers of mails.")
)
@click.argument("mail", metavar="MAIL", type=click.IntRange(min=1, max=2**63 - 1))
@AS
@click.pass_obj
def adopt_command(app: App, /, *, mail: int, name: str | None) -> None:
    """Adopt a mail."""
    who = editor(app, name)
    with app.open_store() as store:
        number = store.adopt(mail, who)
    app.put(app.say(N_("mail {id} is submission {number}")).format(id=mail, number=number))
