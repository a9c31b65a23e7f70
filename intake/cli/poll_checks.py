"""`doctor` on what polls remember: mails that did not come, folders numbered anew, marks that a server does not keep."""

from collections.abc import Iterator
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from intake.cli.app import App
from intake.cli.check import Check, State
from intake.config import Config, ImapConfig
from intake.locale import N_
from intake.model import Outstanding, Withheld
from intake.poll.settling import UNPROVEN
from intake.render.view import moment, size
from intake.store import Store

LATE: Final = timedelta(days=2)  # QQ lists a mail some polls before it gives it
LATELY: Final = timedelta(days=7)

_THERE: Final = MappingProxyType(
    {
        Withheld.ABSENT: N_(
            "listed for more than two days and never given: {count} — {which} — every poll asks again; look at them on "
            "the web, and forward what is wanted to the mailbox"
        ),
        Withheld.SHORT: N_(
            "not of the announced size: {count} — {which} — asked for again at every poll, and taken as they are after "
            "three equal answers"
        ),
        Withheld.OVERSIZE: N_(
            "too large, left in the mailbox: {count} — {which} — set limits.mail higher, or save them on the web and take "
            "them in with `intake import`"
        ),
    }
)
_GONE = N_(
    "gone from the mailbox before they could be fetched: {count} — {which} — look for them among the deleted mails on "
    "the web, or ask the senders"
)


def of_polls(app: App, config: Config, store: Store) -> Iterator[Check]:
    """Tell what is still to come, and what is worth knowing of the last days; a line for each kind, however many."""
    names = {box.name for box in config.mailboxes}
    mails = [mail for mail in store.all_outstanding() if mail.sighting.mailbox in names]
    for why, said in _THERE.items():
        yield from _outstanding(app, said, [mail for mail in mails if mail.why is why and _told(app, mail)])
    yield from _outstanding(app, _GONE, [mail for mail in mails if _lost(app, mail)])
    yield from _numbered_anew(app, store, names)
    yield from _unproven(app, config, store)


def _told(app: App, mail: Outstanding) -> bool:
    """Tell whether a mail is still listed, and no longer one that only the next poll is given."""
    return not mail.gone and not (mail.why is Withheld.ABSENT and app.view.now - mail.first_at <= LATE)


def _lost(app: App, mail: Outstanding) -> bool:
    """Tell whether a mail went away lately; one that is too large was told of while it was there."""
    return mail.gone and mail.why is not Withheld.OVERSIZE and app.view.now - mail.last_at <= LATELY


def _outstanding(app: App, said: str, mails: list[Outstanding]) -> Iterator[Check]:
    if mails:
        which = app.view.few([_named(app, mail) for mail in mails])
        detail = app.say(said).format(count=len(mails), which=which)
        yield Check("outstanding", "", State.WARNING, detail)


def _named(app: App, mail: Outstanding) -> str:
    """Name a mail by what is known of it: where it is, how large, and since when it is outstanding."""
    place = {"mailbox": mail.sighting.mailbox, "folder": mail.sighting.folder}
    met = moment(mail.first_at, app.view)
    if mail.size is None:
        return app.say(N_("in {folder} of {mailbox} since {when}")).format(**place, when=met)
    said = app.say(N_("{size} in {folder} of {mailbox} since {when}"))
    return said.format(**place, size=size(mail.size), when=met)


def _numbered_anew(app: App, store: Store, names: set[str]) -> Iterator[Check]:
    """Tell of folders numbered anew; nothing is lost, so that it is no warning."""
    renewed = [each for each in store.renewed(app.view.now - LATELY) if each[0] in names]
    if renewed:
        said = app.say(
            N_("numbered anew lately: {count} — {which} — nothing is lost, and nothing comes twice")
        )
        place = app.say(N_("{folder} of {mailbox} at {when}"))
        named = [place.format(folder=f, mailbox=m, when=moment(when, app.view)) for m, f, when in renewed]
        which = app.view.few(named)
        yield Check("folders", "", State.OK, said.format(count=len(renewed), which=which))


def _unproven(app: App, config: Config, store: Store) -> Iterator[Check]:
    counts = store.settled(UNPROVEN, app.view.now - LATELY)
    for box in config.mailboxes:
        if isinstance(box, ImapConfig) and box.aftermath and box.name in counts:
            said = app.say(
                N_(
                    "the server said yes and does not show it: {count} of the last week — the mails are stored; it may keep "
                    "no keywords: take `keyword` out of the configuration"
                )
            )
            yield Check("marks", box.name, State.WARNING, said.format(count=counts[box.name]))
