"""What a mail's sender left elsewhere: where it waits, the code that opens it, and until when it can be had."""

from collections.abc import Iterable

from intake.locale import N_
from intake.model import Link
from intake.render.page import Line, Part, Tone
from intake.render.safe import one_line
from intake.render.view import View, moment
from intake.render.words import PROVIDERS


def links_part(links: Iterable[Link], view: View) -> Part:
    """Lay out links, each with its whole address: an editor has to open it."""
    return Part(view.say(N_("Links")), tuple(_link(link, view) for link in links))


def _link(link: Link, view: View) -> Line:
    provider = view.say(PROVIDERS[link.provider]) if link.provider in PROVIDERS else link.provider
    code = view.say(N_("code {code}")).format(code=link.code) if link.code else ""
    facts = (provider, link.name, link.size, code, link.url)
    return Line("", one_line("  ".join(filter(None, facts))), *_until(link, view))


def _until(link: Link, view: View) -> tuple[str, Tone]:
    if link.expires is None:
        return "", ""
    over = link.expires <= view.now
    said = view.say(N_("expired on {when}") if over else N_("until {when}"))
    return said.format(when=moment(link.expires, view)), "bad" if over else "doubt"
