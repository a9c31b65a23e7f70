"""A saved web page (.mht): of its MIME tree the one part that all the others, pictures and styles, only accompany."""

from intake.model import Limits
from intake.reading.mail.structure import structure
from intake.reading.unreadable import Unreadable

_PAGES = ("text/html", "application/xhtml+xml")


def page(raw: bytes, limits: Limits) -> tuple[bytes, str | None]:
    """Cut the page from a saved one: its bytes, and the charset that was declared for them.

    The page is the part that `start` names, else the first (RFC 2387 §3.2); raises Unreadable "corrupted" where there
    is none, "too_big" where even looking for it would cost too much.
    """
    try:
        top = structure(raw, limits)
    except Unreadable as refusal:
        raise Unreadable("too_big", refusal.detail) from refusal
    pages = [part for part in top.walk() if not part.children and part.type.head in _PAGES]
    start = (top.type.get("start") or "").strip("<>")
    chosen = next((part for part in pages if start and part.content_id == start), pages[0] if pages else None)
    if chosen is None:
        raise Unreadable("corrupted", "no page in it")
    return chosen.content()[0], chosen.type.get("charset")
