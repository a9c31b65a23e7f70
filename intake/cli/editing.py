"""`edit` and `adopt`: an editor's values over what was recognised, and a submission where no program saw one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

import click

from intake.cli.acting import AS, editor
from intake.cli.app import App
from intake.cli.draft import Draft
from intake.cli.fields import all_fields, changes, fields_of, is_day
from intake.cli.language import command, option
from intake.cli.parameters import exclusive
from intake.errors import COMMA, ActionRefused
from intake.locale import N_
from intake.model import Decision, SpeechRecord, StoredSubmission
from intake.render.difference import field_names
from intake.render.submission import offered, values
from intake.render.toml import Field, read_back, written
from intake.store import EDITABLE, EVERY, Store
from intake.workflow import Entry

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


class Resettable(click.ParamType[str]):
    """A field that an editor may have written, called as its option or as in JSON, or all."""

    name = "field"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the name that the record has for it."""
        field = _OPTIONS[str(value)][0] if value in _OPTIONS else str(value)
        if field not in (*EDITABLE, EVERY):
            say = ctx.obj.say if ctx else str
            known = say(COMMA).join(dict.fromkeys((EVERY, *_OPTIONS, *EDITABLE)))
            self.fail(say(N_("must be of: {keys}")).format(keys=known), param, ctx)
        return field


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
@option(
    "--reset",
    type=Resettable(),
    metavar="FIELD",
    multiple=True,
    help=N_("Give a field back to what was read: title, sections … or all; may be repeated."),
)
@option(
    "--take",
    type=Resettable(),
    metavar="FIELD",
    multiple=True,
    help=N_("Take what `show` offers for a field that was not recognised; may be repeated."),
)
@AS
@click.pass_obj
def edit_command(
    app: App,
    /,
    *,
    number: str,
    name: str | None,
    reset: tuple[str, ...],
    take: tuple[str, ...],
    **given: Any,  # noqa: ANN401  # the table
) -> None:
    """Edit a submission."""
    who = editor(app, name)
    values: dict[str, object] = {
        _OPTIONS[key][0]: value or None for key, value in given.items() if value is not None
    }
    for key, (field, _) in _OPTIONS.items():
        asked = {f"--reset {key}": {field, EVERY} & set(reset), f"--take {key}": {field, EVERY} & set(take)}
        exclusive(app, {f"--{key}": field in values, **asked})
    if not is_day(str(values.get("date") or "")):
        raise click.BadParameter(app.say(N_("a day is YYYY-MM-DD or XXXX-MM-DD.")), param_hint="--date")
    with app.open_store() as store:
        values |= _taken(store.submission(number), take) if take else {}
        by_options = bool(values or reset)
        decision = (
            store.edit(number, who, values, reset=reset)
            if by_options
            else _in_editor(app, store, number, who)
        )
        noted = reset and any(each.action is Entry.REREAD for each in store.log(number))
    if decision is None:
        app.put(app.say(N_("Nothing was changed.")))
        return
    changed, back = N_("changed: {fields}"), N_("as it was read again: {fields}")
    said = app.say(changed if values or not reset else back)
    said = said.format(fields=field_names(decision.changes, app.view))
    app.put(f"{decision.number}  {said}")
    if noted:
        hint = N_("`intake reread {number}` takes over what is read of it now, unless somebody decided it")
        app.put(app.say(hint).format(number=decision.number))


def _taken(submission: StoredSubmission, names: Iterable[str]) -> dict[str, object]:
    """Give the first guess at each field; ActionRefused where there is none."""
    record = submission.record or SpeechRecord()
    offers = {
        name: guess for name, value in all_fields(record).items() if (guess := _guess(record, name, value))
    }
    wanted = tuple(offers) if EVERY in names else tuple(names)
    missing = [name for name in wanted if name not in offers] or ([] if wanted else [EVERY])
    if missing:
        raise ActionRefused(
            N_("nothing to take — {number} — no guess is offered for {field} — see `intake show`"),
            number=submission.row.number,
            field=missing[0],
        )
    return {name: offers[name] for name in wanted}


def _guess(record: SpeechRecord, name: str, value: object) -> object:
    """Give what a field that is shown as empty may hold, None where nothing is offered."""
    found = record.evidence.get(name)
    if found is None or (value and not record.withheld(name)):
        return None
    return value or next(iter(found.alternatives), None)


def _in_editor(app: App, store: Store, number: str, who: str) -> Decision | None:
    """Let the editor change the fields as TOML; the text is kept unless its values are stored."""
    if not app.interactive:
        raise click.UsageError(app.say(N_("Give the values as options where nobody can be asked.")))
    submission = store.submission(number)
    record = submission.record or SpeechRecord()
    before = fields_of(record)
    remarks = (
        f"{submission.row.number}  {submission.row.from_name}".rstrip(),
        app.say(N_("Change what is wrong, save and close. An empty text empties the field.")),
        app.say(N_("[[sections]] begins a section, [[sections.points]] a point in it.")),
        *_offered(app, record),
    )
    text = written(before, tuple(" ".join(line.split()) for line in remarks))
    draft = Draft.of(f"{submission.row.number}.toml", text)
    try:
        typed = _typed(app, draft, before)
        decision = store.edit(number, who, typed) if typed else None
    except BaseException:
        draft.keep(app)
        raise
    if typed is None:
        draft.keep(app)
    else:
        draft.drop()
    return decision


def _offered(app: App, record: SpeechRecord) -> Iterator[str]:
    """Name what the empty fields may hold."""
    for name, value in values(record):
        guess = value if record.withheld(name) else ""
        guesses = offered(guess, record.evidence.get(name))
        if guesses and (guess or not value):
            yield app.say(N_("{field}: perhaps {guesses}")).format(field=name, guesses=guesses)


def _typed(app: App, draft: Draft, before: Mapping[str, Field]) -> dict[str, object] | None:
    """Give what was changed; what cannot be used may be corrected until it can. None: the editor gave up."""
    while True:
        try:
            return changes(read_back(draft.revised(app)), before)
        except ActionRefused as refusal:
            app.complain(refusal)
            if not click.confirm(app.say(N_("Edit again?")), default=True):
                return None


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
