"""Who acts, under which rules, and what the codes of reasons mean."""

import getpass
from collections.abc import Mapping

import click

from intake.cli.app import App
from intake.cli.language import option
from intake.config import load_lexicon
from intake.errors import Items, NotPermitted
from intake.locale import N_

AS = option("--as", "name", metavar="NAME", help=N_("Who decides; otherwise $INTAKE_EDITOR, or your login."))


def editor(app: App, name: str | None) -> str:
    """Tell who acts: `--as`, $INTAKE_EDITOR, the configuration's name for the login, the login itself.

    Raises NotPermitted where the configuration lists the editors and this is none of them.
    """
    who = (name or app.environ.get("INTAKE_EDITOR") or _logged_in(app.config.logins)).strip()
    listed = app.config.editors
    if listed and who not in listed:
        raise NotPermitted(
            N_(
                "no editor — {who} — the configuration lists {names} — say who you are with --as NAME, or have yourself listed under [editors]"
            ),
            who=who,
            names=Items(listed),
        )
    return who


def _logged_in(logins: Mapping[str, str]) -> str:
    try:
        login = getpass.getuser()
    except (OSError, KeyError) as error:  # KeyError until Python 3.13: a user id without a name
        raise NotPermitted(
            N_("no editor — your login has no name — say who you are with --as NAME")
        ) from error
    return logins.get(login, login)


def reasons(app: App) -> Mapping[str, str]:
    """Give the reasons of the lexicon by code, in the language of the screen."""
    table = load_lexicon(app.config_or_defaults.lexicon).tables.get("reasons", {})
    key = "zh" if app.language == "zh_CN" else "en"
    return {
        code: str(texts.get(key, code)) if isinstance(texts, dict) else str(texts)
        for code, texts in table.items()
    }


def checked_reason(app: App, code: str | None, *, required: bool) -> None:
    """Refuse a code that is none of the lexicon's, or a missing one, and say which there are."""
    if code is None and not required:
        return
    known = reasons(app)
    if code in known:
        return
    listed = app.listed(
        app.say(N_("{code} ({meaning})")).format(code=slug, meaning=text) for slug, text in known.items()
    )
    template = (
        N_("a reason is needed; there are: {codes}")
        if code is None
        else N_("no such reason; there are: {codes}")
    )
    raise click.BadParameter(app.say(template).format(codes=listed), param_hint="--reason")
