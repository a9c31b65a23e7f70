"""Which submissions are meant: one table of filters, as options of `list` and as `--where KEY=VALUE` of the actions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast, get_args

import click

from intake.cli.app import App
from intake.cli.language import option
from intake.cli.parameters import DAY
from intake.errors import COMMA
from intake.locale import N_
from intake.model import MailKind
from intake.store import Sort, SubmissionQuery
from intake.workflow import NEEDS_ACTION, Status

Decorated = TypeVar("Decorated", bound=Callable[..., object])
NOBODY: Final = "-"  # the assignee of what nobody has


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: what it takes, how help writes that, and what help says; some may be given several times."""

    kind: click.ParamType[Any]
    metavar: str
    about: str
    several: bool = False


_FIRST, _LAST = date(1, 1, 3), date(9999, 12, 29)

FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {
        "status": Filter(
            click.Choice([status.value for status in Status]), "STATUS", N_("Only these; may be repeated."), several=True
        ),
        "kind": Filter(click.Choice([kind.value for kind in MailKind]), "KIND", N_("Only from mails of this kind.")),
        "title": Filter(click.STRING, "TEXT", N_("The title contains this.")),
        "speaker": Filter(click.STRING, "TEXT", N_("The speaker's name contains this.")),
        "unit": Filter(click.STRING, "TEXT", N_("The unit contains this.")),
        "sender": Filter(click.STRING, "TEXT", N_("The sender's name or address contains this.")),
        "assignee": Filter(click.STRING, "NAME", N_("Given to this editor; - for nobody's.")),
        "since": Filter(DAY, "DATE", N_("Arrived on this day or later.")),
        "until": Filter(DAY, "DATE", N_("Arrived on this day or earlier.")),
        "below": Filter(click.FloatRange(0, 1), "0..1", N_("Recognised with less confidence than this.")),
        "warning": Filter(click.STRING, "SLUG", N_("With this warning: needs_ocr, look_alike, may_correct, class_notice …")),
        "format": Filter(click.STRING, "TYPE", N_("Read from such a file: docx, pdf, txt … or body.")),
        "engine": Filter(click.STRING, "NAME", N_("Its text obtained so: docx, msdoc2docx, soffice …")),
    }
)  # fmt: skip


def filtered(command: Decorated) -> Decorated:
    """Give a command every filter as an option."""
    for name, one in reversed(tuple(FILTERS.items())):
        command = option(
            f"--{name}", name, type=one.kind, metavar=one.metavar, multiple=one.several, help=one.about
        )(command)
    return command


class Where(click.ParamType[tuple[str, Any]]):
    """KEY=VALUE with the filters' names and values."""

    name = "filter"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Any]:
        """Check the value as the option of that name does."""
        key, separator, given = str(value).partition("=")
        if not separator or key not in FILTERS:
            say = ctx.obj.say if ctx else str
            known = say(COMMA).join(FILTERS)
            self.fail(say(N_("must be KEY=VALUE; keys: {keys}")).format(keys=known), param, ctx)
        return key, FILTERS[key].kind.convert(given, param, ctx)


WHERE = option(
    "--where", type=Where(), metavar="KEY=VALUE", multiple=True,
    help=N_("All that `list --KEY VALUE` shows, in every status that allows it; may be repeated."),
)  # fmt: skip
UNNAMED = N_("Name submissions by number, or by --where KEY=VALUE.")


def chosen(app: App, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Collect pairs as the options would be given; of two units an action would take the last alone."""
    given: dict[str, Any] = {}
    for key, value in pairs:
        if key in given and not FILTERS[key].several:
            raise click.UsageError(
                app.say(N_("--where {key}=… is given twice: one value only.")).format(key=key)
            )
        given[key] = (*given.get(key, ()), value) if FILTERS[key].several else value
    return given


def query_of(app: App, given: Mapping[str, Any], usual: tuple[Status, ...] = NEEDS_ACTION) -> SubmissionQuery:
    """Turn filters that were given into a query, without a status over the usual ones: what waits for an editor."""
    statuses = tuple(map(Status, given.get("status") or ()))
    since, until = given.get("since"), given.get("until")
    kind, assignee = given.get("kind"), given.get("assignee")
    return SubmissionQuery(
        statuses=statuses or usual,
        kind=MailKind(kind) if kind else None,
        assignee="" if assignee == NOBODY else assignee,
        since=_midnight(app, since) if since else None,
        before=_midnight(app, until, timedelta(days=1)) if until else None,
        title=given.get("title"),
        speaker=given.get("speaker"),
        unit=given.get("unit"),
        sender=given.get("sender"),
        below=given.get("below"),
        warning=given.get("warning"),
        format=given.get("format"),
        engine=given.get("engine"),
    )


def _midnight(app: App, day: datetime, later: timedelta = timedelta()) -> datetime:
    """Give where a day begins; the ends of the calendar stay clear of what no time zone can reach."""
    return datetime.combine(min(max(day.date(), _FIRST), _LAST) + later, time.min, app.zone)


class Order(click.ParamType[tuple[Sort, bool]]):
    """A column to sort by; with a minus behind it, from the end."""

    name = "order"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Sort, bool]:
        """Split off the minus."""
        key = str(value).removesuffix("-")
        if key not in get_args(Sort):
            say = ctx.obj.say if ctx else str
            known = say(COMMA).join(get_args(Sort))
            self.fail(
                say(N_("must be one of {keys}, with - behind it for the reverse")).format(keys=known),
                param,
                ctx,
            )
        return cast("Sort", key), str(value).endswith("-")


def widened(query: SubmissionQuery, *, everything: bool, archived: bool) -> SubmissionQuery:
    """Look beyond the default list: into every status, or at the archived ones."""
    if not everything and not archived:
        return query
    statuses = None if query.statuses is NEEDS_ACTION else query.statuses
    return replace(query, statuses=statuses, archived=True if archived else None)
